import type { CaseExpression, DataType, Expression, FunctionCall } from '../syntax';
import { functionName, newState, readsOf, valueOf } from './dynamic-state';
import type { DynamicState } from './dynamic-state';
import { chooseValue, cutText, emptyText, isNumericValue, joinValues, literalValue, mapTexts, nullValue, plainText, textValue } from './dynamic-values';
import type { DynamicHole, DynamicText, DynamicValue } from './dynamic-values';

/** Texts beyond this are not computed: REPLICATE of a variable count is a hole. */
const longestComputed = 8000;

/** What is known of the text that an expression gives at a place. */
export function foldText(state: DynamicState, node: Expression): DynamicValue {
  switch (node.kind) {
    case 'StringLiteral':
      return literalValue(node);
    case 'IntegerLiteral':
    case 'DecimalLiteral':
      return textValue(node.value, true);
    case 'NullLiteral':
      return nullValue;
    case 'ParenthesizedExpression':
      return foldText(state, node.expression);
    case 'CollateExpression':
      return foldText(state, node.operand);
    case 'Variable':
      return valueOf(state, node.name) ?? hole(state, node);
    case 'UnaryExpression':
      return node.operator === '-' && node.operand.kind === 'IntegerLiteral' ? textValue(`-${node.operand.value}`, true) : hole(state, node);
    case 'BinaryExpression':
      return node.operator === '+' || node.operator === '||' ? foldChain(state, node) : hole(state, node);
    case 'CastExpression':
      return converted(state, foldText(state, node.operand), node.type, node);
    case 'ConvertExpression':
      return node.style === undefined ? converted(state, foldText(state, node.operand), node.type, node) : hole(state, node);
    case 'CaseExpression':
      return foldCase(state, node);
    case 'FunctionCall':
      return foldCall(state, node);
    default:
      return hole(state, node);
  }
}

export function hole(state: DynamicState, expression: Expression, quoting: DynamicHole['quoting'] = 'none', numeric = false): DynamicHole {
  return { kind: 'hole', expression, quoting, numeric, reads: readsOf(state, expression) };
}

/** `a + b + c`, which leans to the left; without recursion. A sum of numbers is a hole. */
function foldChain(state: DynamicState, node: Extract<Expression, { kind: 'BinaryExpression' }>): DynamicValue {
  const operands: Expression[] = [];
  let at: Expression = node;
  for (; at.kind === 'BinaryExpression' && (at.operator === '+' || at.operator === '||'); at = at.left) operands.push(at.right);
  operands.push(at);
  const values = operands.reverse().map((operand) => foldText(state, operand));
  if (values.every(isNumericValue)) return hole(state, node, 'none', true);
  return values.reduce(joinValues);
}

const texts = new Set(['CHAR', 'NCHAR', 'VARCHAR', 'NVARCHAR', 'SYSNAME', 'TEXT', 'NTEXT', 'CHARACTER', 'CHARACTER VARYING', 'CHAR VARYING', 'NATIONAL CHARACTER VARYING', 'NATIONAL CHAR VARYING']);
const numbers = new Set(['INT', 'INTEGER', 'BIGINT', 'SMALLINT', 'TINYINT', 'BIT', 'DECIMAL', 'NUMERIC', 'DEC', 'MONEY', 'SMALLMONEY', 'FLOAT', 'REAL']);

const typeName = (type: DataType): string => type.name.parts.at(-1)?.name.toUpperCase() ?? '';

export const isNumberType = (type: DataType): boolean => numbers.has(typeName(type));

/** CAST and CONVERT to a type of texts keep the text as far as it fits; of numbers they keep numbers. */
function converted(state: DynamicState, value: DynamicValue, type: DataType, node: Expression): DynamicValue {
  if (value.kind === 'null') return value;
  const name = typeName(type);
  if (numbers.has(name)) return value.kind === 'text' && value.numeric ? value : hole(state, node, 'none', true);
  if (!texts.has(name)) return hole(state, node);
  const [size] = type.args;
  const longest = size === undefined ? (name === 'SYSNAME' ? 128 : 30) : size.kind === 'IntegerLiteral' ? Number(size.value) : Infinity;
  const text = plainText(value);
  if (text !== undefined && text.length > longest) return textValue(text.slice(0, longest));
  // A number becomes its digits and stands for a number still; other values keep what they are made of.
  if (value.kind === 'hole') return { ...value, expression: node, reads: readsOf(state, node), numeric: value.numeric };
  return value;
}

function foldCase(state: DynamicState, node: CaseExpression): DynamicValue {
  let value = node.otherwise === undefined ? nullValue : foldText(state, node.otherwise);
  for (const branch of [...node.branches].reverse()) {
    const condition: Expression = node.operand === undefined ? branch.when : { kind: 'ComparisonExpression', operator: '=', left: node.operand, right: branch.when, span: branch.when.span };
    value = chooseValue(condition, readsOf(state, condition), foldText(state, branch.then), value);
  }
  return value;
}

type Folder = (state: DynamicState, args: readonly DynamicValue[], node: FunctionCall) => DynamicValue | undefined;

const integerOf = (value: DynamicValue | undefined): number | undefined => {
  const text = value === undefined ? undefined : plainText(value);
  return text !== undefined && /^-?\d{1,9}$/.test(text) ? Number(text) : undefined;
};

/** A function of a text that is known to the letter. */
const ofText =
  (compute: (text: string, args: readonly DynamicValue[]) => string | undefined): Folder =>
  (_, args) => {
    const [first] = args;
    if (first?.kind === 'null') return nullValue;
    const text = first === undefined ? undefined : plainText(first, longestComputed);
    const made = text === undefined ? undefined : compute(text, args);
    return made === undefined || made.length > longestComputed ? undefined : textValue(made);
  };

const character: Folder = (_, [code]) => {
  const value = integerOf(code);
  return value === undefined || value < 0 || value > 0xffff ? undefined : textValue(String.fromCharCode(value));
};

/** `ISNULL(a, b)`, `COALESCE(a, b, ...)`: the first that is not NULL; of a piece that may be NULL both are possible. */
const firstKnown: Folder = (state, args, node) => {
  const [value, ...rest] = args;
  if (value === undefined) return nullValue;
  if (value.kind === 'null') return firstKnown(state, rest, { ...node, args: node.args.slice(1) });
  if (value.kind === 'text' || value.kind === 'join') return value;
  const condition: Expression = { kind: 'IsNullPredicate', negated: false, operand: node.args[0] as Expression, span: node.span };
  if (value.kind === 'choice' && value.then.kind === 'null') return chooseValue(value.condition, value.reads, firstKnown(state, rest, { ...node, args: node.args.slice(1) }) ?? nullValue, value.otherwise);
  if (value.kind === 'choice' && value.otherwise.kind === 'null') return chooseValue(value.condition, value.reads, value.then, firstKnown(state, rest, { ...node, args: node.args.slice(1) }) ?? nullValue);
  const other = rest.length === 0 ? nullValue : firstKnown(state, rest, { ...node, args: node.args.slice(1) });
  if (value.kind === 'hole' && other?.kind === 'text' && other.text !== '') return chooseValue(condition, readsOf(state, condition), other, value);
  // An empty text instead of NULL: one piece whose text the run tells.
  return value.kind === 'hole' ? hole(state, node, value.quoting, value.numeric) : value;
};

const quotes: Readonly<Record<string, { readonly open: string; readonly close: string; readonly quoting: DynamicHole['quoting'] }>> = {
  '[': { open: '[', close: ']', quoting: 'name' }, ']': { open: '[', close: ']', quoting: 'name' }, "'": { open: "'", close: "'", quoting: 'string' }, '"': { open: '"', close: '"', quoting: 'name' },
};

const quoted: Folder = (state, [value, mark], node) => {
  const sign = mark === undefined ? '[' : plainText(mark);
  const quote = sign === undefined ? undefined : quotes[sign];
  if (quote === undefined || value === undefined) return undefined;
  if (value.kind === 'null') return nullValue;
  const text = plainText(value, 128);
  if (text !== undefined) return textValue(`${quote.open}${text.replaceAll(quote.close, quote.close + quote.close)}${quote.close}`);
  if (value.kind === 'choice') {
    const one = (v: DynamicValue): DynamicValue => quoted(state, [v, ...(mark === undefined ? [] : [mark])], node) ?? hole(state, node, quote.quoting);
    return chooseValue(value.condition, value.reads, one(value.then), one(value.otherwise));
  }
  return hole(state, node, quote.quoting);
};

/** REPLACE goes through the texts that are known; it compares without regard to case, as most collations do. */
const replaced: Folder = (_, [value, wanted, by]) => {
  const mark = wanted === undefined ? undefined : plainText(wanted, 4000);
  if (value === undefined || by === undefined || mark === undefined || mark === '') return undefined;
  if (by.kind === 'null') return nullValue;
  return mapTexts(value, (text) => replaceIn(text, mark, by));
};

/** Without capital letters, each letter at its place. */
const lowered = (text: string): string => {
  const lower = text.toLowerCase();
  return lower.length === text.length ? lower : text;
};

function replaceIn(text: DynamicText, mark: string, by: DynamicValue): DynamicValue {
  const [where, what] = [lowered(text.text), lowered(mark)];
  let out: DynamicValue = emptyText;
  let from = 0;
  let times = 0;
  for (let at = where.indexOf(what); at >= 0 && times < 1000; at = where.indexOf(what, from), times++) {
    out = joinValues(joinValues(out, cutText(text, from, at)), by);
    from = at + mark.length;
  }
  return from === 0 ? text : joinValues(out, cutText(text, from, text.text.length));
}

const emptyForNull = (value: DynamicValue): DynamicValue => (value.kind === 'null' ? emptyText : value.kind === 'choice' ? chooseValue(value.condition, value.reads, emptyForNull(value.then), emptyForNull(value.otherwise)) : value);

const substring = (text: string, start: number, length: number): string | undefined => (length < 0 ? undefined : text.slice(Math.max(0, start - 1), Math.max(0, start - 1 + length)));

/** Functions that give texts, as far as they can be computed. Source: "String Functions (Transact-SQL)". */
const folders: ReadonlyMap<string, Folder> = new Map<string, Folder>([
  ['CHAR', character],
  ['NCHAR', character],
  ['ISNULL', firstKnown],
  ['COALESCE', firstKnown],
  ['QUOTENAME', quoted],
  ['REPLACE', replaced],
  ['CONCAT', (_, args) => args.map(emptyForNull).reduce(joinValues, emptyText)],
  ['CONCAT_WS', (_, [separator, ...args]) => (separator === undefined || plainText(separator) === undefined ? undefined : args.filter((a) => a.kind !== 'null').reduce<DynamicValue>((all, a, i) => joinValues(i === 0 ? all : joinValues(all, separator), a), emptyText))],
  ['UPPER', ofText((text) => text.toUpperCase())],
  ['LOWER', ofText((text) => text.toLowerCase())],
  ['LTRIM', ofText((text, args) => (args.length === 1 ? text.replace(/^ +/, '') : undefined))],
  ['RTRIM', ofText((text, args) => (args.length === 1 ? trimEnd(text) : undefined))],
  ['TRIM', ofText((text, args) => (args.length === 1 ? trimEnd(text.replace(/^ +/, '')) : undefined))],
  ['REVERSE', ofText((text) => [...text].reverse().join(''))],
  ['SPACE', ofText((text) => (/^\d{1,4}$/.test(text) ? ' '.repeat(Number(text)) : undefined))],
  ['REPLICATE', ofText((text, args) => { const times = integerOf(args[1]); return times === undefined || times < 0 || times * text.length > longestComputed ? undefined : text.repeat(times); })],
  ['LEFT', ofText((text, args) => { const count = integerOf(args[1]); return count === undefined || count < 0 ? undefined : text.slice(0, count); })],
  ['RIGHT', ofText((text, args) => { const count = integerOf(args[1]); return count === undefined || count < 0 ? undefined : text.slice(Math.max(0, text.length - count)); })],
  ['SUBSTRING', ofText((text, args) => { const [start, length] = [integerOf(args[1]), integerOf(args[2])]; return start === undefined || length === undefined ? undefined : substring(text, start, length); })],
  ['STUFF', ofText((text, args) => { const [start, length, by] = [integerOf(args[1]), integerOf(args[2]), args[3] === undefined ? undefined : plainText(args[3])]; return start === undefined || length === undefined || by === undefined || start < 1 || length < 0 || start > text.length ? undefined : text.slice(0, start - 1) + by + text.slice(start - 1 + length); })],
]);

/** Without the spaces at the end; linear, which a pattern would not be. */
function trimEnd(text: string): string {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 32) end--;
  return text.slice(0, end);
}

/** Functions that give numbers. */
const numeric = new Set(['LEN', 'DATALENGTH', 'COUNT', 'OBJECT_ID', 'DB_ID', 'SCHEMA_ID', 'CHARINDEX', 'PATINDEX', 'YEAR', 'MONTH', 'DAY', 'DATEPART', 'DATEDIFF', 'ABS', 'FLOOR', 'CEILING', 'ROUND', 'ROW_NUMBER']);

function foldCall(state: DynamicState, node: FunctionCall): DynamicValue {
  const name = functionName(node);
  if (name === 'IIF') {
    const [condition, then, otherwise] = node.args;
    if (condition && then && otherwise) return chooseValue(condition, readsOf(state, condition), foldText(state, then), foldText(state, otherwise));
  }
  const folder = folders.get(name);
  if (folder === undefined || node.over !== undefined) return hole(state, node, 'none', numeric.has(name));
  return folder(state, node.args.map((arg) => foldText(state, arg)), node) ?? hole(state, node, name === 'QUOTENAME' ? 'name' : 'none');
}

/** The text that an expression without variables stands for: `'a' + N'b'`, `CHAR(13) + 'x'`, a number; undefined when it is not constant, or NULL. */
export const constantText = (expression: Expression): string | undefined => plainText(foldText(newState(), expression), Infinity);
