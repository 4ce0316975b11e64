import type { CodeObject } from '@ferry/catalog';
import { targetKey } from '@ferry/conversion';
import type { ConvertedObject, TargetRef, TargetStatement } from '@ferry/conversion';
import type { CreateTriggerStatement, RollbackTransactionStatement } from '@ferry/source-sqlserver';
import { walk } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { Block } from '@ferry/target-postgresql';
import { otherItems } from '../action-items/other-objects';
import { routineItems } from '../action-items/routines';
import { collecting } from '../collecting';
import type { ObjectContext } from '../context';
import { statement } from '../storage/parts';
import { boundRoutine } from './bound-routines';
import { routineState, variableType } from './routine-state';
import type { RoutineState } from './routine-state';
import { lowerStatements, takeComments } from './statements';
import { notSupported, stubMessage } from './stubs';
import { codePart, raiseDiagnostics } from './views';

/** What event triggers see of each group of events: https://www.postgresql.org/docs/current/event-trigger-matrix.html */
const objects = ['TABLE', 'VIEW', 'INDEX', 'PROCEDURE', 'FUNCTION', 'TRIGGER', 'SCHEMA', 'SEQUENCE', 'TYPE', 'STATISTICS'] as const;
const groups: Readonly<Record<string, readonly (typeof objects)[number][]>> = {
  ...Object.fromEntries(objects.map((o) => [`DDL_${o}_EVENTS`, [o]])),
  DDL_TABLE_VIEW_EVENTS: ['TABLE', 'VIEW', 'INDEX', 'STATISTICS'],
};
const everything = new Set(['DDL_DATABASE_LEVEL_EVENTS', 'DDL_EVENTS']);
const verbs = ['CREATE', 'ALTER', 'DROP'] as const;
const never = new Set(['ALTER STATISTICS']);

/** The tags of an event or group of events; undefined for what PostgreSQL has no event for. */
function tagsOf(event: string): readonly string[] | undefined {
  const group = Object.hasOwn(groups, event) ? groups[event] : undefined;
  const all = (group ?? []).flatMap((o) => verbs.map((v) => `${v} ${o}`)).filter((t) => !never.has(t));
  const match = /^(CREATE|ALTER|DROP)_([A-Z]+)$/.exec(event);
  const one = match !== null && (objects as readonly string[]).includes(match[2] ?? '') ? [`${match[1] ?? ''} ${match[2] ?? ''}`] : event === 'GRANT_DATABASE' ? ['GRANT'] : event === 'REVOKE_DATABASE' ? ['REVOKE'] : [];
  const tags = group === undefined ? one : all;
  // A table may be made by a query too.
  return tags.length === 0 ? undefined : tags.flatMap((t) => (t === 'CREATE TABLE' ? [t, 'CREATE TABLE AS', 'SELECT INTO'] : [t]));
}

interface Fires {
  /** Undefined: on everything. */
  readonly end: readonly string[] | undefined;
  readonly drop: readonly string[] | undefined;
  readonly unknown: readonly string[];
}

function firesOn(node: CreateTriggerStatement): Fires {
  if (node.events.some((e) => everything.has(e))) return { end: undefined, drop: undefined, unknown: [] };
  const tags = new Set(node.events.flatMap((e) => tagsOf(e) ?? []));
  const drops = [...tags].filter((t) => t.startsWith('DROP '));
  return { end: [...tags].filter((t) => !t.startsWith('DROP ')), drop: drops, unknown: node.events.filter((e) => tagsOf(e) === undefined) };
}

function bodyOf(state: RoutineState): Block {
  const { routine } = state;
  // A ROLLBACK takes the change of the schema back, and ends the batch.
  for (const s of routine.body)
    walk(s, (n) => {
      if (n.kind === 'RollbackTransactionStatement' && (n as RollbackTransactionStatement).name === undefined) state.rollbacks.set(n as RollbackTransactionStatement, [pg.fail('The transaction ended in the trigger. The batch has been aborted.', '50000')]);
    });
  const body = lowerStatements(state, routine.body.length === 1 && routine.body[0]?.kind === 'BlockStatement' ? routine.body[0].statements : routine.body);
  const closing = takeComments(state, Number.MAX_SAFE_INTEGER);
  const own = [...routine.environment.variables.entries()].flatMap(([key, v]) => {
    const type = variableType(state, v.type);
    return type === undefined ? [] : [{ kind: 'DeclareVariable' as const, name: state.names.get(key) ?? '', type }];
  });
  return { kind: 'Block', declarations: [...own, ...state.declarations.values()], body, closingComments: closing.length === 0 ? undefined : closing };
}

/**
 * A DDL trigger of a database: event triggers on ddl_command_end and sql_drop. Only a superuser may create them, so they are no part of
 * the deployment. Triggers of the server, and on logon, have no place in a database.
 */
export function lowerDdlTrigger(object: CodeObject, ctx: ObjectContext): ConvertedObject {
  const routine = boundRoutine(ctx, object);
  const node = routine.parsed.statement;
  const unread = raiseDiagnostics(routine.parsed, object, ctx);
  const refused = (): ConvertedObject => {
    ctx.raise(otherItems.ddlTrigger, { name: object.name });
    return codePart(object, ctx, { targets: [], statements: [], stub: true });
  };
  if (node?.kind !== 'CreateTriggerStatement' || node.on !== 'DATABASE' || node.externalName !== undefined || unread) return refused();
  const fires = firesOn(node);
  if (fires.end?.length === 0 && fires.drop?.length === 0) return refused();
  const name = ctx.names.triggerFunction(object.schema, object.name);
  const functionRef: TargetRef = { kind: 'FUNCTION', schema: name.schema, name: name.name };
  const write = (own: ObjectContext, body: Block): TargetStatement =>
    statement(ctx, { kind: 'CreateFunction', name: pg.name(name.schema, name.name), parameters: [], returns: pg.type('event_trigger'), body, source: object.nameAt ?? object.definition }, { creates: functionRef, phase: 'triggerFunctions', needs: own.needs });
  const stubContext = collecting(ctx, object);
  const stub = write(stubContext, { kind: 'Block', body: [pg.fail(stubMessage(object), notSupported)] });
  const state = routineState(routine, ctx, 'procedure');
  const body = bodyOf(state);
  const failed = state.low.failures > 0;
  if (failed) ctx.raise(routineItems.routine);
  ctx.raise(otherItems.eventTrigger, { name: object.name });
  if (fires.unknown.length > 0) ctx.raise(otherItems.ddlEvents, { events: fires.unknown.join(', ') });
  const local = ctx.names.local(object.name);
  const make = (event: 'ddl_command_end' | 'sql_drop', tags: readonly string[] | undefined, own: string): TargetStatement[] =>
    tags?.length === 0 || object.disabled === true ? [] : [statement(ctx, { kind: 'CreateEventTrigger', name: own, event, ...(tags === undefined ? {} : { tags }), execute: pg.name(name.schema, name.name) }, { creates: { kind: 'TRIGGER', schema: name.schema, name: own, parent: '' }, phase: 'privileges', needs: [targetKey(functionRef)] })];
  const both = fires.end?.length !== 0 && fires.drop?.length !== 0;
  const triggers = [...make('ddl_command_end', fires.end, local), ...make('sql_drop', fires.drop, both ? ctx.names.composed(`${object.name}_drop`) : local)];
  return codePart(object, ctx, { targets: [functionRef], statements: [failed ? stub : write(ctx, body), ...triggers], ...(failed ? { stub: true } : { fallback: [stub] }) });
}
