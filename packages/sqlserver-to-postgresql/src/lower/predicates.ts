import type { BooleanExpression, ComparisonOperator, Expression as SourceExpression, Query as SourceQuery, SqlType } from '@ferry/source-sqlserver';
import { comparisonType, familyOf, isBit, isBoolean, isPadded, isScalar, isString, walk } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { Expression, Query } from '@ferry/target-postgresql';
import { columnItems } from '../action-items/columns';
import { expressionItems } from '../action-items/expressions';
import { convertPattern } from '../functions/like-pattern';
import { likeRegex } from '../functions/string-support';
import { support } from './support-call';
import { comparable, comparableWithColumn, ignoresCase, likesLoose, searchable } from './collation';
import { coerce, lowerNode } from './expressions';
import { literalOf, textOf } from './literals';
import { bare, castTo, note, refuse, refuseSyntax, sqlTypeOf } from './lowering';
import type { Lowering } from './lowering';
import { lowerFullText } from './full-text';
import { lowerMatch } from './graph';
import { lowerQuery } from './queries';
import { comparedFamilies, held, isVariant } from './variants';

/** A predicate in the place of a condition. */
export function lowerCondition(low: Lowering, node: SourceExpression): Expression {
  if (isBoolean(node)) return lowerNode(low, node);
  return refuseSyntax(low, node, 'A value in the place of a condition');
}

const operators: Readonly<Record<ComparisonOperator, string | undefined>> = { '=': '=', '<>': '<>', '!=': '<>', '<': '<', '>': '>', '<=': '<=', '>=': '>=', '!<': '>=', '!>': '<=', '*=': undefined, '=*': undefined };

/** Both sides in the type that SQL Server compares them in. */
export function lowerPair(low: Lowering, left: SourceExpression, right: SourceExpression): readonly [Expression, Expression] {
  const type = comparisonType(sqlTypeOf(low, left), sqlTypeOf(low, right));
  return [side(low, left, type), side(low, right, type)];
}

/** The same under the collation of the source. */
export function comparedPair(low: Lowering, left: SourceExpression, right: SourceExpression, equality: boolean): readonly [Expression, Expression] {
  const pair = lowerPair(low, left, right);
  const [l = pair[0], r = pair[1]] = comparable(low, [left, right], pair, equality);
  return [l, r];
}

/** A part of a char keeps blanks at its end, which comparisons of SQL Server pass over. */
function blankAtEnd(low: Lowering, node: SourceExpression): boolean {
  const inner = bare(node);
  if (inner.kind !== 'FunctionCall' && inner.kind !== 'BinaryExpression' && inner.kind !== 'CastExpression' && inner.kind !== 'ConvertExpression') return false;
  if (inner.kind === 'FunctionCall' && /^(RTRIM|TRIM|ISNULL|COALESCE|MIN|MAX)$/i.test(inner.name.parts[0]?.name ?? '')) return false;
  const own = sqlTypeOf(low, inner);
  if (!isString(own) || isPadded(own)) return false;
  let found = false;
  walk(inner, (n) => {
    const type = low.binding.types.get(n as SourceExpression);
    if (type !== undefined && isScalar(type) && isPadded(type) && type.length !== 1 && type.literal === undefined) found = true;
  });
  return found;
}

function side(low: Lowering, node: SourceExpression, type: SqlType): Expression {
  // Comparisons pass over blanks at the end of a text: those of a constant are left out.
  const constant = isScalar(type) && isString(type) && !isPadded(type) ? textOf(node) : undefined;
  if (constant !== undefined && constant !== constant.trimEnd()) return pg.text(constant.replace(/ +$/, ''));
  if (isScalar(type) && isString(type) && blankAtEnd(low, node)) return pg.call('rtrim', coerce(low, node, type));
  if (isScalar(type)) return coerce(low, node, type);
  const value = lowerNode(low, node);
  return type.kind === 'null' ? value : refuse(low, node, expressionItems.unknownType, { what: 'A comparison' });
}

/** `bit = 1` is the bit itself, when it is a boolean. */
function bitTest(low: Lowering, operator: string, left: SourceExpression, right: SourceExpression): Expression | undefined {
  if (!low.bitIsBoolean || (operator !== '=' && operator !== '<>')) return undefined;
  const flipped = isBit(sqlTypeOf(low, right)) && !isBit(sqlTypeOf(low, left));
  const [bit, other] = flipped ? [right, left] : [left, right];
  if (!isBit(sqlTypeOf(low, bit)) || literalOf(bit) !== undefined) return undefined;
  const literal = literalOf(other);
  const text = literal?.node.kind === 'IntegerLiteral' ? literal.node.value : literal?.node.kind === 'StringLiteral' ? literal.node.value.toLowerCase() : undefined;
  const truth = text === '1' || text === 'true' ? true : text === '0' || text === 'false' ? false : undefined;
  if (truth === undefined) return undefined;
  return truth === (operator === '=') ? lowerNode(low, bit) : pg.not(lowerNode(low, bit));
}

/**
 * Under ANSI_NULLS OFF a NULL that is written or held by a variable is equal to NULL; columns are compared as ever
 * (https://learn.microsoft.com/sql/t-sql/statements/set-ansi-nulls-transact-sql).
 */
function nullsAreEqual(low: Lowering, left: SourceExpression, right: SourceExpression): boolean {
  const { object } = low.ctx;
  if (!('ansiNulls' in object) || object.ansiNulls) return false;
  return [left, right].some((side) => bare(side).kind === 'NullLiteral' || bare(side).kind === 'Variable');
}

/** Conversions of objects that have said already that comparisons mind the case. */
const told = new WeakSet<object>();

/** Texts that SQL Server compares without case are compared with case: said once for each object; tables say it for their columns. */
function noteCase(low: Lowering, node: SourceExpression, sides: readonly SourceExpression[]): void {
  const { catalog } = low.ctx;
  if (low.place === 'storage' || told.has(low.ctx) || low.ctx.choices.collation !== 'case-sensitive') return;
  const types = sides.map((s) => sqlTypeOf(low, s));
  if (!types.every((t) => familyOf(t) === 'string')) return;
  const constants = sides.map((s) => textOf(s)).filter((t) => t !== undefined);
  if (!ignoresCase(low, sides) || constants.some((t) => !/\p{L}/u.test(t))) return;
  told.add(low.ctx);
  const source = catalog.sources[low.source]?.text ?? '';
  note(low, node, columnItems.caseSensitive, { columns: source.slice(node.span.start, Math.min(node.span.end, node.span.start + 120)) });
}

export function compare(low: Lowering, node: SourceExpression, written: ComparisonOperator, left: SourceExpression, right: SourceExpression): Expression {
  const operator = operators[written];
  if (operator === undefined) return refuseSyntax(low, node, `The outer join ${written}`);
  const tested = bitTest(low, operator, left, right);
  if (tested !== undefined) return tested;
  const [a, b] = [sqlTypeOf(low, left), sqlTypeOf(low, right)];
  if (familyOf(a) === 'xml' || familyOf(b) === 'xml') return refuseSyntax(low, node, 'A comparison of xml');
  if (isVariant(a) || isVariant(b)) {
    const [l, r] = [held(low, left), held(low, right)];
    if (l !== undefined && r !== undefined) return comparedFamilies(low, written, l, r) ?? compare(low, node, written, l, r);
  }
  // Kept as texts, variants can be equal; which is greater depends on their types.
  if (operator !== '=' && operator !== '<>' && (isVariant(a) || isVariant(b))) return refuseSyntax(low, node, `${written} on sql_variant`);
  noteCase(low, node, [left, right]);
  const [l, r] = comparedPair(low, left, right, operator === '=' || operator === '<>');
  if ((operator === '=' || operator === '<>') && nullsAreEqual(low, left, right)) return { kind: 'IsDistinctFrom', left: l, right: r, negated: operator === '=' };
  return pg.binary(operator, l, r);
}

/** LIKE: classes become a regular expression; comparisons without case stay so. */
function lowerLike(low: Lowering, node: Extract<BooleanExpression, { kind: 'LikePredicate' }>): Expression {
  const type = sqlTypeOf(low, node.operand);
  if (type.kind === 'null' || sqlTypeOf(low, node.pattern).kind === 'null') return castTo(pg.null, 'boolean');
  if (!isScalar(type)) return refuse(low, node, expressionItems.unknownType, { what: 'LIKE' });
  // The padding of a char does not count; a cast to text takes it off.
  const texts = [node.operand, node.pattern];
  const direct = type.base === 'char' && type.length !== 1 ? castTo(lowerNode(low, node.operand), 'text') : familyOf(type) === 'string' ? lowerNode(low, node.operand) : coerce(low, node.operand, { kind: 'scalar', base: 'varchar', length: 'max', nullable: true });
  const anyCase = ignoresCase(low, texts);
  const loosely = likesLoose(low, texts);
  const operand = searchable(low, texts, direct);
  const text = textOf(node.pattern);
  const escape = node.escape === undefined ? undefined : textOf(node.escape);
  if (text === undefined) return runtimeLike(low, node, operand, anyCase);
  if (node.escape !== undefined && escape === undefined) return refuseSyntax(low, node, 'An ESCAPE that is known at run time only');
  const pattern = convertPattern(text, escape);
  const letters = anyCase && /\p{L}/u.test(text);
  switch (pattern.kind) {
    case 'never': return refuseSyntax(low, node, 'A LIKE pattern with an open bracket');
    case 'like': return { kind: 'Like', operator: letters && !loosely ? 'ILIKE' : 'LIKE', operand: loosely ? direct : operand, pattern: pg.text(pattern.pattern), negated: node.negated };
    case 'regex': return pg.binary(`${node.negated ? '!' : ''}~${letters ? '*' : ''}`, operand, pg.text(pattern.regex));
  }
}

/** A pattern out of variables and columns is turned into a regular expression when it is known. */
function runtimeLike(low: Lowering, node: Extract<BooleanExpression, { kind: 'LikePredicate' }>, operand: Expression, anyCase: boolean): Expression {
  const escape = node.escape === undefined ? castTo(pg.null, 'text') : lowerNode(low, node.escape);
  const pattern = coerce(low, node.pattern, { kind: 'scalar', base: 'nvarchar', length: 'max', nullable: true });
  const regex = pg.concat(pg.concat(pg.text('^'), support(low, likeRegex, [searchable(low, [node.pattern], castTo(pattern, 'text')), escape])), pg.text('$'));
  return pg.binary(`${node.negated ? '!' : ''}~${anyCase ? '*' : ''}`, operand, regex);
}

/** A value and the query with whose column it is compared, both in the type that SQL Server compares them in. */
function besideQuery(low: Lowering, value: SourceExpression, query: SourceQuery): { readonly operand: Expression; readonly query: Query } | undefined {
  const own = sqlTypeOf(low, value);
  const column = low.binding.shapes.get(query)?.[0]?.type;
  if (column === undefined) return undefined;
  if (familyOf(own) === familyOf(column)) return familyOf(own) === 'other' ? undefined : { operand: comparableWithColumn(low, value, lowerNode(low, value), column), query: lowerQuery(low, query) };
  const type = comparisonType(own, column);
  return isScalar(type) ? { operand: side(low, value, type), query: lowerQuery(low, query, { types: [type] }) } : undefined;
}

function lowerIn(low: Lowering, node: Extract<BooleanExpression, { kind: 'InPredicate' }>): Expression {
  const own = sqlTypeOf(low, node.operand);
  if ('kind' in node.source) {
    const sides = besideQuery(low, node.operand, node.source);
    return sides === undefined ? refuse(low, node, expressionItems.unknownType, { what: 'IN with a query of another type' }) : { kind: 'InSubquery', ...sides, negated: node.negated };
  }
  const type = node.source.reduce<SqlType>((a, v) => comparisonType(a, sqlTypeOf(low, v)), own);
  // A bit is compared with numbers as what it is.
  const wanted = isBit(own) && node.source.every((v) => literalOf(v) !== undefined) ? own : type;
  const [operand = pg.null, ...values] = comparable(low, [node.operand, ...node.source], [node.operand, ...node.source].map((v) => side(low, v, wanted)), true);
  return { kind: 'InList', operand, values, negated: node.negated };
}

function lowerBetween(low: Lowering, node: Extract<BooleanExpression, { kind: 'BetweenPredicate' }>): Expression {
  const type = [node.low, node.high].reduce<SqlType>((a, v) => comparisonType(a, sqlTypeOf(low, v)), sqlTypeOf(low, node.operand));
  const sides = [node.operand, node.low, node.high];
  const [operand = pg.null, least = pg.null, most = pg.null] = comparable(low, sides, sides.map((v) => side(low, v, type)), false);
  return { kind: 'Between', operand, low: least, high: most, negated: node.negated };
}

type Predicates = { readonly [K in BooleanExpression['kind']]: (low: Lowering, node: Extract<BooleanExpression, { kind: K }>) => Expression };

export const predicates: Predicates = {
  ComparisonExpression: (low, node) => compare(low, node, node.operator, node.left, node.right),
  QuantifiedComparison: (low, node) => {
    const operator = operators[node.operator];
    const sides = operator === undefined ? undefined : besideQuery(low, node.left, node.query);
    if (operator === undefined || sides === undefined) return refuse(low, node, expressionItems.unknownType, { what: 'A comparison with a query of another type' });
    return { kind: 'Quantified', operand: sides.operand, operator, quantifier: node.quantifier === 'ALL' ? 'ALL' : 'ANY', argument: { query: sides.query } };
  },
  LogicalExpression: (low, node) => {
    const operands = node.operands.map((o) => lowerCondition(low, o));
    const decides = node.operator === 'OR';
    if (operands.some((o) => o.kind === 'BooleanLiteral' && o.value === decides)) return pg.boolean(decides);
    return { kind: 'Logical', operator: node.operator, operands };
  },
  NotExpression: (low, node) => pg.not(lowerCondition(low, node.operand)),
  IsNullPredicate: (low, node) => ({ kind: 'IsNull', operand: lowerNode(low, node.operand), negated: node.negated }),
  DistinctPredicate: (low, node) => {
    const [left, right] = comparedPair(low, node.left, node.right, true);
    return { kind: 'IsDistinctFrom', left, right, negated: node.negated };
  },
  InPredicate: lowerIn,
  BetweenPredicate: lowerBetween,
  LikePredicate: lowerLike,
  ExistsPredicate: (low, node) => pg.exists(lowerQuery(low, node.query, { exists: true })),
  FullTextPredicate: lowerFullText,
  UpdatedPredicate: (low, node) => low.local('UPDATE', [{ kind: 'StringLiteral', raw: '', value: node.column.name, national: false, span: node.span }]) ?? refuse(low, node, 7909, { column: node.column.name }),
  GraphMatchPredicate: lowerMatch,
  CurrentOfPredicate: (low, node) => {
    const cursor = low.cursor(node.cursor.name);
    return cursor === undefined ? refuseSyntax(low, node, 'WHERE CURRENT OF') : { kind: 'CurrentOf', cursor };
  },
  LegacyPredicate: (low, node) => refuseSyntax(low, node, `The predicate ${node.name.parts[0]?.name ?? ''}`),
};

