import { convertCatalog } from '@ferry/conversion';
import type { ConversionResult } from '@ferry/conversion';
import { withClient } from '@ferry/embedded-postgresql';
import { testDatabase, testMajors } from '@ferry/embedded-postgresql/testing';
import { quietRun } from '@ferry/kernel';
import { sqlserver } from '@ferry/source-sqlserver';
import { postgresql } from '@ferry/target-postgresql';
import { describe, expect, test } from 'vitest';
import { sqlserverToPostgresql } from '../src';

const convert = async (text: string): Promise<ConversionResult> => {
  const catalog = await sqlserver.readScripts([{ path: 'data.sql', text }], { databaseName: 'data', variables: {} }, quietRun());
  return convertCatalog(sqlserverToPostgresql, postgresql, catalog, { settings: {}, targetVersion: 15, data: true }, quietRun());
};

const staff = `CREATE TABLE dbo.Staff (Id int IDENTITY PRIMARY KEY, Name nvarchar(20) NOT NULL, Boss int REFERENCES dbo.Staff (Id), Since datetime, Pay money, Active bit NOT NULL DEFAULT 1, Photo varbinary(8), Team int REFERENCES dbo.Team (Id));
CREATE TABLE dbo.Team (Id int PRIMARY KEY, Name varchar(20));
GO
SET QUOTED_IDENTIFIER OFF
GO
SET IDENTITY_INSERT dbo.Staff ON
INSERT Staff (Id, Name, Boss, Since, Pay, Photo, Team) VALUES (1, "O'Hara", 2, '7/4/1996', $12.50, 0xCAFE, 7)
GO
SET QUOTED_IDENTIFIER ON
GO
INSERT INTO dbo.Staff (Id, Name, Boss, Since, Pay, Photo, Team) VALUES (2, N'Núñez', NULL, '19960704 13:14:15.123', 1, NULL, NULL)
INSERT dbo.Team SELECT 7, 'Seven' UNION ALL SELECT 8, 'Eight'
INSERT INTO dbo.Team VALUES (9, 'Nine'), (10, 'Ten')
GO
UPDATE dbo.Team SET Name = Name + '!' WHERE Id = 8
DELETE dbo.Team WHERE Id = 10
GO
`;

describe.each(testMajors)('rows of scripts on PostgreSQL %i', (major) => {
  test('load with all constraints on, and identities go on', async () => {
    const { deployment, data } = await convert(staff);
    const database = await testDatabase(major);
    try {
      await withClient(database.url, async (client) => {
        for (const { sql } of deployment) await client.query(sql);
        for (const { sql } of data?.statements ?? []) await client.query(sql);
        expect((await client.query('SELECT id, name, boss, since::text, pay::text, active, photo, team FROM dbo.staff ORDER BY id')).rows).toEqual([
          { id: 1, name: "O'Hara", boss: 2, since: '1996-07-04 00:00:00', pay: '12.5000', active: true, photo: Buffer.from([0xca, 0xfe]), team: 7 },
          { id: 2, name: 'Núñez', boss: null, since: '1996-07-04 13:14:15.123', pay: '1.0000', active: true, photo: null, team: null },
        ]);
        expect((await client.query('SELECT id, name FROM dbo.team ORDER BY id')).rows).toEqual([{ id: 7, name: 'Seven' }, { id: 8, name: 'Eight!' }, { id: 9, name: 'Nine' }]);
      });
    } finally {
      await database.drop();
    }
  });
});

test('rows of a table that refers to itself are one statement; parents come first', async () => {
  const { data } = await convert(`CREATE TABLE dbo.Child (Id int PRIMARY KEY, Parent int REFERENCES dbo.Parent (Id), Older int REFERENCES dbo.Child (Id));
CREATE TABLE dbo.Parent (Id int PRIMARY KEY);
GO
INSERT dbo.Child VALUES (1, 5, 2);
GO
INSERT dbo.Child VALUES (2, 5, NULL);
INSERT dbo.Parent VALUES (5);`);
  expect(data?.left).toEqual([]);
  expect(data?.statements.map((s) => s.sql.replace(/\s+/g, ' '))).toEqual(['INSERT INTO dbo.parent (id) VALUES (5);', 'INSERT INTO dbo.child (id, parent, older) VALUES (1, 5, 2), (2, 5, NULL);']);
});

test('what decides at run time raises an error in its place', async () => {
  const { data } = await convert(`CREATE TABLE dbo.T (Id int PRIMARY KEY);
GO
IF NOT EXISTS (SELECT * FROM dbo.T WHERE Id = 1) INSERT dbo.T VALUES (1);
GO
INSERT dbo.T VALUES (2);`);
  expect(data?.left).toHaveLength(1);
  expect(data?.statements[0]?.sql).toContain('0A000');
  expect(data?.statements[1]?.sql).toContain('VALUES (2)');
});
