import type { Check, Table } from '@ferry/catalog';
import type { ConvertedPart, TargetRef } from '@ferry/conversion';
import { constraintItems } from '../action-items/constraints';
import { collecting } from '../collecting';
import type { ConversionContext } from '../context';
import { lowerExpression } from '../lower';
import { constraintComments, constraintRef, lostConstraint } from './keys';
import { converted, qualified, statement } from './parts';

/** A CHECK: NULL passes in both databases. One that the source did not check on all rows is NOT VALID. */
export function convertCheck(table: Table, constraint: Check, shared: ConversionContext): ConvertedPart[] {
  const ctx = collecting(shared, table);
  const owner = shared.names.relation(table.schema, table.name);
  const name = shared.names.constraint(constraint);
  const listed = { ref: constraintRef(table, constraint), at: constraint.at };
  const lowered = lowerExpression({ at: constraint.expression, table, expect: 'condition' }, ctx);
  if (lowered === undefined) {
    ctx.raise(constraintItems.check, { name: constraint.name ?? name });
    return lostConstraint(table, constraint, ctx);
  }
  if (constraint.notValidated === true) ctx.raise(constraintItems.disabled, { name: constraint.name ?? name });
  const creates: TargetRef = { kind: 'CHECK', schema: owner.schema, name, parent: owner.name };
  const add = statement(
    ctx,
    {
      kind: 'AlterTable',
      name: qualified(owner),
      source: constraint.at,
      actions: [{ do: 'ADD CONSTRAINT', constraint: { kind: 'CheckConstraint', name, expression: lowered.expression, notValid: constraint.notValidated === true ? true : undefined } }],
    },
    { creates, phase: 'checks', needs: ctx.needs },
  );
  const comments = constraintComments(table, constraint, ctx, { address: { type: 'CONSTRAINT', name, on: qualified(owner) }, ref: creates });
  return [converted(listed, [creates], [add], ctx), ...comments];
}
