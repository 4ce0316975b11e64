import type { CodeObject } from '@ferry/catalog';
import type { Statement } from '../syntax';
import { bindQuery } from './bind-queries';
import { bindStatements } from './bind-statements';
import { emptyBinding, namedType } from './binding';
import type { Binding } from './binding';
import { bindExpression } from './bind-expressions';
import type { CatalogIndex } from './catalog-index';
import type { ParsedDefinition } from './reader';
import { rootScope } from './scope';
import type { Environment, OuterNames } from './scope';
import { parametersOf, routineEnvironment } from './shapes';
import { bodyOf } from './surveys';

/** A view, routine or trigger, parsed and bound. */
export interface BoundObject {
  readonly object: CodeObject;
  readonly parsed: ParsedDefinition;
  readonly binding: Binding;
  /** As it is at the end of the object: with all that it declares. */
  readonly environment: Environment;
  readonly body: readonly Statement[];
}

function environmentOf(index: CatalogIndex, object: CodeObject, node: Statement | undefined, outer: OuterNames | undefined): Environment {
  const parameters = node?.kind === 'CreateProcedureStatement' || node?.kind === 'CreateFunctionStatement' ? parametersOf(index, node.parameters) : [];
  const plain: Environment = { ...routineEnvironment(index, object.schema, parameters), ...(outer === undefined ? {} : { outer }) };
  if (node?.kind === 'CreateFunctionStatement' && node.returns.kind === 'ReturnsTable' && node.returns.variable !== undefined) plain.tables.set(index.fold(node.returns.variable.name), index.tableElements(node.returns.elements));
  if (object.kind !== 'TRIGGER') return plain;
  const columns = object.on === undefined ? undefined : index.relation(object.on.schema, object.on.name)?.columns;
  return { ...plain, transition: new Map([['inserted', columns], ['deleted', columns]]) };
}

/** Binds a code object with all it holds. @param outer what it finds although a caller made it */
export function bindObject(index: CatalogIndex, object: CodeObject, parsed: ParsedDefinition, outer?: OuterNames): BoundObject {
  const node = parsed.statement;
  const environment = environmentOf(index, object, node, outer);
  const binding = emptyBinding(index);
  const scope = rootScope(environment, index.fold);
  if (node?.kind === 'CreateProcedureStatement' || node?.kind === 'CreateFunctionStatement') {
    for (const p of node.parameters) {
      namedType(binding, p.type, { nullable: true });
      if (p.default) bindExpression(binding, p.default, scope);
    }
  }
  if (node?.kind === 'CreateFunctionStatement' && node.returns.kind === 'ReturnsScalar') namedType(binding, node.returns.type, { nullable: true });
  if (node?.kind === 'CreateFunctionStatement' && node.returns.kind === 'ReturnsQuery') bindQuery(binding, node.returns.query, scope);
  if (node?.kind === 'CreateViewStatement') bindQuery(binding, node.query, scope);
  const body = bodyOf(node);
  bindStatements(binding, body, environment);
  return { object, parsed, binding, environment, body };
}
