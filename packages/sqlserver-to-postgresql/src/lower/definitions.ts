import type { AlterTableStatement, CreateIndexStatement, CreateTableStatement, CreateTableTypeStatement, CreateViewStatement, QualifiedName as SourceName, Statement, TableElement } from '@ferry/source-sqlserver';
import { bindQuery, isScalar, partsOf, rootScope } from '@ferry/source-sqlserver';
import { pg, quoteIdentifier } from '@ferry/target-postgresql';
import type { AlterTableAction, PlStatement, QualifiedName, Statement as TargetStatement } from '@ferry/target-postgresql';
import { routineItems } from '../action-items/routines';
import { note, pgType, refuseSyntax } from './lowering';
import { lowerQuery } from './queries';
import type { RoutineState } from './routine-state';
import { lowerSwitch } from './partitions';
import { temporaryName } from './temporary-names';
import { tableParts } from './temporary-tables';
import { lowerCondition } from './predicates';
import { namePart } from './written-names';

/** Definitions inside of routines: tables and indexes that a routine makes, changes and drops. */

const sql = (statement: TargetStatement): readonly PlStatement[] => [{ kind: 'SqlStatement', statement: statement as never }];

/** The name of a table that a routine defines: temporary, of the catalogue, or made by routines only. */
export function definedName(state: RoutineState, name: SourceName): QualifiedName {
  const parts = partsOf(name);
  const last = parts[parts.length - 1] ?? '';
  if (last.startsWith('#')) return pg.name(temporaryName(state.low, last));
  const schema = parts[parts.length - 2];
  const target = state.ctx.names.relation(schema === undefined || schema === '' ? state.routine.object.schema : schema, last);
  return pg.name(target.schema, target.name);
}

export function lowerPermanentTable(state: RoutineState, node: CreateTableStatement): readonly PlStatement[] {
  const { columns, constraints } = tableParts(state, node.elements);
  return sql({ kind: 'CreateTable', name: definedName(state, node.name), columns, constraints: constraints.length === 0 ? undefined : constraints });
}

/** CREATE INDEX. Clustering, filling and the like change nothing of what a query gives. */
export function lowerCreateIndex(state: RoutineState, node: CreateIndexStatement): readonly PlStatement[] {
  const { low } = state;
  if (node.columnstore) {
    note(low, node, routineItems.leftOut, { what: `The columnstore index ${node.name.name}` });
    return [];
  }
  const local = low.ctx.names.local;
  return sql({
    kind: 'CreateIndex', name: local(node.name.name), table: definedName(state, node.table), unique: node.unique ? true : undefined, nullsNotDistinct: node.unique ? true : undefined,
    keys: node.columns.map((c) => ({ kind: 'IndexKey' as const, key: local(c.name.name), direction: c.direction === 'DESC' ? ('DESC' as const) : undefined })),
    include: node.include.length === 0 ? undefined : node.include.map((c) => local(c.name)), where: node.where === undefined ? undefined : lowerCondition({ ...low, qualify: false }, node.where),
  });
}

/** Columns and keys of tables that exist when the routine runs. */
export function lowerAlterTable(state: RoutineState, node: AlterTableStatement): readonly PlStatement[] {
  const { low } = state;
  const { action } = node;
  const local = low.ctx.names.local;
  const actions: AlterTableAction[] = [];
  switch (action.kind) {
    case 'AddElements': {
      const { columns, constraints } = tableParts(state, action.elements as readonly TableElement[]);
      actions.push(...columns.map((column) => ({ do: 'ADD COLUMN' as const, column })), ...constraints.map((constraint) => ({ do: 'ADD CONSTRAINT' as const, constraint })));
      break;
    }
    case 'DropElements':
      for (const item of action.items) {
        if (item.name === undefined || (item.type !== 'COLUMN' && item.type !== 'CONSTRAINT')) return (refuseSyntax(low, item, `ALTER TABLE ... DROP ${item.type}`), []);
        actions.push({ do: item.type === 'COLUMN' ? 'DROP COLUMN' : 'DROP CONSTRAINT', name: local(item.name.name), ...(item.ifExists ? { ifExists: true } : {}) });
      }
      break;
    case 'AlterColumn': {
      const type = action.type === undefined ? undefined : low.binding.index.dataType(action.type, { nullable: true });
      if (type === undefined || !isScalar(type)) return (refuseSyntax(low, node, 'ALTER COLUMN'), []);
      actions.push({ do: 'SET TYPE', column: local(action.name.name), type: pgType(low, type) });
      actions.push(action.nullability === 'NOT NULL' ? { do: 'SET NOT NULL', column: local(action.name.name) } : { do: 'DROP NOT NULL', column: local(action.name.name) });
      break;
    }
    case 'ToggleTriggers':
      for (const trigger of action.names) actions.push({ do: action.enable ? 'ENABLE TRIGGER' : 'DISABLE TRIGGER', trigger: { name: local(trigger.name) } });
      if (action.names.length === 0) actions.push({ do: action.enable ? 'ENABLE TRIGGER' : 'DISABLE TRIGGER', trigger: 'USER' });
      break;
    case 'SwitchPartition': return lowerSwitch(state, node, action);
    default: return (refuseSyntax(low, node, 'This form of ALTER TABLE'), []);
  }
  return actions.length === 0 ? (refuseSyntax(low, node, 'This form of ALTER TABLE'), []) : sql({ kind: 'AlterTable', name: definedName(state, node.table), actions });
}

const droppable: Readonly<Record<string, 'TABLE' | 'VIEW' | 'SEQUENCE'>> = { TABLE: 'TABLE', VIEW: 'VIEW', SEQUENCE: 'SEQUENCE', SYNONYM: 'VIEW' };

export function lowerDrop(state: RoutineState, node: Extract<Statement, { kind: 'DropStatement' }>): readonly PlStatement[] {
  const { low } = state;
  const type = droppable[node.objectType];
  return node.names.flatMap((name): readonly PlStatement[] => {
    const last = partsOf(name).pop() ?? '';
    const hole = /hole_\d+_/.test(last);
    if (last.startsWith('#') && !hole && node.objectType === 'TABLE') return sql({ kind: 'Drop', object: { type: 'TABLE', name: pg.name('pg_temp', temporaryName(low, last)) }, ifExists: true });
    if (type !== undefined) return sql({ kind: 'Drop', object: { type, name: hole ? pg.name(low.ctx.names.local(last.replace(/^#/, ''))) : definedName(state, name) }, ifExists: node.ifExists ? true : undefined });
    if (node.objectType === 'PROCEDURE' || node.objectType === 'FUNCTION') {
      const parts = partsOf(name);
      const target = low.ctx.names.routine(parts[parts.length - 2] ?? state.routine.object.schema, last);
      // A procedure that returns rows is a function here: ROUTINE means both.
      return sql({ kind: 'Drop', object: { type: 'ROUTINE', routine: { name: pg.name(target.schema, target.name) } }, ifExists: node.ifExists ? true : undefined });
    }
    refuseSyntax(low, node, `DROP ${node.objectType}`);
    return [];
  });
}

export const lowerDropIndex = (state: RoutineState, node: Extract<Statement, { kind: 'DropIndexStatement' }>): readonly PlStatement[] =>
  node.indexes.flatMap((item) => {
    const { schema } = definedName(state, item.table);
    const name = state.low.ctx.names.local(item.name.name);
    return sql({ kind: 'Drop', object: { type: 'INDEX', name: schema === undefined ? pg.name(name) : pg.name(schema, name) }, ifExists: node.ifExists ? true : undefined });
  });

/** CREATE VIEW in a text that a routine runs. */
export function lowerCreateView(state: RoutineState, node: CreateViewStatement): readonly PlStatement[] {
  const { low } = state;
  const shape = bindQuery(low.binding, node.query, rootScope(state.routine.environment, low.binding.index.fold));
  const names = node.columns.length > 0 ? node.columns.map((c) => low.ctx.names.local(c.name)) : shape?.map((c) => low.ctx.names.local(c.name));
  const query = lowerQuery(low, node.query, { stored: true, ...(names === undefined ? {} : { names }) });
  return sql({ kind: 'CreateView', name: definedName(state, node.name), query, check: node.checkOption ? 'CASCADED' : undefined } as TargetStatement);
}

/** CREATE TYPE of a table type that the database has: code asks whether it is there first, and SQL Server would refuse it as this does. */
export function lowerCreateTableType(state: RoutineState, node: CreateTableTypeStatement): readonly PlStatement[] {
  const parts = partsOf(node.name);
  const found = state.low.binding.index.userType(parts[parts.length - 2] ?? 'dbo', parts[parts.length - 1] ?? '');
  if (found === undefined) return (refuseSyntax(state.low, node, 'CREATE TYPE of a type that the schema does not have'), []);
  return [pg.fail(`The type '${found.schema}.${found.name}' already exists, or you do not have permission to create it.`, '42710')];
}

const roleName = `(${namePart})`;
const createRole = new RegExp(`^\\s*(CREATE|DROP)\\s+ROLE\\s+(?:IF\\s+EXISTS\\s+)?${roleName}`, 'i');
const alterRole = new RegExp(`^\\s*ALTER\\s+ROLE\\s+${roleName}\\s+(ADD|DROP)\\s+MEMBER\\s+${roleName}`, 'i');
const bareName = (name: string): string => (name.startsWith('[') ? name.slice(1, -1).replaceAll(']]', ']') : name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name);

/** Roles: users of a database are roles too. */
export function lowerRole(state: RoutineState, node: Extract<Statement, { kind: 'GenericDefinition' }>): readonly PlStatement[] | undefined {
  const text = state.routine.parsed.tokens.text.slice(node.span.start, node.span.end);
  const quoted = (name: string): string => (/hole_\d+_/.test(name) ? bareName(name) : quoteIdentifier(state.ctx.names.local(bareName(name))));
  const run = (command: string): readonly PlStatement[] => [{ kind: 'Execute', command: pg.text(command) }];
  const member = alterRole.exec(text);
  if (member !== null) return run(`${/add/i.test(member[2] ?? '') ? 'GRANT' : 'REVOKE'} ${quoted(member[1] ?? '')} ${/add/i.test(member[2] ?? '') ? 'TO' : 'FROM'} ${quoted(member[3] ?? '')}`);
  const made = node.objectType === 'ROLE' ? createRole.exec(text) : null;
  return made === null ? undefined : run(`${(made[1] ?? '').toUpperCase()} ROLE ${quoted(made[2] ?? '')}`);
}
