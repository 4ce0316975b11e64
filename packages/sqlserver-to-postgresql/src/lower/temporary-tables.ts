import type { CreateTableStatement, ShapeColumn, TableElement, TableShape, TableVariableDeclaration, VariableDeclaration } from '@ferry/source-sqlserver';
import { isScalar, partsOf } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { PlStatement, TableColumn, TableConstraint } from '@ferry/target-postgresql';
import { expressionItems } from '../action-items/expressions';
import { routineItems } from '../action-items/routines';
import { temporaryName } from './temporary-names';
import { coerce } from './expressions';
import { note, pgType, refuse, refuseSyntax } from './lowering';
import { dropTemporary } from './results';
import type { RoutineState } from './routine-state';
import { bindExpression, rootScope } from '@ferry/source-sqlserver';

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
    kind: 'TableColumn', name: low.ctx.names.local(element.name.name), type: pgType(low, type), notNull: !type.nullable && constraints.length === 0 && shape.identity !== true ? true : undefined, default: initial,
    identity: shape.identity === true ? { always: false, options: { start: element.identity?.seed ?? '1', increment: element.identity?.increment ?? '1' } } : undefined,
    constraints: constraints.length === 0 ? undefined : constraints,
  };
}

/** CREATE TEMP TABLE that ends with the transaction; one that a call before left is dropped first. */
export function createTemporary(state: RoutineState, name: string, elements: readonly TableElement[]): readonly PlStatement[] {
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
    } else if (element.kind !== 'IndexDefinition') refuseSyntax(low, element, 'This part of a temporary table');
  }
  const target = temporaryName(low, name);
  return [dropTemporary(target), { kind: 'SqlStatement', statement: { kind: 'CreateTable', name: pg.name(target), persistence: 'TEMPORARY', columns, constraints: constraints.length === 0 ? undefined : constraints, onCommit: 'DROP' } }];
}

export function lowerTemporaryTable(state: RoutineState, node: CreateTableStatement): readonly PlStatement[] {
  const name = partsOf(node.name).pop() ?? '';
  if (!name.startsWith('#')) return (refuseSyntax(state.low, node, 'CREATE TABLE of a permanent table'), []);
  if (name.startsWith('##')) return (refuse(state.low, node, routineItems.globalTemporary, { name }), []);
  return createTemporary(state, name, node.elements);
}

/** A table variable lives from the start of the batch: in a loop it would not be emptied. */
export function lowerTableVariable(state: RoutineState, node: TableVariableDeclaration): readonly PlStatement[] {
  if (state.loops > 0) return (refuseSyntax(state.low, node, 'A table variable that is declared in a loop'), []);
  note(state.low, node, routineItems.tableVariable, { name: node.variable.name });
  return createTemporary(state, node.variable.name, node.elements);
}

/** `DECLARE @t dbo.TableType`: the columns of the type; its keys and defaults are lost with the type. */
export function lowerTypedTable(state: RoutineState, node: VariableDeclaration, type: TableShape): readonly PlStatement[] {
  const { low } = state;
  if (state.loops > 0) return (refuseSyntax(low, node, 'A table variable that is declared in a loop'), []);
  note(low, node, routineItems.tableVariable, { name: node.variable.name });
  const columns = type.columns.flatMap((c): TableColumn[] => {
    if (!isScalar(c.type) || c.identity === true) {
      refuse(low, node, expressionItems.unknownType, { what: `The column ${c.name}` });
      return [];
    }
    return [{ kind: 'TableColumn', name: low.ctx.names.local(c.name), type: pgType(low, c.type), notNull: c.type.nullable ? undefined : true }];
  });
  const target = temporaryName(low, node.variable.name);
  return [dropTemporary(target), { kind: 'SqlStatement', statement: { kind: 'CreateTable', name: pg.name(target), persistence: 'TEMPORARY', columns, onCommit: 'DROP' } }];
}
