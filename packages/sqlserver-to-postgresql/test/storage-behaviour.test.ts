import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { convertCatalog } from '@ferry/conversion';
import { withClient } from '@ferry/embedded-postgresql';
import { hasPostgres15, on15, testDatabase } from '@ferry/embedded-postgresql/testing';
import type { TestMajor } from '@ferry/embedded-postgresql/testing';
import { quietRun } from '@ferry/kernel';
import { sqlserver } from '@ferry/source-sqlserver';
import { postgresql } from '@ferry/target-postgresql';
import { describe, expect, test } from 'vitest';
import { sqlserverToPostgresql } from '../src';

/** What a server that was given a fixture's output does with rows. Each step is SQL and the rows, or the SQLSTATE, that it must give. */
const cases: readonly { readonly fixture: string; readonly steps: readonly (readonly [sql: string, result?: readonly Record<string, unknown>[] | string])[] }[] = [
  {
    fixture: 'types/integers',
    steps: [
      ['INSERT INTO dbo.t (a) VALUES (0), (255)'],
      ['INSERT INTO dbo.t (a) VALUES (256)', '23514'],
      ['INSERT INTO dbo.t (a) VALUES (-1)', '23514'],
      ['INSERT INTO dbo.t (a) VALUES (NULL)', '23502'],
    ],
  },
  { fixture: 'types/bit', steps: [['INSERT INTO dbo.t DEFAULT VALUES RETURNING *', [{ a: false, b: true, c: null }]]] },
  {
    fixture: 'types/rowversion',
    steps: [
      ['INSERT INTO dbo.t (id) VALUES (1)'],
      ['INSERT INTO dbo.u (id) VALUES (1)'],
      ['SELECT t.stamp < u.stamp AS grows FROM dbo.t, dbo.u', [{ grows: true }]],
      ['UPDATE dbo.t SET id = id'],
      ['SELECT t.stamp > u.stamp AS grows FROM dbo.t, dbo.u', [{ grows: true }]],
      // A value that is given is not kept: only the database writes a rowversion.
      ['UPDATE dbo.t SET stamp = 0'],
      ['SELECT t.stamp > u.stamp AS grows FROM dbo.t, dbo.u', [{ grows: true }]],
    ],
  },
  {
    fixture: 'alias-types/domains',
    steps: [
      ["INSERT INTO dbo.contact (id, active, opted, number, share) VALUES (1, true, false, '12', 200)"],
      ['INSERT INTO dbo.contact (id, active, opted, share) VALUES (2, true, true, 256)', '23514'],
      ['INSERT INTO dbo.contact (id, opted) VALUES (3, true)', '23502'],
    ],
  },
  {
    fixture: 'identities/seeds',
    steps: [
      ['INSERT INTO dbo.a DEFAULT VALUES RETURNING id', [{ id: 1 }]],
      ['INSERT INTO dbo.b DEFAULT VALUES RETURNING id', [{ id: '1000' }]],
      ['INSERT INTO dbo.b DEFAULT VALUES RETURNING id', [{ id: '1010' }]],
      ['INSERT INTO dbo.c DEFAULT VALUES RETURNING id', [{ id: 0 }]],
      ['INSERT INTO dbo.d DEFAULT VALUES RETURNING id', [{ id: -1 }]],
      ['INSERT INTO dbo.d DEFAULT VALUES RETURNING id', [{ id: -2 }]],
      ['INSERT INTO dbo.e DEFAULT VALUES RETURNING id', [{ id: 100 }]],
      ['INSERT INTO dbo.e DEFAULT VALUES RETURNING id', [{ id: 95 }]],
      // SET IDENTITY_INSERT ON needs no counterpart.
      ['INSERT INTO dbo.e (id) VALUES (7) RETURNING id', [{ id: 7 }]],
    ],
  },
  {
    fixture: 'identities/decimals',
    steps: [
      ['INSERT INTO dbo.d DEFAULT VALUES RETURNING id', [{ id: '1' }]],
      ["INSERT INTO dbo.e (name) VALUES ('a'), ('b') RETURNING id", [{ id: '-5' }, { id: '-10' }]],
      ["INSERT INTO dbo.e (id) VALUES (7) RETURNING id", [{ id: '7' }]],
      ["CALL dbo.adde('c', NULL)", [{ par_id: '-15' }]],
      ['SELECT eid FROM dbo.f', [{ eid: '-15' }]],
      ["SELECT setval(pg_get_serial_sequence('dbo.a', 'id'), 9999)"],
      // Four digits are full.
      ['INSERT INTO dbo.a DEFAULT VALUES', '22003'],
    ],
  },
  {
    fixture: 'other-objects/security-policy',
    steps: [
      ['DROP ROLE IF EXISTS ferry_owner_of_rows'],
      ['CREATE ROLE ferry_owner_of_rows'],
      ['GRANT ALL ON SCHEMA dbo, ferry_sqlserver TO ferry_owner_of_rows'],
      ['ALTER TABLE dbo.account OWNER TO ferry_owner_of_rows'],
      ["INSERT INTO dbo.account (id, owner) VALUES (1, 'me'), (2, 'you')"],
      ['SET ROLE ferry_owner_of_rows'],
      ['SELECT id FROM dbo.account', [{ id: 1 }]],
      ["INSERT INTO dbo.account (id, owner) VALUES (3, 'you')", '42501'],
      ['RESET ROLE'],
      ['REASSIGN OWNED BY ferry_owner_of_rows TO CURRENT_USER'],
      ['DROP OWNED BY ferry_owner_of_rows'],
      ['DROP ROLE ferry_owner_of_rows'],
    ],
  },
  {
    fixture: 'sequences/kinds',
    steps: [
      ["SELECT nextval('dbo.plain') AS n", [{ n: '-9223372036854775808' }]],
      ["SELECT nextval('dbo.small') AS n", [{ n: '5' }]],
      ["SELECT setval('dbo.small', 200)"],
      ["SELECT nextval('dbo.small') AS n", [{ n: '5' }]],
      ["SELECT nextval('dbo.down') AS n", [{ n: '10' }]],
      ["SELECT nextval('dbo.down') AS n", [{ n: '9' }]],
      ["SELECT nextval('dbo.fromone') AS n", [{ n: '1' }]],
    ],
  },
  {
    fixture: 'keys/unique-with-nulls',
    steps: [['INSERT INTO dbo.t (a, b) VALUES (NULL, 1), (NULL, 2)'], ['INSERT INTO dbo.t (a, b) VALUES (NULL, 1)', '23505']],
  },
  {
    fixture: 'indexes/plain',
    steps: [['INSERT INTO dbo.t (a, b, c) VALUES (1, NULL, NULL), (2, 1, NULL)'], ['INSERT INTO dbo.t (a, b) VALUES (3, NULL)', '23505'], ['INSERT INTO dbo.t (a, b, c) VALUES (4, 2, 5)'], ['INSERT INTO dbo.t (a, b, c) VALUES (5, 3, 5)', '23505']],
  },
  {
    fixture: 'foreign-keys/actions',
    steps: [
      ['INSERT INTO dbo.p (id, code) VALUES (0, 10), (1, 11)'],
      ['INSERT INTO dbo.c (a, b, d, e) VALUES (0, 1, 1, 10)'],
      ['DELETE FROM dbo.p WHERE id = 1'],
      ['SELECT a, b, d, e FROM dbo.c', [{ a: 0, b: null, d: 0, e: 10 }]],
      ['DELETE FROM dbo.p WHERE id = 0'],
      ['SELECT count(*)::integer AS n FROM dbo.c', [{ n: 0 }]],
      ['INSERT INTO dbo.p (id, code) VALUES (2, 12), (3, 13)'],
      ['INSERT INTO dbo.c (a, e) VALUES (2, 13)', '23503'],
      ['INSERT INTO dbo.p (id, code) VALUES (0, 10)'],
      ['INSERT INTO dbo.c (a, e) VALUES (2, 13)'],
      ['DELETE FROM dbo.p WHERE id = 3', '23503'],
    ],
  },
  {
    fixture: 'foreign-keys/nocheck',
    steps: [['INSERT INTO dbo.c (p) VALUES (5)', '23503'], ["SELECT convalidated FROM pg_constraint WHERE conname = 'fk_c_p'", [{ convalidated: false }]]],
  },
  {
    fixture: 'checks/patterns',
    steps: [["INSERT INTO dbo.t (code, name) VALUES ('A12y', 'Anna')"], ["INSERT INTO dbo.t (code, name) VALUES ('A12x', 'Anna')", '23514'], ["INSERT INTO dbo.t (code, name) VALUES ('AA2y', 'Anna')", '23514'], ["INSERT INTO dbo.t (code, name) VALUES ('A12y', 'Bea')", '23514']],
  },
  {
    fixture: 'computed-columns/immutable',
    steps: [['INSERT INTO dbo.t (quantity, price) VALUES (3, 1.25) RETURNING total, doubled', [{ total: '3.7500', doubled: 6 }]]],
  },
  {
    fixture: 'computed-columns/hierarchyid',
    steps: [
      ["INSERT INTO dbo.folder (node) VALUES ('/1/2/') RETURNING depth, parent, path, istop, root", [{ depth: 2, parent: '/1/', path: '/1/2/', istop: true, root: '/' }]],
      ["INSERT INTO dbo.folder (node) VALUES ('/') RETURNING depth, parent, istop", [{ depth: 0, parent: null, istop: false }]],
      ["INSERT INTO dbo.folder (node) VALUES ('/11/') RETURNING depth, parent, istop", [{ depth: 1, parent: '/', istop: false }]],
    ],
  },
  {
    fixture: 'synonyms/tables',
    steps: [['INSERT INTO dbo.client (id, name) VALUES (1, 2)'], ['SELECT id, name FROM dbo.customer', [{ id: 1, name: 2 }]]],
  },
  {
    fixture: 'graph/tables',
    steps: [
      ["INSERT INTO dbo.person (id, name) VALUES (1, 'Ada'), (2, 'Bob'), (3, 'Cy') RETURNING node_id", [0, 1, 2].map((n) => ({ node_id: `{"type":"node","schema":"dbo","table":"Person","id":${String(n)}}` }))],
      ["INSERT INTO dbo.city (id, name) VALUES (1, 'Rome'), (2, 'Oslo')"],
      ["CALL dbo.meet(1, 2, '2020-01-01')"],
      ['CALL dbo.meet(1, 3, NULL)'],
      ['CALL dbo.meet(1, 2, NULL)', '23505'],
      ['CALL dbo.moveto(1, 1)'],
      ['CALL dbo.moveto(2, 1)'],
      ['CALL dbo.moveto(3, 2)'],
      ['SELECT who, friend FROM dbo.friends', [{ who: 'Ada', friend: 'Bob' }]],
      ['SELECT * FROM dbo.neighboursof(1)', [{ name: 'Bob', city: 'Rome' }]],
      // An edge leads between the tables that its constraint names, and only between nodes that are there.
      ['INSERT INTO dbo.livesin (from_id, to_id) SELECT c.node_id, p.node_id FROM dbo.city AS c, dbo.person AS p', '23503'],
      ['INSERT INTO dbo.likes (from_id, to_id) SELECT c.node_id, p.node_id FROM dbo.city AS c, dbo.person AS p', '23514'],
      ['INSERT INTO dbo.likes (from_id, to_id) SELECT p.node_id, c.node_id FROM dbo.city AS c, dbo.person AS p'],
      ['DELETE FROM dbo.person WHERE id = 3', '23503'],
      ['DELETE FROM dbo.city WHERE id = 2'],
      ['SELECT count(*)::integer AS n FROM dbo.livesin', [{ n: 2 }]],
      ['CALL dbo.forget(1)'],
      ['SELECT count(*)::integer AS n FROM dbo.knows', [{ n: 0 }]],
      ['SELECT * FROM dbo.nearest(1)', '0A000'],
    ],
  },
  {
    fixture: 'dml/switch',
    steps: [
      ["INSERT INTO dbo.sale (id, sold, amount) VALUES (1, '2019-05-05', 1), (2, NULL, 2), (3, '2020-01-01', 3), (4, '2021-01-01', 4)"],
      ['SELECT number, sales::integer FROM dbo.salesbypartition ORDER BY number', [{ number: 1, sales: 2 }, { number: 2, sales: 1 }, { number: 3, sales: 1 }]],
      ['CALL dbo.archive()'],
      ['SELECT id, twice FROM dbo.oldsale ORDER BY id', [{ id: 1, twice: '2.0000' }, { id: 2, twice: '4.0000' }]],
      ['SELECT id FROM dbo.sale ORDER BY id', [{ id: 3 }, { id: 4 }]],
      ['CALL dbo.bringback()'],
      ['SELECT count(*)::integer AS n FROM dbo.oldsale', [{ n: 0 }]],
      ["INSERT INTO dbo.oldsale (id, sold, amount) VALUES (9, '2022-01-01', 1)"],
      // The target is not empty; then the rows are of another partition.
      ['CALL dbo.bringback()', '55000'],
      ["DELETE FROM dbo.sale WHERE sold IS NULL OR sold < '2020-01-01'"],
      ['CALL dbo.bringback()', '55000'],
      ['INSERT INTO dbo.numbered (id, n) VALUES (1, 10), (2, 11), (3, 20), (4, 21)'],
      ['CALL dbo.archivenumber(15)'],
      ['SELECT id FROM dbo.oldnumbered ORDER BY id', [{ id: 2 }, { id: 3 }]],
      ['CALL dbo.archivelast()', '55000'],
      ['TRUNCATE TABLE dbo.oldnumbered'],
      ['CALL dbo.archivelast()'],
      ['SELECT id FROM dbo.oldnumbered', [{ id: 4 }]],
      ['CALL dbo.archiveaway()', '0A000'],
    ],
  },
  {
    fixture: 'tables/ledger',
    steps: [
      ['CALL dbo.book(1, 10)'],
      ['CALL dbo.book(2, 20)'],
      ['UPDATE dbo.entry SET amount = 0', '55000'],
      ['DELETE FROM dbo.entry', '55000'],
      ['TRUNCATE dbo.entry', '55000'],
      ['SELECT id, amount, ledger_operation_type_desc AS what FROM dbo.entry_ledger ORDER BY ledger_transaction_id', [{ id: 1, amount: '10.0000', what: 'INSERT' }, { id: 2, amount: '20.0000', what: 'INSERT' }]],
      ['INSERT INTO dbo.account (id, balance) VALUES (1, 5)'],
      ['UPDATE dbo.account SET balance = 6'],
      ['DELETE FROM dbo.account'],
      [
        'SELECT balance, ledger_operation_type AS type FROM dbo.accountchanges ORDER BY ledger_transaction_id, ledger_sequence_number',
        [{ balance: '5.0000', type: 1 }, { balance: '5.0000', type: 2 }, { balance: '6.0000', type: 1 }, { balance: '6.0000', type: 2 }].sort((a, b) => Number(a.balance) - Number(b.balance)),
      ],
      ['SELECT * FROM dbo.accounts', []],
      ['INSERT INTO dbo.price (id, amount) VALUES (1, 1)'],
      ['UPDATE dbo.price SET amount = 2'],
      ['SELECT amount, endtransaction > starttransaction AS ended FROM dbo.pricehistory', [{ amount: '1.0000', ended: true }]],
      ['SELECT count(*)::integer AS n FROM dbo.price_ledger', [{ n: 3 }]],
    ],
  },
  {
    fixture: 'tables/column-set',
    steps: [
      ["INSERT INTO dbo.product (id, name, weight, fragile) VALUES (1, 'Cup', 1.5, true)"],
      ["INSERT INTO dbo.product (id, name, details) VALUES (2, 'A & B', '<Shelf_x0020_Life>3</Shelf_x0020_Life><Color>a &amp; b</Color>')"],
      ['SELECT id, details::text FROM dbo.products ORDER BY id', [{ id: 1, details: '<Weight>1.50</Weight><Fragile>1</Fragile>' }, { id: 2, details: '<Shelf_x0020_Life>3</Shelf_x0020_Life><Color>a &amp; b</Color>' }]],
      ['SELECT "shelf life" AS life, color, weight FROM dbo.product WHERE id = 2', [{ life: 3, color: 'a & b', weight: null }]],
      ["UPDATE dbo.product SET color = 'red' WHERE id = 2"],
      ["UPDATE dbo.product SET details = '<Fragile>0</Fragile>' WHERE id = 1"],
      ['SELECT weight, fragile, color, details::text FROM dbo.product ORDER BY id', [{ weight: null, fragile: false, color: null, details: '<Fragile>0</Fragile>' }, { weight: null, fragile: null, color: 'red', details: '<Shelf_x0020_Life>3</Shelf_x0020_Life><Color>red</Color>' }]],
      ['UPDATE dbo.product SET details = NULL WHERE id = 2 RETURNING color', [{ color: null }]],
      ["SELECT column_name AS name FROM information_schema.columns WHERE table_name = 'products' ORDER BY ordinal_position", [{ name: 'id' }, { name: 'name' }, { name: 'details' }]],
    ],
  },
  {
    fixture: 'tables/external',
    steps: [
      ['SELECT * FROM dbo.far', '0A000'],
      ['SELECT * FROM dbo.late', '0A000'],
      // What the script of servers does, with a table of this server in the place of the foreign one.
      ['CREATE TABLE dbo.orders_foreign (id integer NOT NULL, customer varchar(40) COLLATE ferry_sqlserver.ci, placed timestamp(3) NOT NULL)'],
      ['CREATE OR REPLACE VIEW dbo.orders AS SELECT id, customer, placed FROM dbo.orders_foreign'],
      ['SELECT * FROM dbo.orders', []],
    ],
  },
  {
    fixture: 'columns/masked-view',
    steps: [
      ["INSERT INTO dbo.member (id, name, mail, pin, salary, born, active, town) VALUES (1, 'Roberta', 'r@x.org', '12', 5000, '1980-05-05', true, 'Rome'), (2, 'Al', NULL, NULL, NULL, NULL, NULL, NULL)"],
      [
        'SELECT id, name, mail, pin, salary BETWEEN 1 AND 12 AS between, born::text, active, town FROM dbo.member_masked ORDER BY id',
        [
          { id: 1, name: 'Rxxxta', mail: 'rXXX@XXXX.com', pin: 'xx', between: true, born: '1900-01-01', active: true, town: 'xxxx' },
          { id: 2, name: 'xxx', mail: null, pin: null, between: null, born: null, active: null, town: null },
        ],
      ],
    ],
  },
  {
    fixture: 'tables/filetable',
    steps: [
      ["CALL dbo.putdocument('Face.PNG', '\\x0102')"],
      ['SELECT name, cached_file_size FROM dbo.pictures', [{ name: 'Face.PNG', cached_file_size: '2' }]],
      ['SELECT parent_path_locator AS folder, is_archive, is_directory FROM dbo.documents', [{ folder: null, is_archive: true, is_directory: false }]],
      ["INSERT INTO dbo.documents (name) VALUES ('face.png')", '23505'],
      ["INSERT INTO dbo.documents (name, path_locator, is_directory) VALUES ('folder', '/7/', true)"],
      ["INSERT INTO dbo.documents (name, path_locator) VALUES ('face.png', '/7/1/') RETURNING parent_path_locator AS folder, file_type", [{ folder: '/7/', file_type: 'png' }]],
    ],
  },
  { fixture: 'tables/temporal', steps: [["INSERT INTO dbo.price (id, amount) VALUES (1, 2) RETURNING validto = '9999-12-31 23:59:59.999999' AS open", [{ open: true }]]] },
  { fixture: 'indexes/without-counterpart', steps: [["INSERT INTO dbo.t (id, title) VALUES (1, 'Green apples')"], ["SELECT id FROM dbo.t WHERE to_tsvector('simple', coalesce(title, '') || ' ' || coalesce(body, '')) @@ to_tsquery('simple', 'apples')", [{ id: 1 }]]] },
];

const script = async (fixture: string): Promise<string[]> => {
  const options = join(import.meta.dirname, '..', 'fixtures', fixture, 'options.json');
  const { settings = {} } = existsSync(options) ? (JSON.parse(readFileSync(options, 'utf8')) as { settings?: Record<string, string | boolean> }) : {};
  const text = readFileSync(join(import.meta.dirname, '..', 'fixtures', fixture, 'source.sql'), 'utf8');
  const catalog = await sqlserver.readScripts([{ path: 'source.sql', text }], { databaseName: 'fixture', variables: {} }, quietRun());
  const { deployment } = await convertCatalog(sqlserverToPostgresql, postgresql, catalog, { settings, targetVersion: 15 }, quietRun());
  return deployment.map((s) => s.sql);
};

function suite(major: TestMajor): void {
  test.each(cases)('rows of $fixture', async ({ fixture, steps }) => {
    const database = await testDatabase(major);
    try {
      const statements = await script(fixture);
      await withClient(database.url, async (client) => {
        for (const sql of statements) await client.query(sql);
        for (const [sql, wanted] of steps) {
          const got = await client.query<Record<string, unknown>>(sql).then(
            ({ rows }) => rows,
            (thrown: unknown) => (thrown as { code?: string; message: string }).code ?? String(thrown),
          );
          if (typeof wanted === 'string' || typeof got === 'string') expect({ sql, got }).toEqual({ sql, got: wanted });
          else if (wanted !== undefined) expect({ sql, got }).toEqual({ sql, got: wanted });
        }
      });
    } finally {
      await database.drop();
    }
  });
}

describe('on PostgreSQL 18', () => suite(18));
describe.skipIf(!hasPostgres15)(on15('on PostgreSQL 15'), () => suite(15));
