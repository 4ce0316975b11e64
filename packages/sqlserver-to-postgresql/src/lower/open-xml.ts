import type { ExecuteStatement, Expression as SourceExpression, OpenXmlTable, VariableDeclaration } from '@ferry/source-sqlserver';
import { familyOf, isScalar, partsOf, scalar, sourceOf, walk } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { FromItem, FromXmlTable, PlStatement, SelectItem } from '@ferry/target-postgresql';
import { qualifierOf } from './columns';
import { convert } from './convert';
import { coerce } from './expressions';
import { integerOf, textOf } from './literals';
import type { Lowering } from './lowering';
import { helperVariable } from './routine-state';
import type { RoutineState } from './routine-state';

/** A document that sp_xml_preparedocument has read: the variable that holds it, and the prefixes that paths may use. */
export interface XmlDocument {
  readonly variable: string;
  readonly namespaces: readonly { readonly name: string; readonly uri: string }[];
}

const variableOf = (node: SourceExpression | undefined): string | undefined => (node?.kind === 'Variable' ? node.name.toLowerCase() : undefined);

/** `<root xmlns:a="uri" />`: the prefixes that it declares. */
function namespacesOf(text: string): XmlDocument['namespaces'] | undefined {
  const found = [...text.matchAll(/xmlns:([A-Za-z_][\w.-]*)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)].map(([, name = '', double, single]) => ({ name, uri: double ?? single ?? '' }));
  // A default namespace means nothing to XPath 1.0.
  return /\sxmlns\s*=/.test(text) ? undefined : found;
}

/** Whether a handle is only given to OPENXML and to the procedures that make and free it. */
function onlyAHandle(state: RoutineState, handle: string): boolean {
  let [uses, known] = [0, 0];
  for (const statement of state.routine.body)
    walk(statement, (n) => {
      if (n.kind === 'Variable' && (n as unknown as { name: string }).name.toLowerCase() === handle) uses++;
      if (n.kind === 'VariableDeclaration' && variableOf((n as VariableDeclaration).variable) === handle) known++;
      if (n.kind === 'OpenXmlTable' && variableOf((n as OpenXmlTable).document) === handle) known++;
      if (n.kind !== 'ExecuteStatement') return;
      const { target } = n as ExecuteStatement;
      if (target.kind === 'ExecuteProcedure' && target.name.kind === 'QualifiedName' && /^sp_xml_(?:prepare|remove)document$/i.test(partsOf(target.name).pop() ?? '') && target.args.some((a) => variableOf(a.value) === handle)) known++;
    });
  return uses <= known;
}

/** sp_xml_preparedocument: the document goes into a variable beside the handle. https://learn.microsoft.com/sql/relational-databases/system-stored-procedures/sp-xml-preparedocument-transact-sql */
export function prepareDocument(state: RoutineState, given: { readonly handle: SourceExpression | undefined; readonly text: SourceExpression | undefined; readonly namespaces: SourceExpression | undefined }): readonly PlStatement[] | undefined {
  const handle = variableOf(given.handle);
  const written = given.namespaces === undefined ? '' : textOf(given.namespaces);
  const namespaces = written === undefined ? undefined : namespacesOf(written);
  if (handle === undefined || given.text === undefined || namespaces === undefined || !onlyAHandle(state, handle)) return undefined;
  const variable = helperVariable(state, `document of ${handle}`, `${state.names.get(handle) ?? 'xml'}_document`, pg.type('xml'));
  state.documents.set(handle, { variable, namespaces });
  state.unread.add(state.names.get(handle) ?? '');
  return [pg.assign(variable, coerce(state.low, given.text, scalar('xml')))];
}

/** sp_xml_removedocument. */
export function removeDocument(state: RoutineState, given: SourceExpression | undefined): readonly PlStatement[] | undefined {
  const document = state.documents.get(variableOf(given) ?? '');
  return document === undefined ? undefined : [pg.assign(document.variable, pg.null)];
}

/** Where a column without a path finds its value: 1 in an attribute, 2 in an element, 3 in either. */
const ownPath = (name: string, flags: number): string => (flags === 2 ? name : flags === 3 ? `@${name} | ${name}` : `@${name}`);

/**
 * OPENXML: XMLTABLE over the document that was prepared. Values are read as texts, of several the first, and converted as CAST does.
 * https://learn.microsoft.com/sql/t-sql/functions/openxml-transact-sql
 */
export function lowerOpenXml(low: Lowering, node: OpenXmlTable): FromItem | undefined {
  const source = sourceOf(low.binding, node);
  const document = low.document(variableOf(node.document) ?? '');
  const row = textOf(node.path);
  const flags = node.flags === undefined ? 0 : integerOf(node.flags);
  // Without WITH the rows are edges of the document's graph.
  if (document === undefined || source?.columns === undefined || row === undefined || flags === undefined || flags > 3 || (node.columns.length === 0 && node.schemaTable === undefined)) return undefined;
  const items: SelectItem[] = [];
  const outputs: FromXmlTable['outputs'][number][] = [];
  for (const [i, { name, type }] of source.columns.entries()) {
    const written = node.columns[i]?.path;
    const path = written === undefined ? ownPath(name, flags) : textOf(written);
    // Properties that the parser adds (@mp:id) have no counterpart.
    if (path === undefined || path.includes('@mp:') || !isScalar(type)) return undefined;
    const own = low.ctx.names.local(name);
    const isXml = familyOf(type) === 'xml';
    outputs.push({ name: own, type: pg.type(isXml ? 'xml' : 'text'), path: pg.text(`(${path})[1]`) });
    const value = pg.column('node', own);
    items.push(pg.item(isXml ? value : convert(low, node.document, value, scalar('nvarchar', { length: 'max' }), type, 'explicit'), own));
  }
  const rows: FromXmlTable = { kind: 'FromXmlTable', ...(document.namespaces.length === 0 ? {} : { namespaces: document.namespaces }), row: pg.text(row), document: pg.variable(document.variable), outputs, alias: 'node' };
  return { kind: 'FromSubquery', query: pg.select(items, { from: [rows] }), alias: qualifierOf(low, source) };
}
