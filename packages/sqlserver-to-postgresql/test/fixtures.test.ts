import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { listObject } from '@ferry/catalog';
import type { Catalog } from '@ferry/catalog';
import { arrange, convertCatalog, engineItems, itemDefinition } from '@ferry/conversion';
import type { ConversionResult, TargetStatement, TransformationRule, Verifier } from '@ferry/conversion';
import { hasPostgres15, on15, testDatabase } from '@ferry/embedded-postgresql/testing';
import type { TestDatabase, TestMajor } from '@ferry/embedded-postgresql/testing';
import { lineMap, quietRun } from '@ferry/kernel';
import { sqlserver } from '@ferry/source-sqlserver';
import { postgresql } from '@ferry/target-postgresql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sqlserverToPostgresql } from '../src';

/**
 * `fixtures/<family>/<case>/{source.sql, expected.sql, apart.sql?, action-items.json, options.json?}`. Expected files that are missing, or all of
 * them with UPDATE_FIXTURES=1, are written and have to be read by a person. Every fixture also proves that nothing of the source is
 * left out, that the output parses, and that real servers create it.
 */
const root = join(import.meta.dirname, '..', 'fixtures');
const cases = readdirSync(root).flatMap((family) => readdirSync(join(root, family)).map((name) => `${family}/${name}`));

interface Options {
  readonly settings?: Readonly<Record<string, boolean | string>>;
  readonly targetVersion?: number;
  /** Transformation rules. */
  readonly rules?: readonly TransformationRule[];
  /** False for output that needs an extension the test servers lack. */
  readonly verify?: boolean;
}

const optionsOf = (name: string): Options => {
  const path = join(root, name, 'options.json');
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Options) : {};
};

async function read(name: string): Promise<Catalog> {
  const text = readFileSync(join(root, name, 'source.sql'), 'utf8');
  return sqlserver.readScripts([{ path: 'source.sql', text }], { databaseName: 'fixture', variables: {} }, quietRun());
}

const convert = (catalog: Catalog, options: Options): Promise<ConversionResult> =>
  convertCatalog(sqlserverToPostgresql, postgresql, catalog, { settings: options.settings ?? {}, targetVersion: options.targetVersion ?? 15, ...(options.rules === undefined ? {} : { rules: options.rules }) }, quietRun());

/** Action items as a person reads them: where, what, how severe. */
function itemsOf(catalog: Catalog, result: ConversionResult): unknown[] {
  const lines = catalog.sources.map((s) => lineMap(s.text));
  return result.objects.flatMap((object) =>
    object.parts.flatMap((part) =>
      part.items.map((item) => {
        const definition = itemDefinition(sqlserverToPostgresql.actionItems, item.code);
        const at = item.at ?? part.at;
        const name = [part.ref.schema, part.ref.parent, part.ref.name ?? `(${(part.ref.columns ?? []).join(', ')})`].filter((w) => w !== undefined && w !== '').join('.');
        return { object: `${part.ref.kind} ${name}`, line: lines[at.source]?.positionAt(at.span.start).line, code: item.code, severity: definition.severity, message: definition.message(item.details) };
      }),
    ),
  );
}

function compare(path: string, actual: string): void {
  if (process.env['UPDATE_FIXTURES'] === '1' || !existsSync(path)) writeFileSync(path, actual);
  expect(actual).toBe(readFileSync(path, 'utf8'));
}

describe('fixtures', () => {
  test.each(cases)('%s is converted as expected', async (name) => {
    const catalog = await read(name);
    const result = await convert(catalog, optionsOf(name));
    const sql = result.deployment.map((s) => `${s.sql}\n`).join('\n');
    compare(join(root, name, 'expected.sql'), sql);
    // What is applied apart: roles, foreign servers, jobs.
    const apart = arrange(result.objects.flatMap((o) => o.parts).flatMap((p) => p.statements).filter((s) => postgresql.ownScript(s) !== undefined));
    if (apart.length > 0) compare(join(root, name, 'apart.sql'), apart.map((s) => `-- ${postgresql.ownScript(s)}.sql\n${s.sql}\n`).join('\n'));
    compare(join(root, name, 'action-items.json'), `${JSON.stringify(itemsOf(catalog, result), null, 2)}\n`);

    // Every part of the source is there, and none of it by the engine's safety net.
    const listed = catalog.objects.flatMap((o) => [...listObject(o)]).length;
    expect(result.objects.flatMap((o) => o.parts).length).toBeGreaterThanOrEqual(listed);
    const failures = result.objects.flatMap((o) => o.parts).flatMap((p) => p.items).filter((i) => i.code === engineItems.conversionFailed || i.code === engineItems.refused);
    expect(failures).toEqual([]);
    expect(result.refused).toEqual([]);
  });
});

const created = cases.filter((name) => optionsOf(name).verify !== false);

/** Throws away what a fixture made, so that one scratch database serves all. */
const dropped = (created: readonly TargetStatement[]): TargetStatement[] =>
  [...new Set(created.map((s) => s.creates.schema))].filter((schema) => schema !== '').map((schema): TargetStatement => ({ sql: `DROP SCHEMA IF EXISTS "${schema}" CASCADE;`, links: [], creates: { kind: 'SCHEMA', schema, name: schema }, phase: 0, needs: [] }));

const isCode = (s: TargetStatement | undefined): boolean => s !== undefined && ['FUNCTION', 'PROCEDURE', 'TRIGGER', 'VIEW'].includes(s.creates.kind);

function onServer(major: TestMajor): void {
  let database: TestDatabase;
  let verifier: Verifier;
  beforeAll(async () => {
    database = await testDatabase(major);
    verifier = await postgresql.openVerifier(database.url, { version: 15 });
  });
  afterAll(async () => {
    await verifier.close();
    await database.drop();
  });
  test.each(created.filter((name) => (optionsOf(name).targetVersion ?? 15) <= major))('%s is created', async (name) => {
    const { deployment } = await convert(await read(name), optionsOf(name));
    try {
      for (const step of ['create', 'check'] as const) {
        const proofs = await verifier[step](deployment, quietRun());
        expect(proofs.flatMap((p, i) => (p.refusal === undefined ? [] : [`${p.refusal.message}: ${deployment[i]?.sql}`]))).toEqual([]);
        // Code is looked through on both, by plpgsql_check or by our own check.
        if (step === 'check') expect(proofs.flatMap((p, i) => (p.level !== 'checked' && isCode(deployment[i]) ? [deployment[i]?.sql] : []))).toEqual([]);
      }
    } finally {
      await verifier.create(dropped(deployment), quietRun());
    }
  });
}

describe('on PostgreSQL 18', () => onServer(18));
describe.skipIf(!hasPostgres15)(on15('on PostgreSQL 15'), () => onServer(15));

test('every action item of the storage families has a fixture that raises it', () => {
  const raised = new Set(
    cases.flatMap((name) => {
      const path = join(root, name, 'action-items.json');
      return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as { code: number }[]).map((i) => i.code) : [];
    }),
  );
  const families = new Set(['administration', 'names', 'types', 'columns', 'constraints', 'indexes', 'tables', 'other-objects']);
  const missing = [...sqlserverToPostgresql.actionItems.values()].filter((d) => families.has(d.family) && !raised.has(d.code)).map((d) => `${d.code} ${d.title}`);
  expect(missing).toEqual([]);
});
