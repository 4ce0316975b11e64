import type { Catalog, CatalogObject, CodeObject } from '@ferry/catalog';
import type { CatalogStudy, RoutineParameter, ListedColumn } from '@ferry/conversion';
import type { Span } from '@ferry/kernel';
import { catalogReader, dependencyGraph } from './semantics';
import type { CatalogReader, SqlType } from './semantics';
import type { Query, Statement, TableElement } from './syntax';

const routineKinds = new Set<string>(['PROCEDURE', 'FUNCTION', 'AGGREGATE']);

/** Longest default that is shown, in characters. */
const longestDefault = 200;

/** What a routine's head declares, in the words of the source; a procedure always gives back its return status, which is no parameter. */
function parametersOf(statement: Statement | undefined, text: (span: Span) => string): RoutineParameter[] {
  if (statement?.kind !== 'CreateProcedureStatement' && statement?.kind !== 'CreateFunctionStatement' && statement?.kind !== 'CreateAggregateStatement') return [];
  const own = statement.parameters.map((parameter): RoutineParameter => {
    const value = parameter.default === undefined ? undefined : text(parameter.default.span).slice(0, longestDefault);
    return { name: parameter.variable.name, type: `${text(parameter.type.span)}${parameter.readonly ? ' READONLY' : ''}`, direction: parameter.output ? 'OUT' : 'IN', ...(value === undefined ? {} : { default: value }) };
  });
  if (statement.kind === 'CreateFunctionStatement') {
    const { returns } = statement;
    const type = returns.kind === 'ReturnsScalar' ? text(returns.type.span) : 'TABLE';
    return [...own, { name: returns.kind === 'ReturnsTable' ? (returns.variable?.name ?? '') : '', type, direction: 'RETURN' }];
  }
  return own;
}

function routineParameters(reader: CatalogReader, catalog: Catalog): Map<CatalogObject, readonly RoutineParameter[]> {
  const all = new Map<CatalogObject, readonly RoutineParameter[]>();
  for (const object of catalog.objects) {
    if (!routineKinds.has(object.kind)) continue;
    const source = catalog.sources[object.definition.source]?.text ?? '';
    const found = parametersOf(reader.definition(object as CodeObject).statement, (span) => source.slice(span.start, span.end));
    if (found.length > 0) all.set(object, found);
  }
  return all;
}

/** A type in T-SQL's words. */
function typeText(type: SqlType): string {
  if (type.kind !== 'scalar') return '-';
  if (type.alias !== undefined) return `${type.alias.schema}.${type.alias.name}`;
  const facets = [type.length, type.precision, type.scale].filter((one) => one !== undefined);
  return facets.length === 0 ? type.base : `${type.base}(${facets.join(', ')})`;
}

/** The table that a function declares to give back, in the words of its head. */
function declaredColumns(elements: readonly TableElement[], text: (span: Span) => string): ListedColumn[] {
  return elements.flatMap((element): ListedColumn[] => {
    if (element.kind === 'ComputedColumn') return [{ name: element.name.name, type: '-' }];
    if (element.kind !== 'ColumnDefinition') return [];
    const value = element.default === undefined ? undefined : text(element.default.value.span).slice(0, longestDefault);
    return [{ name: element.name.name, type: element.type === undefined ? 'timestamp' : text(element.type.span), nullable: element.nullability !== 'NOT NULL', ...(value === undefined ? {} : { default: value }) }];
  });
}

/** The columns of views and inline functions, named by the list in their head or else by their query, and those of multi-statement functions. */
function rowColumns(reader: CatalogReader, catalog: Catalog): Map<CatalogObject, readonly ListedColumn[]> {
  const all = new Map<CatalogObject, readonly ListedColumn[]>();
  const queried = (object: CodeObject, query: Query, names: readonly { readonly name: string }[]): ListedColumn[] =>
    (reader.bound(object).binding.shapes.get(query) ?? []).map(({ name, type }, i) => ({ name: names[i]?.name ?? name, type: typeText(type), ...(type.kind === 'scalar' ? { nullable: type.nullable } : {}) }));
  for (const object of catalog.objects) {
    if (object.kind !== 'VIEW' && object.kind !== 'FUNCTION') continue;
    const { statement } = reader.definition(object);
    const source = catalog.sources[object.definition.source]?.text ?? '';
    const found =
      statement?.kind === 'CreateViewStatement'
        ? queried(object, statement.query, statement.columns)
        : statement?.kind !== 'CreateFunctionStatement'
          ? []
          : statement.returns.kind === 'ReturnsQuery'
            ? queried(object, statement.returns.query, [])
            : statement.returns.kind === 'ReturnsTable'
              ? declaredColumns(statement.returns.elements, (span) => source.slice(span.start, span.end))
              : [];
    if (found.length > 0) all.set(object, found);
  }
  return all;
}

/** Who uses what, which parameters routines have and which columns what is selected from has; every definition is parsed and bound once. */
export function studyCatalog(catalog: Catalog): CatalogStudy {
  const reader = catalogReader(catalog);
  const graph = dependencyGraph(reader);
  const uses = [...graph.uses.values()].flat().flatMap(({ from, to, kinds }) => (from === to ? [] : [{ from, to, kinds: [...kinds] }]));
  return { uses, parameters: routineParameters(reader, catalog), columns: rowColumns(reader, catalog) };
}
