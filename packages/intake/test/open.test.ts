import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { quietRun } from '@ferry/kernel';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultLimits, openContents, openPaths } from '../src';
import { zipFile } from './zip-file';

const run = quietRun();
const good = 'CREATE TABLE dbo.t (a int);';
const contents = (...items: [string, Uint8Array | string][]) => openContents(items.map(([name, data]) => ({ name, bytes: Buffer.from(data as string) })), run);

describe('openContents', () => {
  it('takes the scripts of an archive in the order of names and passes over the rest', async () => {
    const zip = zipFile([{ name: 'b/two.sql', data: good }, { name: 'a/one.SQL', data: good }, { name: 'logo.png', data: 'x' }, { name: '__MACOSX/._one.sql', data: '\0\0' }]);
    const { texts, passedOver, problems } = await contents(['db.zip', zip]);
    expect(texts.map((t) => t.path)).toEqual(['db.zip/a/one.SQL', 'db.zip/b/two.sql']);
    expect(passedOver.map((p) => p.path)).toEqual(['db.zip/logo.png', 'db.zip/__MACOSX/._one.sql']);
    expect(problems).toEqual([]);
  });

  it('counts numbers in names by their value', async () => {
    const names = ['V10__c.sql', 'V2__b.sql', 'V1__a.sql', '0009.sql', '10.sql', 'R__views.sql'];
    const { texts } = await contents(['db.zip', zipFile(names.map((name) => ({ name, data: good })))]);
    expect(texts.map((t) => t.path.slice(7))).toEqual(['0009.sql', '10.sql', 'R__views.sql', 'V1__a.sql', 'V2__b.sql', 'V10__c.sql']);
  });

  it.each(['../evil.sql', '/etc/evil.sql', 'a/../../evil.sql', 'C:/evil.sql', '..\\evil.sql'])('refuses the entry %s and keeps its sibling', async (name) => {
    const { texts, problems } = await contents(['db.zip', zipFile([{ name, data: good }, { name: 'fine.sql', data: good }])]);
    expect(texts.map((t) => t.path)).toEqual(['db.zip/fine.sql']);
    expect(problems[0]?.message).toMatch(/outside the archive/);
  });

  it('refuses an archive that unpacks to hundreds of times its size', async () => {
    await expect(contents(['bomb.zip', zipFile([{ name: 'bomb.sql', data: Buffer.alloc(8 * 1024 ** 2, 32) }])])).rejects.toMatchObject({ code: 'invalid-input', message: expect.stringContaining('times its size') as string });
  });

  it('refuses an entry that is longer than it claims', async () => {
    await expect(contents(['liar.zip', zipFile([{ name: 'a.sql', data: good.repeat(50), claimedSize: 10 }])])).rejects.toThrow(/damaged/);
  });

  it('stops at the limits of total size and number of files', async () => {
    const items = Array.from({ length: 5 }, (_, i) => ({ name: `${i}.sql`, data: good }));
    const open = (limits: object) => openContents([{ name: 'many.zip', bytes: zipFile(items) }], run, { ...defaultLimits, ...limits });
    await expect(open({ entries: 3 })).rejects.toMatchObject({ code: 'too-large' });
    await expect(open({ totalSize: 650 })).rejects.toMatchObject({ code: 'too-large' });
  });

  it.each<[string, string, Uint8Array | string, RegExp]>([
    ['an empty file', 'empty.sql', '', /empty\.sql: .*0 bytes/],
    ['a file of blanks', 'blank.sql', ' \r\n\t', /nothing but blanks/],
    ['an empty archive', 'none.zip', '', /none\.zip: The archive is empty \(0 bytes\)/],
    ['an archive without entries', 'hollow.zip', zipFile([]), /holds no files/],
    ['an archive without scripts', 'docs.zip', zipFile([{ name: 'readme.md', data: 'x' }]), /no SQL script found/],
    ['an archive cut off', 'cut.zip', zipFile([{ name: 'a.sql', data: good }]).subarray(0, 60), /broken/],
    ['a text named .zip', 'text.zip', good, /named \.zip but is none/],
    ['an encrypted archive', 'locked.zip', zipFile([{ name: 'a.sql', data: good, encrypted: true }]), /encrypted/],
    ['a binary file', 'data.sql', Buffer.from([1, 2, 3, 0, 255, 0, 0, 7]), /binary file/],
  ])('tells what is wrong with %s', async (_, name, data, words) => {
    await expect(contents([name, data])).rejects.toMatchObject({ code: 'invalid-input', message: expect.stringMatching(words) as string });
  });

  it('keeps the good files beside a bad one', async () => {
    const { texts, problems } = await contents(['a.sql', good], ['bad.sql', Buffer.from([0, 1, 2])], ['empty.sql', '']);
    expect(texts).toEqual([{ path: 'a.sql', text: good }]);
    expect(problems.map((p) => p.path)).toEqual(['bad.sql', 'empty.sql']);
  });
});

describe('openPaths', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ferry-intake-'));
    await mkdir(join(folder, 'db', 'Tables'), { recursive: true });
    await mkdir(join(folder, 'db', '.git'));
    await mkdir(join(folder, 'bare'));
    await writeFile(join(folder, 'db', 'z.sql'), good);
    await writeFile(join(folder, 'db', 'Tables', 'b.sql'), good);
    await writeFile(join(folder, 'db', 'Tables', 'a.sql'), good);
    await writeFile(join(folder, 'db', 'notes.md'), '#');
    await writeFile(join(folder, 'db', '.git', 'x.sql'), good);
    await symlink('..', join(folder, 'db', 'circle'));
    await writeFile(join(folder, 'plain'), good);
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('walks a folder in the order of names, without circles', async () => {
    const { texts, passedOver } = await openPaths([join(folder, 'db')], run);
    expect(texts.map((t) => t.path)).toEqual(['db/Tables/a.sql', 'db/Tables/b.sql', 'db/z.sql']);
    expect(passedOver.map((p) => p.path)).toEqual(['db/.git', 'db/circle', 'db/notes.md']);
  });

  it('takes a file that was named, whatever its ending', async () => {
    expect((await openPaths([join(folder, 'plain')], run)).texts).toEqual([{ path: 'plain', text: good }]);
  });

  it('tells when a path does not exist or holds no script', async () => {
    await expect(openPaths([join(folder, 'nowhere')], run)).rejects.toThrow(/no such file or folder/);
    await expect(openPaths([join(folder, 'bare')], run)).rejects.toThrow(/no SQL script found/);
  });
});
