import type { CommonTable, DeleteStatement, InsertStatement, MergeStatement, OutputClause, QualifiedName, SelectQuery, SetClause, Statement, TableReference, UpdateStatement, WithClause } from '../syntax';
import { bindEmbedded } from './bind-calls';
import { bindAll, bindExpression, partsOf } from './bind-expressions';
import { bindCte, bindItems, bindQuery } from './bind-queries';
import { bindStatement } from './bind-statements';
import { bindTable, namedSource } from './bind-tables';
import type { Binding } from './binding';
import { innerScope, resolveColumn } from './scope';
import type { RowSource, Scope } from './scope';

function bindWith(binding: Binding, clause: WithClause | undefined, scope: Scope): Scope {
  if (clause === undefined) return scope;
  const inner = innerScope(scope);
  for (const table of clause.tables) bindCte(binding, table, inner);
  return inner;
}

/** A column that a statement writes, by its name alone. */
function nameColumn(binding: Binding, node: QualifiedName | { readonly kind: 'Identifier'; readonly name: string; readonly span: QualifiedName['span'] }, target: RowSource | undefined, scope: Scope): void {
  if (target === undefined) return;
  const inner: Scope = { sources: [target], ctes: new Map(), environment: scope.environment, fold: scope.fold };
  const name = node.kind === 'Identifier' ? node.name : (partsOf(node).pop() ?? '');
  if (!name.startsWith('$')) binding.symbols.set(node, resolveColumn(inner, [], name));
}

/** OUTPUT sees the columns of the target twice, as `inserted` and `deleted`. */
function bindOutputs(binding: Binding, node: Statement, outputs: readonly OutputClause[], target: RowSource | undefined, scope: Scope): void {
  for (const output of outputs) {
    const inner = innerScope(scope);
    const table = target?.object === undefined ? {} : { object: target.object };
    inner.sources.push({ alias: 'inserted', columns: target?.columns, origin: 'inserted', ...table }, { alias: 'deleted', columns: target?.columns, origin: 'deleted', ...table });
    const shape = bindItems(binding, output.items, inner);
    binding.shapes.set(output, shape);
    if (output.into) {
      const into = innerScope(scope);
      if (output.into.kind === 'NamedTable') binding.sources.set(output.into, namedSource(binding, output.into, into, 'writes'));
      else bindTable(binding, output.into, into);
      for (const column of output.intoColumns) nameColumn(binding, column, binding.sources.get(output.into), scope);
    } else binding.shapes.set(node, shape);
  }
}

export function bindInsert(binding: Binding, node: InsertStatement, root: Scope): void {
  const outer = bindWith(binding, node.with, root);
  const target = bindWritten(binding, node.target, innerScope(outer));
  for (const column of node.columns) nameColumn(binding, column, target, root);
  const { source } = node;
  if (source.kind === 'Query') bindQuery(binding, source, outer);
  else if (source.kind === 'ValuesQuery') for (const row of source.rows) bindAll(binding, row.values, outer);
  else if (source.kind === 'ExecuteStatement') bindStatement(binding, source, root.environment);
  if (node.top) bindExpression(binding, node.top.count, root);
  bindOutputs(binding, node, node.outputs, target, root);
}

/** The target of a statement, as the only source of a scope. */
function bindWritten(binding: Binding, target: TableReference, scope: Scope): RowSource | undefined {
  if (target.kind !== 'NamedTable') {
    bindTable(binding, target, scope);
    return binding.sources.get(target);
  }
  const source = namedSource(binding, target, scope, 'writes');
  scope.sources.push(source);
  binding.sources.set(target, source);
  return source;
}

/** Whether a source of FROM is the table that the statement names: the same object, or the same temporary table. */
const isSame = (source: RowSource, own: RowSource | undefined, scope: Scope): boolean =>
  own !== undefined && (source.object !== undefined ? source.object === own.object : source.origin === 'temp' && own.origin === 'temp' && scope.fold(source.name ?? '') === scope.fold(own.name ?? ''));

/** The target of UPDATE and DELETE is an alias of FROM when there is one of that name, else a table. */
function bindTarget(binding: Binding, target: TableReference, from: readonly TableReference[], scope: Scope): RowSource | undefined {
  for (const table of from) bindTable(binding, table, scope);
  if (target.kind === 'NamedTable') {
    const parts = partsOf(target.name);
    const last = parts[parts.length - 1] ?? '';
    const aliased = parts.length === 1 ? scope.sources.find((s) => scope.fold(s.alias) === scope.fold(last)) : undefined;
    const own = aliased === undefined ? namedSource(binding, target, scope, 'writes') : undefined;
    if (aliased?.object !== undefined) binding.uses.push({ kind: 'writes', name: [aliased.schema ?? '', aliased.name ?? ''], node: target, where: 'catalog', object: aliased.object });
    const same = aliased ?? (from.length === 0 ? undefined : scope.sources.find((s) => isSame(s, own, scope)));
    const source = same ?? (own as RowSource);
    if (same === undefined) scope.sources.unshift(source);
    binding.sources.set(target, source);
    return source;
  }
  if (from.length > 0 && target.kind === 'VariableTable') {
    const same = scope.sources.find((s) => s.origin === 'variable' && s.name !== undefined && scope.fold(s.name) === scope.fold(target.variable.name));
    if (same !== undefined) {
      bindExpression(binding, target.variable, scope);
      binding.sources.set(target, same);
      return same;
    }
  }
  bindTable(binding, target, scope);
  return binding.sources.get(target);
}

function bindSet(binding: Binding, set: readonly SetClause[], target: RowSource | undefined, scope: Scope): void {
  for (const clause of set) {
    if (clause.kind === 'MutatorCall') {
      const { call } = clause;
      if (call.target.kind === 'ColumnReference') nameColumn(binding, call.target.name, target, scope);
      bindAll(binding, call.args, scope);
      bindEmbedded(binding, call, scope);
      continue;
    }
    if (clause.variable) bindExpression(binding, clause.variable, scope);
    if (clause.kind === 'ColumnAssignment') nameColumn(binding, clause.column, target, scope);
    bindExpression(binding, clause.value, scope);
  }
}

export function bindUpdate(binding: Binding, node: UpdateStatement, root: Scope): void {
  const scope = innerScope(bindWith(binding, node.with, root));
  const target = bindTarget(binding, node.target, node.from, scope);
  binding.scopes.set(node, scope);
  bindSet(binding, node.set, target, scope);
  if (node.where) bindExpression(binding, node.where, scope);
  if (node.top) bindExpression(binding, node.top.count, scope);
  bindOutputs(binding, node, node.outputs, target, scope);
}

export function bindDelete(binding: Binding, node: DeleteStatement, root: Scope): void {
  const scope = innerScope(bindWith(binding, node.with, root));
  const target = bindTarget(binding, node.target, node.from, scope);
  binding.scopes.set(node, scope);
  if (node.where) bindExpression(binding, node.where, scope);
  if (node.top) bindExpression(binding, node.top.count, scope);
  bindOutputs(binding, node, node.outputs, target, scope);
}

/** A CTE that stands for rows of one table: what it selects are columns of the table under their own names. */
export interface RowsOfTable {
  readonly cte: CommonTable;
  readonly select: SelectQuery;
  readonly table: RowSource;
}

/**
 * The CTE that a MERGE names as its target, when its rows are rows of one table
 * (https://learn.microsoft.com/sql/t-sql/statements/merge-transact-sql: the target can be a CTE that could be updated).
 */
export function mergedThrough(binding: Binding, node: MergeStatement, fold: Scope['fold']): RowsOfTable | undefined {
  const parts = node.target.kind === 'NamedTable' ? partsOf(node.target.name) : [];
  const cte = parts.length === 1 ? node.with?.tables.find((t) => fold(t.name.name) === fold(parts[0] ?? '')) : undefined;
  const select = cte?.columns.length === 0 && cte.query.body.kind === 'SelectQuery' ? cte.query.body : undefined;
  const [from] = select?.from ?? [];
  if (cte === undefined || select === undefined || from?.kind !== 'NamedTable' || select.from.length !== 1 || select.groupBy !== undefined || select.having !== undefined || select.quantifier === 'DISTINCT' || select.top !== undefined) return undefined;
  const table = binding.sources.get(from);
  if (table?.columns === undefined || (table.origin !== 'table' && table.origin !== 'temp')) return undefined;
  const plain = select.items.every((item) => {
    if (item.kind === 'SelectStar') return true;
    const symbol = item.kind === 'SelectExpression' && item.expression.kind === 'ColumnReference' ? binding.symbols.get(item.expression) : undefined;
    return symbol?.kind === 'column' && symbol.source === table && item.kind === 'SelectExpression' && (item.alias === undefined || fold(item.alias.name) === fold(symbol.name));
  });
  return plain ? { cte, select, table } : undefined;
}

/** The target of a MERGE: the table behind a CTE under the name of the CTE, or what is written. */
function bindMerged(binding: Binding, node: MergeStatement, scope: Scope): RowSource | undefined {
  const written = bindWritten(binding, node.target, scope);
  const through = written?.origin === 'cte' && node.target.kind === 'NamedTable' ? mergedThrough(binding, node, scope.fold) : undefined;
  if (through === undefined || node.target.kind !== 'NamedTable') return written;
  const target: RowSource = { ...through.table, alias: written?.alias ?? through.table.alias };
  scope.sources[scope.sources.length - 1] = target;
  binding.sources.set(node.target, target);
  if (target.object !== undefined) binding.uses.push({ kind: 'writes', name: [target.object.schema, target.object.name], node: node.target, where: 'catalog', object: target.object });
  return target;
}

export function bindMerge(binding: Binding, node: MergeStatement, root: Scope): void {
  const scope = innerScope(bindWith(binding, node.with, root));
  const target = bindMerged(binding, node, scope);
  bindTable(binding, node.using, scope);
  binding.scopes.set(node, scope);
  bindExpression(binding, node.on, scope);
  // A row that is missing on one side has only the columns of the other.
  const ofSource: Scope = { ...scope, sources: scope.sources.slice(1) };
  for (const clause of node.clauses) {
    const seen = clause.when === 'NOT MATCHED BY TARGET' ? ofSource : scope;
    if (clause.condition) bindExpression(binding, clause.condition, seen);
    if (clause.action.kind === 'MergeUpdate') bindSet(binding, clause.action.set, target, seen);
    if (clause.action.kind === 'MergeInsert') {
      for (const column of clause.action.columns) nameColumn(binding, column, target, scope);
      bindAll(binding, clause.action.values?.values ?? [], seen);
    }
  }
  if (node.top) bindExpression(binding, node.top.count, scope);
  bindOutputs(binding, node, node.outputs, target, scope);
}
