import type { CursorDefinition, CursorReference, DeclareStatement, Expression, Identifier, QualifiedName, Statement, TableElement } from '../syntax';
import { bindDelete, bindInsert, bindMerge, bindUpdate } from './bind-changes';
import { bindExecute } from './bind-execute';
import { bindExpression, partsOf } from './bind-expressions';
import { bindQuery, intoOf } from './bind-queries';
import { namedType } from './binding';
import type { Binding, UseKind } from './binding';
import { isElsewhere } from './bind-calls';
import { rootScope, tableKey } from './scope';
import type { Environment, Scope } from './scope';
import type { ShapeColumn } from './sql-type';
import { resultType } from './type-rules';

/** Binds statements in their order; declarations and temporary tables are added to the environment as they are met. */
export function bindStatements(binding: Binding, statements: readonly Statement[], environment: Environment): void {
  for (const statement of statements) bindStatement(binding, statement, environment);
}

export function bindStatement(binding: Binding, node: Statement, environment: Environment): void {
  const scope = rootScope(environment, binding.index.fold);
  binding.scopes.set(node, scope);
  const bind = (...expressions: readonly (Expression | undefined)[]): void => {
    for (const e of expressions) if (e !== undefined) bindExpression(binding, e, scope);
  };
  const all = (statements: readonly (Statement | undefined)[]): void => {
    for (const s of statements) if (s !== undefined) bindStatement(binding, s, environment);
  };
  switch (node.kind) {
    case 'BlockStatement': return all(node.statements);
    case 'IfStatement': return bindIf(binding, node, environment);
    case 'WhileStatement': bind(node.condition); return all([node.body]);
    case 'TryCatchStatement': all(node.attempt); return all(node.handler);
    case 'ReturnStatement': case 'PrintStatement': return bind(node.value);
    case 'RaiserrorStatement': return bind(node.message, node.severity, node.state, ...node.args);
    case 'ThrowStatement': return bind(node.number, node.message, node.state);
    case 'WaitForStatement': bind(node.value, node.timeout); return all([node.statement]);
    case 'BeginTransactionStatement': bind(node.mark); return bindName(binding, node.name, scope);
    case 'CommitTransactionStatement': case 'RollbackTransactionStatement': case 'SaveTransactionStatement': return bindName(binding, node.name, scope);
    case 'SelectStatement': {
      const shape = bindQuery(binding, node.query, scope);
      const into = intoOf(node.query);
      if (into !== undefined) makeTable(binding, into, shape?.map((c) => ({ ...c, type: resultType(c.type) })), environment);
      return;
    }
    case 'DeclareStatement': return bindDeclare(binding, node, scope);
    case 'SetVariableStatement':
      bind(node.variable);
      if (node.value.kind === 'CursorDefinition') bindCursor(binding, node.variable.name, node.value, scope);
      else bind(node.value);
      return;
    case 'SetMemberStatement': return bind(node.call, node.value);
    case 'DeclareCursorStatement': return bindCursor(binding, node.name.name, node.cursor, scope);
    case 'OpenCursorStatement': case 'CloseCursorStatement': case 'DeallocateCursorStatement': return nameCursor(binding, node.cursor, scope);
    case 'FetchCursorStatement':
      nameCursor(binding, node.cursor, scope);
      return bind(...node.into, node.offset);
    case 'ExecuteStatement': return bindExecute(binding, node, scope);
    case 'InsertStatement': return bindInsert(binding, node, scope);
    case 'UpdateStatement': return bindUpdate(binding, node, scope);
    case 'DeleteStatement': return bindDelete(binding, node, scope);
    case 'MergeStatement': return bindMerge(binding, node, scope);
    case 'TruncateTableStatement': return noteTable(binding, node.table, 'writes', scope);
    case 'CreateTableStatement': {
      const columns = binding.index.tableElements(node.elements);
      bindElements(binding, node.elements, columns, scope);
      return makeTable(binding, node.name, columns, environment);
    }
    case 'AlterTableStatement': return bindAlterTable(binding, node, scope);
    case 'DropStatement':
      if (node.objectType === 'TABLE') for (const name of node.names) dropTable(binding, name, environment);
      return;
    default: return;
  }
}

/** `IF ... ELSE IF ... ELSE IF ...` goes deep: no recursion along it. */
function bindIf(binding: Binding, node: Extract<Statement, { kind: 'IfStatement' }>, environment: Environment): void {
  let rest: Statement | undefined = node;
  const before = new Map(environment.tables);
  while (rest?.kind === 'IfStatement') {
    const scope = rootScope(environment, binding.index.fold);
    binding.scopes.set(rest, scope);
    bindExpression(binding, rest.condition, scope);
    bindStatement(binding, rest.then, environment);
    keepDropped(before, environment);
    rest = rest.otherwise;
  }
  if (rest !== undefined) bindStatement(binding, rest, environment);
  keepDropped(before, environment);
}

/** Columns that a branch took out of a table are still there when it was not gone through. */
function keepDropped(before: Environment['tables'], { tables }: Environment): void {
  for (const [name, columns] of before) {
    const now = tables.get(name);
    if (columns === undefined || now === undefined || columns === now) continue;
    const names = new Set(now.map((c) => c.name));
    if (now.length < columns.length && columns.some((c) => names.has(c.name))) tables.set(name, [...now, ...columns.filter((c) => !names.has(c.name))]);
  }
}

const bindName = (binding: Binding, name: Identifier | Extract<Expression, { kind: 'Variable' }> | undefined, scope: Scope): void => {
  if (name?.kind === 'Variable') bindExpression(binding, name, scope);
};

function bindDeclare(binding: Binding, node: DeclareStatement, scope: Scope): void {
  const { environment, fold } = scope;
  for (const d of node.declarations) {
    if (d.kind === 'TableVariableDeclaration') {
      const columns = binding.index.tableElements(d.elements);
      bindElements(binding, d.elements, columns, scope);
      environment.tables.set(fold(d.variable.name), columns);
      continue;
    }
    if (d.value) bindExpression(binding, d.value, scope);
    const type = namedType(binding, d.type, { nullable: true });
    environment.variables.set(d.variable.name.toLowerCase(), { name: d.variable.name, type, role: 'variable' });
    if (type.kind === 'table') environment.tables.set(fold(d.variable.name), type.columns);
  }
}

/** Defaults, checks and computed columns of a table that a statement makes; the types of its columns. */
function bindElements(binding: Binding, elements: readonly TableElement[], columns: readonly ShapeColumn[] | undefined, scope: Scope): void {
  const inner: Scope = { ...rootScope(scope.environment, scope.fold), sources: [{ alias: '', columns, origin: 'table' }] };
  for (const element of elements) {
    if (element.kind === 'ComputedColumn') bindExpression(binding, element.expression, inner);
    else if (element.kind === 'CheckConstraint') bindExpression(binding, element.expression, inner);
    else if (element.kind === 'DefaultConstraint') bindExpression(binding, element.value, scope);
    else if (element.kind === 'ColumnDefinition') {
      if (element.type) namedType(binding, element.type, { nullable: true });
      if (element.default) bindExpression(binding, element.default.value, scope);
      for (const c of element.constraints) if (c.kind === 'CheckConstraint') bindExpression(binding, c.expression, inner);
    }
  }
}

/** The table belongs to the environment from here on; one that is not temporary is found by `CatalogIndex.made` elsewhere. */
function makeTable(binding: Binding, name: QualifiedName, columns: readonly ShapeColumn[] | undefined, environment: Environment): void {
  environment.tables.set(tableKey(name, environment, binding.index.fold), columns);
  if (!(partsOf(name).pop() ?? '').startsWith('#')) noteTable(binding, name, 'writes', rootScope(environment, binding.index.fold));
}

function dropTable(binding: Binding, name: QualifiedName, environment: Environment): void {
  const last = partsOf(name).pop() ?? '';
  // The columns stay: what follows may stand in another branch.
  if (!last.startsWith('#')) noteTable(binding, name, 'writes', rootScope(environment, binding.index.fold));
}

/** Notes a table that a statement names and that gives no rows. A statement that makes or drops it says nothing of what is missing. */
function noteTable(binding: Binding, name: QualifiedName, kind: UseKind, scope: Scope): void {
  const parts = partsOf(name);
  const last = parts[parts.length - 1] ?? '';
  if (last.startsWith('#') || isElsewhere(binding, parts)) return;
  const found = binding.index.relation(parts[parts.length - 2] ?? scope.environment.schema, last);
  binding.uses.push({ kind, name: parts, node: name, where: found === undefined ? 'made' : 'catalog', ...(found === undefined ? {} : { object: found.object }) });
}

/** `ALTER TABLE #t ADD ...` and its like change the columns of a table that the routine made from here on. */
function bindAlterTable(binding: Binding, node: Extract<Statement, { kind: 'AlterTableStatement' }>, scope: Scope): void {
  const { environment, fold } = scope;
  if (!(partsOf(node.table).pop() ?? '').startsWith('#')) noteTable(binding, node.table, 'writes', scope);
  const { action } = node;
  if (action.kind === 'SwitchPartition') {
    noteTable(binding, action.to, 'writes', scope);
    for (const partition of [action.partition, action.toPartition]) if (partition !== undefined) bindExpression(binding, partition, scope);
  }
  const key = tableKey(node.table, environment, fold);
  const columns = environment.tables.get(key);
  if (columns === undefined) return;
  if (action.kind === 'AddElements') {
    const added = binding.index.tableElements(action.elements) ?? [];
    bindElements(binding, action.elements, [...columns, ...added], scope);
    environment.tables.set(key, [...columns, ...added]);
  } else if (action.kind === 'AlterColumn' && action.type !== undefined) {
    const type = namedType(binding, action.type, { nullable: action.nullability !== 'NOT NULL' });
    environment.tables.set(key, columns.map((c) => (fold(c.name) === fold(action.name.name) ? { ...c, type } : c)));
  } else if (action.kind === 'DropElements') {
    const dropped = new Set(action.items.flatMap((i) => (i.type === 'COLUMN' && i.name !== undefined ? [fold(i.name.name)] : [])));
    if (dropped.size > 0) environment.tables.set(key, columns.filter((c) => !dropped.has(fold(c.name))));
  }
}

function bindCursor(binding: Binding, name: string, cursor: CursorDefinition, scope: Scope): void {
  const columns = bindQuery(binding, cursor.query, scope);
  scope.environment.cursors?.set(name.toLowerCase(), columns);
}

/** What a cursor's name stands for; a variable may hold one that was given as a parameter. */
function nameCursor(binding: Binding, node: CursorReference, scope: Scope): void {
  const name = node.cursor.kind === 'Variable' ? node.cursor.name : node.cursor.name;
  const { environment } = scope;
  if (node.cursor.kind === 'Variable') bindExpression(binding, node.cursor, scope);
  const known = environment.cursors?.has(name.toLowerCase()) === true ? { columns: environment.cursors.get(name.toLowerCase()) } : environment.outer?.cursor(name);
  if (known !== undefined) binding.symbols.set(node, { kind: 'cursor', name, columns: known.columns });
  else binding.symbols.set(node, node.cursor.kind === 'Variable' ? (binding.symbols.get(node.cursor) ?? { kind: 'unresolved' }) : { kind: 'unresolved' });
}

/** The columns that a statement gives to its caller, for callers that want them by statement. */
export const resultShape = (binding: Binding, node: Statement): readonly ShapeColumn[] | undefined => (node.kind === 'SelectStatement' ? binding.shapes.get(node.query) : binding.shapes.get(node));
