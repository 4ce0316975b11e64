/** An XQuery of SQL Server's xml methods that XPath 1.0 can say, with the namespaces that it declares. */
export interface XmlPath {
  /** XPath 1.0, with a prefix for the default element namespace; `hole(i)` stands for values of SQL. */
  readonly path: string;
  /** What stands in the holes: `variable @v`, `column t.c`. */
  readonly holes: readonly string[];
  readonly namespaces: readonly (readonly [prefix: string, uri: string])[];
  /** The default element namespace that it declares. */
  readonly defaultNamespace: string | undefined;
  /** It begins at the root of the document. */
  readonly absolute: boolean;
  readonly steps: number;
  /** It ends in an attribute or a text. */
  readonly leaf: boolean;
  /** It gives a number or text that is worked out, and no nodes. */
  readonly computed: boolean;
}

const declaration = /^\s*declare\s+(?:default\s+element\s+namespace\s+|namespace\s+([A-Za-z_][\w.-]*)\s*=\s*)(?:"([^"]*)"|'([^']*)')\s*;/;
const token = /\s*(\/\/|\/|!=|<=|>=|[()[\]@*,=<>+|-]|\.\.|\.(?![0-9])|"(?:[^"]|"")*"|'(?:[^']|'')*'|[0-9]+(?:\.[0-9]+)?|[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?)/y;

/** The tokens of a text, with the place where each begins; undefined when something in it is none. */
export function xmlTokens(text: string): string[] | undefined {
  const out: string[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const from = token.lastIndex;
    const match = token.exec(text);
    if (match === null) return text.slice(from).trim() === '' ? out : undefined;
    out.push(match[1] ?? '');
  }
  return out;
}

/** What unprefixed element names get when a default namespace is declared. */
const defaultPrefix = 'ns';

/** The place of a value of SQL in a path: a character that no text of a program has. */
export const hole = (index: number): string => `\uE000${index}\uE001`;

export interface XmlReader {
  readonly list: readonly string[];
  at: number;
  readonly prefix: string;
  /** `/*` when the path starts at a node that nodes() gave. */
  readonly context: string;
  readonly holes: string[];
  /** How many predicates are around. */
  inside: number;
  absolute: boolean;
  steps: number;
  leaf: boolean;
  computed: boolean;
}

const isName = (t: string | undefined): t is string => t !== undefined && /^[A-Za-z_]/.test(t);
const isText = (t: string | undefined): t is string => t !== undefined && /^["']/.test(t);
const entities: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&apos;': "'", '&amp;': '&' };

/** The text that a literal of XQuery means. */
export const literalText = (t: string): string => t.slice(1, -1).replaceAll(t[0] === '"' ? '""' : "''", t[0] ?? '').replace(/&(?:lt|gt|quot|apos|amp);/g, (e) => entities[e] ?? e);

/** A literal of XPath, which has no way to write its own quotes. */
function literal(value: string): string | undefined {
  // Where a document is a fragment, a slash after these begins a path.
  if (/(^|[(,=<>|+ ])\//.test(value)) return undefined;
  return value.includes('"') ? (value.includes("'") ? undefined : `'${value}'`) : `"${value}"`;
}

/** Functions that mean the same in XPath 1.0, with the least and the greatest number of arguments. */
const functions: Readonly<Record<string, readonly [number, number]>> = {
  count: [1, 1], sum: [1, 1], contains: [2, 2], not: [1, 1], string: [0, 1], number: [0, 1], concat: [2, 20], substring: [2, 3], 'string-length': [0, 1], 'local-name': [0, 1], 'namespace-uri': [0, 1], position: [0, 0], last: [0, 0], true: [0, 0], false: [0, 0], round: [1, 1], floor: [1, 1], ceiling: [1, 1],
};
const nodeTests = new Set(['text', 'node', 'comment']);
const words: Readonly<Record<string, string>> = { eq: '=', ne: '!=', lt: '<', le: '<=', gt: '>', ge: '>=', '=': '=', '!=': '!=', '<': '<', '<=': '<=', '>': '>', '>=': '>=' };

function predicates(r: XmlReader): string | undefined {
  let out = '';
  while (r.list[r.at] === '[') {
    r.at++;
    r.inside++;
    const inner = xmlExpression(r);
    r.inside--;
    if (inner === undefined || r.list[r.at++] !== ']') return undefined;
    out += `[${inner}]`;
  }
  return out;
}

/** A name with what may follow it in a step. */
function withPredicates(r: XmlReader, head: string): string | undefined {
  const rest = predicates(r);
  return rest === undefined ? undefined : head + rest;
}

function step(r: XmlReader, first: boolean, relative: boolean): string | undefined {
  const t = r.list[r.at];
  if (t === undefined) return undefined;
  const outermost = r.inside === 0;
  const context = outermost ? r.context : '';
  const lead = first && relative && context !== '' ? `${context}/` : '';
  const leaf = (is: boolean): void => void (outermost && (r.leaf = is));
  r.at++;
  if (outermost) r.steps++;
  leaf(false);
  if (t === '.') return withPredicates(r, first && relative && context !== '' ? context : '.');
  if (t === '..') return outermost && context !== '' ? undefined : '..';
  if (t === '@') {
    const name = r.list[r.at++];
    leaf(true);
    return name === '*' || isName(name) ? withPredicates(r, `${lead}@${name}`) : undefined;
  }
  if (t === '*') return withPredicates(r, `${lead}*`);
  if (!isName(t)) return undefined;
  if (r.list[r.at] === '(') {
    if (!nodeTests.has(t) || r.list[r.at + 1] !== ')') return undefined;
    r.at += 2;
    leaf(t === 'text');
    return withPredicates(r, `${lead}${t}()`);
  }
  return withPredicates(r, `${lead}${t.includes(':') || r.prefix === '' ? t : `${r.prefix}:${t}`}`);
}

/** What follows the first step. */
function following(r: XmlReader, head: string): string | undefined {
  let out = head;
  for (let t = r.list[r.at]; t === '/' || t === '//'; t = r.list[r.at]) {
    r.at++;
    const next = step(r, false, false);
    if (next === undefined) return undefined;
    out += t + next;
  }
  return out;
}

/** A path: it begins with a slash, a name, `@`, `.` or `*`. */
function path(r: XmlReader): string | undefined {
  const start = r.list[r.at];
  const relative = start !== '/' && start !== '//';
  if (!relative) {
    r.absolute = true;
    r.at++;
  }
  const head = step(r, true, relative);
  return head === undefined ? undefined : following(r, relative ? head : `${start}${head}`);
}

function call(r: XmlReader, name: string): string | undefined {
  r.at += 2;
  const plain = name.replace(/^fn:/, '');
  if (name === 'sql:variable' || name === 'sql:column') {
    const named = r.list[r.at++];
    if (!isText(named) || r.list[r.at++] !== ')') return undefined;
    r.holes.push(`${name.slice(4)} ${literalText(named)}`);
    if (r.inside === 0) r.computed = true;
    return hole(r.holes.length - 1);
  }
  // data() and string() give what the place takes from the nodes itself.
  const same = plain === 'data' || (plain === 'string' && r.inside === 0);
  const own = plain === 'empty' ? 'not' : plain;
  const allowed = same ? ([1, 1] as const) : Object.hasOwn(functions, own) ? functions[own] : undefined;
  if (allowed === undefined) return undefined;
  const args: string[] = [];
  while (r.list[r.at] !== ')') {
    if (args.length > 0 && r.list[r.at++] !== ',') return undefined;
    const argument = xmlExpression(r);
    if (argument === undefined) return undefined;
    args.push(argument);
  }
  r.at++;
  if (args.length < allowed[0] || args.length > allowed[1]) return undefined;
  // Without an argument they speak of the node that a predicate looks at.
  if (args.length === 0 && r.inside === 0 && own !== 'true' && own !== 'false') return undefined;
  if (same) return args[0];
  if (r.inside === 0) r.computed = true;
  return `${own}(${args.join(', ')})`;
}

function primary(r: XmlReader): string | undefined {
  const t = r.list[r.at];
  if (t === undefined) return undefined;
  if (isText(t) || /^[0-9]/.test(t)) {
    r.at++;
    if (r.inside === 0) r.computed = true;
    return isText(t) ? literal(literalText(t)) : t;
  }
  if (t === '(') {
    r.at++;
    const inner = xmlExpression(r);
    if (inner === undefined || r.list[r.at++] !== ')') return undefined;
    const rest = withPredicates(r, `(${inner})`);
    return rest === undefined ? undefined : following(r, rest);
  }
  if (isName(t) && r.list[r.at + 1] === '(' && !nodeTests.has(t)) {
    const called = call(r, t);
    if (called === undefined || r.list[r.at] !== '[') return called;
    return withPredicates(r, `(${called})`);
  }
  return path(r);
}

function chain(r: XmlReader, next: (r: XmlReader) => string | undefined, operators: readonly string[]): string | undefined {
  let out = next(r);
  for (let t = r.list[r.at]; out !== undefined && t !== undefined && operators.includes(t); t = r.list[r.at]) {
    r.at++;
    if (r.inside === 0) r.computed = true;
    const right = next(r);
    if (right === undefined) return undefined;
    out = `${out} ${t} ${right}`;
  }
  return out;
}

const product = (r: XmlReader): string | undefined => chain(r, primary, ['*', 'div', 'mod']);
const sum = (r: XmlReader): string | undefined => chain(r, product, ['+', '-']);

function comparison(r: XmlReader): string | undefined {
  const left = sum(r);
  const operator = words[r.list[r.at] ?? ''];
  if (left === undefined || operator === undefined) return left;
  r.at++;
  if (r.inside === 0) r.computed = true;
  const right = sum(r);
  return right === undefined ? undefined : `${left} ${operator} ${right}`;
}

const both = (r: XmlReader): string | undefined => chain(r, comparison, ['and']);

/** An expression that XPath 1.0 has too; undefined for any other. */
export function xmlExpression(r: XmlReader): string | undefined {
  return chain(r, both, ['or']);
}

export interface Prolog {
  readonly rest: string;
  readonly namespaces: ReadonlyMap<string, string>;
  readonly prefix: string;
  readonly defaultNamespace: string | undefined;
}

/** The declarations before a query. Names without a prefix belong to the default namespace in XQuery and to none in XPath, so they get one. */
export function readProlog(text: string, around: readonly (readonly [string, string])[]): Prolog {
  const namespaces = new Map<string, string>(around);
  let rest = text;
  for (let match = declaration.exec(rest); match !== null; match = declaration.exec(rest)) {
    namespaces.set(match[1] ?? '', match[2] ?? match[3] ?? '');
    rest = rest.slice(match[0].length);
  }
  const declared = namespaces.get('');
  let prefix = '';
  if (declared !== undefined) {
    prefix = defaultPrefix;
    for (let i = 2; namespaces.has(prefix); i++) prefix = `${defaultPrefix}${i}`;
    namespaces.delete('');
    namespaces.set(prefix, declared);
  }
  return { rest, namespaces, prefix, defaultNamespace: declared };
}

export const xmlReader = (list: readonly string[], prolog: Prolog, inNode: boolean): XmlReader => ({ list, at: 0, prefix: prolog.prefix, context: inNode ? '/*' : '', holes: [], inside: 0, absolute: false, steps: 0, leaf: false, computed: false });

const texts = /"[^"]*"|'[^']*'/g;

/** What a reader has read, with the namespaces that it uses; undefined when a prefix is declared nowhere. */
export function readXml(r: XmlReader, out: string, prolog: Prolog): XmlPath | undefined {
  const plain = out.replace(texts, '');
  const used = [...prolog.namespaces].filter(([p]) => new RegExp(`(^|[^\\w.-])${p}:`).test(plain));
  const prefixes = plain.match(/[A-Za-z_][\w.-]*(?=:[A-Za-z_])/g) ?? [];
  if (prefixes.some((p) => !prolog.namespaces.has(p))) return undefined;
  return { path: out, holes: r.holes, namespaces: used, defaultNamespace: prolog.defaultNamespace, absolute: r.absolute, steps: r.steps, leaf: r.leaf, computed: r.computed };
}

/**
 * Reads an XQuery that XPath 1.0 can say: paths with predicates, comparisons, and the functions that both have.
 * @param around namespaces of WITH XMLNAMESPACES
 * @param inNode the path starts at a node given by nodes(), which is a document of its own here
 * @returns undefined for anything else
 */
export function readXmlPath(text: string, around: readonly (readonly [string, string])[], inNode: boolean): XmlPath | undefined {
  const prolog = readProlog(text, around);
  const list = xmlTokens(prolog.rest);
  if (list === undefined || list.length === 0) return undefined;
  const r = xmlReader(list, prolog, inNode);
  const out = xmlExpression(r);
  if (out === undefined || r.at < list.length) return undefined;
  return readXml(r, out, prolog);
}
