import type { Column, Table } from '@ferry/catalog';
import type { ConvertedPart, TargetKey } from '@ferry/conversion';
import { pg } from '@ferry/target-postgresql';
import type { CheckConstraint, Expression, TableColumn } from '@ferry/target-postgresql';
import { columnItems } from '../action-items/columns';
import { typeItems } from '../action-items/types';
import { collecting } from '../collecting';
import { boundCheck, boundDefault, boundTo } from './bound-rules';
import { columnCollation } from './collations';
import type { ConversionContext, ObjectContext } from '../context';
import { postgis } from '../support/extensions';
import type { MappedType } from '../types/mapped-type';
import { ruledType } from '../types/ruled-type';
import { typeText } from '../types/target-types';
import { commentParts } from './comments';
import { convertComputed } from './computed-columns';
import { convertDefault } from './defaults';
import { fillTrigger, nextRowversion } from './filled-columns';
import { identityOf, identityType, sequenceIdentity } from './identities';
import { converted, qualified, typeName, useType } from './parts';
import { ownValue } from './table-forms';
import { endOfTime, versionTime } from './temporal-tables';

export interface ConvertedColumn {
  readonly node: TableColumn;
  /** The column, then what belongs to it, as the catalogue lists them. */
  readonly parts: readonly ConvertedPart[];
  readonly type: MappedType;
  /** What must exist before the table. */
  readonly needs: readonly TargetKey[];
}

/** Words that the source adds to a column, and what is to be said about each. Options without an effect on results are INFO. */
const optionItems: readonly (readonly [prefix: string, code: number])[] = [
  ['masked', columnItems.masked],
  ['encrypted', columnItems.encrypted],
  ['filestream', columnItems.filestream],
  ['column_set', columnItems.columnSet],
  ['xml column_set', columnItems.columnSet],
  ['sparse', columnItems.option],
  ['rowguidcol', columnItems.option],
];

function raiseOptions(column: Column, ctx: ObjectContext): void {
  for (const option of column.options) {
    const words = option.toLowerCase();
    const known = optionItems.find(([prefix]) => words.startsWith(prefix));
    if (known) ctx.raise(known[1] === columnItems.masked && ctx.choices.masking === 'view' ? columnItems.maskedView : known[1], { column: column.name, option }, column.at);
  }
}

/** A sort order of its own is worth a word only where the database's is known; upper and lower case have an item of the table. */
function raiseCollation(column: Column, ctx: ObjectContext): void {
  const usual = ctx.catalog.database.collation;
  if (ctx.choices.collation === 'icu') return;
  if (column.collation === undefined || usual === undefined || column.collation.toLowerCase() === 'database_default') return;
  if (column.collation.toLowerCase() !== usual.toLowerCase()) ctx.raise(columnItems.collation, { collation: column.collation }, column.at);
}

/** Columns that SQL Server fills with the period of validity: they keep a value, so that rows can be written without naming them. */
function periodDefault(column: Column): Expression | undefined {
  const words = column.options.map((o) => o.toLowerCase());
  if (words.some((w) => w.startsWith('generated always as row start'))) return versionTime;
  if (words.some((w) => w.startsWith('generated always as row end'))) return endOfTime(column);
  return undefined;
}

/** The check that keeps the range of a type that PostgreSQL has no peer of (tinyint). */
function rangeCheck(table: string, column: string, type: MappedType, ctx: ConversionContext): TableColumn['constraints'] {
  // The domain of an alias type checks the range itself.
  if (type.range === undefined || type.type.schema !== undefined) return undefined;
  const { low, high } = type.range;
  const expression: Expression = { kind: 'Between', operand: pg.column(column), low: pg.number(low), high: pg.number(high) };
  return [{ kind: 'CheckConstraint', name: ctx.names.composed(`${table}_${column}_range`), expression }];
}

/** PostgreSQL casts a truth value to no number but integer. */
function castTo(expression: Expression, from: MappedType, to: MappedType): Expression {
  const number = from.base.name === 'boolean' && to.base.name !== 'boolean' ? pg.cast(expression, { kind: 'TypeName', name: 'integer' }) : expression;
  return pg.cast(number, typeName(to.type));
}

/** A column has the checks of its type and the rule that is bound to it. */
const withRule = (checks: TableColumn['constraints'], rule: CheckConstraint | undefined): TableColumn['constraints'] => (rule === undefined ? checks : [...(checks ?? []), rule]);

/** One column of a table, with its default, identity, computed expression and description. */
export function convertColumn(table: Table, column: Column, shared: ConversionContext): ConvertedColumn {
  const ctx = collecting(shared, table);
  const owner = shared.names.relation(table.schema, table.name);
  const name = shared.names.column(table.schema, table.name, column.name);
  const target = (kind: string): { kind: string; schema: string; name: string; parent: string } => ({ kind, schema: owner.schema, name, parent: owner.name });
  const ref = { schema: table.schema, parent: table.name, name: column.name };

  const computed = convertComputed(table, column, shared);
  const plain = computed?.type ?? (column.type === undefined ? shared.mapType({ name: '', args: [], raw: '' }, 'ddl') : shared.mapType(column.type, 'ddl'));
  const rule = computed === undefined ? shared.columnType(table, column) : undefined;
  const own = column.identity === undefined ? plain : identityType(column, plain, ctx);
  const mapped = rule === undefined ? own : ruledType(rule, own);
  if (rule !== undefined) ctx.raise(columnItems.ruledType, { column: column.name, from: typeText(own.type), to: typeText(mapped.type) }, column.at);
  // The item of a type is about what the author wrote, not about what an expression came out as.
  const { type, collation, check } = columnCollation(name, column, computed === undefined ? useType(mapped, ctx, column.at) : mapped, ctx);
  if (type.base.name === 'geography' || type.base.name === 'geometry') shared.requireSupport(postgis).forEach(ctx.need);
  if (column.type?.detail !== undefined && type.source === 'xml') ctx.raise(typeItems.xmlSchema, { collection: column.type.detail }, column.at);
  raiseOptions(column, ctx);
  raiseCollation(column, ctx);
  const bound = boundTo(column.options);
  const boundRule = bound.rule === undefined ? undefined : boundCheck(bound.rule, column.type, pg.column(name), ctx);
  const initial = bound.default === undefined ? undefined : boundDefault(bound.default, type, ctx);
  if (bound.rule !== undefined && boundRule === undefined) ctx.raise(columnItems.bound, { column: column.name, option: `rule ${bound.rule}` }, column.at);
  if (bound.default !== undefined && initial === undefined) ctx.raise(columnItems.bound, { column: column.name, option: `default ${bound.default}` }, column.at);

  // The default is written for the type that the column would have had, and cast to the one it has.
  const convertedDefault = convertDefault(table, column, rule === undefined ? type : own, shared);
  const cast = (expression: Expression): Expression => (rule === undefined ? expression : castTo(expression, own, type));
  const counted = sequenceIdentity(table, column, type, shared);
  const brought = ownValue(table, column, type, shared);
  const rowversion = type.source === 'rowversion' && computed === undefined ? nextRowversion(shared) : undefined;
  const fill = rowversion === undefined ? [] : fillTrigger(table, { column: name, at: column.at, ...rowversion }, shared);
  const generated = computed?.generated ?? brought?.generated;
  const node: TableColumn = {
    kind: 'TableColumn',
    name,
    type: typeName(type.type),
    collation,
    notNull: (!column.nullable && column.identity === undefined) || counted !== undefined ? true : undefined,
    default: brought?.default !== undefined ? brought.default : counted !== undefined ? counted.default : convertedDefault?.expression === undefined ? (initial ?? periodDefault(column)) : cast(convertedDefault.expression),
    identity: counted === undefined ? identityOf(column) : undefined,
    generated: generated === undefined ? undefined : { expression: generated, stored: true },
    constraints: computed === undefined ? withRule(check ?? rangeCheck(owner.name, name, type, shared), boundRule) : undefined,
    source: column.at,
  };
  const comments = commentParts(column.properties, { ref: { kind: 'COLUMN', ...ref }, target: { address: { type: 'COLUMN', relation: qualified(owner), name }, ref: target('COLUMN') } }, ctx);
  // Written out: an object that is spread into a literal takes more memory, and large schemas have a million of these.
  const parts = [converted({ ref: { kind: 'COLUMN', schema: table.schema, parent: table.name, name: column.name }, at: column.at }, [target('COLUMN')], brought === undefined ? fill : [...fill, ...brought.statements], ctx)];
  if (column.identity) parts.push(converted({ ref: { kind: 'IDENTITY', ...ref }, at: column.at }, [target('IDENTITY')], counted?.statements ?? []));
  if (computed) parts.push(computed.part);
  if (convertedDefault) parts.push(convertedDefault.part);
  parts.push(...comments);
  return {
    node,
    parts,
    type,
    needs: [...ctx.needs, ...(counted?.needs ?? []), ...(brought?.needs ?? []), ...(computed?.needs ?? []), ...(convertedDefault?.needs ?? [])],
  };
}
