import { breathe, checkCancelled } from '@ferry/kernel';
import type { Run } from '@ferry/kernel';
import { hasSqlDetails, loadModule, parsePlPgSQLSync, parseSync } from 'libpg-query';
import { utf16Offset } from '../offset';
import type { Proof, ServerMessage, TargetStatement } from '@ferry/conversion';

/** `180004` as `18.4`. */
const product = (version: number): string => `libpg-query ${Math.floor(version / 10000)}.${version % 10000}`;

let version: string | undefined;

/** Loads the parser (once a process) and tells its version, for example `libpg-query 18.4`. */
export async function parserVersion(): Promise<string> {
  if (version === undefined) {
    await loadModule();
    const parsed = parseSync('SELECT 1') as { readonly version?: number };
    version = product(parsed.version ?? 0);
  }
  return version;
}

/** The parser's words for a text it refuses. Its syntax errors have no SQLSTATE of their own; 42601 is `syntax_error`. */
function refusal(sql: string, thrown: unknown): ServerMessage {
  if (!(thrown instanceof Error)) throw thrown;
  const at = hasSqlDetails(thrown) ? thrown.sqlDetails?.cursorPosition : undefined;
  return { sqlstate: '42601', message: thrown.message, ...(at !== undefined && at > 0 ? { offset: utf16Offset(sql, at) } : {}) };
}

type Tree = { readonly stmts?: readonly { readonly stmt?: Readonly<Record<string, unknown>> }[] };

/** Whether a parsed statement has a body in PL/pgSQL, which the SQL parser sees as a string. */
function holdsPlpgsql(tree: Tree): boolean {
  for (const { stmt } of tree.stmts ?? []) {
    const create = stmt?.['CreateFunctionStmt'] as { readonly options?: readonly { readonly DefElem?: { readonly defname?: string; readonly arg?: { readonly String?: { readonly sval?: string } } } }[] } | undefined;
    if (create?.options?.some((o) => o.DefElem?.defname === 'language' && o.DefElem.arg?.String?.sval === 'plpgsql')) return true;
    if (stmt?.['DoStmt'] !== undefined) return true;
  }
  return false;
}

/**
 * Parses a body in PL/pgSQL. Without a catalogue the parser takes a variable of `table%ROWTYPE` for a scalar and refuses its fields;
 * one of the type `table` it takes for a row, which is the same variable to the server.
 */
export function parseBody(sql: string): unknown {
  try {
    return parsePlPgSQLSync(sql);
  } catch (thrown) {
    const fields = thrown instanceof Error && /\..*" is not a known variable$/.test(thrown.message);
    if (!fields || !/%rowtype/i.test(sql)) throw thrown;
    return parsePlPgSQLSync(sql.replace(/%rowtype/gi, '        '));
  }
}

/** Parses one statement; more than one in a text is refused, because every statement is proved alone. */
function parseOne(sql: string, by: string, parsed: Proof): Proof {
  // The parser takes a C string: what follows U+0000 would go unread.
  if (sql.includes('\0')) return { level: 'none', by, refusal: { sqlstate: '42601', message: 'PostgreSQL texts cannot hold U+0000', offset: sql.indexOf('\0') } };
  try {
    const tree = parseSync(sql) as Tree;
    const count = tree.stmts?.length ?? 0;
    if (count !== 1) return { level: 'none', by, refusal: { sqlstate: '42601', message: `expected one statement, found ${count}` } };
    if (holdsPlpgsql(tree)) parseBody(sql);
    return parsed;
  } catch (thrown) {
    // The parser tells of trouble in the text by throwing: that is the answer, not a failure of ours.
    return { level: 'none', by, refusal: refusal(sql, thrown) };
  }
}

/**
 * Parses statements with PostgreSQL's own grammar, bodies in PL/pgSQL with PL/pgSQL's.
 * @returns one proof each: `parsed`, or `none` with the parser's words and the place in UTF-16 code units
 */
export async function parseStatements(statements: readonly TargetStatement[], run: Run): Promise<readonly Proof[]> {
  const by = await parserVersion();
  const proofs: Proof[] = [];
  const parsed: Proof = { level: 'parsed', by };
  for (const [index, statement] of statements.entries()) {
    if (index % 50 === 49) {
      checkCancelled(run);
      await breathe();
    }
    proofs.push(parseOne(statement.sql, by, parsed));
  }
  return proofs;
}
