import type { Expression as SourceExpression, MethodCall, MethodTable } from '@ferry/source-sqlserver';
import { familyOf, isScalar, scalar, symbolOf, typeFromText } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { Expression, FromItem } from '@ferry/target-postgresql';
import { expressionItems } from '../action-items/expressions';
import { xmlComputed, xmlEscape, xmlExists, xmlLiteral, xmlModify, xmlNodes, xmlQuery, xmlValue } from '../functions/xml-support';
import { joinedTexts } from '../rules/joined-texts';
import { convert } from './convert';
import { lowerNode } from './expressions';
import { lowerHierarchyMethod } from './hierarchyid';
import { textOf } from './literals';
import { bare, castTo, refuse, sqlTypeOf } from './lowering';
import type { Lowering } from './lowering';
import { lowerSpatial } from './spatial';
import { support } from './support-call';
import { readXmlChange } from './xml-changes';
import type { XmlChange } from './xml-changes';
import { readXmlPath } from './xpath';
import type { XmlPath } from './xpath';

/** Methods of xml, hierarchyid and shapes where a counterpart is certain; all others fail loudly where they stand. */
export function lowerMethod(low: Lowering, node: MethodCall): Expression {
  return textOfJoined(low, node) ?? lowerXmlMethod(low, node) ?? lowerHierarchyMethod(low, node) ?? lowerSpatial(low, sqlTypeOf(low, node.target), () => lowerNode(low, node.target), node.method.name, node.args) ?? refuse(low, node, expressionItems.xmlMethod, { method: `.${node.method.name}()` });
}

/** Paths of `.value()` that mean the whole text of the document. */
const wholeText = new Set(['.', '.[1]', '(.)[1]', 'text()[1]', '(./text())[1]', './text()[1]', '(text())[1]']);

/** `(SELECT ... FOR XML PATH(''), TYPE).value('.', 'nvarchar(max)')`: the texts joined. */
function textOfJoined(low: Lowering, node: MethodCall): Expression | undefined {
  const target = bare(node.target);
  const path = textOf(node.args[0]);
  const type = textOf(node.args[1]);
  if (target.kind !== 'SubqueryExpression' || node.method.name.toLowerCase() !== 'value' || path === undefined || !wholeText.has(path.replaceAll(' ', '')) || !/^n?varchar\s*\(/i.test(type ?? '')) return undefined;
  return joinedTexts(low, target.query, true);
}

/** The nodes() that a column comes from: its values are nodes inside a document, which are documents of their own here. */
function nodesOf(low: Lowering, target: SourceExpression): MethodTable | undefined {
  const inner = bare(target);
  const symbol = inner.kind === 'ColumnReference' ? symbolOf(low.binding, inner) : undefined;
  if (symbol?.kind !== 'column' || symbol.source.origin !== 'function' || symbol.source.object !== undefined) return undefined;
  for (const [node, source] of low.binding.sources) if (node.kind === 'MethodTable' && source.alias === symbol.source.alias) return node as MethodTable;
  return undefined;
}

/** A path of a method, seen from what the method is called on. */
function pathOf(low: Lowering, target: SourceExpression, argument: SourceExpression | undefined): XmlPath | undefined {
  const text = textOf(argument);
  if (text === undefined) return undefined;
  const from = nodesOf(low, target);
  const path = readXmlPath(text, low.namespaces, from !== undefined);
  if (path === undefined || from === undefined || !path.absolute) return path;
  // From the root of the document: the same only when the node is that root.
  const outer = pathOf(low, from.call.target, from.call.args[0]);
  return outer !== undefined && outer.absolute && outer.steps === 1 && nodesOf(low, from.call.target) === undefined ? path : undefined;
}

const arrayOfNamespaces = (namespaces: XmlPath['namespaces']): Expression =>
  namespaces.length === 0 ? pg.cast(pg.text('{}'), pg.arrayOf(pg.type('text'))) : { kind: 'ArrayLiteral', elements: namespaces.map(([prefix, uri]): Expression => ({ kind: 'ArrayLiteral', elements: [pg.text(prefix), pg.text(uri)] })) };
const namespaceArray = (path: XmlPath): Expression => arrayOfNamespaces(path.namespaces);

/** A value of SQL in a text of XQuery. */
function embeddedOf(low: Lowering, argument: SourceExpression | undefined, key: string): SourceExpression | undefined {
  return argument === undefined ? undefined : low.binding.embedded.get(argument)?.get(key);
}

/** A value of SQL as text: what XML makes of it. */
function asText(low: Lowering, node: SourceExpression): Expression | undefined {
  const type = sqlTypeOf(low, node);
  const value = (): Expression => lowerNode(low, node);
  switch (familyOf(type)) {
    case 'string': return castTo(convert(low, node, value(), type, scalar('nvarchar', { length: 'max' }), 'implicit'), 'text');
    case 'integer': case 'decimal': case 'money': case 'float': return castTo(value(), 'text');
    case 'bit': return low.bitIsBoolean ? castTo(value(), 'text') : undefined;
    case 'guid': return pg.call('upper', castTo(value(), 'text'));
    case 'date-time': return isScalar(type) && type.base === 'date' ? castTo(value(), 'text') : undefined;
    default: return undefined;
  }
}

/** A path as text, with the values of SQL put in. */
function pathText(low: Lowering, path: XmlPath, argument: SourceExpression | undefined): Expression | undefined {
  const pieces = path.path.split(/\uE000(\d+)\uE001/);
  const out: Expression[] = [];
  for (const [i, piece] of pieces.entries()) {
    if (i % 2 === 0) {
      if (piece !== '') out.push(pg.text(piece));
      continue;
    }
    const node = embeddedOf(low, argument, path.holes[Number(piece)] ?? '');
    const value = node === undefined ? undefined : asText(low, node);
    if (node === undefined || value === undefined) return undefined;
    const family = familyOf(sqlTypeOf(low, node));
    const isNumber = family === 'integer' || family === 'decimal' || family === 'money' || family === 'float';
    if (family === 'bit') return undefined;
    out.push(isNumber ? pg.call('coalesce', value, pg.text('self::node()[false()]')) : support(low, xmlLiteral, [value]));
  }
  return out.length === 0 ? undefined : out.reduce((a, b) => pg.concat(a, b));
}

function lowerXmlMethod(low: Lowering, node: MethodCall): Expression | undefined {
  const [argument] = node.args;
  const binary = node.method.name.toLowerCase() === 'value' ? binaryText(low, node) : undefined;
  if (binary !== undefined) return binary;
  if (familyOf(sqlTypeOf(low, node.target)) !== 'xml') return undefined;
  const path = pathOf(low, node.target, argument);
  if (path === undefined) return undefined;
  const written = pathText(low, path, argument);
  if (written === undefined) return undefined;
  const own = nodesOf(low, node.target) !== undefined;
  const namespaces = namespaceArray(path);
  switch (node.method.name.toLowerCase()) {
    case 'value': {
      const type = typeFromText(textOf(node.args[1]) ?? '');
      if (!isScalar(type)) return undefined;
      const text = support(low, path.computed ? xmlComputed : xmlValue, [lowerNode(low, node.target), written, namespaces]);
      return convert(low, node, text, scalar('nvarchar', { length: 'max' }), type, 'explicit');
    }
    case 'exist': {
      if (!low.bitIsBoolean || path.computed) return undefined;
      return own ? pg.call('xpath_exists', written, lowerNode(low, node.target), namespaces) : support(low, xmlExists, [lowerNode(low, node.target), written, namespaces]);
    }
    // An attribute has no place outside of an element.
    case 'query': return path.computed || /@[\w.*:-]+(\[[^\]]*\])*\)*(\[\d+\])?$/.test(path.path) ? undefined : support(low, xmlQuery, [lowerNode(low, node.target), written, namespaces]);
    default: return undefined;
  }
}

/** Bytes as text and back: `CAST('' AS xml).value('xs:base64Binary(sql:variable("@b"))', 'varchar(max)')`, with hexBinary too. */
function binaryText(low: Lowering, node: MethodCall): Expression | undefined {
  const [argument] = node.args;
  const match = /^\s*xs:(base64|hex)Binary\s*\(\s*(?:xs:(base64|hex)Binary\s*\(\s*)?(sql:(?:variable|column))\s*\(\s*["']([^"']*)["']\s*\)\s*(\)?)\s*\)\s*(?:\[1\]\s*)?$/.exec(textOf(argument) ?? '');
  const type = typeFromText(textOf(node.args[1]) ?? '');
  if (match === null || !isScalar(type) || (match[2] === undefined) !== (match[5] === '')) return undefined;
  const value = embeddedOf(low, argument, `${(match[3] ?? '').slice(4)} ${match[4] ?? ''}`);
  if (value === undefined) return undefined;
  const given = familyOf(sqlTypeOf(low, value));
  const read = match[2] ?? match[1] ?? '';
  const source = given === 'binary' ? lowerNode(low, value) : asText(low, value);
  if (source === undefined || (given !== 'binary' && given !== 'string')) return undefined;
  const bytes = given === 'binary' ? source : pg.call('decode', source, pg.text(read));
  if (familyOf(type) === 'binary') return convert(low, node, bytes, scalar('varbinary', { length: 'max' }), type, 'explicit');
  if (familyOf(type) !== 'string') return undefined;
  const wanted = match[1] ?? '';
  const encoded = pg.call('encode', bytes, pg.text(wanted));
  // encode() breaks base64 into lines, and hexBinary has capitals.
  const text = wanted === 'base64' ? pg.call('translate', encoded, { kind: 'StringLiteral', value: '\n' }, pg.text('')) : pg.call('upper', encoded);
  return convert(low, node, text, scalar('varchar', { length: 'max' }), type, 'explicit');
}

/**
 * What modify() makes of a document.
 * @returns undefined for what is not converted
 */
export function modifiedXml(low: Lowering, call: MethodCall, document: Expression): Expression | undefined {
  const [argument] = call.args;
  const change = call.method.name.toLowerCase() === 'modify' ? readXmlChange(textOf(argument) ?? '', low.namespaces) : undefined;
  const path = change === undefined ? undefined : pathText(low, change.target, argument);
  if (change === undefined || path === undefined) return undefined;
  const content = contentOf(low, change, document, argument);
  if (content === undefined) return undefined;
  const action = change.name === undefined ? change.action : `${change.action} ${change.name}`;
  return support(low, xmlModify, [document, pg.text(action), path, namespaceArray(change.target), content]);
}

function contentOf(low: Lowering, change: XmlChange, document: Expression, argument: SourceExpression | undefined): Expression | undefined {
  if (change.computed !== undefined) {
    const path = pathText(low, change.computed, argument);
    return path === undefined ? undefined : support(low, change.computed.computed ? xmlComputed : xmlValue, [document, path, namespaceArray(change.computed)]);
  }
  // Values of texts and attributes are escaped where they are put; elements are written as they are.
  const plain = change.action === 'replace' || change.action === 'insert attribute';
  const pieces: Expression[] = [];
  for (const piece of change.content ?? []) {
    if (typeof piece === 'string') {
      if (piece !== '' || plain) pieces.push(pg.text(piece));
      continue;
    }
    const node = embeddedOf(low, argument, piece.value);
    if (node === undefined) return undefined;
    if (familyOf(sqlTypeOf(low, node)) === 'xml') {
      if (plain) return undefined;
      pieces.push(castTo(lowerNode(low, node), 'text'));
      continue;
    }
    const text = asText(low, node);
    // A value alone is no node.
    if (text === undefined || (!plain && change.content?.length === 1)) return undefined;
    pieces.push(plain ? text : support(low, xmlEscape, [text]));
  }
  return pieces.length === 0 ? pg.null : pieces.reduce((a, b) => pg.concat(a, b));
}

/** `document.nodes('path') AS t(c)`: one row for each node. */
export function lowerNodes(low: Lowering, node: MethodTable): FromItem | undefined {
  if (node.call.method.name.toLowerCase() !== 'nodes' || familyOf(sqlTypeOf(low, node.call.target)) !== 'xml') return undefined;
  const path = pathOf(low, node.call.target, node.call.args[0]);
  if (path === undefined || path.leaf || node.alias === undefined) return undefined;
  const written = path.computed ? undefined : pathText(low, path, node.call.args[0]);
  if (written === undefined) return undefined;
  const document = lowerNode(low, node.call.target);
  const call = nodesOf(low, node.call.target) === undefined ? support(low, xmlNodes, [document, written, namespaceArray(path)]) : pg.call('xpath', written, document, namespaceArray(path));
  const { local } = low.ctx.names;
  return { kind: 'FromFunction', call: pg.call('unnest', call), alias: local(node.alias.name), columns: node.columns.map((c) => local(c.name)) };
}
