import { withCollationOf } from './collations';
import { baseTypes, decimalFacets, familyOf, firstUnknown, isNational, isScalar, isString, nullType, numberFacets, scalar, unknownBecause, withNull, withoutLiteral } from './sql-type';
import type { BaseType, ScalarType, SqlType } from './sql-type';

/** Lower is stronger: https://learn.microsoft.com/sql/t-sql/data-types/data-type-precedence-transact-sql */
const rank = new Map<BaseType, number>(baseTypes.map((name, index) => [name, index]));
const rankOf = (type: ScalarType): number => rank.get(type.base) ?? Number.MAX_SAFE_INTEGER;
const stronger = (a: ScalarType, b: ScalarType): ScalarType => (rankOf(a) <= rankOf(b) ? a : b);

/**
 * A decimal of `whole` and `scale` digits kept within 38 as SQL Server does.
 * https://learn.microsoft.com/sql/t-sql/data-types/precision-scale-and-length-transact-sql
 * @param precision what the table of the page gives
 * @param whole digits that the integral part needs
 */
function fitDecimal(operator: string, precision: number, scale: number, whole: number): ScalarType {
  if (precision <= 38) return scalar('decimal', { precision, scale });
  const least = operator === '*' || operator === '/' ? (whole < 32 ? 38 - whole : 6) : Math.max(0, 38 - whole);
  return scalar('decimal', { precision: 38, scale: Math.min(scale, least) });
}

function decimalArithmetic(operator: string, a: ScalarType, b: ScalarType): ScalarType | undefined {
  // A text is converted to the type of the number beside it.
  const left = decimalFacets(isString(a) ? b : a);
  const right = decimalFacets(isString(b) ? a : b);
  if (left === undefined || right === undefined) return undefined;
  const { precision: p1, scale: s1 } = left;
  const { precision: p2, scale: s2 } = right;
  const scale = Math.max(s1, s2);
  switch (operator) {
    case '+':
    case '-': return fitDecimal(operator, scale + Math.max(p1 - s1, p2 - s2) + 1, scale, Math.max(p1 - s1, p2 - s2));
    case '*': return fitDecimal(operator, p1 + p2 + 1, s1 + s2, p1 + p2 + 1 - s1 - s2);
    case '/': {
      const places = Math.max(6, s1 + p2 + 1);
      return fitDecimal(operator, p1 - s1 + s2 + places, places, p1 - s1 + s2);
    }
    case '%': return fitDecimal(operator, Math.min(p1 - s1, p2 - s2) + scale, scale, Math.min(p1 - s1, p2 - s2));
    default: return undefined;
  }
}

const addLengths = (a: ScalarType, b: ScalarType, limit: number): number | 'max' => {
  if (a.length === undefined || b.length === undefined || a.length === 'max' || b.length === 'max') return 'max';
  return Math.min(limit, a.length + b.length);
};

/** https://learn.microsoft.com/sql/t-sql/language-elements/string-concatenation-transact-sql */
function concatenate(a: ScalarType, b: ScalarType): ScalarType {
  const national = isNational(a) || isNational(b);
  return withCollationOf(scalar(national ? 'nvarchar' : 'varchar', { length: addLengths(a, b, national ? 4000 : 8000) }), [a, b]);
}

/** Result of `a operator b` for `+ - * / % & | ^ || << >>`. Unknown stays unknown. */
export function arithmeticType(operator: string, left: SqlType, right: SqlType): SqlType {
  if (left.kind === 'unknown' || right.kind === 'unknown') return firstUnknown([left, right]);
  if (left.kind === 'null' && right.kind === 'null') return scalar('int');
  if (left.kind === 'null') return withNull(withoutLiteral(right), true);
  if (right.kind === 'null') return withNull(withoutLiteral(left), true);
  if (!isScalar(left) || !isScalar(right)) return unknownBecause('invalid');
  const nullable = left.nullable || right.nullable;
  return withNull(binaryType(operator === '||' ? '+' : operator, left, right), nullable);
}

/** The type itself, without what belongs to one value or one declaration. */
const plain = (type: ScalarType): ScalarType => {
  if (type.literal === undefined && type.alias === undefined && type.label === undefined) return type;
  const { literal: _l, alias: _a, ...rest } = type;
  return rest;
};

function binaryType(operator: string, left: ScalarType, right: ScalarType): SqlType {
  const [a, b] = [familyOf(left), familyOf(right)];
  if (operator === '+' && a === 'string' && b === 'string') return concatenate(left, right);
  if (operator === '+' && a === 'binary' && b === 'binary') return scalar('varbinary', { length: addLengths(left, right, 8000) });
  if (operator === '<<' || operator === '>>') return plain(left);
  if (a === 'other' || b === 'other' || a === 'xml' || b === 'xml' || a === 'guid' || b === 'guid') return unknownBecause('invalid');
  const strong = stronger(left, right);
  if (strong.base === 'decimal') return decimalArithmetic(operator, left, right) ?? scalar('decimal', { precision: strong.precision ?? 18, scale: strong.scale ?? 0 });
  // bit is a number in arithmetic; two bits give an int.
  if (strong.base === 'bit' && operator !== '&' && operator !== '|' && operator !== '^') return scalar('int');
  // Two binaries give an integer under any other operator; two texts give an error.
  if (familyOf(strong) === 'binary') return scalar('int');
  return familyOf(strong) === 'string' ? unknownBecause('invalid') : plain(strong);
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
    else if (!isScalar(type)) return type.kind === 'unknown' ? firstUnknown(types) : unknownBecause('invalid');
    else {
      nullable ||= type.nullable;
      result = result === undefined ? type : widen(result, type);
    }
  }
  if (result === undefined) return nullType;
  const collected = types.length > 1 ? (withoutLiteral(result) as ScalarType) : result;
  return withNull(collected, nullable);
}

const sameType = (a: ScalarType, b: ScalarType): boolean =>
  a === b || (a.base === b.base && a.length === b.length && a.precision === b.precision && a.scale === b.scale && a.alias?.name === b.alias?.name && a.alias?.schema === b.alias?.schema);
const scaled = new Set<BaseType>(['datetime2', 'datetimeoffset', 'time']);

function widen(a: ScalarType, b: ScalarType): ScalarType {
  if (!isString(a) && sameType(a, b)) return a;
  const strong = stronger(a, b);
  if (isString(a) && isString(b)) return withCollationOf(sameType(a, b) ? a : widenStrings(a, b, strong), [a, b]);
  if (familyOf(a) === 'binary' && familyOf(b) === 'binary') return scalar(strong.base, { length: longer(a, b) });
  if (strong.base === 'decimal') {
    const [x, y] = [numberFacets(a), numberFacets(b)];
    if (x === undefined || y === undefined) return plain(strong);
    const scale = Math.max(x.scale, y.scale);
    const whole = Math.max(x.precision - x.scale, y.precision - y.scale);
    return fitDecimal('+', whole + scale, scale, whole);
  }
  if (scaled.has(strong.base) && familyOf(a) === familyOf(b)) return scalar(strong.base, { scale: Math.max(a.scale ?? 0, b.scale ?? 0) });
  return plain(strong);
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

/** The type of a value that has a type even when all there is to it is NULL: SQL Server makes a bare NULL an int. */
export const resultType = (type: SqlType): SqlType => (type.kind === 'null' ? scalar('int') : type);
