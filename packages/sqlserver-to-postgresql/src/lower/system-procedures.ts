import type { ExecuteStatement, Expression as SourceExpression } from '@ferry/source-sqlserver';
import { scalar } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { Expression, PlStatement } from '@ferry/target-postgresql';
import { getApplicationLock, releaseApplicationLock, renameObject } from '../functions/routine-support';
import { expressionItems } from '../action-items/expressions';
import { setSessionContext } from '../functions/session-support';
import { coerce } from './expressions';
import { note } from './lowering';
import { textOf } from './literals';
import { prepareDocument, removeDocument } from './open-xml';
import type { RoutineState } from './routine-state';
import { support } from './support-call';

/** The value of an argument by its name, else by its place. */
function argument(node: ExecuteStatement, name: string, at: number): SourceExpression | undefined {
  if (node.target.kind !== 'ExecuteProcedure') return undefined;
  const { args } = node.target;
  return (args.find((a) => a.name?.name.toLowerCase() === name) ?? (args[at]?.name === undefined ? args[at] : undefined))?.value;
}

type Lowerer = (state: RoutineState, node: ExecuteStatement) => Expression | undefined;

const text = (state: RoutineState, node: SourceExpression | undefined): Expression => (node === undefined ? pg.null : coerce(state.low, node, scalar('nvarchar', { length: 'max' })));

/** Procedures of SQL Server that have a counterpart; each gives its return code. */
const procedures: Readonly<Record<string, Lowerer>> = {
  sp_getapplock: (state, node) => {
    const mode = textOf(argument(node, '@lockmode', 1))?.toLowerCase();
    const timeout = argument(node, '@locktimeout', 3);
    if (mode === undefined) return undefined;
    return support(state.low, getApplicationLock, [text(state, argument(node, '@resource', 0)), pg.boolean(mode === 'exclusive' || mode === 'update'), text(state, argument(node, '@lockowner', 2)), timeout === undefined ? pg.null : coerce(state.low, timeout, scalar('int'))]);
  },
  sp_releaseapplock: (state, node) => support(state.low, releaseApplicationLock, [text(state, argument(node, '@resource', 0)), text(state, argument(node, '@lockowner', 1))]),
  // A value that may not be written again can be written here: see the action item.
  sp_set_session_context: (state, node) => {
    note(state.low, node, expressionItems.systemValue, { function: 'sp_set_session_context', to: 'a setting of the session, which a rollback puts back and which may be written again' });
    return support(state.low, setSessionContext, [text(state, argument(node, '@key', 0)), text(state, argument(node, '@value', 1))]);
  },
  sp_rename: (state, node) => {
    const type = argument(node, '@objtype', 2);
    return support(state.low, renameObject, [text(state, argument(node, '@objname', 0)), text(state, argument(node, '@newname', 1)), type === undefined ? pg.text('OBJECT') : text(state, type), pg.text(state.ctx.names.schema(state.routine.object.schema))]);
  },
};

/** EXEC of a system procedure; undefined when it has no counterpart. */
export function lowerSystemProcedure(state: RoutineState, node: ExecuteStatement, name: string): readonly PlStatement[] | undefined {
  switch (name.toLowerCase()) {
    case 'sp_xml_preparedocument': return prepareDocument(state, { handle: argument(node, '@hdoc', 0), text: argument(node, '@xmltext', 1), namespaces: argument(node, '@xpath_namespaces', 2) });
    case 'sp_xml_removedocument': return removeDocument(state, argument(node, '@hdoc', 0));
  }
  const call = procedures[name.toLowerCase()]?.(state, node);
  if (call === undefined) return undefined;
  const result = node.result === undefined ? undefined : state.names.get(node.result.name.toLowerCase());
  return result === undefined ? [{ kind: 'Perform', query: pg.select([pg.item(call)]) }] : [pg.assign(result, call)];
}
