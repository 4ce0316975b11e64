import type { Table } from '@ferry/catalog';
import type { ChangeTable, FullTextTable } from '../syntax';
import { bindExpression } from './bind-expressions';
import type { Binding } from './binding';
import { innerScope } from './scope';
import type { Scope } from './scope';
import { scalar, unknownBecause } from './sql-type';
import type { ShapeColumn } from './sql-type';

/** The table that a rowset function is about, noting that it is read. */
function tableOf(binding: Binding, parts: readonly string[], node: FullTextTable | ChangeTable, scope: Scope): { readonly table: Table | undefined; readonly columns: readonly ShapeColumn[] | undefined } {
  const found = binding.index.relation(parts[parts.length - 2] ?? scope.environment.schema, parts[parts.length - 1] ?? '');
  binding.uses.push({ kind: 'reads', name: parts, node, where: found === undefined ? 'missing' : 'catalog', ...(found === undefined ? {} : { object: found.object }) });
  return { table: found?.object.kind === 'TABLE' ? found.object : undefined, columns: found?.columns };
}

const keyColumns = (binding: Binding, table: Table | undefined, columns: readonly ShapeColumn[] | undefined): readonly ShapeColumn[] => {
  const key = table?.constraints.find((c) => c.kind === 'PRIMARY_KEY');
  if (key?.kind !== 'PRIMARY_KEY') return [];
  const names = key.columns.map((c) => binding.index.fold(c.name));
  return names.flatMap((name) => columns?.filter((c) => binding.index.fold(c.name) === name) ?? []);
};

/** https://learn.microsoft.com/sql/relational-databases/system-functions/containstable-transact-sql: KEY is the key of the full-text index. */
export function fullTextColumns(binding: Binding, parts: readonly string[], node: FullTextTable, scope: Scope): readonly ShapeColumn[] {
  const { table, columns } = tableOf(binding, parts, node, scope);
  const inner = innerScope(scope);
  inner.sources.push({ alias: parts[parts.length - 1] ?? '', columns, origin: 'table' });
  for (const column of node.columns) if (column.kind === 'ColumnReference') bindExpression(binding, column, inner);
  const key = keyColumns(binding, table, columns);
  const type = key.length === 1 ? (key[0]?.type ?? unknownBecause('missing')) : unknownBecause(table === undefined ? 'missing' : 'run-time');
  const rank: ShapeColumn = { name: 'RANK', type: scalar('int', { nullable: false }) };
  const score: ShapeColumn = { name: 'score', type: scalar('real', { nullable: false }) };
  const word = (name: string): ShapeColumn => ({ name, type: scalar('nvarchar', { length: 4000 }) });
  switch (node.function) {
    case 'SEMANTICKEYPHRASETABLE': return [{ name: 'column_id', type: scalar('int', { nullable: false }) }, { name: 'document_key', type }, word('keyphrase'), score];
    case 'SEMANTICSIMILARITYTABLE': return [{ name: 'source_column_id', type: scalar('int', { nullable: false }) }, { name: 'matched_column_id', type: scalar('int', { nullable: false }) }, { name: 'matched_document_key', type }, score];
    case 'SEMANTICSIMILARITYDETAILSTABLE': return [word('keyphrase'), score];
    default: return [{ name: 'KEY', type }, rank];
  }
}

/** https://learn.microsoft.com/sql/relational-databases/system-functions/changetable-transact-sql */
export function changeColumns(binding: Binding, parts: readonly string[], node: ChangeTable, scope: Scope): readonly ShapeColumn[] | undefined {
  const { table, columns } = tableOf(binding, parts, node, scope);
  if (table === undefined) return undefined;
  const keys = keyColumns(binding, table, columns);
  const version: ShapeColumn = { name: 'SYS_CHANGE_VERSION', type: scalar('bigint') };
  const context: ShapeColumn = { name: 'SYS_CHANGE_CONTEXT', type: scalar('varbinary', { length: 128 }) };
  if (node.form === 'VERSION') return [version, context, ...keys];
  const operation: ShapeColumn = { name: 'SYS_CHANGE_OPERATION', type: scalar('nchar', { length: 1 }) };
  const mask: ShapeColumn = { name: 'SYS_CHANGE_COLUMNS', type: scalar('varbinary', { length: 4100 }) };
  return [version, { name: 'SYS_CHANGE_CREATION_VERSION', type: scalar('bigint') }, operation, mask, context, ...keys];
}

/** The edge table that OPENXML gives without WITH: https://learn.microsoft.com/sql/t-sql/functions/openxml-transact-sql */
export const edgeColumns: readonly ShapeColumn[] = [
  { name: 'id', type: scalar('bigint', { nullable: false }) }, { name: 'parentid', type: scalar('bigint') }, { name: 'nodetype', type: scalar('int', { nullable: false }) },
  ...['localname', 'prefix', 'namespaceuri', 'datatype'].map((name) => ({ name, type: scalar('nvarchar', { length: 'max' }) })),
  { name: 'prev', type: scalar('bigint') }, { name: 'text', type: scalar('ntext', { length: 'max' }) },
];
