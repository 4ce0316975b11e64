import type { BinaryExpression, CaseExpression, Expression as SourceExpression, FunctionCall, NextValueFor, ScalarExpression, ScalarType, SqlType, TrimExpression, UnaryExpression } from '@ferry/source-sqlserver';
import { decimalFacets, familyOf, isBit, isScalar, isString, partsOf, scalar } from '@ferry/source-sqlserver';
import { targetKey } from '@ferry/conversion';
import { nameText, pg } from '@ferry/target-postgresql';
import type { Argument, Expression } from '@ferry/target-postgresql';
import { expressionItems } from '../action-items/expressions';
import { builtInFunction } from '../functions';
import { callSite, isWidened } from '../functions/call-site';
import { conversionFailed } from '../functions/texts-to-values';
import { casts } from './casts';
import { comparable, joinable, lowerCollate } from './collation';
import { lowerColumn } from './columns';
import { lowerPseudoColumn } from './graph';
import { lowerPartitionNumber } from './partitions';
import { askOffset, isOffset, lowerAtTimeZone } from './offsets';
import { convert, epoch, notePadding, padded } from './convert';
import type { ConversionMode } from './convert';
import { lowerHierarchyStatic } from './hierarchyid';
import { lowerSpatial, lowerSpatialStatic } from './spatial';
import { literalAs, literalOf, lowerLiteral, textOf } from './literals';
import { atLeast, bare, cast, castTo, note, pgType, refuse, refuseSyntax, sqlTypeOf, typeWords } from './lowering';
import type { Lowering } from './lowering';
import { comparedPair, lowerPair, predicates, lowerCondition } from './predicates';
import { lowerQuery } from './queries';
import { support } from './support-call';
import { joinedTexts } from '../rules/joined-texts';
import { passedTable } from './table-values';
import { lowerMethod } from './xml';

type Scalars = { readonly [K in ScalarExpression['kind']]: (low: Lowering, node: Extract<ScalarExpression, { kind: K }>) => Expression };

/** One function for each kind of expression: a kind that is forgotten does not compile. */
const scalars: Scalars = {
  StringLiteral: lowerLiteral,
  IntegerLiteral: lowerLiteral,
  DecimalLiteral: lowerLiteral,
  FloatLiteral: lowerLiteral,
  MoneyLiteral: lowerLiteral,
  BinaryLiteral: lowerLiteral,
  NullLiteral: lowerLiteral,
  OdbcLiteral: lowerLiteral,
  SqlcmdVariable: lowerLiteral,
  Variable: (low, node) => low.variable(node.name) ?? refuse(low, node, expressionItems.unresolved, { name: node.name }),
  GlobalVariable: (low, node) => low.globalVariable(node.name) ?? lowerBuiltIn(low, asCall(node, node.name)),
  ColumnReference: lowerColumn,
  PseudoColumn: lowerPseudoColumn,
  StarExpression: (low, node) => refuseSyntax(low, node, '* as a value'),
  DefaultValue: () => pg.default,
  UnaryExpression: lowerUnary,
  BinaryExpression: lowerBinary,
  ParenthesizedExpression: (low, node) => lowerNode(low, node.expression),
  CaseExpression: (low, node) => lowerCase(low, node, sqlTypeOf(low, node)),
  ...casts,
  FunctionCall: lowerCall,
  KeyValueArgument: (low, node) => refuseSyntax(low, node, 'A key with a value'),
  TrimExpression: lowerTrim,
  NiladicFunction: (low, node) => lowerBuiltIn(low, asCall(node, node.name)),
  MethodCall: lowerMethod,
  PropertyAccess: (low, node) => lowerSpatial(low, sqlTypeOf(low, node.target), () => lowerNode(low, node.target), node.property.name) ?? refuse(low, node, expressionItems.xmlMethod, { method: node.property.name }),
  StaticMember: (low, node) => lowerHierarchyStatic(low, node) ?? lowerSpatialStatic(low, node) ?? refuse(low, node, expressionItems.xmlMethod, { method: `${partsOf(node.type).join('.')}::${node.member.name}` }),
  CollateExpression: lowerCollate,
  AtTimeZoneExpression: lowerAtTimeZone,
  NextValueFor: lowerNextValue,
  SubqueryExpression: (low, node) => joinedTexts(low, node.query, false) ?? pg.subquery(lowerQuery(low, node.query)),
};

type Lowerers = Readonly<Record<SourceExpression['kind'], (low: Lowering, node: SourceExpression) => Expression>>;
let lowerers: Lowerers | undefined;

/** An expression in its own type; a predicate as a boolean. */
export function lowerNode(low: Lowering, node: SourceExpression): Expression {
  // Put together at the first use: the modules of expressions and predicates need each other.
  lowerers ??= { ...scalars, ...predicates } as unknown as Lowerers;
  return lowerers[node.kind](low, node);
}

/** An expression as a value of another type. */
export function coerce(low: Lowering, node: SourceExpression, to: ScalarType, mode: ConversionMode = 'implicit'): Expression {
  const literal = literalAs(low, node, to, mode === 'explicit' ? 'typed' : 'plain');
  if (literal !== undefined) return mode === 'explicit' && needsType(literal, to) ? pg.cast(literal, pgType(low, to)) : mode === 'assign' ? cut(literal, to) : literal;
  const text = textOf(node);
  if (text !== undefined && readAsNumbers.has(familyOf(to)) && !(familyOf(to) === 'float' && withExponent.test(text))) return unreadable(low, node, text, to);
  const inner = bare(node);
  // A conversion to another type reads the offset where it is known.
  if (!isOffset(to)) askOffset(inner);
  if (isBit(to) && inner.kind === 'CaseExpression' && familyOf(sqlTypeOf(low, node)) === 'integer') return lowerCase(low, inner, to);
  return convert(low, node, lowerNode(low, node), sqlTypeOf(low, node), to, mode);
}

/** Only the types of approximate numbers read an exponent; PostgreSQL reads it likewise. */
const withExponent = /^\s*[-+]?(?:\d+\.?\d*|\.\d+)[eE][-+]?\d{1,3}\s*$/;
const readAsNumbers: ReadonlySet<string> = new Set(['integer', 'bit', 'decimal', 'float', 'money']);

/** A constant text that is no such value fails where it is read, and only there: PostgreSQL would refuse the whole statement. */
function unreadable(low: Lowering, node: SourceExpression, text: string, to: ScalarType): Expression {
  note(low, node, expressionItems.unreadableText, { text, type: typeWords(to) });
  return pg.cast(support(low, conversionFailed, [pg.text(text), pg.text(to.base)]), pgType(low, to));
}

/** A text that is too long for a variable loses its end. */
const cut = (literal: Expression, to: ScalarType): Expression => (literal.kind === 'StringLiteral' && isString(to) && typeof to.length === 'number' && literal.value.length > to.length ? pg.text(literal.value.slice(0, to.length)) : literal);

/** A bare number or text is taken for integer, numeric or unknown. */
const needsType = (literal: Expression, to: ScalarType): boolean => {
  // The digits of a second are fixed by the type.
  if (literal.kind === 'TypedLiteral' && (to.base === 'datetime2' || to.base === 'time') && (to.scale ?? 7) < 6 && /\.\d/.test(literal.value)) return true;
  if (literal.kind === 'TypedLiteral' || literal.kind === 'Cast' || literal.kind === 'BooleanLiteral') return false;
  return !(to.base === 'int' && (literal.kind === 'NumberLiteral' || literal.kind === 'Unary'));
};

const asCall = (node: SourceExpression, name: string): FunctionCall => ({
  kind: 'FunctionCall', span: node.span, name: { kind: 'QualifiedName', span: node.span, parts: [{ kind: 'Identifier', span: node.span, name, quoted: 'none' }] },
  quantifier: undefined, args: [], odbc: false, nullTreatment: undefined, onNull: undefined, withinGroup: undefined, over: undefined,
});

function lowerUnary(low: Lowering, node: UnaryExpression): Expression {
  const type = sqlTypeOf(low, node.operand);
  const literal = literalOf(node);
  if (literal !== undefined && literal.node.kind !== 'StringLiteral') {
    const value = lowerLiteral(low, literal.node);
    return literal.negative ? pg.unary('-', value) : value;
  }
  if (!isScalar(type)) return type.kind === 'null' ? pg.null : refuse(low, node, expressionItems.unknownType, { what: `The sign ${node.operator}` });
  if (node.operator === '~' && isBit(type)) return low.bitIsBoolean ? pg.not(lowerNode(low, node.operand)) : refuseSyntax(low, node, '~ of a bit');
  if (isString(type) && node.operator === '+') return lowerNode(low, node.operand);
  if (isBit(type) || isString(type)) return pg.unary(node.operator, coerce(low, node.operand, scalar('int')));
  return node.operator === '+' ? lowerNode(low, node.operand) : pg.unary(node.operator, lowerNode(low, node.operand));
}

function lowerBinary(low: Lowering, node: BinaryExpression): Expression {
  const [left, right, result] = [sqlTypeOf(low, node.left), sqlTypeOf(low, node.right), sqlTypeOf(low, node)];
  if (node.operator === '||' || (node.operator === '+' && isString(result))) return pg.concat(...joinable(low, [node.left, node.right], [textOperand(low, node.left), textOperand(low, node.right)]));
  if (!isScalar(result)) return refuse(low, node, expressionItems.unknownType, { what: `The operator ${node.operator}` });
  if (familyOf(result) === 'binary') return node.operator === '+' ? pg.concat(lowerNode(low, node.left), lowerNode(low, node.right)) : refuseSyntax(low, node, `${node.operator} on binary values`);
  if (familyOf(result) === 'date-time') return dateArithmetic(low, node, left, right, result);
  return numberArithmetic(low, node, result);
}

/** One side of a concatenation, with its padding; NULL makes NULL in both databases. */
function textOperand(low: Lowering, node: SourceExpression): Expression {
  const type = sqlTypeOf(low, node);
  if (type.kind === 'null') return castTo(pg.null, 'text');
  if (!isString(type)) return isScalar(type) ? coerce(low, node, scalar('varchar', { length: 'max' })) : refuse(low, node, expressionItems.unknownType, { what: 'A concatenation' });
  return padded(lowerNode(low, node), type);
}

const bitwise: Readonly<Record<string, string>> = { '^': '#' };

function numberArithmetic(low: Lowering, node: BinaryExpression, result: ScalarType): Expression {
  const operand = (side: SourceExpression): Expression => {
    const type = sqlTypeOf(low, side);
    const family = familyOf(type);
    // A bit counts as a number; a text is read as one.
    if (family === 'bit') return isBit(result) ? lowerNode(low, side) : coerce(low, side, scalar('int'));
    if (family === 'string' || family === 'binary') return coerce(low, side, result);
    if (family === 'date-time' || (family === 'other' && type.kind !== 'null')) return refuse(low, side, expressionItems.unknownType, { what: `The operator ${node.operator}` });
    return type.kind === 'null' ? castTo(pg.null, 'integer') : lowerNode(low, side);
  };
  if (isBit(result)) return bitLogic(low, node, operand(node.left), operand(node.right));
  const combined = pg.binary(bitwise[node.operator] ?? node.operator, operand(node.left), operand(node.right));
  // PostgreSQL widens a real that meets another number.
  const value = result.base === 'real' && [node.left, node.right].some((e) => { const type = sqlTypeOf(low, e); return !isScalar(type) || type.base !== 'real'; }) ? castTo(combined, 'real') : combined;
  // Money keeps four digits at each step: products are rounded, quotients are cut.
  if (familyOf(result) === 'money' && node.operator === '/') return pg.call('trunc', value, pg.number(4));
  if (familyOf(result) === 'money' && node.operator === '*' && ![node.left, node.right].some((e) => familyOf(sqlTypeOf(low, e)) === 'integer')) return pg.call('round', value, pg.number(4));
  return familyOf(result) === 'decimal' ? fitted(low, node, value, result) : value;
}

/** PostgreSQL keeps more digits than the type of the result has: SQL Server cuts quotients at its scale and rounds products. */
function fitted(low: Lowering, node: BinaryExpression, value: Expression, result: ScalarType): Expression {
  const scale = result.scale ?? 0;
  if (node.operator === '/') return pg.call('trunc', value, pg.number(scale));
  if (node.operator !== '*') return value;
  const digits = [node.left, node.right].map((side) => { const type = sqlTypeOf(low, side); return isScalar(type) ? (decimalFacets(type)?.scale ?? 0) : 0; });
  return digits.reduce((a, b) => a + b, 0) > scale ? pg.call('round', value, pg.number(scale)) : value;
}

/** `&`, `|` and `^` of two bits. */
function bitLogic(low: Lowering, node: BinaryExpression, left: Expression, right: Expression): Expression {
  if (!low.bitIsBoolean) return pg.binary(bitwise[node.operator] ?? node.operator, left, right);
  if (node.operator === '^') return pg.ne(left, right);
  const known = [node.left, node.right].every((side) => { const type = sqlTypeOf(low, side); return isScalar(type) && !type.nullable; });
  if (known) return node.operator === '&' ? pg.and(left, right) : pg.or(left, right);
  // With a NULL the bits give NULL; AND and OR may know better.
  return castTo(pg.binary(bitwise[node.operator] ?? node.operator, castTo(left, 'integer'), castTo(right, 'integer')), 'boolean');
}

/** Numbers are days; a datetime added to another counts from 1900-01-01. */
function dateArithmetic(low: Lowering, node: BinaryExpression, left: SqlType, right: SqlType, result: ScalarType): Expression {
  const { operator } = node;
  if ((operator !== '+' && operator !== '-') || (result.base !== 'datetime' && result.base !== 'smalldatetime')) return refuseSyntax(low, node, `${operator} on ${result.base}`);
  const combine = operator === '+' ? pg.add : pg.subtract;
  const typed = (side: SourceExpression): Expression => literalAs(low, side, result, 'typed') ?? coerce(low, side, result);
  const numeric = (type: SqlType): boolean => ['integer', 'bit', 'decimal', 'float', 'money'].includes(familyOf(type));
  if (numeric(right) && familyOf(left) === 'date-time') return combine(lowerNode(low, node.left), days(low, node.right));
  if (numeric(left) && operator === '+') return pg.add(lowerNode(low, node.right), days(low, node.left));
  const [a, b] = [typed(node.left), typed(node.right)];
  return operator === '+' ? pg.add(a, pg.subtract(b, epoch)) : pg.add(epoch, pg.subtract(a, b));
}

function days(low: Lowering, node: SourceExpression): Expression {
  const literal = literalOf(node);
  if (literal?.node.kind === 'IntegerLiteral' && !literal.negative) return pg.interval(`${literal.node.value} day${literal.node.value === '1' ? '' : 's'}`);
  const own = sqlTypeOf(low, node);
  if (familyOf(own) === 'integer') return pg.call('make_interval', pg.named('days', isScalar(own) && own.base === 'bigint' ? castTo(lowerNode(low, node), 'integer') : lowerNode(low, node)));
  return pg.multiply(castTo(coerce(low, node, scalar('float')), 'double precision'), pg.interval('1 day'));
}

/** CASE with its results in one type. */
function lowerCase(low: Lowering, node: CaseExpression, result: SqlType): Expression {
  const value = (e: SourceExpression): Expression => {
    notePadding(low, e, sqlTypeOf(low, e), result);
    if (isScalar(result)) return coerce(low, e, result);
    return result.kind === 'null' ? lowerNode(low, e) : refuse(low, e, expressionItems.unknownType, { what: 'CASE' });
  };
  const { operand } = node;
  const otherwise = node.otherwise === undefined ? undefined : value(node.otherwise);
  if (operand === undefined) return pg.case(node.branches.map((b) => pg.when(lowerCondition(low, b.when), value(b.then))), otherwise);
  const pairs = node.branches.map((b) => lowerPair(low, operand, b.when));
  const own = lowerNode(low, operand);
  // When every side stays in the operand's own type, the simple form is kept.
  const simple = pairs.every(([left]) => JSON.stringify(left) === JSON.stringify(own));
  if (isBit(sqlTypeOf(low, operand)) && node.branches.every((b) => literalOf(b.when) !== undefined)) {
    const bit = scalar('bit');
    return pg.case(node.branches.map((b) => pg.when(coerce(low, b.when, bit), value(b.then))), otherwise, own);
  }
  if (simple) {
    const [compared = own, ...whens] = comparable(low, [operand, ...node.branches.map((b) => b.when)], [own, ...pairs.map(([, right]) => right)], true);
    return pg.case(node.branches.map((b, i) => pg.when(whens[i] ?? pg.null, value(b.then))), otherwise, compared);
  }
  return pg.case(node.branches.map((b) => pg.when(pg.eq(...comparedPair(low, operand, b.when, true)), value(b.then))), otherwise);
}

function lowerTrim(low: Lowering, node: TrimExpression): Expression {
  const text = scalar('varchar', { length: 'max' });
  return { kind: 'Trim', side: node.side ?? 'BOTH', characters: coerce(low, node.characters, text), text: coerce(low, node.operand, text) };
}

function lowerNextValue(low: Lowering, node: NextValueFor): Expression {
  if (node.over) return refuseSyntax(low, node, 'NEXT VALUE FOR ... OVER');
  const parts = partsOf(node.sequence);
  const schema = parts[parts.length - 2];
  const name = parts[parts.length - 1] ?? '';
  if (low.ctx.lookup.relation(schema, name)?.kind !== 'SEQUENCE') return refuse(low, node, expressionItems.unresolved, { name: parts.join('.') });
  const target = low.ctx.names.relation(schema, name);
  low.ctx.need(targetKey({ kind: 'SEQUENCE', ...target }));
  atLeast(low, 'volatile');
  return pg.call('nextval', castTo(pg.text(nameText(target)), 'regclass'));
}

function lowerCall(low: Lowering, node: FunctionCall): Expression {
  return node.name.parts.length === 1 ? lowerBuiltIn(low, node) : lowerUserCall(low, node);
}

function lowerBuiltIn(low: Lowering, node: FunctionCall): Expression {
  const name = (node.name.parts[0]?.name ?? '').toUpperCase();
  const own = low.local(name, node.args);
  if (own !== undefined) return own;
  const row = builtInFunction(name);
  // Relatives of SQL Server call functions of the default schema by their bare names.
  if (row === undefined && low.binding.index.routine('dbo', node.name.parts[0]?.name ?? '')?.returns !== undefined) return lowerUserCall(low, node);
  if (row === undefined) return refuse(low, node, expressionItems.builtIn, { function: name });
  if (node.args.length < row.args[0] || node.args.length > row.args[1]) return refuse(low, node, expressionItems.builtIn, { function: name, reason: `this form with ${node.args.length} arguments` });
  atLeast(low, row.volatility);
  return row.build(callSite(low, node));
}

/** A scalar function of the database. Arguments get the parameters' types; DEFAULT leaves an argument out. */
function lowerUserCall(low: Lowering, node: FunctionCall): Expression {
  const parts = partsOf(node.name);
  if (parts[parts.length - 2]?.toUpperCase() === '$PARTITION') return lowerPartitionNumber(low, node);
  const routine = low.binding.index.routine(parts[parts.length - 2] ?? '', parts[parts.length - 1] ?? '');
  if (routine?.returns === undefined || parts.length > 3) return refuse(low, node, expressionItems.unresolved, { name: parts.join('.') });
  const target = low.ctx.names.routine(routine.object.schema, routine.object.name);
  low.ctx.need(targetKey({ kind: 'FUNCTION', ...target }));
  atLeast(low, 'volatile');
  return { kind: 'Call', name: pg.name(target.schema, target.name), args: routineArguments(low, node.args, routine.parameters.map((p) => p.type)) };
}

/** Positional arguments in the types of the parameters; trailing DEFAULTs are left out. */
export function routineArguments(low: Lowering, args: readonly SourceExpression[], types: readonly SqlType[]): readonly Argument[] {
  let count = args.length;
  while (count > 0 && args[count - 1]?.kind === 'DefaultValue') count--;
  return args.slice(0, count).map((arg, i): Argument => {
    const type = types[i];
    if (type?.kind === 'table') return passedTable(low, arg, type);
    if (arg.kind === 'DefaultValue' || type === undefined || !isScalar(type)) return refuse(low, arg, expressionItems.unknownType, { what: 'An argument' });
    return passed(low, arg, type);
  });
}

/** A value in exactly the type of a parameter: PostgreSQL finds routines by the types of their arguments. */
export function passed(low: Lowering, arg: SourceExpression, type: ScalarType): Expression {
  const value = coerce(low, arg, type, 'assign');
  const own = sqlTypeOf(low, arg);
  const wanted = pgType(low, isString(type) ? scalar(type.base, { length: 'max' }) : type);
  const plain = isScalar(own) && own.base === type.base && arg.kind !== 'GlobalVariable' && (value.kind === 'ColumnRef' || value.kind === 'VariableRef') && !(type.base === 'int' && value.kind === 'ColumnRef' && isWidened(low, arg));
  if (plain || (value.kind === 'Cast' && (value.type.name === wanted.name || value.type.name === pgType(low, type).name)) || (value.kind === 'NumberLiteral' && type.base === 'int') || value.kind === 'StringLiteral' || value.kind === 'BooleanLiteral' || value.kind === 'NullLiteral') return value;
  return pg.cast(value, wanted);
}

/** A value as the result of a function, whose type has no precision in PostgreSQL. */
export function returned(low: Lowering, node: SourceExpression, type: ScalarType): Expression {
  const value = coerce(low, node, type, 'assign');
  const own = sqlTypeOf(low, node);
  const fits = isScalar(own) && own.base === type.base && own.precision === type.precision && own.scale === type.scale;
  const numeric = familyOf(type) === 'decimal' || familyOf(type) === 'money';
  const exact = value.kind === 'NumberLiteral' && !value.text.includes('.');
  return !numeric || fits || exact || value.kind === 'NullLiteral' ? value : cast(low, value, type);
}
