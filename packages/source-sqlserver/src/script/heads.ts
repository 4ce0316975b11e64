import type { TopLevelKind } from '@ferry/catalog';
import { quotedAt } from './quoting';

/** What the first words of a definition tell, when the rest cannot be read. */
export interface Head {
  readonly kind: Exclude<TopLevelKind, 'PRINCIPAL' | 'PERMISSION' | 'LINKED_SERVER' | 'JOB' | 'DATABASE_OPTION'>;
  readonly schema: string | undefined;
  readonly name: string;
  /** Of a DML trigger: the table. */
  readonly on?: { readonly schema: string | undefined; readonly name: string };
}

const kinds: Readonly<Record<string, Head['kind']>> = {
  TABLE: 'TABLE',
  VIEW: 'VIEW',
  PROC: 'PROCEDURE',
  PROCEDURE: 'PROCEDURE',
  FUNCTION: 'FUNCTION',
  TRIGGER: 'TRIGGER',
  AGGREGATE: 'AGGREGATE',
  TYPE: 'TYPE',
  SEQUENCE: 'SEQUENCE',
  SYNONYM: 'SYNONYM',
  SCHEMA: 'SCHEMA',
  RULE: 'RULE',
  DEFAULT: 'DEFAULT_OBJECT',
};

export interface Word {
  readonly text: string;
  readonly kind: 'word' | 'name' | 'mark';
}

const wordPattern = /[\p{L}_@#$][\p{L}\p{N}_@#$]*/uy;

/** The first tokens, without comments. */
export function firstWords(text: string, start: number, end: number, most: number): Word[] {
  const out: Word[] = [];
  for (let i = start; i < end && out.length < most; ) {
    const quoted = quotedAt(text, i);
    if (quoted) {
      if (quoted.kind === 'bracket') out.push({ kind: 'name', text: text.slice(i + 1, quoted.end - 1).replaceAll(']]', ']') });
      else if (quoted.kind === 'double-quote') out.push({ kind: 'name', text: text.slice(i + 1, quoted.end - 1).replaceAll('""', '"') });
      else if (quoted.kind === 'string') out.push({ kind: 'mark', text: "'" });
      i = Math.max(quoted.end, i + 1);
      continue;
    }
    wordPattern.lastIndex = i;
    const word = wordPattern.exec(text)?.[0];
    if (word !== undefined) out.push({ kind: 'word', text: word });
    else if (text.charCodeAt(i) > 32) out.push({ kind: 'mark', text: text[i] as string });
    i += word?.length ?? 1;
  }
  return out;
}

/** `a.b.c` from a place on: its last two parts, and where it ends. */
function nameFrom(words: readonly Word[], from: number): { schema: string | undefined; name: string; end: number } | undefined {
  const parts: string[] = [];
  let i = from;
  for (let word = words[i]; word !== undefined && word.kind !== 'mark'; word = words[i]) {
    parts.push(word.text);
    i++;
    if (words[i]?.text !== '.') break;
    while (words[i]?.text === '.') i++;
  }
  const name = parts.at(-1);
  return name === undefined || name === '' ? undefined : { schema: parts.at(-2), name, end: i };
}

/** Words that begin an element of a table's list that is no column. */
const elementWords = new Set(['CONSTRAINT', 'PRIMARY', 'FOREIGN', 'UNIQUE', 'CHECK', 'INDEX', 'PERIOD', 'DEFAULT']);

/** What the first words of a column's definition tell, when the rest cannot be read. */
export interface ColumnHead {
  readonly name: string;
  /** Missing when no type follows the name. */
  readonly type?: { readonly schema?: string; readonly name: string; readonly args: readonly (number | 'max')[] };
  readonly notNull: boolean;
}

/** Reads name and type off an element of a table's list that cannot be parsed. @returns undefined when it is no column */
export function columnHeadOf(text: string, start: number, end: number): ColumnHead | undefined {
  const words = firstWords(text, start, end, 60);
  const [first, second] = words;
  if (first === undefined || first.kind === 'mark' || (first.kind === 'word' && elementWords.has(first.text.toUpperCase()))) return undefined;
  const upper = words.map((w) => (w.kind === 'word' ? w.text.toUpperCase() : w.text));
  const notNull = upper.some((word, i) => word === 'NOT' && upper[i + 1] === 'NULL');
  if (second === undefined || second.kind === 'mark' || upper[1] === 'AS') return { name: first.text, notNull };
  const type = nameFrom(words, 1);
  if (type === undefined) return { name: first.text, notNull };
  return { name: first.text, type: { ...(type.schema === undefined ? {} : { schema: type.schema }), name: type.name, args: argumentsAt(words, type.end) }, notNull };
}

/** `(10, 2)` or `(max)` from its bracket on; nothing when it holds anything else. */
function argumentsAt(words: readonly Word[], open: number): readonly (number | 'max')[] {
  if (words[open]?.text !== '(') return [];
  let inner = '';
  for (let i = open + 1; words[i] !== undefined && words[i]?.text !== ')'; i++) inner += words[i]?.text ?? '';
  if (/^max$/i.test(inner)) return ['max'];
  return /^\d{1,5}(,\d{1,5})?$/.test(inner) ? inner.split(',').map(Number) : [];
}

/**
 * Reads kind and name off a definition that cannot be parsed, so that the object is at least listed.
 * @returns undefined when the text does not begin with CREATE, ALTER or CREATE OR ALTER of a kind with an entry of its own
 */
export function headOf(text: string, start: number, end: number): Head | undefined {
  const words = firstWords(text, start, end, 24);
  const upper = (i: number): string => (words[i]?.kind === 'word' ? words[i].text.toUpperCase() : '');
  if (upper(0) !== 'CREATE' && upper(0) !== 'ALTER') return undefined;
  let i = 1;
  if (upper(1) === 'OR' && upper(2) === 'ALTER') i = 3;
  const xml = upper(i) === 'XML' && upper(i + 1) === 'SCHEMA' && upper(i + 2) === 'COLLECTION';
  const kind = xml ? 'XML_SCHEMA_COLLECTION' : kinds[upper(i)];
  const found = kind === undefined ? undefined : nameFrom(words, i + (xml ? 3 : 1));
  if (kind === undefined || found === undefined) return undefined;
  const { schema, name } = found;
  if (kind === 'TYPE' && upper(found.end) === 'AS') return { kind: 'TABLE_TYPE', schema, name };
  if (kind !== 'TRIGGER' || upper(found.end) !== 'ON') return { kind, schema, name };
  if (upper(found.end + 1) === 'DATABASE' || upper(found.end + 1) === 'ALL') return { kind: 'DDL_TRIGGER', schema, name };
  const on = nameFrom(words, found.end + 1);
  return on === undefined ? { kind, schema, name } : { kind, schema, name, on: { schema: on.schema, name: on.name } };
}
