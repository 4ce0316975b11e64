import { parseArgs } from 'node:util';
import { convertCatalog } from '@ferry/conversion';
import type { Proof, TargetStatement, Verifier } from '@ferry/conversion';
import { openPaths } from '@ferry/intake';
import { quietRun } from '@ferry/kernel';
import { sqlserver } from '@ferry/source-sqlserver';
import { sqlserverToPostgresql } from '@ferry/sqlserver-to-postgresql';
import { openVerifier, postgresql } from '@ferry/target-postgresql';

/**
 * What plpgsql_check and Ferry's own check say of the same converted routines, on a server that has plpgsql_check; and, with
 * --mutants, of routines in which one name was misspelled. Every routine on which they differ is named.
 */
const { values, positionals: files } = parseArgs({ allowPositionals: true, options: { target: { type: 'string' }, mutants: { type: 'string', default: '0' }, seed: { type: 'string', default: '1' } } });
if (values.target === undefined || files.length === 0) {
  console.error('npx tsx bench/checker/agreement.ts --target postgres://... [--mutants 200] [--seed 1] file.sql ...');
  process.exit(2);
}
const run = quietRun();
const isRoutine = (s: TargetStatement): boolean => s.creates.kind === 'FUNCTION' || s.creates.kind === 'PROCEDURE' || s.creates.kind === 'TRIGGER';
const word = (p: Proof | undefined): string => (p?.refusal ? `refused (${p.refusal.sqlstate} ${p.refusal.message})` : p?.level === 'checked' ? 'fine' : 'not looked into');
const short = (p: Proof | undefined): string => word(p).replace(/ \(.*/s, '');
const nameOf = (s: TargetStatement): string => `${s.creates.kind} ${s.creates.schema}.${s.creates.parent === undefined ? '' : `${s.creates.parent}.`}${s.creates.name}`;

let state = Number(values.seed);
const random = (below: number): number => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * below);
};
/** One name behind a dot or before a comma, misspelled. */
function misspell(sql: string): string | undefined {
  const body = sql.indexOf('BEGIN');
  const places = [...sql.matchAll(/(?<=[\s.(])[a-z_]{4,}(?=[,\s)])/g)].filter((m) => m.index > body && body > 0);
  const place = places[random(places.length)];
  return place && `${sql.slice(0, place.index)}zz_${sql.slice(place.index)}`.replace(/^CREATE (?=FUNCTION|PROCEDURE)/m, 'CREATE OR REPLACE ');
}

for (const file of files) {
  const { texts } = await openPaths([file], run);
  const catalog = await sqlserver.readScripts(texts, { databaseName: 'agreement', variables: {} }, run);
  const theirs = await openVerifier(values.target, { version: 15 });
  const ours = await openVerifier(values.target, { version: 15, ownCheck: true });
  const table = new Map<string, number>();
  const differences: string[] = [];
  const times = { theirs: 0, ours: 0 };
  const compare = (what: string, a: Proof | undefined, b: Proof | undefined, sql: string): void => {
    const key = `${what}: plpgsql_check ${short(a)}, own check ${short(b)}`;
    table.set(key, (table.get(key) ?? 0) + 1);
    if (short(a) !== short(b)) differences.push(`${sql}: plpgsql_check ${word(a)}; own check ${word(b)}`);
  };
  let routines: readonly TargetStatement[] = [];
  const both: Verifier = {
    server: theirs.server,
    async create(statements, r) {
      await ours.create(statements, r);
      return theirs.create(statements, r);
    },
    async check(statements, r) {
      const from = performance.now();
      const a = await theirs.check(statements, r);
      const between = performance.now();
      const b = await ours.check(statements, r);
      times.theirs += between - from;
      times.ours += performance.now() - between;
      for (const [i, s] of statements.entries()) if (isRoutine(s)) compare('as converted', a[i], b[i], nameOf(s));
      routines = statements.filter((s, i) => isRoutine(s) && s.creates.kind !== 'TRIGGER' && a[i]?.level === 'checked');
      return a;
    },
    close: async () => undefined,
  };
  await convertCatalog(sqlserverToPostgresql, postgresql, catalog, { settings: {}, targetVersion: 15, verifier: both }, run);
  for (let n = 0; n < Number(values.mutants) && routines.length > 0; n++) {
    const statement = routines[random(routines.length)] as TargetStatement;
    const sql = misspell(statement.sql);
    if (sql === undefined) continue;
    const mutant = { ...statement, sql };
    const [accepted] = await theirs.create([mutant], run);
    if (accepted?.refusal === undefined) {
      await ours.create([mutant], run);
      compare('one name misspelled', (await theirs.check([mutant], run))[0], (await ours.check([mutant], run))[0], `${nameOf(statement)} with ${/.{0,40}zz_.{0,40}/.exec(sql)?.[0] ?? ''}`);
    }
    const back = { ...statement, sql: statement.sql.replace(/^CREATE (?=FUNCTION|PROCEDURE)/m, 'CREATE OR REPLACE ') };
    await theirs.create([back], run);
    await ours.create([back], run);
  }
  console.log(`${file}: plpgsql_check ${Math.round(times.theirs)} ms, own check ${Math.round(times.ours)} ms`);
  for (const [key, count] of [...table].sort()) console.log(`  ${String(count).padStart(5)}  ${key}`);
  for (const line of differences) console.log(`    ${line}`);
  await theirs.close();
  await ours.close();
}
