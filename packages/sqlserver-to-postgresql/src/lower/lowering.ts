import type { Fragment } from '@ferry/catalog';
import type { ItemDetails } from '@ferry/conversion';
import type { Span } from '@ferry/kernel';
import type { Binding, Expression as SourceExpression, Node as SourceNode, RowSource, ScalarType, SqlType } from '@ferry/source-sqlserver';
import { isScalar, typeOf } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { Expression, QualifiedName, TypeName } from '@ferry/target-postgresql';
import { expressionItems } from '../action-items/expressions';
import type { ObjectContext, Volatility } from '../context';
import { typeName } from '../storage/parts';
import type { XmlDocument } from './open-xml';

/**
 * What lowering carries through one object. It never throws for what is in the source: what cannot be converted is raised on
 * `ctx` and counted in `failures`; whoever owns the statement looks whether the count grew and puts a failing stand-in there.
 */
export interface Lowering {
  readonly ctx: ObjectContext;
  readonly binding: Binding;
  /** Index of the source text that the nodes' spans are offsets in. */
  readonly source: number;
  readonly place: 'storage' | 'view' | 'routine';
  /** Where a node of a text that the routine runs stands in the source. */
  readonly placeOf?: ((span: Span) => Span) | undefined;
  /** bit is boolean in the target. */
  readonly bitIsBoolean: boolean;
  /** Write columns with their table, so that no variable can be meant. */
  readonly qualify: boolean;
  failures: number;
  /** Namespaces that WITH XMLNAMESPACES declares around; '' for the default. */
  namespaces: readonly (readonly [prefix: string, uri: string])[];
  volatility: Volatility;
  /** Columns that were named, as the source declares them. */
  readonly columns: Set<string>;
  /** The record whose fields the columns of the table are (`new` in a trigger), in place of the columns themselves. */
  readonly row: string | undefined;
  /** What OUTPUT's `inserted` and `deleted` are called while its list is written. */
  rowNames: Readonly<Record<string, string>>;
  /** Sources whose row a record holds while the body of a loop over them is written. */
  records: ReadonlyMap<RowSource, string>;
  /** What `$action` of MERGE is while the list of its OUTPUT is written. */
  action: Expression | undefined;
  /** Columns that are fields of a record while the body of a loop over their query is written. */
  fields: ReadonlyMap<SourceNode, Expression>;
  /** Tables whose rows the query around locks. */
  readonly lockedTables: Set<SourceNode>;
  /** Transition tables that the event of a trigger does not have, and the table whose columns they would have. */
  readonly absent: { readonly names: readonly ('inserted' | 'deleted')[]; readonly table: QualifiedName; /** The trigger fires for each row: `inserted` is NEW, `deleted` OLD. */ readonly rowLevel?: boolean } | undefined;
  /** How a variable is written; undefined when there is none of that name. */
  readonly variable: (name: string) => Expression | undefined;
  /** The variable that holds an open cursor of the source. */
  readonly cursor: (name: string) => string | undefined;
  /** The document behind a handle that sp_xml_preparedocument gave. */
  readonly document: (handle: string) => XmlDocument | undefined;
  /** A table-valued parameter, which is an array of rows. */
  readonly rows: (name: string) => Expression | undefined;
  /** How a global variable that belongs to statements (@@ROWCOUNT) is written, where it can be. */
  readonly globalVariable: (name: string) => Expression | undefined;
  /** A function that only a place in a routine can answer (ERROR_MESSAGE, SCOPE_IDENTITY, UPDATE). */
  readonly local: (name: string, args: readonly SourceExpression[]) => Expression | undefined;
}

export function newLowering(ctx: ObjectContext, binding: Binding, source: number, place: Lowering['place'], rest: Partial<Pick<Lowering, 'variable' | 'globalVariable' | 'local' | 'qualify' | 'row' | 'absent' | 'rows' | 'cursor' | 'document' | 'placeOf'>> = {}): Lowering {
  const none = (): undefined => undefined;
  return { ctx, binding, source, place, placeOf: rest.placeOf, bitIsBoolean: ctx.choices.bit === 'boolean', qualify: rest.qualify ?? false, failures: 0, rowNames: {}, records: new Map(), action: undefined, fields: new Map(), lockedTables: new Set(), namespaces: [], volatility: 'immutable', columns: new Set(), row: rest.row, absent: rest.absent, variable: rest.variable ?? none, rows: rest.rows ?? none, cursor: rest.cursor ?? none, document: rest.document ?? none, globalVariable: rest.globalVariable ?? none, local: rest.local ?? none };
}

export const fragmentOf = (low: Lowering, node: SourceNode): Fragment => ({ source: low.source, span: low.placeOf === undefined ? node.span : low.placeOf(node.span) });

/** Records that a construct cannot be converted; what is returned only holds its place. */
export function refuse(low: Lowering, node: SourceNode, code: number, details: ItemDetails = {}): Expression {
  // A type that is unknown because of something that was refused already needs no word of its own.
  if (code !== expressionItems.unknownType || low.failures === 0) low.ctx.raise(code, details, fragmentOf(low, node));
  low.failures++;
  return pg.null;
}

export const refuseSyntax = (low: Lowering, node: SourceNode, what: string, reason?: string): Expression => refuse(low, node, expressionItems.syntax, { what, ...(reason === undefined ? {} : { reason }) });

/** Records something that does not stop the conversion. */
export const note = (low: Lowering, node: SourceNode, code: number, details: ItemDetails = {}): void => low.ctx.raise(code, details, fragmentOf(low, node));

const rank: Readonly<Record<Volatility, number>> = { immutable: 0, stable: 1, volatile: 2 };

/** The expression is at least this volatile. */
export function atLeast(low: Lowering, volatility: Volatility): void {
  if (rank[volatility] > rank[low.volatility]) low.volatility = volatility;
}

export const sqlTypeOf = (low: Lowering, node: SourceExpression): SqlType => typeOf(low.binding, node);

/** A scalar type as PostgreSQL writes it; alias types are looked through. */
export function pgType(low: Lowering, type: ScalarType): TypeName {
  const args: (number | 'max')[] = type.length !== undefined && type.base !== 'rowversion' ? [type.length] : type.precision !== undefined ? [type.precision, type.scale ?? 0] : type.scale !== undefined && type.base !== 'datetime' && type.base !== 'smalldatetime' ? [type.scale] : [];
  return typeName(low.ctx.mapType({ name: type.base, args, raw: type.base }, 'cast').base);
}

/** A type without length or precision, as parameters and results of routines have it; `char` alone would mean char(1). */
export const openType = (low: Lowering, type: ScalarType): TypeName => {
  const { name, array } = pgType(low, type);
  return { kind: 'TypeName', name: name === 'char' ? 'bpchar' : name, array };
};

/** For messages: `varchar(30)`. */
export function typeWords(type: SqlType): string {
  if (!isScalar(type)) return type.kind;
  const args = type.length ?? (type.precision === undefined ? type.scale : `${type.precision},${type.scale ?? 0}`);
  return args === undefined ? type.base : `${type.base}(${args})`;
}

export const cast = (low: Lowering, operand: Expression, type: ScalarType): Expression => pg.cast(operand, pgType(low, type));
export const castTo = (operand: Expression, name: string, ...args: number[]): Expression => pg.cast(operand, pg.type(name, ...args));

/** Without its brackets. */
export function bare(node: SourceExpression): SourceExpression {
  let inner = node;
  while (inner.kind === 'ParenthesizedExpression') inner = inner.expression;
  return inner;
}
