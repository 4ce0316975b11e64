import { describe, expect, it } from 'vitest';
import { sqlserver } from '../src';

const run = { signal: new AbortController().signal, progress: () => undefined, log: () => undefined };
const read = (text: string) => sqlserver.readScripts([{ path: 'a.sql', text }], { databaseName: 'd', variables: {} }, run);

const script = `CREATE TABLE dbo.Boat (BoatID int PRIMARY KEY, Name nvarchar(20) DEFAULT 'x')
GO
CREATE VIEW dbo.Boats AS SELECT Name FROM dbo.Boat
GO
CREATE FUNCTION dbo.Length(@Id int) RETURNS decimal(9, 2) AS BEGIN RETURN 1 END
GO
CREATE PROCEDURE dbo.Rename @Id int, @Name nvarchar(20) = N'new name', @Old nvarchar(20) OUTPUT AS
BEGIN
  UPDATE dbo.Boat SET Name = @Name WHERE BoatID = @Id
  SELECT dbo.Length(@Id) FROM dbo.Boats
  EXEC dbo.Rename @Id, @Name, @Old OUTPUT
END
GO
CREATE PROCEDURE dbo.Broken @A int AS SELEC
`;

describe('the study of a catalogue', () => {
  it('tells who uses what, without what uses itself', async () => {
    const { uses } = sqlserver.study(await read(script));
    const told = uses.map((use) => `${use.from.name} ${[...use.kinds].sort().join('+')} ${use.to.name}`).sort();
    expect(told).toEqual(['Boats reads Boat', 'Rename calls Length', 'Rename reads Boats', 'Rename writes Boat']);
  });

  it('lists parameters in the words of the source, with what a function returns', async () => {
    const { parameters } = sqlserver.study(await read(script));
    const of = (name: string) => [...parameters].find(([object]) => object.name === name)?.[1];
    expect(of('Rename')).toEqual([
      { name: '@Id', type: 'int', direction: 'IN' },
      { name: '@Name', type: 'nvarchar(20)', direction: 'IN', default: "N'new name'" },
      { name: '@Old', type: 'nvarchar(20)', direction: 'OUT' },
    ]);
    expect(of('Length')?.at(-1)).toEqual({ name: '', type: 'decimal(9, 2)', direction: 'RETURN' });
    expect(of('Boat')).toBeUndefined();
  });

  it('lists the columns that views give', async () => {
    const { columns } = sqlserver.study(await read(`${script}GO\nCREATE VIEW dbo.Counted (Name, Boats) AS SELECT Name, COUNT(*) FROM dbo.Boats GROUP BY Name\n`));
    const of = (name: string) => [...columns].find(([object]) => object.name === name)?.[1];
    expect(of('Boats')).toEqual([{ name: 'Name', type: 'nvarchar(20)', nullable: true }]);
    expect(of('Counted')?.map((one) => `${one.name} ${one.type}`)).toEqual(['Name nvarchar(20)', 'Boats int']);
    expect(of('Boat')).toBeUndefined();
  });

  it('lists the columns that functions give back', async () => {
    const functions = `GO
CREATE FUNCTION dbo.Named(@Id int) RETURNS TABLE AS RETURN (SELECT BoatID, Name AS Called FROM dbo.Boat WHERE BoatID = @Id)
GO
CREATE FUNCTION dbo.Filled() RETURNS @rows TABLE (Id int NOT NULL, Price decimal(9, 2) DEFAULT (0), Twice AS Price * 2, PRIMARY KEY (Id)) AS BEGIN RETURN END
`;
    const { columns } = sqlserver.study(await read(`${script}${functions}`));
    const of = (name: string) => [...columns].find(([object]) => object.name === name)?.[1];
    expect(of('Named')?.map((one) => `${one.name} ${one.type}`)).toEqual(['BoatID int', 'Called nvarchar(20)']);
    expect(of('Filled')).toEqual([{ name: 'Id', type: 'int', nullable: false }, { name: 'Price', type: 'decimal(9, 2)', nullable: true, default: '(0)' }, { name: 'Twice', type: '-' }]);
    expect(of('Length')).toBeUndefined();
  });
});
