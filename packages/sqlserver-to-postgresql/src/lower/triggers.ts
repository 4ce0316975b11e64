import type { CodeObject } from '@ferry/catalog';
import { targetKey } from '@ferry/conversion';
import type { ConvertedObject, TargetRef, TargetStatement } from '@ferry/conversion';
import type { CreateTriggerStatement } from '@ferry/source-sqlserver';
import { partsOf, walk } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { Block, Expression, PlStatement } from '@ferry/target-postgresql';
import { expressionItems } from '../action-items/expressions';
import { routineItems } from '../action-items/routines';
import { collecting } from '../collecting';
import type { ObjectContext, TargetName } from '../context';
import { statement } from '../storage/parts';
import { boundRoutine } from './bound-routines';
import type { BoundRoutine } from './bound-routines';
import { routineState, variableType } from './routine-state';
import type { RoutineState, TriggerEvent } from './routine-state';
import { lowerStatements, takeComments } from './statements';
import { notSupported, stubMessage } from './stubs';
import { codePart, raiseDiagnostics } from './views';

const eventsOf = (node: CreateTriggerStatement): readonly TriggerEvent[] => (['INSERT', 'UPDATE', 'DELETE'] as const).filter((e) => node.events.includes(e));
const missing: Readonly<Record<TriggerEvent, readonly ('inserted' | 'deleted')[]>> = { INSERT: ['deleted'], UPDATE: [], DELETE: ['inserted'] };

/** Statements of the body that change the trigger's own table would fire it again: SQL Server does not by default. */
function changesOwnTable(routine: BoundRoutine): boolean {
  const { on } = routine.object;
  let found = false;
  for (const s of routine.body)
    walk(s, (n) => {
      if (n.kind !== 'InsertStatement' && n.kind !== 'UpdateStatement' && n.kind !== 'DeleteStatement' && n.kind !== 'MergeStatement') return;
      const { target } = n as unknown as { target: Parameters<BoundRoutine['binding']['sources']['get']>[0] };
      const source = routine.binding.sources.get(target as never);
      const { fold } = routine.binding.index;
      if (source?.object !== undefined && on !== undefined && fold(source.object.name) === fold(on.name) && fold(source.object.schema) === fold(on.schema)) found = true;
      // A procedure that is called may do so too; that is seen at run time only.
    });
  return found;
}

/** Whether the body looks at the changed rows as a set: one row at a time is not the same then. */
function dependsOnOtherRows(routine: BoundRoutine): boolean {
  let found = false;
  for (const s of routine.body)
    walk(s, (n) => {
      if (n.kind === 'TopClause' || n.kind === 'GroupByClause' || n.kind === 'DeclareCursorStatement' || n.kind === 'OverClause') found = true;
      if (n.kind === 'FunctionCall' && ['COUNT', 'COUNT_BIG', 'SUM', 'MIN', 'MAX', 'AVG'].includes(((n as unknown as { name: { parts: readonly ({ name: string } | undefined)[] } }).name.parts[0]?.name ?? '').toUpperCase())) found = true;
    });
  return found;
}

/** A guard in a setting of the transaction: while it is on, the trigger does nothing. */
function guardOf(name: TargetName, goOn: Expression): { readonly enter: readonly PlStatement[]; readonly leave: readonly PlStatement[] } {
  const setting = `ferry.in_${`${name.schema}_${name.name}`.replace(/[^A-Za-z0-9_]/g, '_')}`;
  const set = (value: string): PlStatement => ({ kind: 'Perform', query: pg.select([pg.item(pg.call('set_config', pg.text(setting), pg.text(value), pg.boolean(true)))]) });
  const on = pg.eq(pg.call('current_setting', pg.text(setting), pg.boolean(true)), pg.text('on'));
  return {
    enter: [{ kind: 'If', branches: [{ condition: on, body: [{ kind: 'Return', value: goOn }] }], leadingComments: ['-- SQL Server does not fire a trigger again for what the trigger itself changes.'] }, set('on')],
    leave: [set('off')],
  };
}

function functionBody(state: RoutineState, routine: BoundRoutine, enter: readonly PlStatement[]): Block {
  const { event } = state;
  // @@ROWCOUNT of the first statement counts the rows that fired the trigger.
  const table = event === 'DELETE' ? 'deleted' : 'inserted';
  state.rowCount = state.low.absent?.rowLevel === true ? pg.number(1) : pg.subquery(pg.select([pg.item({ ...pg.call('count'), star: true })], { from: [pg.table(pg.name(table))] }));
  const body = lowerStatements(state, routine.body.length === 1 && routine.body[0]?.kind === 'BlockStatement' ? routine.body[0].statements : routine.body);
  const closing = takeComments(state, Number.MAX_SAFE_INTEGER);
  const own = [...routine.environment.variables.entries()].flatMap(([key, v]) => {
    const type = variableType(state, v.type);
    return type === undefined ? [] : [{ kind: 'DeclareVariable' as const, name: state.names.get(key) ?? '', type }];
  });
  const ends = body[body.length - 1]?.kind === 'Return' ? [] : [...state.leave, { kind: 'Return' as const, value: state.returned }];
  return { kind: 'Block', declarations: [...own, ...state.declarations.values()], body: [...enter, ...body, ...ends], closingComments: closing.length === 0 ? undefined : closing };
}

interface Names {
  readonly trigger: string;
  readonly function: TargetName;
}

/** A trigger, as one trigger and function for each event: transition tables are refused for several events at once. */
export function lowerTrigger(object: CodeObject, ctx: ObjectContext): ConvertedObject {
  const routine = boundRoutine(ctx, object);
  const node = routine.parsed.statement;
  const unread = raiseDiagnostics(routine.parsed, object, ctx);
  const on = object.on;
  const owner = on === undefined ? undefined : ctx.lookup.relation(on.schema, on.name);
  if (node?.kind !== 'CreateTriggerStatement' || on === undefined || owner === undefined) {
    if (node?.kind === 'CreateTriggerStatement') ctx.raise(expressionItems.unresolved, { name: typeof node.on === 'string' ? node.on : partsOf(node.on).join('.') });
    return codePart(object, ctx, { targets: [], statements: [], stub: true });
  }
  const table = ctx.names.relation(on.schema, on.name);
  const events = eventsOf(node);
  const base = ctx.names.triggerFunction(object.schema, object.name);
  const namesOf = (event: TriggerEvent): Names => {
    const suffix = events.length > 1 ? `_${event.toLowerCase()}` : '';
    return { trigger: suffix === '' ? ctx.names.local(object.name) : ctx.names.composed(`${object.name}${suffix}`), function: { schema: base.schema, name: ctx.names.composed(`${base.name}${suffix}`) } };
  };
  const targets: TargetRef[] = events.map((e) => ({ kind: 'TRIGGER', schema: table.schema, name: namesOf(e).trigger, parent: table.name }));
  const instead = node.timing === 'INSTEAD OF';
  const write = (own: ObjectContext, event: TriggerEvent, body: Block, transition: boolean): readonly TargetStatement[] => {
    const names = namesOf(event);
    const functionRef: TargetRef = { kind: 'FUNCTION', schema: names.function.schema, name: names.function.name };
    const triggerRef: TargetRef = { kind: 'TRIGGER', schema: table.schema, name: names.trigger, parent: table.name };
    const needs = [...own.needs, targetKey({ kind: 'TABLE', ...table })];
    const out = [
      statement(ctx, { kind: 'CreateFunction', name: pg.name(names.function.schema, names.function.name), parameters: [], returns: pg.type('trigger'), body, source: object.nameAt ?? object.definition }, { creates: functionRef, phase: 'triggerFunctions', needs }),
      statement(
        ctx,
        {
          kind: 'CreateTrigger', name: names.trigger, timing: owner.kind === 'VIEW' ? 'INSTEAD OF' : instead ? 'BEFORE' : 'AFTER', events: [{ on: event }], table: pg.name(table.schema, table.name), level: instead || owner.kind === 'VIEW' ? 'ROW' : 'STATEMENT',
          ...(transition && event !== 'INSERT' ? { oldTable: 'deleted' } : {}), ...(transition && event !== 'DELETE' ? { newTable: 'inserted' } : {}), execute: pg.name(names.function.schema, names.function.name),
        },
        { creates: triggerRef, phase: 'triggers', needs: [targetKey(functionRef), ...needs] },
      ),
    ];
    if (object.disabled === true) out.push(statement(ctx, { kind: 'AlterTable', name: pg.name(table.schema, table.name), actions: [{ do: 'DISABLE TRIGGER', trigger: { name: names.trigger } }] }, { creates: triggerRef, phase: 'finish', needs: [targetKey(triggerRef)] }));
    return out;
  };
  const stubContext = collecting(ctx, object);
  const stubBody: Block = { kind: 'Block', body: [pg.fail(stubMessage(object), notSupported)] };
  const stub = events.flatMap((e) => write(stubContext, e, stubBody, false));
  const asStub = (): ConvertedObject => {
    ctx.raise(routineItems.routine);
    return codePart(object, ctx, { targets, statements: stub, stub: true });
  };
  if (unread || node.externalName !== undefined) return asStub();
  if (owner.kind !== 'TABLE' && !(instead && owner.kind === 'VIEW')) return asStub();
  if (instead) ctx.raise(dependsOnOtherRows(routine) ? routineItems.insteadOfSet : routineItems.insteadOfRow);
  const rowOf = (event: TriggerEvent): Expression => pg.variable(event === 'DELETE' ? 'old' : 'new');
  const statements: TargetStatement[] = [];
  events.forEach((event, i) => {
    // Every event lowers the same body: its items are raised once.
    const own = i === 0 ? ctx : collecting(ctx, object);
    // What an INSTEAD OF trigger does to its own table goes through; an AFTER trigger does nothing a second time.
    const guard = changesOwnTable(routine) ? guardOf(base, instead ? rowOf(event) : pg.null) : { enter: [], leave: [] };
    const returned = instead && owner.kind === 'VIEW' ? rowOf(event) : pg.null;
    const state = routineState(routine, own, 'trigger', { event, leave: guard.leave, returned, absent: { names: missing[event], table: pg.name(table.schema, table.name), ...(instead ? { rowLevel: true } : {}) } });
    statements.push(...write(own, event, functionBody(state, routine, guard.enter), !instead));
  });
  return codePart(object, ctx, { targets, statements, fallback: stub });
}
