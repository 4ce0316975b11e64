import type { ShapeColumn } from '../sql-type';
import { catalogViews } from './catalog-views';
import { columnsFromText } from './columns-text';
import { compatibilityViews } from './compatibility-views';
import { dateFunctions } from './dates';
import type { BuiltInFunction, ResultType } from './define';
import { informationSchemaViews } from './information-schema';
import { managementViews } from './management-views';
import { cryptographicFunctions, metadataFunctions, securityFunctions } from './metadata';
import { aggregateFunctions, conversionFunctions, logicalFunctions, numberFunctions, odbcFunctions } from './numbers';
import { systemSchemaFunctions } from './scalar-system-functions';
import { stringFunctions } from './strings';
import { globalVariables, systemFunctions } from './system';
import { tableFunctions } from './table-functions';
import type { BuiltInTable } from './table-functions';

export type { BuiltInFunction, BuiltInParameter, Determinism, FunctionCategory, ResultType, SinceVersion } from './define';
export type { BuiltInTable } from './table-functions';
export { systemProcedure, systemProcedures } from './procedures';
export type { SystemProcedure } from './procedures';

/** Every scalar, aggregate and window function of SQL Server, and the global variables. */
export const builtInFunctions: readonly BuiltInFunction[] = [
  ...aggregateFunctions, ...logicalFunctions, ...stringFunctions, ...numberFunctions, ...dateFunctions, ...conversionFunctions, ...metadataFunctions, ...securityFunctions,
  ...cryptographicFunctions, ...systemFunctions, ...systemSchemaFunctions, ...odbcFunctions, ...globalVariables,
];
export const builtInTables: readonly BuiltInTable[] = [...tableFunctions.values()];

const byName = new Map(builtInFunctions.map((f) => [f.name, f]));

/** @param name in any case; `@@ROWCOUNT` and the like too */
export const builtInFunction = (name: string): BuiltInFunction | undefined => byName.get(name) ?? byName.get(name.toUpperCase());

/** What a built-in function returns; undefined when the function is not known. @param name in any case; `@@ROWCOUNT` and the like too */
export const builtInResult = (name: string): ResultType | undefined => builtInFunction(name)?.result;

/** A function of the system that gives rows. @param schema as written; empty for a bare name */
export function builtInTable(schema: string, name: string): BuiltInTable | undefined {
  const upper = name.toUpperCase();
  return (schema === '' ? tableFunctions.get(upper) : undefined) ?? (schema === '' || schema.toLowerCase() === 'sys' || schema.toLowerCase() === 'dbo' ? tableFunctions.get(`SYS.${upper}`) : undefined);
}

type Views = ReadonlyMap<string, { readonly name: string; readonly text: string }>;
const named = (views: Readonly<Record<string, string>>): Views => new Map(Object.entries(views).map(([name, text]) => [name.toLowerCase(), { name, text }]));
const [catalog, management, information, compatibility] = [named(catalogViews), named(managementViews), named(informationSchemaViews), named(compatibilityViews)];
const shapes = new Map<string, readonly ShapeColumn[]>();

/** A view of the system; `columns` is undefined for those whose columns are not listed here. */
export interface SystemView {
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly ShapeColumn[] | undefined;
}

function viewFrom(views: Views, schema: string, key: string): SystemView | undefined {
  const found = views.get(key);
  if (found === undefined) return undefined;
  const columns = shapes.get(found.text) ?? columnsFromText(found.text);
  shapes.set(found.text, columns);
  return { schema, name: found.name, columns };
}

/**
 * A catalogue view, a dynamic management view, a view of INFORMATION_SCHEMA or a system table of old.
 * @param schema as written; empty for a bare name, which only the system tables of old answer to
 */
export function systemView(schema: string, name: string): SystemView | undefined {
  const key = name.toLowerCase();
  switch (schema.toLowerCase()) {
    case 'sys': return viewFrom(catalog, 'sys', key) ?? viewFrom(management, 'sys', key) ?? viewFrom(compatibility, 'sys', key) ?? { schema: 'sys', name, columns: undefined };
    case 'information_schema': return viewFrom(information, 'INFORMATION_SCHEMA', key);
    case '': case 'dbo': return viewFrom(compatibility, 'sys', key);
    default: return undefined;
  }
}
