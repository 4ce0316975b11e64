import type { AlterIndexStatement, PassedOverStatement, QualifiedName } from '@ferry/source-sqlserver';
import { partsOf } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { Expression, Maintain, PlStatement } from '@ferry/target-postgresql';
import { routineItems } from '../action-items/routines';
import { identityNamed } from '../functions/system';
import { castTo, note } from './lowering';
import type { RoutineState } from './routine-state';
import { temporaryName } from './temporary-names';
import { namePart, writtenParts } from './written-names';

const tableName = new RegExp(String.raw`^\s*${namePart}?(?:\s*\.\s*${namePart}?){0,2}`);
const identityCheck = new RegExp(String.raw`^\(\s*(?:N?'([^']+)'|(${namePart}(?:\s*\.\s*${namePart}){0,2}))\s*(?:,\s*(RESEED|NORESEED)\s*(?:,\s*(-?\d+|@[\w@#$]+)\s*)?)?\)`, 'i');

/** DBCC commands that look at the server or empty its caches: https://learn.microsoft.com/sql/t-sql/database-console-commands/dbcc-transact-sql */
const withoutEffect = /^(?:CHECKPOINT|DBCC (?:FREEPROCCACHE|FREESYSTEMCACHE|FREESESSIONCACHE|DROPCLEANBUFFERS|UPDATEUSAGE|CHECKDB|CHECKTABLE|CHECKALLOC|CHECKCATALOG|CHECKCONSTRAINTS|CHECKFILEGROUP|CLEANTABLE|SHRINKDATABASE|SHRINKFILE|TRACEON|TRACEOFF|INDEXDEFRAG|FLUSHPROCINDB))$/;

const maintain = (command: Maintain['command'], name: Maintain['name']): PlStatement => ({ kind: 'SqlStatement', statement: { kind: 'Maintain', command, ...(name === undefined ? {} : { name }) } });
const leftOut = (state: RoutineState, node: AlterIndexStatement | PassedOverStatement, what: string): readonly PlStatement[] => (note(state.low, node, routineItems.leftOut, { what }), []);

function tableNamed({ low, routine }: RoutineState, parts: readonly string[]) {
  const found = low.ctx.lookup.relation(parts[parts.length - 2] || routine.object.schema, parts[parts.length - 1] ?? '');
  return found?.kind === 'TABLE' ? found : undefined;
}

/** ALTER INDEX ... REBUILD is REINDEX; PostgreSQL has nothing to reorganize. @returns undefined for what cannot be converted */
export function lowerAlterIndex(state: RoutineState, node: AlterIndexStatement): readonly PlStatement[] | undefined {
  const { names } = state.low.ctx;
  const table = tableNamed(state, partsOf(node.table as QualifiedName));
  if (table === undefined) return undefined;
  if (node.action === 'REORGANIZE') return leftOut(state, node, 'ALTER INDEX ... REORGANIZE');
  if (node.action !== 'REBUILD') return undefined;
  const { fold } = state.low.ctx.lookup;
  const target = names.relation(table.schema, table.name);
  const index = table.indexes.find((i) => node.name !== undefined && i.name !== undefined && fold(i.name) === fold(node.name.name));
  // A key has its index under another name; the table has all of them.
  return [index === undefined ? maintain('REINDEX TABLE', pg.name(target.schema, target.name)) : maintain('REINDEX INDEX', pg.name(target.schema, names.index(index)))];
}

/** What administrators put into procedures. @returns undefined for what cannot be converted */
export function lowerPassedOver(state: RoutineState, node: PassedOverStatement): readonly PlStatement[] | undefined {
  if (node.words === 'UPDATE STATISTICS') {
    const parts = writtenParts((tableName.exec(node.tail)?.[0] ?? '').replace(/\s*\.\s*/g, '.').trim());
    const last = parts[parts.length - 1] ?? '';
    if (last.startsWith('#')) return [maintain('ANALYZE', pg.name(temporaryName(state.low, last)))];
    const table = tableNamed(state, parts);
    const target = table === undefined ? undefined : state.low.ctx.names.relation(table.schema, table.name);
    return target === undefined ? undefined : [maintain('ANALYZE', pg.name(target.schema, target.name))];
  }
  if (node.words === 'DBCC CHECKIDENT') return setIdentity(state, node);
  return withoutEffect.test(node.words) ? leftOut(state, node, node.words) : undefined;
}

/**
 * `DBCC CHECKIDENT ('t', RESEED, n)`: the next row gets what comes after n. (A table that never had a row, or was truncated, gives it n
 * itself in SQL Server: https://learn.microsoft.com/sql/t-sql/database-console-commands/dbcc-checkident-transact-sql.)
 */
function setIdentity(state: RoutineState, node: PassedOverStatement): readonly PlStatement[] | undefined {
  const [, quoted, plain, mode, value] = identityCheck.exec(node.tail) ?? [];
  const identity = identityNamed(state.low.ctx, quoted ?? plain ?? '');
  if (identity === undefined || mode?.toUpperCase() !== 'RESEED' || value === undefined) return undefined;
  const variable = value.startsWith('@') ? state.low.variable(value) : undefined;
  if (value.startsWith('@') && variable === undefined) return undefined;
  const increment = Number(identity.increment);
  const next: Expression = variable === undefined ? pg.number(Number(value) + increment) : pg.add(castTo(variable, 'bigint'), pg.number(increment));
  note(state.low, node, routineItems.reseed);
  return [{ kind: 'Perform', query: pg.select([pg.item(pg.call('setval', castTo(pg.call('pg_get_serial_sequence', pg.text(identity.table), pg.text(identity.column)), 'regclass'), next, pg.boolean(false)))]) }];
}
