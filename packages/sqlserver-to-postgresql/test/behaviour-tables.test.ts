import { hasPostgres15, on15, testDatabase } from '@ferry/embedded-postgresql/testing';
import type { TestDatabase, TestMajor } from '@ferry/embedded-postgresql/testing';
import { openSession } from '@ferry/target-postgresql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openRunner } from '../src/run';
import { readCases, runCases } from './behaviour-cases';
import type { BehaviourCase } from './behaviour-cases';

const cases = readCases();

test('there are at least 600 cases, each with the page that says so', () => {
  expect(cases.length).toBeGreaterThanOrEqual(600);
  expect(cases.filter((c) => !/https?:\/\//.test(c.source)).map((c) => `${c.file}:${c.line}`)).toEqual([]);
});

function suite(major: TestMajor): void {
  let database: TestDatabase;
  const answers = new Map<BehaviourCase, readonly string[]>();
  beforeAll(async () => {
    database = await testDatabase(major);
    const session = await openSession(database.url);
    const runner = await openRunner({ settings: {}, targetVersion: 15, databaseName: 'master', variables: {} });
    for (const [c, found] of await runCases(runner, session, cases)) answers.set(c, found);
    await session.close();
  }, 120_000);
  afterAll(() => database.drop());
  for (const c of cases) test(`${c.file}:${c.line}`, () => expect(answers.get(c) ?? [], `${c.batch}\n${c.source}`).toEqual(c.expected));
}

describe('behaviour on PostgreSQL 18', () => suite(18));
describe.skipIf(!hasPostgres15)(on15('behaviour'), () => suite(15));
