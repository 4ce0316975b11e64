import type { Diagnostic, Span } from '@ferry/kernel';
import { span } from '@ferry/kernel';
import { breakLength, lineEnd, quotedAt } from './quoting';

/** A line that speaks to the tool that runs the script, not to the server. */
export interface Directive {
  /** With its mark: `:setvar`, `:r`, `!!`. */
  readonly word: string;
  readonly argument: string;
  /** In the expanded text. */
  readonly span: Span;
}

export interface Expanded {
  /** The text with variables in place and directives blanked out; lines are those of the original. */
  readonly text: string;
  readonly directives: readonly Directive[];
  readonly diagnostics: readonly Diagnostic[];
  /** Values that the script itself sets. */
  readonly variables: ReadonlyMap<string, string>;
}

/** SQLCMD variable names are compared without regard to case. */
const variableKey = (name: string): string => name.toLowerCase();

/** `:setvar Name "value"`: the value's quotes are the tool's, doubled inside. */
function readSetvar(argument: string): { name: string; value: string } | undefined {
  const match = /^([^\s"]+)(?:\s+(.*))?$/s.exec(argument.trim());
  if (!match) return undefined;
  const raw = (match[2] ?? '').trim();
  const value = raw.length >= 2 && raw.startsWith('"') && raw.endsWith('"') ? raw.slice(1, -1).replaceAll('""', '"') : raw;
  return { name: match[1] as string, value };
}

/**
 * Variables that have a value wherever a script is published or run, without anyone setting them: of SQL Server Data Tools and of sqlcmd.
 * Source: https://learn.microsoft.com/sql/ssdt/add-database-reference-dialog-box, https://learn.microsoft.com/sql/tools/sqlcmd/sqlcmd-utility
 */
const predefined = new Set(['databasename', 'defaultfileprefix', 'defaultdatapath', 'defaultlogpath', 'sqlcmdserver', 'sqlcmduser', 'sqlcmdworkstation', 'sqlcmddbname']);

/** A variable of SQLCMD, `$(Name)`, or a token of an installer: `{Name}`, of Flyway: `${Name}`, of SqlRender: `@Name` before a dot, of a template: `<Name, type, value>`. */
interface Variable {
  readonly name: string;
  readonly end: number;
  readonly form: '$()' | '{}' | '${}' | '@' | '<>';
  /** The value that the script itself gives it. */
  readonly value?: string;
}

const shownAs = ({ name, form }: Pick<Variable, 'name' | 'form'>): string => (form === '$()' ? `$(${name})` : form === '{}' ? `{${name}}` : form === '${}' ? `\${${name}}` : form === '@' ? `@${name}` : `<${name}>`);

/** The variable or token at this offset. ODBC's `{fn ...}` and `{d '...'}` have more than a name in their braces. */
function variableAt(text: string, at: number): Variable | undefined {
  const form = text.charCodeAt(at) === 123 ? '{}' : text.charCodeAt(at + 1) === 123 ? '${}' : '$()';
  const from = form === '{}' ? at + 1 : at + 2;
  const close = text.indexOf(form === '$()' ? ')' : '}', from);
  if (close < 0 || close - at > 130) return undefined;
  const name = text.slice(from, close);
  return /^[A-Za-z_][\w.-]*$/.test(name) ? { name, end: close + 1, form } : undefined;
}

/**
 * A parameter of an SSMS template, `<Table_Name, sysname, Book>`: its last part is its value when none is given. T-SQL has no commas
 * between `<` and `>`. Source: https://learn.microsoft.com/sql/ssms/template/replace-template-parameters
 */
const templateParameter = /<(@?[A-Za-z_][\w .-]{0,100}),[ \t]{0,10}((?:[A-Za-z][\w()]{0,40})?)[ \t]{0,10},([^<>\r\n]{0,400})>/y;

function templateParameterAt(text: string, at: number): Variable | undefined {
  templateParameter.lastIndex = at;
  const match = templateParameter.exec(text);
  if (match === null) return undefined;
  const value = (match[3] ?? '').trim();
  return { name: (match[1] ?? '').trim(), end: at + match[0].length, form: '<>', ...(value === '' ? {} : { value }) };
}

/**
 * The names that stand for a schema in `FROM @Name.Table`, in lower case: T-SQL has no variables there. A variable or parameter is
 * written without a dot at least where it is declared.
 */
function schemaTokens(text: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (const [, name] of text.matchAll(/\b(?:TABLE|FROM|JOIN|INTO|UPDATE|REFERENCES|EXISTS|VIEW|ON)[ \t\r\n]{1,40}@([A-Za-z_]\w{0,127})\.[A-Za-z_[]/gi)) if (name !== undefined) found.add(variableKey(name));
  if (found.size > 0) for (const [, name] of text.matchAll(/@([A-Za-z_]\w*)(?![\w.])/g)) if (name !== undefined) found.delete(variableKey(name));
  return found;
}

const indexOr = (text: string, mark: string, at: number): number => {
  const found = text.indexOf(mark, at);
  return found < 0 ? text.length : found;
};

/** Cheap test that spares ordinary scripts the pass. */
const mayHold = (text: string): boolean => text.includes('$(') || /@\w{1,128}\./.test(text) || /<@?[A-Za-z_][\w .-]{0,100},[^<>\r\n]{0,60},/.test(text) || /\{[A-Za-z_][\w.-]{0,128}\}/.test(text) || /(^|[\r\n])[ \t]*(?::[A-Za-z]|!!)/.test(text);

/** What stands for a variable without a value: its name, so that a name remains a name; nothing for a token that only leads a name. */
const standIn = (text: string, variable: Variable, inCode: boolean, quoted: boolean): string => (variable.form === '{}' && inCode && !quoted && text[variable.end] !== '.' ? '' : variable.name.replaceAll(' ', '_'));

/**
 * Carries out what `sqlcmd` would do before the server sees the script: https://learn.microsoft.com/sql/tools/sqlcmd/sqlcmd-use-scripting-variables
 * @param given values that the user set; they win over `:setvar`, which in turn wins over values `known` from other scripts.
 * A variable without a value is told, and its name stands in its place, so that reading goes on.
 */
export function expandSqlcmd(text: string, given: ReadonlyMap<string, string>, known: ReadonlyMap<string, string>): Expanded {
  const variables = new Map<string, string>();
  if (!mayHold(text)) return { text, directives: [], diagnostics: [], variables };
  const out: string[] = [];
  const directives: Directive[] = [];
  const unknown = new Map<string, { name: string; span: Span; inCode: boolean; form: Variable['form'] }>();
  const schemas = schemaTokens(text);
  let length = 0;
  let copied = 0;
  const emit = (piece: string): void => {
    out.push(piece);
    length += piece.length;
  };
  const copyTo = (end: number): void => {
    if (end > copied) emit(text.slice(copied, end));
    copied = end;
  };
  const valueOf = (name: string): string | undefined => given.get(variableKey(name)) ?? variables.get(variableKey(name)) ?? known.get(variableKey(name));
  const substitute = (at: number, inCode: boolean, quoted: boolean, variable = variableAt(text, at)): number => {
    if (!variable) return at + 1;
    const value = valueOf(variable.name) ?? variable.value;
    if (value === undefined && variable.form !== '$()' && !inCode) return variable.end; // braces in a string are its own, unless they have a value
    if (value === undefined && !unknown.get(variableKey(variable.name))?.inCode) {
      unknown.set(variableKey(variable.name), { name: variable.name, span: span(length + at - copied, length + at - copied + variable.end - at), inCode, form: variable.form });
    }
    if (value === undefined && !inCode) return variable.end;
    copyTo(at);
    emit(value ?? standIn(text, variable, inCode, quoted));
    copied = variable.end;
    return variable.end;
  };
  const directive = (at: number): number | undefined => {
    const mark = text.charCodeAt(at);
    if (mark !== 58 && !(mark === 33 && text.charCodeAt(at + 1) === 33)) return undefined;
    const end = lineEnd(text, at);
    const match = /^(:[A-Za-z]+|!!)(.*)$/s.exec(text.slice(at, end));
    if (!match) return undefined;
    copyTo(at);
    const argument = (match[2] ?? '').trim().replace(/\$\(([A-Za-z_][\w.-]*)\)/g, (whole, name: string) => valueOf(name) ?? whole);
    directives.push({ word: (match[1] as string).toLowerCase(), argument, span: span(length, length + end - at) });
    const set = match[1]?.toLowerCase() === ':setvar' ? readSetvar(argument) : undefined;
    if (set) variables.set(variableKey(set.name), set.value);
    emit(' '.repeat(end - at));
    copied = end;
    return end;
  };
  const markFrom = (at: number): number => {
    if (nextDollar < at) nextDollar = indexOr(text, '$(', at);
    if (nextFlyway < at) nextFlyway = indexOr(text, '${', at);
    if (nextBrace < at) nextBrace = given.size === 0 ? text.length : indexOr(text, '{', at);
    return Math.min(nextDollar, nextFlyway, nextBrace);
  };
  let nextDollar = -1;
  let nextFlyway = -1;
  let nextBrace = -1;
  let nextMark = -1;
  let lineStart = true;
  for (let i = 0; i < text.length; ) {
    const c = text.charCodeAt(i);
    if (c === 10 || c === 13) {
      lineStart = true;
      i += breakLength(text, i);
      continue;
    }
    if (c === 32 || c === 9) {
      i++;
      continue;
    }
    const afterDirective = lineStart ? directive(i) : undefined;
    lineStart = false;
    if (afterDirective !== undefined) {
      i = afterDirective;
      continue;
    }
    if (c === 123 || (c === 36 && (text.charCodeAt(i + 1) === 40 || text.charCodeAt(i + 1) === 123))) {
      i = substitute(i, true, false);
      continue;
    }
    if (c === 60) {
      const parameter = templateParameterAt(text, i);
      i = parameter === undefined ? i + 1 : substitute(i, true, false, parameter);
      continue;
    }
    if (c === 64 && schemas.size > 0) {
      const name = /^\w+/.exec(text.slice(i + 1, i + 130))?.[0] ?? '';
      i = schemas.has(variableKey(name)) ? substitute(i, true, false, { name, end: i + 1 + name.length, form: '@' }) : i + 1 + name.length;
      continue;
    }
    const quoted = quotedAt(text, i);
    if (!quoted) {
      i++;
      continue;
    }
    if (quoted.kind !== 'line-comment' && quoted.kind !== 'block-comment') {
      if (nextMark < i) nextMark = markFrom(i);
      while (nextMark < quoted.end) nextMark = markFrom(substitute(nextMark, quoted.kind !== 'string', true));
    }
    i = quoted.end;
  }
  copyTo(text.length);
  const isSqlcmd = directives.length > 0 || given.size > 0;
  const diagnostics = [...unknown.values()]
    .filter((u) => (u.inCode || isSqlcmd) && (u.form !== '$()' || !predefined.has(variableKey(u.name))))
    .map(
      (u): Diagnostic => ({
        severity: 'warning',
        code: 'unknown-variable',
        message: u.form === '{}'
          ? `The token {${u.name}} has no value; the script was read as if it stood for nothing. Give one: --variable ${u.name}=value.`
          : u.form !== '$()'
          ? `The token ${shownAs(u)} has no value; its name was used in its place. Give one: --variable ${u.name}=value.`
          : `The SQLCMD variable $(${u.name}) has no value${u.inCode ? '; its name was used in its place' : ''}. Give one (--variable ${u.name}=value), or set it in the script with :setvar.`,
        span: u.span,
      }),
    );
  return { text: out.join(''), directives, diagnostics, variables };
}

/** The values that a script sets, without expanding it: for variables that one script sets and another uses. */
export function setvars(text: string): Map<string, string> {
  const values = new Map<string, string>();
  if (!/:setvar/i.test(text)) return values;
  for (const match of text.matchAll(/^[ \t]*:setvar[ \t]+([^\r\n]*)/gim)) {
    const set = readSetvar(match[1] as string);
    if (set) values.set(variableKey(set.name), set.value);
  }
  return values;
}

export const variableMap = (given: Readonly<Record<string, string>>): Map<string, string> => new Map(Object.entries(given).map(([name, value]) => [variableKey(name), value]));
