import { baseTypes, broughtCollation, collated, decimalFacets, familyOf, isNational, isScalar, isString, nullType, scalar, unknownType, withNull, withoutLiteral } from './sql-type';
import type { BaseType, ScalarType, SqlType } from './sql-type';

/** Lower is stronger: https://learn.microsoft.com/sql/t-sql/data-types/data-type-precedence-transact-sql */
const rank = new Map<BaseType, number>(baseTypes.map((name, index) => [name, index]));
const rankOf = (type: ScalarType): number => rank.get(type.base) ?? Number.MAX_SAFE_INTEGER;

/** Keeps a decimal within 38 digits as SQL Server does: https://learn.microsoft.com/sql/t-sql/data-types/precision-scale-and-length-transact-sql */
function fitDecimal(precision: number, scale: number, operator: string): { precision: number; scale: number } {
  if (precision <= 38) return { precision, scale };
  const integral = precision - scale;
  if (operator === '*' || operator === '/') {
    if (integral < 32) return { precision: 38, scale: Math.min(scale, 38 - integral) };
    return { precision: 38, scale: Math.min(scale, 6) };
  }
  return { precision: 38, scale: Math.max(0, Math.min(scale, 38 - integral)) };
}

function decimalArithmetic(operator: string, a: ScalarType, b: ScalarType): ScalarType | undefined {
  const left = decimalFacets(a);
  const right = decimalFacets(b);
  if (left === undefined || right === undefined) return undefined;
  const { precision: p1, scale: s1 } = left;
  const { precision: p2, scale: s2 } = right;
  const make = (precision: number, scale: number): ScalarType => scalar('decimal', fitDecimal(precision, scale, operator));
  switch (operator) {
    case '+':
    case '-': return make(Math.max(s1, s2) + Math.max(p1 - s1, p2 - s2) + 1, Math.max(s1, s2));
    case '*': return make(p1 + p2 + 1, s1 + s2);
    case '/': return make(p1 - s1 + s2 + Math.max(6, s1 + p2 + 1), Math.max(6, s1 + p2 + 1));
    case '%': return make(Math.min(p1 - s1, p2 - s2) + Math.max(s1, s2), Math.max(s1, s2));
    default: return undefined;
  }
}

const addLengths = (a: ScalarType, b: ScalarType, limit: number): number | 'max' => {
  if (a.length === undefined || b.length === undefined || a.length === 'max' || b.length === 'max') return 'max';
  return Math.min(limit, a.length + b.length);
};

function concatenate(a: ScalarType, b: ScalarType): ScalarType {
  const national = isNational(a) || isNational(b);
  return scalar(national ? 'nvarchar' : 'varchar', { length: addLengths(a, b, national ? 4000 : 8000) });
}

/** Result of `a operator b` for `+ - * / % & | ^`. Unknown stays unknown. */
export function arithmeticType(operator: string, left: SqlType, right: SqlType): SqlType {
  if (left.kind === 'null' && right.kind === 'null') return scalar('int');
  if (left.kind === 'null') return withNull(withoutLiteral(right), true);
  if (right.kind === 'null') return withNull(withoutLiteral(left), true);
  if (!isScalar(left) || !isScalar(right)) return unknownType;
  const nullable = left.nullable || right.nullable;
  return withNull(binaryType(operator, left, right), nullable);
}

function binaryType(operator: string, left: ScalarType, right: ScalarType): SqlType {
  const [a, b] = [familyOf(left), familyOf(right)];
  if (operator === '+' && a === 'string' && b === 'string') return concatenate(left, right);
  if (operator === '+' && a === 'binary' && b === 'binary') return scalar('varbinary', { length: addLengths(left, right, 8000) });
  if (a === 'other' || b === 'other' || a === 'xml' || b === 'xml' || a === 'guid' || b === 'guid') return unknownType;
  const strong = rankOf(left) <= rankOf(right) ? left : right;
  if (strong.base === 'decimal') return decimalArithmetic(operator, left, right) ?? scalar('decimal', { precision: strong.precision ?? 18, scale: strong.scale ?? 0 });
  // bit is a number in arithmetic; two bits give an int.
  if (strong.base === 'bit' && operator !== '&' && operator !== '|' && operator !== '^') return scalar('int');
  if (familyOf(strong) === 'string') return unknownType;
  return withoutLiteral(strong);
}

/**
 * The type that several values take together in CASE, COALESCE, UNION, IN and comparisons: the strongest by precedence, wide
 * enough for all of the strings and decimals. NULLs do not count; one unknown makes all unknown.
 */
export function commonType(types: readonly SqlType[]): SqlType {
  let result: ScalarType | undefined;
  let nullable = false;
  for (const type of types) {
    if (type.kind === 'null') nullable = true;
    else if (!isScalar(type)) return unknownType;
    else {
      nullable ||= type.nullable;
      result = result === undefined ? type : widen(result, type);
    }
  }
  if (result === undefined) return nullType;
  const collected = types.length > 1 ? (withoutLiteral(result) as ScalarType) : result;
  return withNull(collated(collected, broughtCollation(types)), nullable);
}

function widen(a: ScalarType, b: ScalarType): ScalarType {
  const strong = rankOf(a) <= rankOf(b) ? a : b;
  if (isString(a) && isString(b)) return widenStrings(a, b, strong);
  if (familyOf(a) === 'binary' && familyOf(b) === 'binary') return scalar(strong.base, { length: longer(a, b) });
  if (strong.base === 'decimal') {
    const [x, y] = [decimalFacets(a), decimalFacets(b)];
    if (x === undefined || y === undefined) return withoutLiteral(strong) as ScalarType;
    const scale = Math.max(x.scale, y.scale);
    return scalar('decimal', fitDecimal(scale + Math.max(x.precision - x.scale, y.precision - y.scale), scale, '+'));
  }
  if (strong.scale !== undefined && a.base === b.base) return scalar(strong.base, { scale: Math.max(a.scale ?? 0, b.scale ?? 0) });
  return withoutLiteral(strong) as ScalarType;
}

const longer = (a: ScalarType, b: ScalarType): number | 'max' => {
  if (a.length === undefined || b.length === undefined || a.length === 'max' || b.length === 'max') return 'max';
  return Math.max(a.length, b.length);
};

function widenStrings(a: ScalarType, b: ScalarType, strong: ScalarType): ScalarType {
  const length = longer(a, b);
  const national = isNational(a) || isNational(b);
  const fixed = (a.base === 'char' || a.base === 'nchar') && (b.base === 'char' || b.base === 'nchar');
  if (strong.base === 'text' || strong.base === 'ntext') return scalar(strong.base, { length: 'max' });
  const base: BaseType = fixed ? (national ? 'nchar' : 'char') : national ? 'nvarchar' : 'varchar';
  return scalar(base, { length });
}

/** The type that an operand of a comparison is converted to, or unknown. */
export const comparisonType = (left: SqlType, right: SqlType): SqlType => {
  if (left.kind === 'null') return right;
  if (right.kind === 'null') return left;
  return commonType([left, right]);
};

/** Result of SUM and AVG: https://learn.microsoft.com/sql/t-sql/functions/sum-transact-sql */
export function sumType(argument: SqlType, average: boolean): SqlType {
  if (!isScalar(argument)) return unknownType;
  switch (argument.base) {
    case 'tinyint': case 'smallint': case 'int': return scalar('int');
    case 'bigint': return scalar('bigint');
    case 'decimal': {
      const scale = argument.scale ?? 0;
      return scalar('decimal', { precision: 38, scale: average ? Math.max(scale, 6) : scale });
    }
    case 'money': case 'smallmoney': return scalar('money');
    case 'float': case 'real': return scalar('float');
    default: return unknownType;
  }
}
