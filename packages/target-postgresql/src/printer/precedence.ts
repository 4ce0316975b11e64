import type { Expression } from '../syntax';

/**
 * How tightly an expression holds together, weakest first
 * (https://www.postgresql.org/docs/18/sql-syntax-lexical.html#SQL-PRECEDENCE).
 */
export const level = {
  any: 0,
  or: 1,
  and: 2,
  not: 3,
  is: 4,
  comparison: 5,
  matching: 6,
  operator: 7,
  add: 8,
  multiply: 9,
  power: 10,
  at: 11,
  collate: 12,
  sign: 13,
  cast: 15,
  primary: 20,
} as const;

const comparisons = new Set(['=', '<>', '!=', '<', '>', '<=', '>=']);

export function operatorLevel(operator: string): number {
  if (comparisons.has(operator)) return level.comparison;
  if (operator === '+' || operator === '-') return level.add;
  if (operator === '*' || operator === '/' || operator === '%') return level.multiply;
  return operator === '^' ? level.power : level.operator;
}

export function expressionLevel(e: Expression): number {
  switch (e.kind) {
    case 'Logical':
      return e.operands.length < 2 ? level.any : e.operator === 'OR' ? level.or : level.and;
    case 'Not':
      return level.not;
    case 'IsNull':
    case 'IsTest':
    case 'IsDistinctFrom':
      return level.is;
    case 'Binary':
      return e.operatorSchema === undefined ? operatorLevel(e.operator) : level.operator;
    case 'InList':
    case 'InSubquery':
    case 'Between':
    case 'Like':
      return level.matching;
    case 'Quantified':
      return level.comparison;
    case 'AtTimeZone':
      return level.at;
    case 'Collate':
      return level.collate;
    case 'Unary':
      return e.operator === '-' || e.operator === '+' ? level.sign : level.operator;
    case 'Cast':
      return e.style === 'cast' ? level.primary : level.cast;
    default:
      return level.primary;
  }
}

/** Whether the grammar's narrow rule `b_expr` takes it without brackets (DEFAULT, BETWEEN's lower bound, POSITION). */
export function isNarrow(e: Expression): boolean {
  switch (e.kind) {
    case 'Binary':
      return isNarrow(e.left) && isNarrow(e.right);
    case 'Unary':
      return isNarrow(e.operand);
    default:
      return expressionLevel(e) >= level.cast;
  }
}
