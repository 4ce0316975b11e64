import { arithmeticType, isScalar, partsOf } from '@ferry/source-sqlserver';
import type { Expression, RowSource, SetClause, ShapeColumn } from '@ferry/source-sqlserver';
import { sqlTypeOf } from './lowering';
import type { Lowering } from './lowering';

/**
 * The value that `column = value` or `column += value` stores. The second reads the column first.
 * @param source the rows among which the column is read
 */
export function assignedValue(low: Lowering, clause: Extract<SetClause, { kind: 'ColumnAssignment' }>, source: RowSource, column: ShapeColumn): Expression {
  if (clause.operator === '=' || !isScalar(column.type)) return clause.value;
  const { binding } = low;
  const left: Expression = { kind: 'ColumnReference', span: clause.column.span, name: clause.column };
  const right: Expression = { kind: 'ParenthesizedExpression', span: clause.value.span, expression: clause.value };
  const node: Expression = { kind: 'BinaryExpression', span: clause.span, operator: clause.operator.slice(0, -1) as '+', left, right };
  const own = sqlTypeOf(low, clause.value);
  binding.types.set(left, column.type);
  binding.types.set(right, own);
  binding.types.set(node, arithmeticType(node.operator, column.type, own));
  const name = partsOf(clause.column).pop() ?? '';
  binding.symbols.set(left, { kind: 'column', source, column: source.columns?.find((c) => binding.index.fold(c.name) === binding.index.fold(name)), name });
  return node;
}
