import type { ApplyTable, FunctionTable, NamedTable, TableHint, TableReference } from '@ferry/source-sqlserver';
import { partsOf, scalar, shapeOf, sourceOf } from '@ferry/source-sqlserver';
import { targetKey } from '@ferry/conversion';
import { pg } from '@ferry/target-postgresql';
import type { FromItem, QualifiedName } from '@ferry/target-postgresql';
import { expressionItems } from '../action-items/expressions';
import { queryItems } from '../action-items/queries';
import { routineItems } from '../action-items/routines';
import { isLoose } from './collation';
import { coerce, routineArguments } from './expressions';
import { qualifierOf } from './columns';
import { temporaryName } from './temporary-names';
import { integerOf, textOf } from './literals';
import { note, refuse, refuseSyntax } from './lowering';
import type { Lowering } from './lowering';
import { lowerFullTextTable } from './full-text';
import { lowerOpenJson } from './open-json';
import { lowerOpenXml } from './open-xml';
import { lowerPivot, lowerUnpivot } from './pivots';
import { lowerCondition } from './predicates';
import { lowerQuery, namelessColumn } from './queries';
import { unlockedHints } from './row-locks';
import { splitText } from '../functions/support';
import { lowerSystemTime } from './system-time';
import { supportCall } from './support-call';
import { lowerSystemView } from './system-views';
import { lowerNodes } from './xml';

/** The list of FROM. */
export const lowerFrom = (low: Lowering, tables: readonly TableReference[]): readonly FromItem[] => tables.map((t) => lowerTable(low, t));

const nothing = (low: Lowering): FromItem => pg.table(pg.name('nothing'), low.ctx.names.local('nothing'));
const refused = (low: Lowering, node: TableReference, code: number, details: Readonly<Record<string, string>>): FromItem => {
  refuse(low, node, code, details);
  return nothing(low);
};

/** Hints that only tell SQL Server how, not what. */
const harmless = new Set(['NOLOCK', 'READUNCOMMITTED', 'READCOMMITTED', 'READCOMMITTEDLOCK', 'INDEX', 'FORCESEEK', 'FORCESCAN', 'NOEXPAND', 'ROWLOCK', 'PAGLOCK', 'TABLOCK', 'FASTFIRSTROW', 'KEEPIDENTITY', 'KEEPDEFAULTS', 'IGNORE_CONSTRAINTS', 'IGNORE_TRIGGERS', 'SNAPSHOT']);

export function lowerHints(low: Lowering, node: TableReference, hints: readonly TableHint[]): void {
  for (const hint of hints) if (!harmless.has(hint.name)) note(low, node, queryItems.hint, { hint: hint.name });
}

export function lowerTable(low: Lowering, node: TableReference): FromItem {
  const local = low.ctx.names.local;
  const columns = (names: readonly { readonly name: string }[]): readonly string[] | undefined => (names.length === 0 ? undefined : names.map((n) => local(n.name)));
  switch (node.kind) {
    case 'NamedTable': return lowerNamed(low, node);
    case 'DerivedTable': {
      const shape = shapeOf(low.binding, node.query);
      const query = lowerQuery(low, node.query, shape?.some((c) => c.name === '') === true && node.columns.length === 0 ? { names: shape.map((c, i) => (c.name === '' ? namelessColumn(i) : local(c.name))) } : {});
      return { kind: 'FromSubquery', query, alias: local(node.alias?.name ?? 'derived'), columns: columns(node.columns) };
    }
    case 'FunctionTable': return lowerFunction(low, node);
    case 'VariableTable': {
      lowerHints(low, node, node.hints);
      const source = sourceOf(low.binding, node);
      if (source?.columns === undefined) return refused(low, node, expressionItems.unresolved, { name: node.variable.name });
      const name = temporaryName(low, node.variable.name);
      const rows = low.rows(node.variable.name);
      if (rows !== undefined) return { kind: 'FromFunction', call: pg.call('unnest', rows), alias: qualifierOf(low, source), columns: source.columns.map((c) => local(c.name)) };
      return pg.table(pg.name(name), node.alias === undefined ? undefined : local(node.alias.name));
    }
    case 'MethodTable': return lowerNodes(low, node) ?? refused(low, node, expressionItems.xmlMethod, { method: `.${node.call.method.name}()` });
    case 'JoinedTable': return pg.join(node.join, lowerTable(low, node.left), lowerTable(low, node.right), node.on === undefined ? undefined : lowerCondition(low, node.on));
    case 'ApplyTable': return lowerApply(low, node);
    case 'ParenthesizedTable': return lowerTable(low, node.table);
    case 'PivotTable': return lowerPivot(low, node);
    case 'UnpivotTable': return lowerUnpivot(low, node);
    case 'OpenJsonTable': return lowerOpenJson(low, node) ?? refused(low, node, queryItems.openJson, {});
    case 'OpenXmlTable': return lowerOpenXml(low, node) ?? refused(low, node, queryItems.rowset, { function: 'OPENXML' });
    case 'OpenRowsetTable': return refused(low, node, queryItems.rowset, { function: 'OPENROWSET' });
    case 'OpenQueryTable': return refused(low, node, queryItems.rowset, { function: 'OPENQUERY' });
    case 'OpenDataSourceTable': return refused(low, node, queryItems.rowset, { function: 'OPENDATASOURCE' });
    case 'FullTextTable': return lowerFullTextTable(low, node) ?? refused(low, node, queryItems.rowset, { function: node.function });
    case 'ChangeTable': return refused(low, node, queryItems.rowset, { function: 'CHANGETABLE' });
    case 'DmlTable': {
      refuseSyntax(low, node, 'A statement in FROM');
      return nothing(low);
    }
  }
}

const told = new WeakMap<Lowering['ctx'], Set<string>>();

/** Says once for each routine that it works on a temporary table of its callers. */
function noteMade(low: Lowering, node: NamedTable, name: string, code: number): void {
  const names = told.get(low.ctx) ?? new Set<string>();
  told.set(low.ctx, names);
  if (names.has(name.toLowerCase())) return;
  names.add(name.toLowerCase());
  note(low, node, code, { name });
}

const madeNames = new WeakMap<Lowering['ctx'], QualifiedName[]>();

/** The permanent tables that are in no script, and that the statements of an object which were lowered so far work on. */
export const madeTables = (ctx: Lowering['ctx']): readonly QualifiedName[] => madeNames.get(ctx) ?? [];

/** The name of a table that is in no script, but made by routines: temporary or permanent. */
export function madeName(low: Lowering, node: NamedTable): QualifiedName {
  const parts = partsOf(node.name);
  const last = parts[parts.length - 1] ?? '';
  if (last.startsWith('#')) {
    noteMade(low, node, last, routineItems.handedDown);
    return pg.name(temporaryName(low, last));
  }
  const schema = parts[parts.length - 2];
  const target = low.ctx.names.relation(schema === undefined || schema === '' ? low.ctx.object.schema : schema, last);
  noteMade(low, node, parts.join('.'), routineItems.madeAtRunTime);
  const name = pg.name(target.schema, target.name);
  const known = madeNames.get(low.ctx) ?? [];
  if (!known.some((k) => k.schema === name.schema && k.name === name.name)) madeNames.set(low.ctx, [...known, name]);
  return name;
}

function lowerNamed(low: Lowering, node: NamedTable): FromItem {
  const written = partsOf(node.name);
  const source = sourceOf(low.binding, node);
  if (node.temporal !== undefined) return (source === undefined ? undefined : lowerSystemTime(low, node.temporal, source)) ?? refused(low, node, expressionItems.syntax, { what: 'FOR SYSTEM_TIME' });
  if (node.sample !== undefined) return refused(low, node, expressionItems.syntax, { what: 'TABLESAMPLE' });
  lowerHints(low, node, unlockedHints(low, node));
  if (source?.origin === 'unknown' && source.columns !== undefined && written.length < 3) {
    // A table that only routines make.
    const name = madeName(low, node);
    return pg.table(name, qualifierOf(low, source) === name.name ? undefined : qualifierOf(low, source));
  }
  if (source === undefined || source.origin === 'unknown') {
    const outside = written.length > 3 || (written.length === 3 && written[0] !== '' && written[0]?.toLowerCase() !== low.ctx.catalog.database.name.toLowerCase());
    return refused(low, node, outside ? queryItems.otherDatabase : expressionItems.unresolved, { name: written.join('.') });
  }
  if (source.origin === 'system') return lowerSystemView(low, node, source);
  const alias = qualifierOf(low, source);
  if (source.object !== undefined) {
    const target = low.ctx.names.relation(source.object.schema, source.object.name);
    low.ctx.need(targetKey({ kind: 'TABLE', ...target }));
    return pg.table(pg.name(target.schema, target.name), alias === target.name ? undefined : alias);
  }
  const { absent } = low;
  if (absent !== undefined && (source.origin === 'inserted' || source.origin === 'deleted') && absent.names.includes(source.origin)) {
    return { kind: 'FromSubquery', query: pg.select([pg.item(pg.star())], { from: [pg.table(absent.table)], where: pg.boolean(false) }), alias };
  }
  if (absent?.rowLevel === true && (source.origin === 'inserted' || source.origin === 'deleted')) {
    return { kind: 'FromSubquery', query: pg.select([pg.item(pg.star(source.origin === 'inserted' ? 'new' : 'old'))]), alias };
  }
  const name = source.origin === 'inserted' || source.origin === 'deleted' ? source.origin : temporaryName(low, source.name ?? source.alias);
  return pg.table(pg.name(name), alias === name ? undefined : alias);
}

function lowerApply(low: Lowering, node: ApplyTable): FromItem {
  const left = lowerTable(low, node.left);
  const right = lowerTable(low, node.right);
  const lateral: FromItem = right.kind === 'FromSubquery' || right.kind === 'FromFunction' || right.kind === 'FromXmlTable' ? { ...right, lateral: true } : right;
  return node.apply === 'CROSS' ? pg.join('CROSS', left, lateral) : pg.join('LEFT', left, lateral, pg.boolean(true));
}

const escapeRegex = (text: string): string => text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');

function lowerFunction(low: Lowering, node: FunctionTable): FromItem {
  const parts = partsOf(node.call.name);
  const name = parts[parts.length - 1] ?? '';
  const source = sourceOf(low.binding, node);
  const local = low.ctx.names.local;
  const alias = source === undefined || node.alias !== undefined ? local(node.alias?.name ?? name) : qualifierOf(low, source);
  const columns = node.columns.length === 0 ? undefined : node.columns.map((c) => local(c.name));
  if (parts.length === 1 && name.toUpperCase() === 'STRING_SPLIT') {
    const separator = textOf(node.call.args[1]);
    const text = node.call.args[0];
    if (separator === '' || text === undefined || node.call.args[1] === undefined || (node.call.args.length > 2 && integerOf(node.call.args[2]) === undefined)) return refused(low, node, expressionItems.builtIn, { function: 'STRING_SPLIT', reason: 'this form' });
    const value = coerce(low, text, scalar('nvarchar', { length: 'max' }));
    const numbered = integerOf(node.call.args[2]) === 1;
    const rest = { alias, columns: columns ?? (numbered ? ['value', 'ordinal'] : ['value']), ...(numbered ? { ordinality: true } : {}) };
    if (separator === undefined || isLoose(low, [text])) return { kind: 'FromFunction', call: supportCall(low, splitText, [value, separator === undefined ? coerce(low, node.call.args[1], scalar('nvarchar', { length: 1 })) : pg.text(separator)]), ...rest };
    return { kind: 'FromFunction', call: pg.call('regexp_split_to_table', value, pg.text(escapeRegex(separator))), ...rest };
  }
  const { object } = source ?? {};
  const routine = object === undefined ? undefined : low.binding.index.routine(object.schema, object.name);
  if (object === undefined || routine?.table === undefined) return refused(low, node, parts.length === 1 ? expressionItems.builtIn : expressionItems.unresolved, parts.length === 1 ? { function: name } : { name: parts.join('.') });
  const target = low.ctx.names.routine(object.schema, object.name);
  low.ctx.need(targetKey({ kind: 'FUNCTION', ...target }));
  lowerHints(low, node, node.hints);
  const args = routineArguments(low, node.call.args, routine.parameters.map((p) => p.type));
  return { kind: 'FromFunction', call: { ...pg.callIn(target.schema, target.name, ...args) }, alias, columns };
}
