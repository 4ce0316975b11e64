import type { CodeObject } from '@ferry/catalog';
import type { Expression, Parameter, Statement } from '../syntax';
import { bindExpression } from './bind-expressions';
import { emptyBinding } from './binding';
import type { CatalogIndex, RoutineParameter, RoutineShape } from './catalog-index';
import { emptyEnvironment, rootScope } from './scope';
import type { Environment, RowSource } from './scope';
import { withNull } from './sql-type';
import type { ShapeColumn, SqlType } from './sql-type';

/** Parameters as the routine declares them. */
export const parametersOf = (index: CatalogIndex, parameters: readonly Parameter[]): readonly RoutineParameter[] =>
  parameters.map((p) => ({ name: p.variable.name, type: p.varying ? { kind: 'cursor' } : index.dataType(p.type, { nullable: p.nullability !== 'NOT NULL' }), hasDefault: p.default !== undefined, output: p.output }));

/** An environment that knows a routine's parameters. */
export function routineEnvironment(index: CatalogIndex, schema: string, parameters: readonly RoutineParameter[]): Environment {
  const environment = emptyEnvironment(schema);
  for (const p of parameters) {
    environment.variables.set(p.name.toLowerCase(), { name: p.name, type: p.type, role: 'parameter', output: p.output });
    if (p.type.kind === 'table') environment.tables.set(index.fold(p.name), p.type.columns);
  }
  return environment;
}

/** What a routine declares: all but the columns of an inline function, which its query gives. */
export function declaredShape(index: CatalogIndex, object: CodeObject, statement: Statement): RoutineShape | undefined {
  if (statement.kind === 'CreateProcedureStatement') return { object, parameters: parametersOf(index, statement.parameters) };
  if (statement.kind === 'CreateAggregateStatement') return { object, parameters: parametersOf(index, statement.parameters), returns: index.dataType(statement.returns, { nullable: true }) };
  if (statement.kind !== 'CreateFunctionStatement') return undefined;
  const parameters = parametersOf(index, statement.parameters);
  const { returns } = statement;
  if (returns.kind === 'ReturnsScalar') return { object, parameters, returns: index.dataType(returns.type, { nullable: true }) };
  if (returns.kind === 'ReturnsTable') return { object, parameters, table: { columns: index.tableElements(returns.elements) } };
  return { object, parameters, table: { columns: undefined } };
}

/** The type of a computed column's expression over the other columns of its table. */
export function bindComputedColumn(index: CatalogIndex, expression: Expression, columns: readonly ShapeColumn[]): SqlType {
  const source: RowSource = { alias: '', columns, origin: 'table' };
  const scope = rootScope(emptyEnvironment('dbo'), index.fold);
  scope.sources.push(source);
  return withNull(bindExpression(emptyBinding(index), expression, scope), true);
}
