import { idOf } from '@ferry/catalog';
import type { TargetStatement, Verifier } from '@ferry/conversion';
import { convertAgain, readKept } from '@ferry/conversion/again';
import type { AgainResult } from '@ferry/conversion/again';
import { testDatabase } from '@ferry/embedded-postgresql/testing';
import { quietRun } from '@ferry/kernel';
import { sqlserver } from '@ferry/source-sqlserver';
import { postgresql } from '@ferry/target-postgresql';
import { expect, test } from 'vitest';
import { sqlserverToPostgresql } from '../src';

const script = `
CREATE TABLE dbo.Part (PartID int IDENTITY PRIMARY KEY, Name nvarchar(50) NOT NULL, Price money NOT NULL, Stock int NOT NULL)
GO
CREATE FUNCTION dbo.Rounded(@Price money) RETURNS money AS BEGIN RETURN ROUND(@Price, 2) END
GO
CREATE VIEW dbo.Cheap AS SELECT PartID, Name, dbo.Rounded(Price) AS Price FROM dbo.Part WHERE Price < 10
GO
CREATE PROCEDURE dbo.CountCheap @Found int OUTPUT AS SELECT @Found = COUNT(*) FROM dbo.Cheap
GO
CREATE PROCEDURE dbo.Report AS BEGIN DECLARE @n int; EXEC dbo.CountCheap @Found = @n OUTPUT; PRINT CONCAT('cheap: ', @n) END
GO
CREATE PROCEDURE dbo.Collect AS BEGIN CREATE TABLE #found (PartID int, Stock int); EXEC dbo.Fill; SELECT PartID, Stock FROM #found END
GO
CREATE PROCEDURE dbo.Fill AS INSERT INTO #found (PartID, Stock) SELECT PartID, Stock FROM dbo.Part
GO
CREATE PROCEDURE dbo.Nowhere AS SELECT Missing FROM dbo.Absent
GO
CREATE TRIGGER dbo.Counted ON dbo.Part AFTER INSERT AS UPDATE dbo.Part SET Stock = 0 WHERE PartID IN (SELECT PartID FROM inserted)
GO
`;

/** A verifier, and the names of what it was asked to create and to check. */
async function watched(): Promise<{ readonly verifier: Verifier; readonly created: Set<string>; readonly checked: Set<string> }> {
  const { url } = await testDatabase();
  const verifier = await postgresql.openVerifier(url, { version: 15 });
  const [created, checked] = [new Set<string>(), new Set<string>()];
  const note = (statements: readonly TargetStatement[], names: Set<string>): void => {
    for (const { creates } of statements) if (creates.schema === 'dbo') names.add(creates.parent ?? creates.name);
  };
  return {
    verifier: {
      ...verifier,
      create: (statements, run) => (note(statements, created), verifier.create(statements, run)),
      check: (statements, run, among) => (note(statements, checked), verifier.check(statements, run, among)),
    },
    created,
    checked,
  };
}

async function convert(text: string, before?: AgainResult, program = 'test') {
  const catalog = await sqlserver.readScripts([{ path: 'parts.sql', text }], { databaseName: 'parts', variables: {} }, quietRun());
  const { verifier, created, checked } = await watched();
  try {
    const kept = before === undefined ? undefined : await readKept([...before.keep()].flatMap((piece) => piece.split('\n')));
    const again = await convertAgain(sqlserver, sqlserverToPostgresql, postgresql, catalog, { settings: {}, targetVersion: 15, program, kept, verifier }, quietRun());
    const redone = catalog.objects.filter((o) => again.redone.has(idOf(o))).map((o) => o.name).sort();
    return { again, redone, all: catalog.objects.length, created: [...created].sort(), checked: [...checked].sort() };
  } finally {
    await verifier.close();
  }
}

/** All that a conversion came to; texts of proofs name the server, which is the same for all. */
const outcome = ({ result }: AgainResult): unknown => ({ objects: result.objects, support: result.support, deployment: result.deployment, refused: result.refused });

const first = convert(script);

test('what did not change is neither converted nor proved again', async () => {
  const before = await first;
  expect(before.redone).toHaveLength(before.all);
  const again = await convert(script, before.again);
  expect(again.redone).toEqual([]);
  expect(again.created).toEqual([]);
  expect(again.checked).toEqual([]);
  expect(outcome(again.again)).toEqual(outcome(before.again));
});

const changes: readonly (readonly [what: string, from: string, to: string, redone: readonly string[], proved: readonly string[]])[] = [
  ['a procedure', 'SELECT @Found = COUNT(*)', 'SELECT @Found = /* all of them */ COUNT(PartID)', ['CountCheap', 'Report'], ['count_cheap', 'report']],
  ['a function that a view calls', 'ROUND(@Price, 2)', 'ROUND(@Price, 1)', ['Cheap', 'CountCheap', 'Report', 'Rounded'], ['cheap', 'count_cheap', 'report', 'rounded']],
  ['the maker of a temporary table', '(PartID int, Stock int)', '(PartID int, Stock bigint)', ['Collect', 'Fill'], ['collect', 'fill']],
  ['a trigger', 'SET Stock = 0', 'SET Stock = 1', ['Counted'], ['counted', 'part']],
];

test.each(changes)('a change of %s redoes it and its dependants; the result is that of converting everything', async (_, from, to, redone, proved) => {
  const changed = script.replace(from, to);
  expect(changed).not.toBe(script);
  const again = await convert(changed, (await first).again);
  const full = await convert(changed);
  expect(again.redone).toEqual(redone);
  expect(again.checked.map((name) => name.replaceAll('_', ''))).toEqual(expect.arrayContaining(proved.map((name) => name.replaceAll('_', '')).slice(0, 1)));
  for (const name of again.checked) expect(proved.map((n) => n.replaceAll('_', ''))).toContain(name.replaceAll('_', ''));
  expect(outcome(again.again)).toEqual(outcome(full.again));
});

test('another program, or another set of names, begins anew', async () => {
  const before = await first;
  expect((await convert(script, before.again, 'next build')).redone).toHaveLength(before.all);
  expect((await convert(`${script}CREATE TABLE dbo.More (a int)\nGO\n`, before.again)).redone).toHaveLength(before.all + 1);
});

test('what was kept and cannot be read counts as nothing', async () => {
  expect(await readKept(['{"common":"x","support":[]}', '{"id":'])).toBeUndefined();
  expect(await readKept([])).toBeUndefined();
});
