import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { convertObjects } from '@ferry/conversion';
import { quietRun } from '@ferry/kernel';
import { sqlserver } from '@ferry/source-sqlserver';
import { expect, test } from 'vitest';
import { sqlserverToPostgresql } from '../src';

/**
 * Conservation, tested by deletion: take any one word out of the source of a storage object, and the output, the action items or
 * the diagnostics must change. What follows are the words that may go without a trace, and why.
 */
const free: Readonly<Record<string, string>> = {
  ';': 'ends a statement', GO: 'ends a batch', ',': 'optional before a table constraint', AS: 'optional before an alias', '=': 'optional in options', NATIONAL: 'no difference in PostgreSQL', INNER: 'optional before JOIN',
  NULL: 'the default of a column; NOT NULL of an alias type is said by its columns', NOT: 'see NULL', INT: 'of a table whose only column cannot be read', ')': 'of the same table',
  EXEC: 'optional before a procedure at the head of a batch', INTO: 'optional after INSERT', ASC: 'the default', ALL: 'no difference in a scheme of one filegroup',
  NONCLUSTERED: 'the default', CLUSTERED: 'of an index that has an item of its own', UNIQUE: 'of an index on a view, which has an item of its own', PRIMARY: 'of an XML index, which has an item of its own',
  PERSISTED: 'generated columns are always stored', ON: 'of an option', OFF: 'of an option without an effect', NO: 'the default of CYCLE and CACHE', APPEND_ONLY: 'of a ledger table, which has an item',
  SHOP: 'the name of the database', COLLATE: 'of a database: names that are there twice are kept apart all the same', LATIN1_GENERAL_CS_AS: 'see COLLATE',
  HIDDEN: 'of a temporal table, which has an item', HISTORY_TABLE: 'see HIDDEN', DBO: 'see HIDDEN', '.': 'see HIDDEN', PRICEHISTORY: 'see HIDDEN', CHANGE_TRACKING: 'passed over by the reader, with a note',
  "'/DATA/FAR'": 'of an external table, which has an item', LAKE: "see '/data/far'", PARQUET: "see '/data/far'",
  RIGHT: 'of a partition function, which has an item', ROLLBACK: 'of a DDL trigger, which has an item', FILTER: 'of a security policy, which has an item', ID: 'see FILTER', '0': 'of an assembly, which has an item', X4D5A: 'see 0', SAFE: 'see 0',
  '1': 'an argument of a function that does not exist', A: 'see 1',
};

const root = join(import.meta.dirname, '..', 'fixtures');
const families = ['schemas', 'names', 'types', 'alias-types', 'table-types', 'columns', 'identities', 'defaults', 'keys', 'foreign-keys', 'checks', 'indexes', 'tables', 'sequences', 'synonyms', 'comments', 'other-objects'];
const words = /--[^\n]*|N?'(?:[^']|'')*'|\[[^\]]*\]|[A-Za-z_@#][\w@#$]*|[0-9.]+|[^\s]/g;

async function outcome(text: string, settings: Readonly<Record<string, boolean | string>>): Promise<string> {
  const catalog = await sqlserver.readScripts([{ path: 'source.sql', text }], { databaseName: 'fixture', variables: {} }, quietRun());
  const { objects, support } = await convertObjects(sqlserverToPostgresql, catalog, { settings, targetVersion: 15 }, quietRun());
  const parts = objects.map((o) => o.parts.map((p) => [p.ref, p.targets.length, p.statements.map((s) => s.sql), p.items.map((i) => [i.code, i.details])]));
  return JSON.stringify([support.map((s) => s.sql), parts, catalog.diagnostics.map((d) => d.message), catalog.passedOver.map((p) => p.statement)]);
}

test.each(families)('no word of %s goes without a trace', async (family) => {
  const lost: string[] = [];
  for (const name of readdirSync(join(root, family))) {
    const text = readFileSync(join(root, family, name, 'source.sql'), 'utf8');
    const path = join(root, family, name, 'options.json');
    const settings = existsSync(path) ? ((JSON.parse(readFileSync(path, 'utf8')) as { settings?: Record<string, boolean | string> }).settings ?? {}) : {};
    const whole = await outcome(text, settings);
    for (const { 0: word, index } of text.matchAll(words)) {
      if (Object.hasOwn(free, word.toUpperCase())) continue;
      const rest = `${text.slice(0, index)} ${text.slice(index + word.length)}`;
      if ((await outcome(rest, settings)) === whole) lost.push(`${name}: ${word} in "${text.slice(Math.max(0, index - 30), index + word.length + 10).replace(/\s+/g, ' ')}"`);
    }
  }
  expect(lost).toEqual([]);
  // A family of many words takes its time on a busy machine.
}, 120_000);
