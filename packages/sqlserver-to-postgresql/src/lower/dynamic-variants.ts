import type { Catalog } from '@ferry/catalog';
import type { Binding, DynamicSql, DynamicVariant, Environment, Expression as SourceExpression, Node as SourceNode, ScalarType, ShapeColumn } from '@ferry/source-sqlserver';
import { bindStatements, dynamicEnvironment, emptyBinding, familyOf, fetchedPiece, isScalar, scalar, typeOf } from '@ferry/source-sqlserver';
import type { BoundRoutine } from './bound-routines';
import { rewriteHoles, usedColumns } from './dynamic-names';
import { rawPieces } from './dynamic-pieces';
import type { Rewritten } from './dynamic-names';
import { bare } from './lowering';

/** One text that a routine may run, bound in its place. */
export interface BoundVariant {
  readonly rewritten: Rewritten;
  readonly environment: Environment;
  readonly binding: Binding;
  /** Columns whose types were guessed, by the table. */
  readonly guessed: ReadonlyMap<string, readonly string[]>;
  /** Some of what is not known cannot even be put in as it is. */
  readonly unplaced: boolean;
}

/** A piece of code of which nothing is known: no name of a table, no number. */
const isOpen = (routine: BoundRoutine, variant: DynamicVariant, index: number): boolean => {
  const hole = variant.holes[index];
  return hole !== undefined && (hole.position === 'clause' || (hole.position === 'value' && numberIn(routine, hole.expression) === undefined));
};

const converting = new Set(['STR', 'LTRIM', 'RTRIM', 'TRIM', 'ISNULL', 'COALESCE', 'CONCAT']);

/** The number behind `CAST(@n AS varchar)` and the like. */
export function numberIn(routine: BoundRoutine, expression: SourceExpression | undefined): { readonly node: SourceExpression; readonly type: ScalarType; /** The node holds the digits only. */ readonly digits?: boolean } | undefined {
  if (expression === undefined) return undefined;
  const inner = bare(expression);
  const fetched = fetchedPiece(inner);
  if (fetched !== undefined) {
    const found = numberIn(routine, fetched);
    return found === undefined ? undefined : { node: inner, type: found.type, digits: true };
  }
  const type = typeOf(routine.binding, inner);
  if (isScalar(type) && ['integer', 'decimal', 'money', 'float'].includes(familyOf(type))) return { node: inner, type };
  if (inner.kind === 'CastExpression' || inner.kind === 'ConvertExpression') return numberIn(routine, inner.operand);
  if (inner.kind === 'FunctionCall' && converting.has((inner.name.parts[0]?.name ?? '').toUpperCase())) return numberIn(routine, inner.args[0]);
  return undefined;
}

/** A table of the catalogue in a schema that is known at run time only. */
function catalogTable(routine: BoundRoutine, table: string): readonly ShapeColumn[] | undefined {
  const name = /^#hole_\d+__dot_(.+)$/.exec(table)?.[1];
  return name === undefined || /hole_\d+_/.test(name) ? undefined : (routine.binding.index.relation(routine.object.schema, name) ?? routine.binding.index.relation('dbo', name))?.columns;
}

const known = new WeakMap<DynamicVariant, BoundVariant>();

export function boundVariant(routine: BoundRoutine, catalog: Catalog, sql: DynamicSql, variant: DynamicVariant): BoundVariant {
  const before = known.get(variant);
  if (before !== undefined) return before;
  const { text } = routine.parsed.tokens;
  const textOf = (node: SourceNode): string => text.slice(node.span.start, node.span.end).replace(/\s+/g, ' ');
  const { index } = routine.binding;
  const pieces = rawPieces(variant, (i) => isOpen(routine, variant, i));
  const rewritten = rewriteHoles(variant, textOf, pieces);
  const environment = dynamicEnvironment(routine.binding, sql, routine.environment);
  const guessed = new Map<string, readonly string[]>();
  for (const table of rewritten.tables.keys()) {
    const like = catalogTable(routine, table);
    const used = like === undefined ? usedColumns(rewritten.statements, table, catalog, index) : { columns: like, guessed: [] };
    environment.tables.set(index.fold(table), used.columns);
    if (used.guessed.length > 0) guessed.set(table, used.guessed);
  }
  for (const [name, parts] of rewritten.values) {
    const [only] = parts;
    const number = parts.length === 1 && typeof only === 'number' && variant.holes[only]?.position === 'value' ? numberIn(routine, variant.holes[only].expression) : undefined;
    environment.variables.set(name, { name, type: number?.type ?? scalar('nvarchar', { length: 'max' }), role: 'variable' });
  }
  // Of an operand only its kin is known: any type will do that needs no conversion.
  for (const [name, piece] of rewritten.raw) environment.variables.set(name, { name, type: scalar(piece.form === 'condition' ? 'bit' : 'int', { nullable: piece.form !== 'order' }), role: 'variable' });
  const binding = emptyBinding(index);
  bindStatements(binding, rewritten.statements, environment);
  const bound = { rewritten, environment, binding, guessed, unplaced: pieces === undefined };
  known.set(variant, bound);
  return bound;
}
