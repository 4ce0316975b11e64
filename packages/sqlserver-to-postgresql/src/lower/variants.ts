import type { ComparisonOperator, Expression as SourceExpression, ScalarType, SqlType } from '@ferry/source-sqlserver';
import { familyOf, isScalar } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { Expression } from '@ferry/target-postgresql';
import { lowerNode } from './expressions';
import { bare, sqlTypeOf } from './lowering';
import type { Lowering } from './lowering';

export const isVariant = (type: SqlType): boolean => isScalar(type) && type.base === 'sql_variant';

/**
 * What a sql_variant holds, where the text of the program tells: `CAST(CAST(1 AS int) AS sql_variant)` holds an int. An expression of
 * another type is itself.
 */
export function held(low: Lowering, node: SourceExpression): SourceExpression | undefined {
  if (!isVariant(sqlTypeOf(low, node))) return isScalar(sqlTypeOf(low, node)) ? node : undefined;
  const inner = bare(node);
  return (inner.kind === 'CastExpression' || (inner.kind === 'ConvertExpression' && inner.style === undefined)) ? held(low, inner.operand) : undefined;
}

/** Higher families are greater: https://learn.microsoft.com/sql/t-sql/data-types/sql-variant-transact-sql */
function rank(type: ScalarType): number {
  switch (familyOf(type)) {
    case 'date-time': return 6;
    case 'float': return 5;
    case 'decimal': case 'money': case 'integer': case 'bit': return 4;
    case 'string': return 3;
    case 'binary': return 2;
    case 'guid': return 1;
    default: return 0;
  }
}

/** Two values of different families: which is greater hangs on the families alone. @returns undefined when they are of one family */
export function comparedFamilies(low: Lowering, operator: ComparisonOperator, left: SourceExpression, right: SourceExpression): Expression | undefined {
  const [a, b] = [sqlTypeOf(low, left), sqlTypeOf(low, right)];
  if (!isScalar(a) || !isScalar(b)) return undefined;
  const order = rank(a) - rank(b);
  if (order === 0) return undefined;
  const truth = operator === '<>' || operator === '!=' || (order > 0 ? /^(>|>=|!<)$/.test(operator) : /^(<|<=|!>)$/.test(operator));
  return pg.case([pg.when(pg.and(pg.isNotNull(lowerNode(low, left)), pg.isNotNull(lowerNode(low, right))), pg.boolean(truth))]);
}

/** Digits of numbers: https://learn.microsoft.com/sql/t-sql/functions/sql-variant-property-transact-sql */
const precisions: Readonly<Record<string, number>> = { datetime: 23, smalldatetime: 16, float: 53, real: 24, money: 19, smallmoney: 10, bigint: 19, int: 10, smallint: 5, tinyint: 3, bit: 1 };
const bytes: Readonly<Record<string, number>> = { datetime: 8, smalldatetime: 4, float: 8, real: 4, money: 8, smallmoney: 4, bigint: 8, int: 4, smallint: 2, tinyint: 1, bit: 1, date: 3, uniqueidentifier: 16 };

/** SQL_VARIANT_PROPERTY of a value whose type is known. @returns undefined for a property that hangs on the value */
export function variantProperty(type: ScalarType, property: string): Expression | undefined {
  switch (property.toLowerCase()) {
    case 'basetype': return pg.text(type.base === 'rowversion' ? 'timestamp' : type.base);
    case 'precision': return pg.number(type.precision ?? precisions[type.base] ?? 0);
    case 'scale': return pg.number(type.base === 'datetime' ? 3 : type.base === 'money' || type.base === 'smallmoney' ? 4 : (type.scale ?? 0));
    case 'maxlength': {
      const size = bytes[type.base] ?? (typeof type.length === 'number' ? type.length * (type.base === 'nvarchar' || type.base === 'nchar' ? 2 : 1) : undefined);
      return size === undefined ? undefined : pg.number(size);
    }
    default: return undefined;
  }
}
