/** An XQuery of SQL Server's xml methods that is nothing but a path, with the namespaces that it declares. */
export interface XmlPath {
  /** XPath 1.0, with a prefix for the default element namespace. */
  readonly path: string;
  readonly namespaces: readonly (readonly [prefix: string, uri: string])[];
  /** It begins at the root of the document. */
  readonly absolute: boolean;
  readonly steps: number;
  /** It ends in an attribute or a text. */
  readonly leaf: boolean;
}

const declaration = /^\s*declare\s+(?:default\s+element\s+namespace\s+|namespace\s+([A-Za-z_][\w.-]*)\s*=\s*)(?:"([^"]*)"|'([^']*)')\s*;/;
const token = /\s*(\/\/|\/|\(|\)|\[\s*\d+\s*\]|@|\*|\.\.|\.|text\(\)|node\(\)|string\(|[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?)/y;

function tokens(text: string): string[] | undefined {
  const out: string[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const from = token.lastIndex;
    const match = token.exec(text);
    if (match === null) return text.slice(from).trim() === '' ? out : undefined;
    out.push((match[1] ?? '').replace(/\s/g, ''));
  }
  return out;
}

/** What unprefixed element names get when a default namespace is declared. */
const defaultPrefix = 'ns';

interface Reader {
  readonly list: readonly string[];
  at: number;
  readonly prefix: string;
  /** `/*` when the path starts at a node that nodes() gave. */
  readonly context: string;
  absolute: boolean;
  steps: number;
  leaf: boolean;
}

const isPredicate = (t: string | undefined): t is string => t !== undefined && t.startsWith('[');
const isName = (t: string | undefined): t is string => t !== undefined && /^[A-Za-z_]/.test(t) && !t.endsWith('(') && !t.endsWith('()');

function predicates(r: Reader): string {
  let out = '';
  for (let t = r.list[r.at]; isPredicate(t); t = r.list[r.at]) {
    out += t;
    r.at++;
  }
  return out;
}

function step(r: Reader, first: boolean, relative: boolean): string | undefined {
  const t = r.list[r.at];
  const lead = first && relative && r.context !== '' ? `${r.context}/` : '';
  if (t === '(' && first) {
    r.at++;
    const inner = path(r);
    if (inner === undefined || r.list[r.at] !== ')') return undefined;
    r.at++;
    return `(${inner})${predicates(r)}`;
  }
  if (t === undefined) return undefined;
  r.at++;
  r.steps++;
  r.leaf = false;
  if (t === '.') return first && relative && r.context !== '' ? r.context : '.';
  if (t === '@') {
    const name = r.list[r.at++];
    r.leaf = true;
    return isName(name) ? `${lead}@${name}${predicates(r)}` : undefined;
  }
  if (t === 'text()') {
    r.leaf = true;
    return `${lead}text()${predicates(r)}`;
  }
  if (t === '*') return `${lead}*${predicates(r)}`;
  if (!isName(t)) return undefined;
  return `${lead}${t.includes(':') || r.prefix === '' ? t : `${r.prefix}:${t}`}${predicates(r)}`;
}

function path(r: Reader): string | undefined {
  let out = '';
  const start = r.list[r.at];
  const relative = start !== '/' && start !== '//';
  if (!relative) {
    r.absolute = true;
    out = start;
    r.at++;
  }
  const head = step(r, true, relative);
  if (head === undefined) return undefined;
  out += head;
  for (let t = r.list[r.at]; t === '/' || t === '//'; t = r.list[r.at]) {
    r.at++;
    const next = step(r, false, false);
    if (next === undefined) return undefined;
    out += t + next;
  }
  return out;
}

/**
 * Reads an XQuery as a path: names, `@name`, `*`, `.`, `text()`, positions, `string(path)`. Names without a prefix belong to the
 * default element namespace in XQuery and to none in XPath, so they get a prefix.
 * @param around namespaces of WITH XMLNAMESPACES
 * @param inNode the path starts at a node given by nodes(), which is a document of its own here
 * @returns undefined for anything that is more than a path
 */
export function readXmlPath(text: string, around: readonly (readonly [string, string])[], inNode: boolean): XmlPath | undefined {
  const namespaces = new Map<string, string>(around);
  let rest = text;
  for (let match = declaration.exec(rest); match !== null; match = declaration.exec(rest)) {
    namespaces.set(match[1] ?? '', match[2] ?? match[3] ?? '');
    rest = rest.slice(match[0].length);
  }
  const list = tokens(rest);
  if (list === undefined || list.length === 0) return undefined;
  const whole = list[0] === 'string(';
  const declared = namespaces.get('');
  let prefix = '';
  if (declared !== undefined) {
    prefix = defaultPrefix;
    for (let i = 2; namespaces.has(prefix); i++) prefix = `${defaultPrefix}${i}`;
    namespaces.delete('');
    namespaces.set(prefix, declared);
  }
  const r: Reader = { list, at: whole ? 1 : 0, prefix, context: inNode ? '/*' : '', absolute: false, steps: 0, leaf: false };
  const out = path(r);
  if (out === undefined) return undefined;
  if (whole && r.list[r.at++] !== ')') return undefined;
  const trailing = predicates(r);
  if (r.at < list.length || (trailing !== '' && trailing !== '[1]')) return undefined;
  const used = [...namespaces].filter(([p]) => new RegExp(`(^|[^\\w.-])${p}:`).test(out));
  const prefixes = out.match(/[A-Za-z_][\w.-]*(?=:[A-Za-z_])/g) ?? [];
  if (prefixes.some((p) => !namespaces.has(p))) return undefined;
  return { path: out, namespaces: used, absolute: r.absolute, steps: r.steps, leaf: r.leaf };
}
