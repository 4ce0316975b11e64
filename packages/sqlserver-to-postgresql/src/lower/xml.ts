import type { Expression as SourceExpression, MethodCall, MethodTable } from '@ferry/source-sqlserver';
import { familyOf, isScalar, scalar, symbolOf, typeFromText } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { Expression, FromItem } from '@ferry/target-postgresql';
import { expressionItems } from '../action-items/expressions';
import { xmlValue } from '../functions/support';
import { joinedTexts } from '../rules/joined-texts';
import { convert } from './convert';
import { lowerNode } from './expressions';
import { lowerHierarchyMethod } from './hierarchyid';
import { textOf } from './literals';
import { bare, refuse, sqlTypeOf } from './lowering';
import type { Lowering } from './lowering';
import { lowerSpatial } from './spatial';
import { support } from './support-call';
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

const namespaceArray = (path: XmlPath): Expression =>
  path.namespaces.length === 0 ? pg.cast(pg.text('{}'), pg.arrayOf(pg.type('text'))) : { kind: 'ArrayLiteral', elements: path.namespaces.map(([prefix, uri]): Expression => ({ kind: 'ArrayLiteral', elements: [pg.text(prefix), pg.text(uri)] })) };

function lowerXmlMethod(low: Lowering, node: MethodCall): Expression | undefined {
  if (familyOf(sqlTypeOf(low, node.target)) !== 'xml') return undefined;
  const path = pathOf(low, node.target, node.args[0]);
  if (path === undefined) return undefined;
  const namespaces = namespaceArray(path);
  switch (node.method.name.toLowerCase()) {
    case 'value': {
      const type = typeFromText(textOf(node.args[1]) ?? '');
      if (!isScalar(type)) return undefined;
      const text = support(low, xmlValue, [lowerNode(low, node.target), pg.text(path.path), namespaces]);
      return convert(low, node, text, scalar('nvarchar', { length: 'max' }), type, 'explicit');
    }
    case 'exist': return low.bitIsBoolean ? pg.call('xpath_exists', pg.text(path.path), lowerNode(low, node.target), namespaces) : undefined;
    default: return undefined;
  }
}

/** `document.nodes('path') AS t(c)`: one row for each node. */
export function lowerNodes(low: Lowering, node: MethodTable): FromItem | undefined {
  if (node.call.method.name.toLowerCase() !== 'nodes' || familyOf(sqlTypeOf(low, node.call.target)) !== 'xml') return undefined;
  const path = pathOf(low, node.call.target, node.call.args[0]);
  if (path === undefined || path.leaf || node.alias === undefined) return undefined;
  const call = pg.call('xpath', pg.text(path.path), lowerNode(low, node.call.target), namespaceArray(path));
  const { local } = low.ctx.names;
  return { kind: 'FromFunction', call: pg.call('unnest', call), alias: local(node.alias.name), columns: node.columns.map((c) => local(c.name)) };
}
