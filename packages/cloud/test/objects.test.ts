import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { folderObjects, s3Objects } from '../src';
import type { Objects } from '../src';
import { localAws } from './aws';
import type { LocalAws } from './aws';

/** Of this run: another server than ours remembers. */
const buckets = { plain: `plain-${Date.now()}`, versioned: `versioned-${Date.now()}` };
let folder: string;
let aws: LocalAws;
const opened: Record<string, Objects> = {};
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ferry-objects-'));
  aws = await localAws(true);
  await aws.makeBucket(buckets.plain, false);
  await aws.makeBucket(buckets.versioned, true);
  opened['a folder'] = folderObjects(join(folder, 'made', 'on-demand'));
  opened['a bucket'] = s3Objects({ bucket: buckets.plain, prefix: '' }, aws.access);
  opened['a folder of a bucket with versions'] = s3Objects({ bucket: buckets.versioned, prefix: 'ferry/state' }, aws.access);
});
afterAll(async () => {
  await aws.close();
  await rm(folder, { recursive: true });
});

describe.each(['a folder', 'a bucket', 'a folder of a bucket with versions'])('objects in %s', (name) => {
  const objects = (): Objects => opened[name] as Objects;

  it('gives back what was put, and replaces it whole', async () => {
    const stored = await objects().put('projects/A/x.sql', Buffer.from('SELECT 1'));
    expect(stored.size).toBe(8);
    expect(stored.sha256).toMatch(/^[0-9a-f]{64}$/);
    await objects().put('projects/A/x.sql', Readable.from([Buffer.from('SELECT '), Buffer.from('2')]));
    expect(Buffer.from(await objects().get('projects/A/x.sql')).toString()).toBe('SELECT 2');
    const { size, content } = await objects().open('projects/A/x.sql');
    expect([size, await text(content)]).toEqual([8, 'SELECT 2']);
  });

  it('takes a stream of many parts', async () => {
    const chunk = Buffer.alloc(1024 ** 2, 'ferry');
    const stored = await objects().put('projects/A/big', Readable.from(Array.from({ length: 40 }, () => chunk)));
    expect(stored.size).toBe(40 * 1024 ** 2);
    const back = Buffer.from(await objects().get('projects/A/big'));
    expect(back.equals(Buffer.concat(Array.from({ length: 40 }, () => chunk)))).toBe(true);
  });

  it('keeps nothing of a stream that breaks or is too large', async () => {
    const broken = new Readable({ read() { this.destroy(new Error('cable pulled')); } });
    await expect(objects().put('projects/A/broken', broken)).rejects.toThrow('cable pulled');
    await expect(objects().put('projects/A/large', Buffer.alloc(11), 10)).rejects.toMatchObject({ code: 'too-large' });
    const late = Readable.from([Buffer.alloc(30 * 1024 ** 2), Buffer.alloc(30 * 1024 ** 2)]);
    await expect(objects().put('projects/A/late', late, 50 * 1024 ** 2)).rejects.toMatchObject({ code: 'too-large' });
    for (const key of ['broken', 'large', 'late']) await expect(objects().get(`projects/A/${key}`)).rejects.toMatchObject({ code: 'not-found' });
    expect((await readdir(join(folder, 'made', 'on-demand'))).filter((file) => file.startsWith('.'))).toEqual([]);
    expect(aws.emulator.openUploads(buckets.plain) + aws.emulator.openUploads(buckets.versioned)).toBe(0);
  });

  it('refuses keys that lead elsewhere', async () => {
    for (const key of ['', '../x', 'a/../x', '/etc/passwd', 'a//b', './a', 'a/.hidden', 'a\\b', 'a\0b', 'C:x', 'a/'])
      await expect(async () => objects().get(key), key).rejects.toMatchObject({ code: 'invalid-input' });
  });

  it('removes one, or all under a prefix', async () => {
    await objects().put('projects/B/1', Buffer.from('1'));
    await objects().put('projects/B/deep/2', Buffer.from('2'));
    await objects().put('projects/BB/1', Buffer.from('1'));
    await objects().removeAll('projects/B');
    await objects().remove('projects/B/none');
    await expect(objects().get('projects/B/1')).rejects.toMatchObject({ code: 'not-found' });
    await expect(objects().get('projects/B/deep/2')).rejects.toMatchObject({ code: 'not-found' });
    expect(Buffer.from(await objects().get('projects/BB/1')).toString()).toBe('1');
  });
});
