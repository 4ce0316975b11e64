import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { convertCatalog } from '@ferry/conversion';
import { withClient } from '@ferry/embedded-postgresql';
import { hasPostgis, onPostgis, testDatabase } from '@ferry/embedded-postgresql/testing';
import { quietRun } from '@ferry/kernel';
import { sqlserver } from '@ferry/source-sqlserver';
import { postgresql } from '@ferry/target-postgresql';
import { describe, expect, test } from 'vitest';
import { sqlserverToPostgresql } from '../src';

/** Fixtures of the setting "Spatial types: postgis": servers of npm lack the extension, so that they run where Debian's has it. */
const fixtures = ['spatial/postgis', 'types/postgis'];

async function deployment(fixture: string) {
  const text = readFileSync(join(import.meta.dirname, '..', 'fixtures', fixture, 'source.sql'), 'utf8');
  const catalog = await sqlserver.readScripts([{ path: 'source.sql', text }], { databaseName: 'fixture', variables: {} }, quietRun());
  return (await convertCatalog(sqlserverToPostgresql, postgresql, catalog, { settings: { spatial: 'postgis' }, targetVersion: 15 }, quietRun())).deployment;
}

describe.skipIf(!hasPostgis)(onPostgis('spatial types'), () => {
  test.each(fixtures)('%s is created and checked', async (fixture) => {
    const database = await testDatabase(15);
    const verifier = await postgresql.openVerifier(database.url, { version: 15 });
    try {
      const statements = await deployment(fixture);
      for (const step of ['create', 'check'] as const) {
        const proofs = await verifier[step](statements, quietRun());
        expect(proofs.flatMap((p, i) => (p.refusal === undefined ? [] : [`${p.refusal.message}: ${statements[i]?.sql ?? ''}`]))).toEqual([]);
      }
    } finally {
      await verifier.close();
      await database.drop();
    }
  });

  test('shapes go in and are found', async () => {
    const database = await testDatabase(15);
    try {
      const statements = await deployment('spatial/postgis');
      await withClient(database.url, async (client) => {
        const rows = async (sql: string): Promise<unknown[]> => (await client.query<Record<string, unknown>>(sql)).rows;
        for (const { sql } of statements) await client.query(sql);
        // Berlin and Paris are 878 km apart.
        await rows("CALL dbo.put(1, 52.52, 13.405, 'POLYGON((0 0, 10 0, 10 10, 0 10, 0 0))')");
        await rows("CALL dbo.put(2, 48.8566, 2.3522, 'POLYGON((5 5, 15 5, 15 15, 5 15, 5 5))')");
        await rows("CALL dbo.put(3, 41.9, 12.5, 'POINT(50 50)')");
        expect(await rows('SELECT * FROM dbo.near(52.52, 13.405, 870000)')).toEqual([{ id: 1 }]);
        expect(await rows('SELECT * FROM dbo.near(52.52, 13.405, 890000)')).toEqual([{ id: 1 }, { id: 2 }]);
        expect(await rows('SELECT * FROM dbo.around(2, 2)')).toEqual([{ id: 1 }]);
        expect(await rows('SELECT * FROM dbo.touching')).toEqual([{ id: 1, other: 2 }]);
        expect(await rows('SELECT id, lat, size, words, kind, srid FROM dbo.sizes WHERE id = 1')).toEqual([{ id: 1, lat: 52.52, size: 100, words: 'POLYGON((0 0,10 0,10 10,0 10,0 0))', kind: 'Polygon', srid: 4326 }]);
        await rows("CALL dbo.draw(3, 'LINESTRING(0 0, 3 4)')");
        expect(await rows('SELECT words, kind FROM dbo.sizes WHERE id = 3')).toEqual([{ words: 'LINESTRING(0 0,3 4)', kind: 'LineString' }]);
        expect(await rows("SELECT indexname AS name FROM pg_indexes WHERE schemaname = 'dbo' AND indexdef LIKE '%USING gist%' ORDER BY 1")).toEqual([{ name: 'sx_place_flat' }, { name: 'sx_place_spot' }]);
      });
    } finally {
      await database.drop();
    }
  });
});
