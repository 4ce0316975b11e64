import type { ServerMessage } from '@ferry/conversion';
import { parseBody } from '../../check/parse';
import { isDatabaseError } from '../connection';
import { locateError } from '../locate';
import type { CheckerRow } from '../locate';
import type { Session } from '../session';
import { readBody } from './body';
import { identifier, probes } from './probes';
import type { Piece, Probe } from './probes';

/** A routine of the server's catalogue, as much of it as a twin needs. */
export interface Twin {
  readonly oid: number;
  readonly name: string;
  readonly source: string;
  readonly trigger: boolean;
}

/** The table that a trigger stands on, as a type, and the names of its transition tables. */
export interface AttachedTo {
  readonly rowType: string;
  readonly oldTable: string | null;
  readonly newTable: string | null;
}

interface Signature {
  readonly arguments: string;
  readonly result: string | null;
  readonly scalar: string | null;
  readonly procedure: boolean;
  readonly event: boolean;
  readonly call: string;
  readonly rowless: boolean;
  readonly path: string | null;
}

/** SQLSTATEs that tell of trouble in the code; data and rights of an empty database tell nothing. */
const classes = /^(?:42|0A|22P02|22007|22008)/;
/** 42501: the right to call a procedure was taken away on purpose, so its arguments are fine. 42P07: a table of the body is there already. */
const harmless = new Set(['42501', '42P07', '55000']);

const isFinding = (state: string, only: readonly string[] | undefined): boolean => (only === undefined ? classes.test(state) && !harmless.has(state) : only.includes(state));

async function readSignature(session: Session, oid: number): Promise<Signature | undefined> {
  const rows = await session.query<Signature>(
    `SELECT pg_catalog.pg_get_function_arguments(p.oid) AS arguments, pg_catalog.pg_get_function_result(p.oid) AS result,
            CASE WHEN NOT p.proretset AND p.prokind = 'f' AND t.typtype IN ('b', 'd', 'e') AND p.proargmodes IS NULL THEN pg_catalog.format_type(t.oid, NULL) END AS scalar,
            p.prokind = 'p' AS procedure, t.typname = 'event_trigger' AS event,
            p.proretset OR p.prokind = 'p' OR t.typname = 'void' OR 'o' = ANY (p.proargmodes) OR 'b' = ANY (p.proargmodes) AS rowless,
            (SELECT pg_catalog.string_agg(pg_catalog.concat(CASE WHEN m = 'v' THEN 'VARIADIC ' END, 'NULL::', pg_catalog.format_type(a, NULL)), ', ' ORDER BY n)
             FROM ROWS FROM (pg_catalog.unnest(coalesce(p.proallargtypes, p.proargtypes::pg_catalog.oid[])), pg_catalog.unnest(p.proargmodes)) WITH ORDINALITY AS u(a, m, n)
             WHERE a IS NOT NULL AND (coalesce(m, 'i') IN ('i', 'b', 'v') OR p.prokind = 'p')) AS call,
            (SELECT pg_catalog.substr(c, 13) FROM pg_catalog.unnest(p.proconfig) AS c WHERE c LIKE 'search\\_path=%') AS path
     FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_type t ON t.oid = p.prorettype WHERE p.oid = $1`,
    [oid],
  );
  return rows[0];
}

const triggerVariables = (attached: AttachedTo): string => `new ${attached.rowType};
old ${attached.rowType};
tg_name name; tg_when text; tg_level text; tg_op text; tg_relid oid; tg_relname name; tg_table_name name; tg_table_schema name; tg_nargs integer; tg_argv text[];`;

const eventVariables = 'tg_event text; tg_tag text;';

/** What a probe writes down when the server refuses it. The text grows in a setting of the transaction, which a caught error does not undo. */
const note = (index: number): string => `GET STACKED DIAGNOSTICS ferry_state = RETURNED_SQLSTATE, ferry_message = MESSAGE_TEXT, ferry_detail = PG_EXCEPTION_DETAIL, ferry_hint = PG_EXCEPTION_HINT, ferry_context = PG_EXCEPTION_CONTEXT;
PERFORM pg_catalog.set_config('ferry.findings', pg_catalog.concat(pg_catalog.current_setting('ferry.findings'), CASE WHEN pg_catalog.current_setting('ferry.findings') <> '' THEN ',' END,
  pg_catalog.jsonb_build_object('at', ${index}, 'state', ferry_state, 'message', ferry_message, 'detail', ferry_detail, 'hint', ferry_hint, 'context', ferry_context)), true);`;

const dollar = (text: string): string => {
  let tag = '$ferry$';
  for (let n = 1; text.includes(tag); n++) tag = `$ferry${n}$`;
  return tag;
};

/** The routine's twin: same name, arguments and result, and a body that asks instead of doing. @param bare index of the probe whose error is let through */
function twinText(routine: Twin, signature: Signature, attached: AttachedTo | undefined, pieces: readonly Piece[], bare?: number): string {
  const lines: string[] = [];
  const options = /^\s*((?:#\s*\w+[^\n]*\n\s*)+)/.exec(routine.source)?.[1] ?? '';
  lines.push(options, 'DECLARE', 'ferry_row record; ferry_state text; ferry_message text; ferry_detail text; ferry_hint text; ferry_context text;');
  if (attached) lines.push(triggerVariables(attached));
  if (signature.event) lines.push(eventVariables);
  lines.push('BEGIN');
  for (const [index, piece] of pieces.entries()) {
    if ('code' in piece) lines.push(piece.code);
    else if (index === bare) lines.push(piece.probe.code);
    else lines.push(`BEGIN\n${piece.probe.code}\nEXCEPTION WHEN OTHERS THEN\n${bare === undefined ? note(index) : 'NULL;'}\nEND;`);
  }
  const asVoid = attached !== undefined || signature.event;
  lines.push(signature.rowless || asVoid ? 'RETURN;' : 'RETURN NULL;', 'END;');
  const body = lines.join('\n');
  const tag = dollar(body);
  const head = signature.procedure ? `CREATE PROCEDURE pg_temp.${identifier(routine.name)}(${signature.arguments})` : `CREATE FUNCTION pg_temp.${identifier(routine.name)}(${asVoid ? '' : signature.arguments}) RETURNS ${asVoid ? 'void' : (signature.result ?? 'void')}`;
  return `${head} LANGUAGE plpgsql AS ${tag}${body}${tag}`;
}

interface Finding {
  readonly at: number;
  readonly state: string;
  readonly message: string;
  readonly detail: string;
  readonly hint: string;
  readonly context: string;
}

/** Errors inside of another function come from planning, which may run one; they tell nothing of this routine. */
const fromElsewhere = (finding: Finding): boolean => (finding.context.match(/^(?:PL\/pgSQL|SQL) function /gm) ?? []).length > 1;

const probeAt = (pieces: readonly Piece[], at: number): Probe | undefined => {
  const piece = pieces[at];
  return piece !== undefined && 'probe' in piece ? piece.probe : undefined;
};

/** The place of the error in the probe's query, in characters from 1: the probe is asked once more and its error let through. */
async function positionOf(session: Session, probe: Probe, run: () => Promise<void>): Promise<number | null> {
  await session.query('SAVEPOINT ferry_place');
  try {
    await run();
    return null;
  } catch (thrown) {
    if (!isDatabaseError(thrown)) throw thrown;
    const place = Number(thrown.internalPosition ?? 0) - probe.before;
    return place > 0 && thrown.internalQuery !== undefined ? place : null;
  } finally {
    await session.query('ROLLBACK TO SAVEPOINT ferry_place');
  }
}

/**
 * Looks into one routine in PL/pgSQL without an extension of the server: a twin of it in `pg_temp` has the server analyse and plan
 * every embedded query with the declared variables, compare calls with the procedures called, results with what they are put into
 * or returned as, and values with the types of their variables. Nothing of the routine runs.
 * Stands in an open transaction, which the caller rolls back.
 * @returns what the server refuses, the first with its place; nothing at all for a body that cannot be read
 */
export async function checkRoutineOurselves(session: Session, routine: Twin, sql: string, attached: AttachedTo | undefined): Promise<readonly ServerMessage[] | undefined> {
  const body = readBody(parseBody(sql));
  const signature = await readSignature(session, routine.oid);
  if (body === undefined || signature === undefined) return undefined;
  const pieces = probes(body, signature.scalar ?? undefined);
  if (signature.path !== null) await session.query(`SET LOCAL search_path = ${signature.path}`);
  await session.query(`SELECT pg_catalog.set_config('ferry.findings', '', true)`);
  for (const table of attached === undefined ? [] : [attached.oldTable, attached.newTable]) {
    if (table !== null) await session.query(`CREATE TEMPORARY TABLE ${identifier(table)} (LIKE ${attached?.rowType ?? ''})`);
  }
  const asVoid = attached !== undefined || signature.event;
  const name = `pg_temp.${identifier(routine.name)}`;
  const call = signature.procedure ? `CALL ${name}(${signature.call ?? ''})` : `SELECT FROM ${name}(${asVoid ? '' : (signature.call ?? '')})`;
  await session.query(twinText(routine, signature, attached, pieces));
  await session.query(call);
  const [written] = await session.query<{ readonly findings: string }>(`SELECT pg_catalog.current_setting('ferry.findings') AS findings`);
  const all = JSON.parse(`[${written?.findings ?? ''}]`) as readonly Finding[];
  const findings = all.filter((f) => isFinding(f.state, probeAt(pieces, f.at)?.only) && !fromElsewhere(f));
  const first = findings[0];
  const probe = first && probeAt(pieces, first.at);
  if (first === undefined || probe === undefined) return [];
  const position = await positionOf(session, probe, async () => {
    await session.query(`DROP ${signature.procedure ? 'PROCEDURE' : 'FUNCTION'} ${name}`);
    await session.query(twinText(routine, signature, attached, pieces, first.at));
    await session.query(call);
  });
  return findings.map((finding, index) => {
    const asked = probeAt(pieces, finding.at) ?? probe;
    const row: CheckerRow = {
      line: asked.line,
      sqlstate: finding.state,
      message: finding.message,
      detail: finding.detail === '' ? null : finding.detail,
      hint: finding.hint === '' ? null : finding.hint,
      position: index === 0 ? position : null,
      query: asked.query,
      context: null,
    };
    return locateError(row, routine.source, sql);
  });
}
