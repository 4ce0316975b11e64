import type { Fragment } from '@ferry/catalog';
import type { CreateTableStatement, ExecuteStatement, FunctionCall, ShapeColumn, TableElement, TableShape, TableVariableDeclaration, VariableDeclaration } from '@ferry/source-sqlserver';
import { bindExpression, isScalar, partsOf, rootScope, walk } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { Expression, PlStatement, TableColumn, TableConstraint, TypeName } from '@ferry/target-postgresql';
import { expressionItems } from '../action-items/expressions';
import { routineItems } from '../action-items/routines';
import { calledProcedure } from './bound-routines';
import { lowerPermanentTable } from './definitions';
import { columnType } from './collation';
import { temporaryName } from './temporary-names';
import { coerce } from './expressions';
import { note, refuse, refuseSyntax } from './lowering';
import { dropTemporary } from './results';
import { identityOf } from '../storage/identities';
import { lowerExpression } from './storage';
import type { MappedType } from '../types/mapped-type';
import type { RoutineState } from './routine-state';

function column(state: RoutineState, element: Extract<TableElement, { kind: 'ColumnDefinition' }>, shape: ShapeColumn | undefined): TableColumn | undefined {
  const { low } = state;
  if (shape === undefined || !isScalar(shape.type)) return (refuse(low, element, expressionItems.unknownType, { what: `The column ${element.name.name}` }), undefined);
  const type = shape.type;
  const constraints = element.constraints.flatMap((c): TableConstraint[] => {
    if (c.kind === 'KeyConstraint') return [{ kind: 'KeyConstraint', type: c.type, columns: [] }];
    refuseSyntax(low, c, `${c.kind === 'CheckConstraint' ? 'CHECK' : 'REFERENCES'} at a temporary table`);
    return [];
  });
  let initial;
  if (element.default !== undefined) {
    bindExpression(low.binding, element.default.value, rootScope(state.routine.environment, low.binding.index.fold));
    initial = coerce(low, element.default.value, type, 'store');
  }
  return {
    kind: 'TableColumn', name: low.ctx.names.local(element.name.name), ...(shape.identity === true ? counted(columnType(low, type)) : columnType(low, type)), notNull: !type.nullable && constraints.length === 0 && shape.identity !== true ? true : undefined, default: initial,
    identity: shape.identity === true ? identityOf({ identity: { seed: element.identity?.seed ?? '1', increment: element.identity?.increment ?? '1' } }) : undefined,
    constraints: constraints.length === 0 ? undefined : constraints,
  };
}

/** PostgreSQL's identity columns are integers; a decimal one of a table that does not last becomes bigint. */
const counted = <T extends { readonly type: TypeName }>(column: T): T => (['smallint', 'integer', 'bigint'].includes(column.type.name) ? column : { ...column, type: pg.type('bigint') });

/** The columns and keys of a table that a routine defines. */
export function tableParts(state: RoutineState, elements: readonly TableElement[]): { readonly columns: readonly TableColumn[]; readonly constraints: readonly TableConstraint[] } {
  const { low } = state;
  const shape = low.binding.index.tableElements(elements);
  const columns: TableColumn[] = [];
  const constraints: TableConstraint[] = [];
  for (const element of elements) {
    if (element.kind === 'ColumnDefinition') {
      const made = column(state, element, shape?.find((c) => c.name === element.name.name));
      if (made) columns.push(made);
    } else if (element.kind === 'KeyConstraint') {
      constraints.push({ kind: 'KeyConstraint', type: element.type, columns: element.columns.map((c) => low.ctx.names.local(c.name.name)) });
    } else if (element.kind !== 'IndexDefinition' || element.unique) refuseSyntax(low, element, 'This part of a temporary table');
  }
  return { columns, constraints };
}

/** CREATE TEMP TABLE that ends with the transaction; one that a call before left is dropped first. */
export function createTemporary(state: RoutineState, name: string, elements: readonly TableElement[]): readonly PlStatement[] {
  const { columns, constraints } = tableParts(state, elements);
  return newTable(state, name, columns, constraints);
}

/** A table of an earlier call in the transaction goes first. */
function newTable(state: RoutineState, name: string, columns: readonly TableColumn[], constraints: readonly TableConstraint[]): readonly PlStatement[] {
  if (callsItself(state)) state.ctx.raise(routineItems.sharedTable, { name });
  const target = temporaryName(state.low, name);
  return [dropTemporary(target), { kind: 'SqlStatement', statement: { kind: 'CreateTable', name: pg.name(target), persistence: 'TEMPORARY', columns, constraints: constraints.length === 0 ? undefined : constraints, onCommit: 'DROP' } }];
}

function callsItself(state: RoutineState): boolean {
  const { object } = state.routine;
  const { fold } = state.low.binding.index;
  let found = false;
  for (const statement of state.routine.body)
    walk(statement, (n) => {
      if (n.kind === 'ExecuteStatement' && calledProcedure(state.routine, n as ExecuteStatement) === object) found = true;
      if (n.kind === 'FunctionCall' && (n as FunctionCall).name.parts.length > 1 && fold(partsOf((n as FunctionCall).name).pop() ?? '') === fold(object.name)) found = true;
    });
  return found;
}

export function lowerTemporaryTable(state: RoutineState, node: CreateTableStatement): readonly PlStatement[] {
  const name = partsOf(node.name).pop() ?? '';
  if (!name.startsWith('#') || /hole_\d+_/.test(name)) return lowerPermanentTable(state, node);
  if (name.startsWith('##')) return (refuse(state.low, node, routineItems.globalTemporary, { name }), []);
  return createTemporary(state, name, node.elements);
}

/** A table variable lives from the start of the batch. */
export function lowerTableVariable(state: RoutineState, node: TableVariableDeclaration): readonly PlStatement[] {
  note(state.low, node, routineItems.tableVariable, { name: node.variable.name });
  const made = createTemporary(state, node.variable.name, node.elements);
  return state.loops > 0 ? once(state, made) : made;
}

/** `DECLARE @t dbo.TableType`: the type of PostgreSQL has columns only, so its keys, checks and defaults are written here. */
export function lowerTypedTable(state: RoutineState, node: VariableDeclaration, shape: TableShape): readonly PlStatement[] {
  const { low, ctx } = state;
  note(low, node, routineItems.tableVariable, { name: node.variable.name });
  const found = ctx.lookup.type(shape.type.schema, shape.type.name);
  const table = found?.kind === 'TABLE_TYPE' ? found : undefined;
  const lowered = (at: Fragment, expect: 'value' | 'condition', type?: MappedType): Expression => {
    const written = table === undefined ? undefined : lowerExpression({ at, table, expect, ...(type === undefined ? {} : { type }) }, ctx);
    if (written === undefined) low.failures++;
    return written?.expression ?? pg.null;
  };
  const columns = shape.columns.flatMap((c): TableColumn[] => {
    const declared = table?.columns.find((d) => low.binding.index.fold(d.name) === low.binding.index.fold(c.name));
    if (!isScalar(c.type) || declared?.type === undefined) {
      refuse(low, node, expressionItems.unknownType, { what: `The column ${c.name}` });
      return [];
    }
    const initial = declared.default === undefined ? undefined : lowered(declared.default.expression, 'value', ctx.mapType(declared.type, 'ddl'));
    const identity = identityOf(declared);
    return [{ kind: 'TableColumn', name: low.ctx.names.local(c.name), ...(identity === undefined ? columnType(low, c.type) : counted(columnType(low, c.type))), notNull: c.type.nullable || identity !== undefined ? undefined : true, default: initial, identity }];
  });
  const constraints = (table?.constraints ?? []).flatMap((c): TableConstraint[] => {
    if (c.kind === 'FOREIGN_KEY') return [];
    if (c.kind === 'CHECK') return [{ kind: 'CheckConstraint', expression: lowered(c.expression, 'condition') }];
    return [{ kind: 'KeyConstraint', type: c.kind === 'UNIQUE' ? 'UNIQUE' : 'PRIMARY KEY', columns: c.columns.map((k) => low.ctx.names.local(k.name)) }];
  });
  const made = newTable(state, node.variable.name, columns, constraints);
  return state.loops > 0 ? once(state, made) : made;
}

/** A declaration in a loop is one for the whole batch: its rows stay from round to round. */
function once(state: RoutineState, made: readonly PlStatement[]): readonly PlStatement[] {
  state.prologue.push(...made);
  return [];
}
