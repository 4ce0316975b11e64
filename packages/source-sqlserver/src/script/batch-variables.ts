import type { Column } from '@ferry/catalog';
import { foldText } from '../semantics/dynamic-fold';
import { assignValue } from '../semantics/dynamic-state';
import { plainText, textValue } from '../semantics/dynamic-values';
import { walk } from '../syntax';
import type * as syntax from '../syntax';
import { named } from './columns';
import { find } from './draft';
import type { Place } from './draft';
import { nameIn, splitName } from './names';

/** The text of an expression in a batch, with the values that its variables have there; undefined when only the run tells, or NULL. */
export const knownText = (place: Place, expression: syntax.Expression): string | undefined => plainText(foldText(place.variables, expression), Infinity);

const forget = (place: Place, name: string): void => assignValue(place.variables, name, undefined);

/** Stands for the name that the server gave to the default of a column; no name begins like this. */
const unnamedDefault = '\u0001default of ';

/** The column whose unnamed default is meant by a name that `readVariables` made up. */
export const columnOfUnnamedDefault = (name: string): string | undefined => (name.startsWith(unnamedDefault) ? name.slice(unnamedDefault.length) : undefined);

/** Where the names of defaults are looked up: sys.default_constraints, and sysconstraints and sysobjects of old. */
const constraintViews = new Set(['default_constraints', 'sysconstraints', 'sysobjects', 'syscolumns', 'objects']);

/**
 * The name of the default that a query of the catalogue finds: `OBJECT_ID(N'table')` and one text that is the name of a column of it.
 * Migrations drop defaults so, whose names differ from server to server.
 */
function foundDefault(place: Place, query: syntax.Node): string | undefined {
  let views = false;
  const texts: string[] = [];
  const tables: string[] = [];
  walk(query, (node) => {
    if (node.kind === 'NamedTable') views ||= constraintViews.has((node as syntax.NamedTable).name.parts.at(-1)?.name.toLowerCase() ?? '');
    else if (node.kind === 'StringLiteral') texts.push((node as syntax.StringLiteral).value);
    else if (node.kind === 'FunctionCall' && (node as syntax.FunctionCall).name.parts.at(-1)?.name.toLowerCase() === 'object_id') {
      const text = (node as syntax.FunctionCall).args[0];
      if (text?.kind === 'StringLiteral') tables.push(text.value);
    }
  });
  const table = views && new Set(tables).size === 1 ? find(place.draft, ['TABLE'], nameIn(splitName(tables[0] ?? ''))) : undefined;
  const columns = table === undefined ? [] : [...new Set(texts.flatMap((text): readonly Column[] => table.columns.filter((c) => c === named(table.columns, text))))];
  const [column] = columns;
  if (columns.length !== 1 || column?.default === undefined) return undefined;
  return column.default.name ?? `${unnamedDefault}${column.name}`;
}

function assign(place: Place, variable: syntax.Variable, operator: syntax.AssignmentOperator, value: syntax.Node): void {
  const query = value.kind === 'SubqueryExpression' ? foundDefault(place, value) : undefined;
  if (query !== undefined && operator === '=') assignValue(place.variables, variable.name, textValue(query));
  else if (operator === '=' && value.kind !== 'CursorDefinition') assignValue(place.variables, variable.name, foldText(place.variables, value as syntax.Expression));
  else forget(place, variable.name);
}

/** `SELECT @a = 1, @b = 2`: without a table it runs once. */
const isAlone = (query: syntax.QueryExpression): boolean => query.kind === 'SelectQuery' && query.from.length === 0 && query.where === undefined;

/** Follows the variables of a batch through a statement. */
export function readVariables(place: Place, node: syntax.Statement): void {
  if (node.kind === 'DeclareStatement') {
    for (const declaration of node.declarations)
      if (declaration.kind === 'VariableDeclaration') {
        if (declaration.value === undefined) forget(place, declaration.variable.name);
        else assign(place, declaration.variable, '=', declaration.value);
      }
  } else if (node.kind === 'SetVariableStatement') assign(place, node.variable, node.operator, node.value);
  else if (node.kind === 'SelectStatement') {
    const assigned: syntax.SelectAssignment[] = [];
    walk(node, (n) => void (n.kind === 'SelectAssignment' && assigned.push(n as syntax.SelectAssignment)));
    const name = assigned.length === 1 ? foundDefault(place, node) : undefined;
    for (const { variable, operator, expression } of assigned) {
      if (name !== undefined && operator === '=') assignValue(place.variables, variable.name, textValue(name));
      else if (isAlone(node.query.body)) assign(place, variable, operator, expression);
      else forget(place, variable.name);
    }
  } else forgetVariables(place, node);
}

/** Nothing is known any more of the variables in a statement that may give them values. */
export function forgetVariables(place: Place, node: syntax.Node): void {
  if (place.variables.slots.size > 0) walk(node, (n) => void (n.kind === 'Variable' && forget(place, (n as syntax.Variable).name)));
}
