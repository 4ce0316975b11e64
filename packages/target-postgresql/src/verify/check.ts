import { checkCancelled } from '@ferry/kernel';
import type { Run } from '@ferry/kernel';
import { parserVersion } from '../check';
import { madeTables, tableName } from '../check/temporary-tables';
import { nameText } from '../printer';
import type { Proof, ServerMessage, TargetRef, TargetStatement } from '@ferry/conversion';
import { isDatabaseError } from './connection';
import { checkerSchema } from './scratch';
import type { Scratch } from './scratch';
import { serverMessage } from './session';
import type { Session } from './session';
import { locateError } from './locate';
import type { CheckerRow } from './locate';
import { checkRoutineOurselves, withoutCalls } from './own-check';

interface Routine {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  readonly language: string;
  readonly trigger: boolean;
  readonly source: string;
}

interface Trigger {
  readonly name: string;
  readonly schema: string;
  readonly table: string;
  readonly relation: number;
  readonly routine: number;
  readonly oldTable: string | null;
  readonly newTable: string | null;
}

/**
 * A backend keeps the plans of every function that it has compiled, and looks at each of them whenever something is created
 * (https://github.com/postgres/postgres/blob/master/src/backend/utils/cache/plancache.c, PlanCacheObjectCallback): it gets a successor
 * after so many routines, so that the work on each stays the same.
 */
const routinesOfBackend = 50;

/** What checking showed: fine, refused, or nothing (no checker, or a body that cannot be looked through). */
type Verdict = 'checked' | 'unknown' | ServerMessage;

const schemaOf = (ref: TargetRef): string => (ref.schema === '' ? 'public' : ref.schema);
const key = (...parts: readonly string[]): string => JSON.stringify(parts);

async function readRoutines(session: Session, refs: readonly TargetRef[]): Promise<ReadonlyMap<string, readonly Routine[]>> {
  const rows = await session.query<Routine>(
    `SELECT p.oid::int8::text::bigint AS oid, n.nspname AS schema, p.proname AS name, l.lanname AS language, p.prosrc AS source,
            p.prorettype = 'pg_catalog.trigger'::pg_catalog.regtype AS trigger
     FROM pg_catalog.pg_proc p
     JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
     JOIN pg_catalog.pg_language l ON l.oid = p.prolang
     JOIN (SELECT DISTINCT * FROM unnest($1::text[], $2::text[]) AS w(schema, name)) w ON w.schema = n.nspname AND w.name = p.proname
     ORDER BY p.oid`,
    [refs.map(schemaOf), refs.map((r) => r.name)],
  );
  const found = new Map<string, Routine[]>();
  for (const row of rows) {
    const routine = { ...row, oid: Number(row.oid) };
    const list = found.get(key(row.schema, row.name));
    if (list) list.push(routine);
    else found.set(key(row.schema, row.name), [routine]);
  }
  return found;
}

async function readTriggers(session: Session): Promise<readonly Trigger[]> {
  const rows = await session.query<Trigger>(
    `SELECT t.tgname AS name, n.nspname AS schema, c.relname AS "table", t.tgrelid::bigint AS relation, t.tgfoid::bigint AS routine,
            t.tgoldtable AS "oldTable", t.tgnewtable AS "newTable"
     FROM pg_catalog.pg_trigger t
     JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
     JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     WHERE NOT t.tgisinternal
     ORDER BY t.oid`,
  );
  return rows.map((r) => ({ ...r, relation: Number(r.relation), routine: Number(r.routine) }));
}

/** Makes the tables of a body in the open transaction; tells whether all of them could be made. */
async function makeTemporaryTables(session: Session, statements: readonly string[]): Promise<boolean> {
  let all = true;
  for (const statement of statements) {
    await session.query('SAVEPOINT temporary');
    try {
      await session.query(statement);
    } catch (thrown) {
      // Its definition depends on variables, or on a table that another routine makes.
      if (!isDatabaseError(thrown)) throw thrown;
      // 42P07: it is there already.
      if (thrown.code !== '42P07') all = false;
      await session.query('ROLLBACK TO SAVEPOINT temporary');
    }
  }
  return all;
}

/** The CREATE statements of tables that a body names and another routine makes. */
type HandedDown = (sql: string) => readonly string[];

function handedDownTables(statements: readonly TargetStatement[]): HandedDown {
  const made = new Map<string, string>();
  for (const create of statements.flatMap(({ sql }) => madeTables(sql))) {
    const name = tableName(create);
    if (name !== undefined && !made.has(name)) made.set(name, create);
  }
  return (sql) => {
    if (made.size === 0) return [];
    const own = new Set(madeTables(sql).map(tableName));
    const named = new Set(sql.match(/[A-Za-z_][\w$]*/g));
    return [...made].flatMap(([name, create]) => (named.has(name) && !own.has(name) ? [create] : []));
  };
}

/** 42P01: a relation is missing; without a schema it may be a temporary table that could not be made beforehand. */
const mayBeTemporary = (sqlstate: string | null, message: string): boolean => sqlstate === '42P01' && !/"[^"]*\.[^"]*"/.test(message);

/** plpgsql_check on one routine, for a trigger function with the table it is attached to. */
async function checkRoutine(session: Session, routine: Routine, sql: string, trigger: Trigger | undefined, handedDown: HandedDown): Promise<Verdict> {
  const temporary = [...handedDown(sql), ...madeTables(sql)];
  if (temporary.length > 0) await session.query('BEGIN');
  try {
    const complete = await makeTemporaryTables(session, temporary);
    const rows = await session.query<CheckerRow>(
      `SELECT lineno AS line, sqlstate, message, detail, hint, "position", query, context
       FROM ${checkerSchema}.plpgsql_check_function_tb(funcoid := $1::oid::regprocedure, relid := $2::oid::regclass, oldtable := $3::name, newtable := $4::name,
            fatal_errors := false, other_warnings := false, performance_warnings := false, extra_warnings := false)
       WHERE level = 'error'`,
      [routine.oid, trigger?.relation ?? 0, trigger?.oldTable ?? null, trigger?.newTable ?? null],
    );
    const first = rows[0];
    if (first === undefined) return 'checked';
    if (!complete && rows.every((r) => mayBeTemporary(r.sqlstate, r.message))) return 'unknown';
    return locateError(first, routine.source, sql);
  } catch (thrown) {
    if (!isDatabaseError(thrown)) throw thrown;
    return { ...serverMessage(thrown, ''), message: `plpgsql_check: ${thrown.message}` };
  } finally {
    if (temporary.length > 0) await session.query('ROLLBACK');
  }
}

/** The same by our own check, for servers without plpgsql_check. */
async function checkByTwin(session: Session, routine: Routine, sql: string, trigger: Trigger | undefined, handedDown: HandedDown): Promise<Verdict> {
  await session.query('BEGIN');
  try {
    const complete = await makeTemporaryTables(session, handedDown(sql));
    const attached = trigger && { rowType: nameText({ schema: trigger.schema, name: trigger.table }), oldTable: trigger.oldTable, newTable: trigger.newTable };
    const refusals = await checkRoutineOurselves(session, routine, sql, attached);
    if (refusals === undefined) return 'unknown';
    return !complete && refusals.length > 0 && refusals.every((r) => mayBeTemporary(r.sqlstate, r.message)) ? 'unknown' : (refusals[0] ?? 'checked');
  } catch (thrown) {
    // The twin itself was refused, which says nothing of the routine.
    if (!isDatabaseError(thrown)) throw thrown;
    return 'unknown';
  } finally {
    await session.query('ROLLBACK');
  }
}

const worst = (verdicts: readonly Verdict[]): Verdict => verdicts.find((v) => typeof v === 'object') ?? (verdicts.length === 0 || verdicts.includes('unknown') ? 'unknown' : 'checked');

/** Remembers what was shown of a routine for a table: a trigger and its function ask the same question. */
type Memo = Map<string, Promise<Verdict>>;

const isRoutine = (s: TargetStatement): boolean => s.creates.kind === 'FUNCTION' || s.creates.kind === 'PROCEDURE';

/** What checking has to know of everything that was created. */
interface Known {
  readonly routines: ReadonlyMap<string, readonly Routine[]>;
  readonly attached: ReadonlyMap<number, readonly Trigger[]>;
  readonly byTriggerName: ReadonlyMap<string, Trigger>;
  readonly handedDown: HandedDown;
  readonly routineByOid: ReadonlyMap<number, Routine>;
  readonly textOf: ReadonlyMap<string, string>;
}

/** Asked once for the pieces of one list. */
const lookedUp = new WeakMap<readonly TargetStatement[], Promise<Known>>();

function lookUp(session: Session, statements: readonly TargetStatement[]): Promise<Known> {
  const known = lookedUp.get(statements) ?? readKnown(session, statements);
  lookedUp.set(statements, known);
  return known;
}

async function readKnown(session: Session, statements: readonly TargetStatement[]): Promise<Known> {
  const own = statements.filter(isRoutine);
  const routines = await readRoutines(session, own.map((s) => s.creates));
  const triggers = await readTriggers(session);
  const attached = new Map<number, Trigger[]>();
  for (const trigger of triggers) {
    const list = attached.get(trigger.routine);
    if (list) list.push(trigger);
    else attached.set(trigger.routine, [trigger]);
  }
  return {
    routines,
    attached,
    byTriggerName: new Map(triggers.map((t) => [key(t.schema, t.table, t.name), t])),
    handedDown: handedDownTables(own),
    routineByOid: new Map([...routines.values()].flat().map((r) => [r.oid, r])),
    textOf: new Map(own.map((s) => [key(schemaOf(s.creates), s.creates.name), s.sql])),
  };
}

/** Whoever checks a list in pieces does so inside of this. */
export const whileChecking = <T>(session: Session, scratch: Scratch, work: () => Promise<T>): Promise<T> => (scratch.checker === undefined ? withoutCalls(session, work) : work());

/**
 * Looks into what was created: routines with plpgsql_check or, on a server without it, with our own check (trigger functions once for
 * each table they are attached to), views by reading them. Routines in SQL were checked when they were created, because
 * `check_function_bodies` is on. For everything else there is nothing above `created`.
 * @param among everything that was created, when `statements` are a piece of it; then the caller stands inside of `whileChecking`
 */
export async function checkStatements(session: Session, scratch: Scratch, statements: readonly TargetStatement[], run: Run, among?: readonly TargetStatement[]): Promise<readonly Proof[]> {
  await parserVersion();
  const { routines, attached, byTriggerName, handedDown, routineByOid, textOf } = await lookUp(session, among ?? statements);
  const memo: Memo = new Map();
  let checked = 0;

  const checkOnce = async (routine: Routine, trigger: Trigger | undefined): Promise<Verdict> => {
    const id = key(String(routine.oid), String(trigger?.relation ?? 0), trigger?.oldTable ?? '', trigger?.newTable ?? '');
    const known = memo.get(id);
    if (known) return known;
    const sql = textOf.get(key(routine.schema, routine.name)) ?? '';
    if (routine.language === 'plpgsql' && ++checked % routinesOfBackend === 0) await session.renew();
    const verdict = routine.language === 'sql' ? Promise.resolve<Verdict>('checked') : routine.language !== 'plpgsql' ? Promise.resolve<Verdict>('unknown') : (scratch.checker === undefined ? checkByTwin : checkRoutine)(session, routine, sql, trigger, handedDown);
    memo.set(id, verdict);
    return verdict;
  };
  const verdictOfRoutines = async (found: readonly Routine[]): Promise<Verdict> => {
    const verdicts: Verdict[] = [];
    for (const routine of found) {
      if (!routine.trigger) verdicts.push(await checkOnce(routine, undefined));
      else for (const trigger of attached.get(routine.oid) ?? []) verdicts.push(await checkOnce(routine, trigger));
    }
    return worst(verdicts);
  };
  const verdictOf = async (statement: TargetStatement): Promise<Verdict> => {
    const ref = statement.creates;
    switch (ref.kind) {
      case 'FUNCTION':
      case 'PROCEDURE':
        return verdictOfRoutines(routines.get(key(schemaOf(ref), ref.name)) ?? []);
      case 'TRIGGER': {
        const trigger = byTriggerName.get(key(schemaOf(ref), ref.parent ?? '', ref.name));
        const routine = trigger && routineByOid.get(trigger.routine);
        return trigger && routine ? checkOnce(routine, trigger) : 'unknown';
      }
      case 'VIEW':
      case 'MATERIALIZED_VIEW': {
        const refusal = await session.run(`SELECT * FROM ${nameText({ schema: schemaOf(ref), name: ref.name })} LIMIT 0`);
        // 55000: a materialized view that was created without data.
        return refusal === undefined ? 'checked' : refusal.sqlstate === '55000' ? 'unknown' : withoutOffset(refusal);
      }
      default:
        return 'unknown';
    }
  };

  const by = `${scratch.server} with ${scratch.checker === undefined ? "Ferry's own check" : `plpgsql_check ${scratch.checker}`}`;
  const proofs: Proof[] = [];
  const checkAll = async (): Promise<void> => {
    for (const [index, statement] of statements.entries()) {
      checkCancelled(run);
      const verdict = await verdictOf(statement);
      if (verdict === 'checked') proofs.push({ level: 'checked', by: isRoutine(statement) || statement.creates.kind === 'TRIGGER' ? by : scratch.server });
      else proofs.push({ level: 'created', by: scratch.server, ...(verdict === 'unknown' ? {} : { refusal: verdict }) });
      if (index % 50 === 49 || index === statements.length - 1) run.progress({ step: 'Checking on the server', done: index + 1, total: statements.length });
    }
  };
  await (among === undefined ? whileChecking(session, scratch, checkAll) : checkAll());
  return proofs;
}

/** The place is one in our own query, not in the statement. */
function withoutOffset(message: ServerMessage): ServerMessage {
  const { offset: _ours, ...rest } = message;
  return rest;
}
