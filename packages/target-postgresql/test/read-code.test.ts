import type { TargetStatement } from '@ferry/conversion';
import { describe, expect, it } from 'vitest';
import { phases, postgresql } from '../src';

const { readCode } = postgresql.server;
const table: TargetStatement = { sql: 'CREATE TABLE shop.item (id int NOT NULL);', links: [], creates: { kind: 'TABLE', schema: 'shop', name: 'item' }, phase: phases.tables, needs: ['type'] };
const key: TargetStatement = { sql: 'ALTER TABLE shop.item ADD CONSTRAINT pk PRIMARY KEY (id);', links: [], creates: { kind: 'PRIMARY_KEY', schema: 'shop', name: 'pk', parent: 'item' }, phase: phases.keys, needs: [] };
const comment: TargetStatement = { sql: "COMMENT ON TABLE shop.item IS 'x; y';", links: [], creates: { kind: 'COMMENT', schema: 'shop', name: 'item' }, phase: phases.comments, needs: [] };
const like = [table, key, comment];
const joined = like.map((s) => s.sql).join('\n\n');
const read = async (text: string) => {
  const reading = await readCode(text, like);
  return 'refusal' in reading ? reading.refusal : reading.statements;
};

describe("a person's text for an object", () => {
  it('is cut where the parser cuts it, and keeps places, phases and needs', async () => {
    expect(await read(joined)).toMatchObject(like.map(({ sql, creates, phase }) => ({ sql, creates, phase })));
    const edited = await read(`-- widened; by hand\n${joined.replace('id int', 'ид int, "a;b" text')}\n\nCREATE INDEX ix ON shop.item (id);\n-- the end`);
    expect(edited).toMatchObject([
      { sql: '-- widened; by hand\nCREATE TABLE shop.item (ид int, "a;b" text NOT NULL);', phase: phases.tables, needs: ['type'] },
      { sql: key.sql, creates: key.creates },
      { sql: comment.sql, creates: comment.creates },
      { sql: 'CREATE INDEX ix ON shop.item (id);\n-- the end', creates: { kind: 'INDEX', schema: 'shop', parent: 'item', name: 'ix' }, phase: phases.indexes },
    ]);
  });

  it('may lack what the converter made, but not the object itself', async () => {
    expect(await read(table.sql)).toHaveLength(1);
    expect(await read(key.sql)).toMatchObject({ message: 'The text does not define the table shop.item.' });
    expect(await read(joined.replace('CREATE TABLE shop.item', 'CREATE TABLE item'))).toMatchObject({ message: 'The text does not define the table shop.item.' });
  });

  it('is refused with the place when it is no SQL, or does more than define', async () => {
    expect(await read('')).toMatchObject({ sqlstate: '42601' });
    expect(await read('-- nothing')).toMatchObject({ message: 'There is no statement in the text.' });
    expect(await read(`${table.sql}\nSELEC 1;`)).toMatchObject({ sqlstate: '42601', offset: table.sql.length + 1 });
    for (const intruder of ['DROP TABLE shop.item;', 'DELETE FROM shop.item;', 'COMMIT;', 'DO $$ BEGIN END $$;', "COPY shop.item TO PROGRAM 'x';", 'SET ROLE postgres;'])
      expect(await read(`${table.sql}\n${intruder}`), intruder).toMatchObject({ message: expect.stringContaining('has no place here') as string });
    expect(await read(`${table.sql}\0`)).toMatchObject({ message: 'PostgreSQL texts cannot hold U+0000.' });
  });

  it('is parsed into the bodies of routines', async () => {
    const routine: TargetStatement = { ...table, sql: '', creates: { kind: 'FUNCTION', schema: 'shop', name: 'f' }, phase: phases.functions };
    const text = 'CREATE FUNCTION shop.f() RETURNS int LANGUAGE plpgsql AS $$\nBEGIN\n  RETRUN 1;\nEND $$;';
    expect(await readCode(text, [routine])).toMatchObject({ refusal: { message: expect.stringContaining('syntax error') as string } });
    expect(await readCode(text.replace('RETRUN', 'RETURN'), [routine])).toMatchObject({ statements: [{ creates: routine.creates }] });
  });
});
