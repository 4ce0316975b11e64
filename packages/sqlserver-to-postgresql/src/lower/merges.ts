import type { MergeClause, MergeStatement, ShapeColumn } from '@ferry/source-sqlserver';
import { isScalar, partsOf } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { Expression, MergeAction, MergeWhen, PlStatement } from '@ferry/target-postgresql';
import { expressionItems } from '../action-items/expressions';
import { routineItems } from '../action-items/routines';
import { changedTable, lowerSet } from './changes';
import type { ChangedTable } from './changes';
import { columnName } from './columns';
import { coerce } from './expressions';
import { refuse } from './lowering';
import type { Lowering } from './lowering';
import { lowerCondition } from './predicates';
import { lowerWith } from './queries';
import type { RoutineState } from './routine-state';
import { lowerHints, lowerTable } from './tables';

const matches = { MATCHED: 'MATCHED', 'NOT MATCHED BY TARGET': 'NOT MATCHED', 'NOT MATCHED BY SOURCE': 'NOT MATCHED BY SOURCE' } as const;

function insertAction(low: Lowering, table: ChangedTable, action: Extract<MergeClause['action'], { kind: 'MergeInsert' }>): MergeAction {
  if (action.values === undefined) return { do: 'INSERT' };
  const all = table.source.columns ?? [];
  const nameOf = (c: (typeof action.columns)[number]): string => (c.kind === 'Identifier' ? c.name : (partsOf(c).pop() ?? ''));
  const listed = action.columns.map((c) => all.find((a) => low.binding.index.fold(a.name) === low.binding.index.fold(nameOf(c))));
  const columns = listed.length > 0 ? listed : all.filter((c) => c.identity !== true && c.readonly !== true);
  if (columns.length !== action.values.values.length || columns.some((c) => c === undefined || !isScalar(c.type))) refuse(low, action, expressionItems.unresolved, { name: 'a column of INSERT' });
  const known = columns.filter((c): c is ShapeColumn => c !== undefined);
  const values = action.values.values.map((v, i): Expression => {
    const type = known[i]?.type ?? { kind: 'unknown' as const };
    if (v.kind === 'DefaultValue') return pg.default;
    return isScalar(type) ? coerce(low, v, type, 'store') : refuse(low, v, expressionItems.unknownType, { what: 'A value of INSERT' });
  });
  return { do: 'INSERT', columns: known.map((c) => columnName(low, table.source, c.name)), values };
}

function lowerClause(low: Lowering, table: ChangedTable, clause: MergeClause): MergeWhen {
  const { action } = clause;
  const lowered: MergeAction = action.kind === 'MergeDelete' ? { do: 'DELETE' } : action.kind === 'MergeUpdate' ? { do: 'UPDATE', set: lowerSet(low, action.set, table.source) } : insertAction(low, table, action);
  return { kind: 'MergeWhen', match: matches[clause.when], and: clause.condition === undefined ? undefined : lowerCondition(low, clause.condition), action: lowered };
}

/** MERGE is the same in PostgreSQL, except that it acts on rows that the source lacks, and returns rows, from version 17 on. */
export function lowerMerge(state: RoutineState, node: MergeStatement): readonly PlStatement[] {
  const { low } = state;
  const no = (reason: string): readonly PlStatement[] => (refuse(low, node, routineItems.merge, { reason }), []);
  if (node.outputs.length > 0) return no('it has an OUTPUT clause');
  if (node.top !== undefined) return no('it has a TOP clause');
  if (low.ctx.targetVersion < 17 && node.clauses.some((c) => c.when === 'NOT MATCHED BY SOURCE')) return no('NOT MATCHED BY SOURCE needs PostgreSQL 17');
  const table = changedTable(low, node.target);
  if (table === undefined) return [];
  if (table.source.object !== undefined && table.source.object.kind !== 'TABLE') return no('its target is no table');
  lowerHints(low, node.target, node.target.hints.filter((h) => h.name !== 'HOLDLOCK' && h.name !== 'SERIALIZABLE'));
  const merge = {
    kind: 'Merge' as const, with: lowerWith(low, node.with), into: table.name, alias: table.alias, using: lowerTable(low, node.using), on: lowerCondition(low, node.on),
    whens: node.clauses.map((c) => lowerClause(low, table, c)),
  };
  return [{ kind: 'SqlStatement', statement: merge }];
}
