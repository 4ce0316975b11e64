import { group, indent, join, line, softline } from '@ferry/kernel';
import type { Doc } from '@ferry/kernel';
import type { Argument, Call, Expression, WindowSpec, XmlNamed } from '../syntax';
import { quoteFunctionName, quoteIdentifier, quoteParts } from './identifiers';
import { brackets, commaList, commas, within, words } from './layout';
import { stringLiteral } from './literals';
import { nameText, typeText } from './names';
import { expressionLevel, isNarrow, level } from './precedence';
import { frameText, orderItem, queryInBrackets } from './queries';
import { literalDoc } from './text';

type Printers = { readonly [K in Expression['kind']]: (node: Extract<Expression, { readonly kind: K }>) => Doc };

/** An expression with its comments and link, in brackets if it holds together less tightly than `atLeast`. */
export function expression(e: Expression, atLeast: number = level.any): Doc {
  const print = printers[e.kind] as (node: Expression) => Doc;
  const body = print(e);
  return within(e, expressionLevel(e) < atLeast ? brackets(body) : body);
}

/** For the places where the grammar takes `b_expr` only. */
export const narrow = (e: Expression, atLeast: number = level.any): Doc => (isNarrow(e) ? expression(e, atLeast) : within({}, brackets(expression(e))));

/** For the places where the grammar takes `c_expr` only: a primary, or anything in brackets. */
export const primary = (e: Expression): Doc => expression(e, level.primary);

export const expressionList = (items: readonly Expression[]): Doc => commaList(items, (e) => uncommented(e));

/** The list prints comments and links itself. */
const uncommented = (e: Expression): Doc => (printers[e.kind] as (node: Expression) => Doc)(e);

export const argumentList = (args: readonly Argument[]): Doc => commas(args.map(argument));

function argument(a: Argument): Doc {
  if (a.kind === 'NamedArgument') return within(a, [quoteIdentifier(a.name), ' => ', expression(a.value)]);
  if (a.kind === 'VariadicArgument') return within(a, ['VARIADIC ', expression(a.value)]);
  return expression(a);
}

export function windowSpec(w: WindowSpec): Doc {
  const parts: Doc[] = [];
  if (w.base !== undefined) parts.push(quoteIdentifier(w.base));
  if (w.partitionBy && w.partitionBy.length > 0) parts.push(['PARTITION BY ', commas(w.partitionBy.map((e) => expression(e)))]);
  if (w.orderBy && w.orderBy.length > 0) parts.push(['ORDER BY ', commas(w.orderBy.map(orderItem))]);
  if (w.frame) parts.push(frameText(w.frame));
  return within(w, brackets(join(line, parts)));
}

/** A call without the clauses around it, for index keys and FROM as well. */
export function call(node: Call): Doc {
  const name = node.name.schema === undefined ? quoteFunctionName(node.name.name) : nameText(node.name);
  const order = node.orderBy && node.orderBy.length > 0 ? [line, 'ORDER BY ', commas(node.orderBy.map(orderItem))] : '';
  const args: Doc = node.star === true ? '*' : [node.distinct === true ? 'DISTINCT ' : '', commas(node.args.map(argument)), order];
  return [
    name,
    node.args.length === 0 && order === '' ? (node.star === true ? '(*)' : '()') : brackets(args),
    node.withinGroup ? [' WITHIN GROUP ', brackets(['ORDER BY ', commas(node.withinGroup.map(orderItem))])] : '',
    node.filter ? [' FILTER ', brackets(['WHERE ', expression(node.filter)])] : '',
    node.over === undefined ? '' : [' OVER ', typeof node.over === 'string' ? quoteIdentifier(node.over) : windowSpec(node.over)],
  ];
}

/** A left-deep chain of one operator (or of one level of arithmetic) prints flat, however long it is. */
function binary(node: Extract<Expression, { kind: 'Binary' }>): Doc {
  const own = expressionLevel(node);
  const tails: Doc[] = [];
  let left: Expression = node;
  const chains = own !== level.comparison;
  for (;;) {
    const current: Extract<Expression, { kind: 'Binary' }> = left;
    const op = current.operatorSchema === undefined ? current.operator : `OPERATOR(${quoteIdentifier(current.operatorSchema)}.${current.operator})`;
    tails.push([line, op, ' ', expression(current.right, own + 1)]);
    left = current.left;
    const plain = left.source === undefined && left.leadingComments === undefined && left.trailingComment === undefined;
    if (!(chains && plain && left.kind === 'Binary' && expressionLevel(left) === own)) break;
  }
  return group(expression(left, chains ? own : own + 1), indent(tails.reverse()));
}

const negation = (negated: boolean | undefined): string => (negated === true ? 'NOT ' : '');

/** Operands of an indirection (`[1]`, `.field`): a reference or another indirection, else brackets. */
function base(e: Expression): Doc {
  const bare = e.kind === 'Subscript' || e.kind === 'ParameterRef' || (e.kind === 'FieldAccess' && typeof e.field === 'string');
  return bare ? expression(e) : within({}, brackets(expression(e)));
}

const subscriptBase = (e: Expression): Doc => (e.kind === 'ColumnRef' || e.kind === 'VariableRef' ? expression(e) : base(e));

const xmlNamed = (x: XmlNamed): Doc => [expression(x.value), x.name === undefined ? '' : ` AS ${quoteIdentifier(x.name)}`];

const special = (name: string, ...body: (Doc | undefined)[]): Doc => [name, brackets(words(...body))];

const printers: Printers = {
  StringLiteral: (n) => literalDoc(n.value),
  NumberLiteral: (n) => n.text,
  BooleanLiteral: (n) => (n.value ? 'true' : 'false'),
  NullLiteral: () => 'NULL',
  // `interval(3) '1'` and user's types in front of a literal are read as calls by some of the grammar: a cast says the same.
  TypedLiteral: (n) => (n.type.args === undefined && n.type.schema === undefined && (n.type.array ?? 0) === 0 ? [typeText(n.type), ' ', literalDoc(n.value)] : ['CAST(', literalDoc(n.value), ` AS ${typeText(n.type)})`]),
  BitLiteral: (n) => `${n.base}'${n.digits}'`,
  DefaultValue: () => 'DEFAULT',
  ColumnRef: (n) => quoteParts(n.parts),
  Star: (n) => (n.qualifier === undefined || n.qualifier.length === 0 ? '*' : `${quoteParts(n.qualifier)}.*`),
  VariableRef: (n) => quoteParts(n.parts),
  ParameterRef: (n) => `$${n.index}`,
  Cast: (n) => (n.style === 'cast' ? special('CAST', expression(n.operand), `AS ${typeText(n.type)}`) : [expression(n.operand, level.cast), '::', typeText(n.type)]),
  // Two signs in a row would begin a comment, and two operators in a row are read as one.
  Unary: (n) => [n.operator, n.operand.kind === 'Unary' ? brackets(expression(n.operand)) : expression(n.operand, expressionLevel(n) + (expressionLevel(n) === level.operator ? 1 : 0))],
  Binary: binary,
  Logical: (n) => {
    if (n.operands.length === 0) return n.operator === 'AND' ? 'true' : 'false';
    if (n.operands.length === 1) return expression(n.operands[0] as Expression);
    const own = n.operator === 'OR' ? level.or : level.and;
    return group(join([line, `${n.operator} `], n.operands.map((o) => expression(o, own + 1))));
  },
  Not: (n) => ['NOT ', expression(n.operand, level.not)],
  Call: call,
  Extract: (n) => special('extract', /^[a-z_]+$/i.test(n.field) ? n.field.toLowerCase() : stringLiteral(n.field), 'FROM', expression(n.operand)),
  PositionOf: (n) => special('position', narrow(n.needle), 'IN', narrow(n.haystack)),
  Overlay: (n) => special('overlay', expression(n.text), 'PLACING', expression(n.replacement), 'FROM', expression(n.start), n.length && ['FOR ', expression(n.length)]),
  SubstringFrom: (n) => special('substring', expression(n.text), 'FROM', expression(n.from), n.length && ['FOR ', expression(n.length)]),
  Trim: (n) => special('trim', n.side, n.characters && expression(n.characters), 'FROM', expression(n.text)),
  SpecialValue: (n) => (n.precision === undefined ? n.name : `${n.name}(${n.precision})`),
  Case: (n) =>
    group(
      'CASE',
      n.operand ? [' ', expression(n.operand)] : '',
      indent(
        n.whens.map((w) => [line, within(w, ['WHEN ', expression(w.when), ' THEN ', expression(w.then)])]),
        n.otherwise ? [line, 'ELSE ', expression(n.otherwise)] : '',
      ),
      line,
      'END',
    ),
  ScalarSubquery: (n) => queryInBrackets(n.query),
  Exists: (n) => ['EXISTS ', queryInBrackets(n.query)],
  InList: (n) => [expression(n.operand, level.operator), ` ${negation(n.negated)}IN `, brackets(expressionList(n.values))],
  InSubquery: (n) => [expression(n.operand, level.operator), ` ${negation(n.negated)}IN `, queryInBrackets(n.query)],
  Quantified: (n) => [
    expression(n.operand, level.operator),
    ` ${n.operator} ${n.quantifier} `,
    'query' in n.argument ? queryInBrackets(n.argument.query) : brackets(expression(n.argument.array)),
  ],
  Between: (n) =>
    group(
      expression(n.operand, level.operator),
      ` ${negation(n.negated)}BETWEEN ${n.symmetric === true ? 'SYMMETRIC ' : ''}`,
      narrow(n.low, level.operator),
      indent(line, 'AND ', expression(n.high, level.operator)),
    ),
  Like: (n) => [
    expression(n.operand, level.operator),
    ` ${negation(n.negated)}${n.operator} `,
    expression(n.pattern, level.operator),
    n.escape ? [' ESCAPE ', expression(n.escape, level.operator)] : '',
  ],
  IsNull: (n) => [expression(n.operand, level.matching), ` IS ${negation(n.negated)}NULL`],
  IsTest: (n) => [expression(n.operand, level.matching), ` IS ${negation(n.negated)}${n.test}`],
  IsDistinctFrom: (n) => group(expression(n.left, level.matching), indent(line, `IS ${negation(n.negated)}DISTINCT FROM `, expression(n.right, level.matching))),
  Row: (n) => [n.explicit === true || n.values.length < 2 ? 'ROW' : '', n.values.length === 0 ? '()' : brackets(expressionList(n.values))],
  ArrayLiteral: (n) => (n.elements.length === 0 ? 'ARRAY[]' : group('ARRAY[', indent(softline, commas(n.elements.map((e) => expression(e)))), softline, ']')),
  ArraySubquery: (n) => ['ARRAY', queryInBrackets(n.query)],
  // Spaces round the colon: psql reads `:name` as one of its variables.
  Subscript: (n) => [
    subscriptBase(n.operand),
    '[',
    words(n.index && expression(n.index), n.slice === true && ':', n.upper && expression(n.upper)),
    ']',
  ],
  FieldAccess: (n) => [base(n.operand), '.', typeof n.field === 'string' ? quoteIdentifier(n.field) : '*'],
  Collate: (n) => [expression(n.operand, level.collate), ' COLLATE ', nameText(n.collation)],
  AtTimeZone: (n) => [expression(n.operand, level.at), n.zone ? [' AT TIME ZONE ', expression(n.zone, level.collate)] : ' AT LOCAL'],
  XmlElement: (n) =>
    [
      'xmlelement',
      brackets(
        commas([
          `NAME ${quoteIdentifier(n.name)}`,
          ...(n.attributes && n.attributes.length > 0 ? [['xmlattributes', brackets(commas(n.attributes.map(xmlNamed)))]] : []),
          ...n.content.map((e) => expression(e)),
        ]),
      ),
    ],
  XmlForest: (n) => ['xmlforest', brackets(commas(n.items.map(xmlNamed)))],
  XmlParse: (n) => special('xmlparse', n.of, expression(n.operand)),
  XmlSerialize: (n) => special('xmlserialize', n.of, expression(n.operand), `AS ${typeText(n.type)}`),
  XmlExists: (n) => special('xmlexists', primary(n.path), 'PASSING', primary(n.document)),
  CurrentOf: (n) => `CURRENT OF ${quoteIdentifier(n.cursor)}`,
};

