import type { Table, TableType, TypeRef } from '@ferry/catalog';
import type { CatalogIndex, RowSource, ScalarType, SqlType } from '@ferry/source-sqlserver';
import { bindExpression, catalogReader, emptyBinding, emptyEnvironment, isBoolean, isScalar, rootScope, typeOf } from '@ferry/source-sqlserver';
import type { Expression } from '@ferry/target-postgresql';
import { expressionItems } from '../action-items/expressions';
import type { LoweredExpression, ObjectContext, StorageExpression } from '../context';
import type { MappedType } from '../types/mapped-type';
import { coerce, lowerNode } from './expressions';
import { newLowering } from './lowering';
import { lowerCondition } from './predicates';

function tableSource(index: CatalogIndex, table: Table | TableType): RowSource {
  const columns = table.kind === 'TABLE' ? index.relation(table.schema, table.name)?.columns : tableTypeColumns(index, table);
  // A name of its own would be written before the columns; there is only one table here.
  return { alias: '', schema: table.schema, name: table.name, columns, object: table, origin: 'table' };
}

function tableTypeColumns(index: CatalogIndex, table: TableType): RowSource['columns'] {
  const type = index.resolveType({ schema: table.schema, name: table.name, args: [], raw: table.name }, { nullable: true });
  return type.kind === 'table' ? type.columns : undefined;
}

/**
 * The SQL Server type behind a mapped one: what a default's value is stored as. A type whose target cannot be worked with
 * as the source's own (rowversion is a number in the target) is left out.
 */
function storedType(index: CatalogIndex, type: MappedType): ScalarType | undefined {
  if (type.source === undefined || type.source === 'rowversion') return undefined;
  const args = type.base.args.map((a): number | 'max' => a);
  const found = index.resolveType({ name: type.source, args: type.base.name === 'text' || type.base.name === 'bytea' ? ['max'] : args, raw: type.source } satisfies TypeRef, { nullable: true });
  return isScalar(found) ? found : undefined;
}

function mapped(ctx: ObjectContext, type: SqlType): MappedType | undefined {
  if (!isScalar(type)) return undefined;
  const args: (number | 'max')[] = type.length !== undefined ? [type.length] : type.precision !== undefined ? [type.precision, type.scale ?? 0] : type.scale !== undefined ? [type.scale] : [];
  if (type.base === 'rowversion') return undefined;
  return ctx.mapType({ name: type.base, args: type.base === 'datetime' || type.base === 'smalldatetime' ? [] : args, raw: type.base }, 'cast');
}

/** Columns inside a condition are often written with their table's name: only its last part matters here. */
export function lowerExpression(request: StorageExpression, ctx: ObjectContext): LoweredExpression<Expression> | undefined {
  const reader = catalogReader(ctx.catalog);
  const parsed = reader.expression(request.at);
  const error = parsed.diagnostics.find((d) => d.severity === 'error');
  if (error !== undefined) {
    ctx.raise(expressionItems.parsed, { text: error.message }, { source: request.at.source, span: error.span });
    return undefined;
  }
  const binding = emptyBinding(reader.index);
  const scope = rootScope(emptyEnvironment(ctx.object.schema), reader.index.fold);
  if (request.table !== undefined) scope.sources.push(tableSource(reader.index, request.table));
  bindExpression(binding, parsed.expression, scope);
  const low = newLowering(ctx, binding, request.at.source, 'storage', request.row === undefined ? {} : { row: request.row });
  const node = parsed.expression;
  const type = typeOf(binding, node);
  const stored = request.type === undefined ? undefined : storedType(reader.index, request.type);
  const write = (): Expression => {
    if (request.expect === 'condition') return lowerCondition(low, node);
    if (isBoolean(node)) return lowerCondition(low, node);
    return stored === undefined ? lowerNode(low, node) : coerce(low, node, stored, 'assign');
  };
  const expression = write();
  if (low.failures > 0) return undefined;
  const result = mapped(ctx, type);
  return { expression, volatility: low.volatility, columns: [...low.columns], ...(result === undefined ? {} : { type: result }) };
}
