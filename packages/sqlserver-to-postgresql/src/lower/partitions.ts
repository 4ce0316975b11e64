import type { CatalogObject, Table } from '@ferry/catalog';
import type { AlterTableStatement, Expression as SourceExpression, FunctionCall, QualifiedName as SourceName, SwitchPartition } from '@ferry/source-sqlserver';
import { partsOf } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { Expression, PlStatement } from '@ferry/target-postgresql';
import { expressionItems } from '../action-items/expressions';
import { routineItems } from '../action-items/routines';
import { boundariesOf, divisionNamed, divisionOf } from '../storage/partitions';
import type { Division } from '../storage/partitions';
import { typeName } from '../storage/parts';
import { lowerNode } from './expressions';
import { literalOf } from './literals';
import { atLeast, note, refuse, refuseSyntax } from './lowering';
import type { Lowering } from './lowering';
import type { RoutineState } from './routine-state';

/** Boundaries of a partition function in the type of what it divides; undefined when one cannot be converted. */
function edgesOf(low: Lowering, division: Division): readonly Expression[] | undefined {
  const type = low.ctx.mapType(division.type, 'ddl');
  return boundariesOf(division, type, low.ctx)?.map((b) => pg.cast(b, typeName(type.base)));
}

/** The number of the partition that a value is in: the boundaries before it and one; NULL is in the first. */
function numberOf(value: Expression, range: Division['range'], edges: readonly Expression[]): Expression {
  const edge = pg.column('bounds', 'edge');
  const before = range === 'RIGHT' ? pg.le(edge, value) : pg.lt(edge, value);
  const from = { kind: 'FromFunction' as const, call: pg.call('unnest', { kind: 'ArrayLiteral' as const, elements: edges }), alias: 'bounds', columns: ['edge'] };
  return pg.subquery(pg.select([pg.item(pg.add(pg.cast(pg.call('count', pg.star()), pg.type('integer')), pg.number(1)))], { from: [from], where: before }));
}

/** `$PARTITION.function(value)`: https://learn.microsoft.com/sql/t-sql/functions/partition-transact-sql */
export function lowerPartitionNumber(low: Lowering, node: FunctionCall): Expression {
  const division = divisionNamed(node.name.parts.at(-1)?.name ?? '', low.ctx);
  const edges = division === undefined ? undefined : edgesOf(low, division);
  const [argument] = node.args;
  if (division === undefined || edges === undefined || argument === undefined) return refuse(low, node, expressionItems.unresolved, { name: partsOf(node.name).join('.') });
  atLeast(low, 'stable');
  return numberOf(pg.cast(lowerNode(low, argument), typeName(low.ctx.mapType(division.type, 'ddl').base)), division.range, edges);
}

interface Side {
  readonly table: Table;
  readonly name: { readonly schema: string; readonly name: string };
  /** The rows of its partition; undefined for all. */
  readonly rows?: Expression;
}

/** The rows of one partition: a range of the column where the number is known, which PostgreSQL finds without reading the others. */
function rowsOf(low: Lowering, table: Table, relation: string, partition: SourceExpression): Expression | undefined {
  const division = divisionOf(table, low.ctx);
  const edges = division?.column === undefined ? undefined : edgesOf(low, division);
  if (division?.column === undefined || edges === undefined) return undefined;
  const key = pg.column(relation, low.ctx.names.column(table.schema, table.name, division.column.name));
  const literal = literalOf(partition);
  const number = literal?.node.kind === 'IntegerLiteral' && !literal.negative ? Number(literal.node.value) : undefined;
  if (number === undefined) return pg.eq(numberOf(key, division.range, edges), lowerNode(low, partition));
  if (number < 1 || number > edges.length + 1) return undefined;
  const [low_, high] = [edges[number - 2], edges[number - 1]];
  const right = division.range === 'RIGHT';
  const within = [...(low_ === undefined ? [] : [right ? pg.ge(key, low_) : pg.gt(key, low_)]), ...(high === undefined ? [] : [right ? pg.lt(key, high) : pg.le(key, high)])];
  const all = pg.and(...within);
  return number === 1 && division.column.nullable ? pg.or(all, { kind: 'IsNull', operand: key, negated: false }) : all;
}

const tableNamed = (low: Lowering, name: SourceName, schema: string): CatalogObject | undefined => {
  const parts = partsOf(name);
  return low.ctx.lookup.relation(parts[parts.length - 2] ?? schema, parts[parts.length - 1] ?? '');
};

function sideOf(state: RoutineState, name: SourceName, partition: SourceExpression | undefined): Side | undefined {
  const { low } = state;
  const table = tableNamed(low, name, state.routine.object.schema);
  if (table?.kind !== 'TABLE') return undefined;
  const target = low.ctx.names.relation(table.schema, table.name);
  if (partition === undefined || divisionOf(table, low.ctx) === undefined) return { table, name: target };
  const rows = rowsOf(low, table, target.name, partition);
  return rows === undefined ? undefined : { table, name: target, rows };
}

/**
 * `ALTER TABLE a SWITCH PARTITION n TO b`: the rows change tables, and those that are switched to must be empty
 * (https://learn.microsoft.com/sql/t-sql/statements/alter-table-transact-sql#switch). DETACH and ATTACH would change which table a name means
 * for views, keys and rights; the rows are moved instead.
 */
export function lowerSwitch(state: RoutineState, node: AlterTableStatement, action: SwitchPartition): readonly PlStatement[] {
  const { low } = state;
  const from = sideOf(state, node.table, action.partition);
  const to = sideOf(state, action.to, action.toPartition);
  if (from === undefined || to === undefined) return (refuseSyntax(low, node, 'ALTER TABLE ... SWITCH', 'a table or its partitions are not known'), []);
  const kept = from.table.columns.filter((c) => c.computed === undefined);
  if (!kept.every((c) => low.ctx.lookup.column(to.table, c.name) !== undefined)) return (refuseSyntax(low, node, 'ALTER TABLE ... SWITCH', 'the tables have different columns'), []);
  const names = (side: Side): string[] => kept.map((c) => low.ctx.names.column(side.table.schema, side.table.name, c.name));
  const [given, taken] = [names(from), names(to)];
  const table = (side: Side) => pg.table(pg.name(side.name.schema, side.name.name));
  const found = (side: Side, where: Expression | undefined): Expression => pg.exists(pg.select([pg.item(pg.number(1))], { from: [table(side)], where }));
  const stop = (condition: Expression, message: string): PlStatement => ({ kind: 'If', branches: [{ condition, body: [pg.fail(message, '55000')] }] });
  const shown = `${to.table.schema}.${to.table.name}`;
  const misplaced = action.toPartition === undefined || to.rows === undefined ? undefined : rowsOf(low, to.table, from.name.name, action.toPartition);
  note(low, node, routineItems.switched, { from: `${from.table.schema}.${from.table.name}`, to: shown });
  return [
    stop(found(to, to.rows), `ALTER TABLE SWITCH statement failed. The target table or partition of '${shown}' must be empty.`),
    ...(misplaced === undefined ? [] : [stop(found(from, from.rows === undefined ? isNotTrue(misplaced) : pg.and(from.rows, isNotTrue(misplaced))), `ALTER TABLE SWITCH statement failed. Rows do not belong to the target partition of '${shown}'.`)]),
    {
      kind: 'SqlStatement',
      statement: {
        kind: 'Insert',
        with: { kind: 'With', ctes: [{ kind: 'Cte', name: 'moved', query: { kind: 'Delete', table: pg.name(from.name.schema, from.name.name), where: from.rows, returning: { items: given.map((c) => pg.item(pg.column(from.name.name, c))) } } }] },
        into: pg.name(to.name.schema, to.name.name),
        columns: taken,
        rows: pg.select(given.map((c) => pg.item(pg.column('moved', c))), { from: [pg.table({ kind: 'QualifiedName', name: 'moved' })] }),
      },
    },
  ];
}

const isNotTrue = (condition: Expression): Expression => ({ kind: 'IsDistinctFrom', left: condition, right: pg.boolean(true), negated: false });
