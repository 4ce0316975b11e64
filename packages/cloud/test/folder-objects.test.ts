import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { folderObjects } from '../src';
import type { Objects } from '../src';

let folder: string;
let objects: Objects;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ferry-objects-'));
  objects = folderObjects(join(folder, 'made', 'on-demand'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('objects in a folder', () => {
  it('gives back what was put, and replaces it whole', async () => {
    const stored = await objects.put('projects/A/x.sql', Buffer.from('SELECT 1'));
    expect(stored.size).toBe(8);
    expect(stored.sha256).toMatch(/^[0-9a-f]{64}$/);
    await objects.put('projects/A/x.sql', Readable.from([Buffer.from('SELECT '), Buffer.from('2')]));
    expect(Buffer.from(await objects.get('projects/A/x.sql')).toString()).toBe('SELECT 2');
    const { size, content } = await objects.open('projects/A/x.sql');
    expect([size, await text(content)]).toEqual([8, 'SELECT 2']);
  });

  it('keeps nothing of a stream that breaks or is too large', async () => {
    const broken = new Readable({ read() { this.destroy(new Error('cable pulled')); } });
    await expect(objects.put('projects/A/broken', broken)).rejects.toThrow('cable pulled');
    await expect(objects.put('projects/A/large', Buffer.alloc(11), 10)).rejects.toMatchObject({ code: 'too-large' });
    await expect(objects.get('projects/A/broken')).rejects.toMatchObject({ code: 'not-found' });
    await expect(objects.get('projects/A/large')).rejects.toMatchObject({ code: 'not-found' });
    expect((await readdir(join(folder, 'made', 'on-demand'))).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('refuses keys that lead elsewhere', async () => {
    for (const key of ['', '../x', 'a/../x', '/etc/passwd', 'a//b', './a', 'a/.hidden', 'a\\b', 'a\0b', 'C:x', 'a/'])
      await expect(async () => objects.get(key), key).rejects.toMatchObject({ code: 'invalid-input' });
  });

  it('removes one, or all under a prefix', async () => {
    await objects.put('projects/B/1', Buffer.from('1'));
    await objects.put('projects/BB/1', Buffer.from('1'));
    await objects.removeAll('projects/B');
    await objects.remove('projects/B/none');
    await expect(objects.get('projects/B/1')).rejects.toMatchObject({ code: 'not-found' });
    expect(Buffer.from(await objects.get('projects/BB/1')).toString()).toBe('1');
  });
});
