import type { MethodCall } from '@ferry/source-sqlserver';
import type { Expression } from '@ferry/target-postgresql';
import { expressionItems } from '../action-items/expressions';
import { lowerHierarchyMethod } from './hierarchyid';
import { refuse } from './lowering';
import type { Lowering } from './lowering';

/** Methods of xml and spatial values are not converted in this cut: each fails loudly where it stands. */
export function lowerMethod(low: Lowering, node: MethodCall): Expression {
  return lowerHierarchyMethod(low, node) ?? refuse(low, node, expressionItems.xmlMethod, { method: `.${node.method.name}()` });
}
