import type { MethodCall } from '@ferry/source-sqlserver';
import type { Expression } from '@ferry/target-postgresql';
import { expressionItems } from '../action-items/expressions';
import { lowerHierarchyMethod } from './hierarchyid';
import { joinedTexts } from '../rules/joined-texts';
import { textOf } from './literals';
import { bare, refuse } from './lowering';
import type { Lowering } from './lowering';

/** Methods of xml and spatial values are not converted in this cut: each fails loudly where it stands. */
export function lowerMethod(low: Lowering, node: MethodCall): Expression {
  const joined = textOfJoined(low, node);
  if (joined !== undefined) return joined;
  return lowerHierarchyMethod(low, node) ?? refuse(low, node, expressionItems.xmlMethod, { method: `.${node.method.name}()` });
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
