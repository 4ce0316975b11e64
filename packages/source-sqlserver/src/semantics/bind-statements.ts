import type { DeleteStatement, Expression, InsertStatement, MergeStatement, OutputClause, SetClause, Statement, TableReference, UpdateStatement, WithClause } from '../syntax';
import { bindExpression, partsOf } from './bind-expressions';
import { bindItems, bindQuery, selectOf } from './bind-queries';
import { bindTable, namedSource } from './bind-tables';
import type { Binding } from './binding';
import { innerScope, rootScope } from './scope';
import type { Environment, RowSource, Scope } from './scope';
import type { ShapeColumn } from './sql-type';

/** Binds statements in their order; declarations and temporary tables are added to the environment as they are met. */
export function bindStatements(binding: Binding, statements: readonly Statement[], environment: Environment): void {
  for (const statement of statements) bindStatement(binding, statement, environment);
}

export function bindStatement(binding: Binding, node: Statement, environment: Environment): void {
  const { fold } = binding.index;
  const scope = rootScope(environment, fold);
  binding.scopes.set(node, scope);
  const bind = (e: Expression | undefined): void => {
    if (e !== undefined) bindExpression(binding, e, scope);
  };
  const all = (...statements: readonly (Statement | undefined)[]): void => {
    for (const s of statements) if (s !== undefined) bindStatement(binding, s, environment);
  };
  switch (node.kind) {
    case 'BlockStatement': return all(...node.statements);
    case 'IfStatement': bind(node.condition); return all(node.then, node.otherwise);
    case 'WhileStatement': bind(node.condition); return all(node.body);
    case 'TryCatchStatement': return all(...node.attempt, ...node.handler);
    case 'ReturnStatement': return bind(node.value);
    case 'PrintStatement': return bind(node.value);
    case 'RaiserrorStatement': [node.message, node.severity, node.state, ...node.args].forEach(bind); return;
    case 'ThrowStatement': [node.number, node.message, node.state].forEach(bind); return;
    case 'WaitForStatement': bind(node.value); return all(node.statement);
    case 'SelectStatement': {
      const shape = bindQuery(binding, node.query, scope);
      const into = selectOf(node.query.body)?.into;
      const name = into === undefined ? undefined : partsOf(into).pop();
      if (name !== undefined && name.startsWith('#')) environment.tables.set(fold(name), shape);
      return;
    }
    case 'DeclareStatement':
      for (const d of node.declarations) {
        if (d.kind === 'TableVariableDeclaration') environment.tables.set(fold(d.variable.name), binding.index.tableElements(d.elements));
        else {
          bind(d.value);
          const type = binding.index.dataType(d.type, { nullable: true });
          environment.variables.set(d.variable.name.toLowerCase(), { name: d.variable.name, type, role: 'variable' });
          if (type.kind === 'table') environment.tables.set(fold(d.variable.name), type.columns);
        }
      }
      return;
    case 'SetVariableStatement':
      bind(node.variable);
      if (node.value.kind === 'CursorDefinition') bindQuery(binding, node.value.query, scope);
      else bind(node.value);
      return;
    case 'SetMemberStatement': return bind(node.value);
    case 'DeclareCursorStatement': bindQuery(binding, node.cursor.query, scope); return;
    case 'FetchCursorStatement': node.into.forEach(bind); return bind(node.offset);
    case 'ExecuteStatement':
      bind(node.result);
      if (node.target.kind === 'ExecuteString') bind(node.target.command);
      for (const arg of node.target.args) if (arg.value.kind !== 'ColumnReference') bind(arg.value);
      return;
    case 'InsertStatement': return bindInsert(binding, node, scope);
    case 'UpdateStatement': return bindUpdate(binding, node, scope);
    case 'DeleteStatement': return bindDelete(binding, node, scope);
    case 'MergeStatement': return bindMerge(binding, node, scope);
    case 'CreateTableStatement': {
      const name = partsOf(node.name).pop() ?? '';
      if (name.startsWith('#')) environment.tables.set(fold(name), binding.index.tableElements(node.elements));
      return;
    }
    default: return;
  }
}

function bindWith(binding: Binding, clause: WithClause | undefined, scope: Scope): Scope {
  if (clause === undefined) return scope;
  const inner = innerScope(scope);
  for (const table of clause.tables) {
    const shape = bindQuery(binding, table.query, inner);
    inner.ctes.set(inner.fold(table.name.name), table.columns.length === 0 ? shape : table.columns.map((c, i) => ({ name: c.name, type: shape?.[i]?.type ?? { kind: 'unknown' as const } })));
  }
  return inner;
}

/** OUTPUT sees the columns of the target twice, as `inserted` and `deleted`. */
function bindOutputs(binding: Binding, node: Statement, outputs: readonly OutputClause[], target: RowSource | undefined, scope: Scope): void {
  for (const output of outputs) {
    const inner = innerScope(scope);
    const table = target?.object === undefined ? {} : { object: target.object };
    inner.sources.push({ alias: 'inserted', columns: target?.columns, origin: 'inserted', ...table }, { alias: 'deleted', columns: target?.columns, origin: 'deleted', ...table });
    const shape = bindItems(binding, output.items, inner);
    binding.shapes.set(output as unknown as Statement, shape);
    if (output.into) bindTable(binding, output.into, innerScope(scope));
    else binding.shapes.set(node, shape);
  }
}

function bindInsert(binding: Binding, node: InsertStatement, root: Scope): void {
  const scope = innerScope(bindWith(binding, node.with, root));
  bindTable(binding, node.target, scope);
  const target = binding.sources.get(node.target);
  const { source } = node;
  if (source.kind === 'Query') bindQuery(binding, source, bindWith(binding, node.with, root));
  else if (source.kind === 'ValuesQuery') for (const row of source.rows) for (const value of row.values) bindExpression(binding, value, root);
  else if (source.kind === 'ExecuteStatement') bindStatement(binding, source, root.environment);
  if (node.top) bindExpression(binding, node.top.count, root);
  bindOutputs(binding, node, node.outputs, target, root);
}

/** The target of UPDATE and DELETE is an alias of FROM when there is one of that name, else a table. */
function bindTarget(binding: Binding, target: TableReference, from: readonly TableReference[], scope: Scope): RowSource | undefined {
  for (const table of from) bindTable(binding, table, scope);
  if (target.kind === 'NamedTable') {
    const parts = partsOf(target.name);
    const last = parts[parts.length - 1] ?? '';
    const aliased = parts.length === 1 ? scope.sources.find((s) => scope.fold(s.alias) === scope.fold(last)) : undefined;
    const own = namedSource(binding, target, scope);
    const same = aliased ?? (from.length === 0 ? undefined : scope.sources.find((s) => s.object !== undefined && s.object === own.object));
    const source = same ?? own;
    if (same === undefined) scope.sources.unshift(own);
    binding.sources.set(target, source);
    return source;
  }
  if (from.length > 0 && target.kind === 'VariableTable') {
    const same = scope.sources.find((s) => s.origin === 'variable' && s.name !== undefined && scope.fold(s.name) === scope.fold(target.variable.name));
    if (same !== undefined) {
      binding.sources.set(target, same);
      return same;
    }
  }
  bindTable(binding, target, scope);
  return binding.sources.get(target);
}

function bindSet(binding: Binding, set: readonly SetClause[], target: RowSource | undefined, scope: Scope): void {
  const columns = innerScope(scope);
  if (target) columns.sources.push(target);
  for (const clause of set) {
    if (clause.kind === 'MutatorCall') for (const arg of clause.call.args) bindExpression(binding, arg, scope);
    else {
      if (clause.variable) bindExpression(binding, clause.variable, scope);
      bindExpression(binding, clause.value, scope);
    }
  }
}

function bindUpdate(binding: Binding, node: UpdateStatement, root: Scope): void {
  const scope = innerScope(bindWith(binding, node.with, root));
  const target = bindTarget(binding, node.target, node.from, scope);
  binding.scopes.set(node, scope);
  bindSet(binding, node.set, target, scope);
  if (node.where) bindExpression(binding, node.where, scope);
  if (node.top) bindExpression(binding, node.top.count, scope);
  bindOutputs(binding, node, node.outputs, target, scope);
}

function bindDelete(binding: Binding, node: DeleteStatement, root: Scope): void {
  const scope = innerScope(bindWith(binding, node.with, root));
  const target = bindTarget(binding, node.target, node.from, scope);
  binding.scopes.set(node, scope);
  if (node.where) bindExpression(binding, node.where, scope);
  if (node.top) bindExpression(binding, node.top.count, scope);
  bindOutputs(binding, node, node.outputs, target, scope);
}

function bindMerge(binding: Binding, node: MergeStatement, root: Scope): void {
  const scope = innerScope(bindWith(binding, node.with, root));
  bindTable(binding, node.target, scope);
  bindTable(binding, node.using, scope);
  binding.scopes.set(node, scope);
  const target = binding.sources.get(node.target);
  bindExpression(binding, node.on, scope);
  for (const clause of node.clauses) {
    if (clause.condition) bindExpression(binding, clause.condition, scope);
    if (clause.action.kind === 'MergeUpdate') bindSet(binding, clause.action.set, target, scope);
    if (clause.action.kind === 'MergeInsert') for (const value of clause.action.values?.values ?? []) bindExpression(binding, value, scope);
  }
  bindOutputs(binding, node, node.outputs, target, scope);
}

/** The columns that a statement gives to its caller, for callers that want them by statement. */
export const resultShape = (binding: Binding, node: Statement): readonly ShapeColumn[] | undefined => (node.kind === 'SelectStatement' ? binding.shapes.get(node.query) : binding.shapes.get(node));
