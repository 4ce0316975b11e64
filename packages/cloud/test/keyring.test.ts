import { randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allowedFolder, folderList, openKeyring } from '../src';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ferry-keyring-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('the keyring', () => {
  it('makes its file once, for its owner only, also when two start at the same moment', async () => {
    const home = join(folder, 'a', 'b');
    const [one, two] = await Promise.all([openKeyring({ folder: home }), openKeyring({ folder: home })]);
    expect(two.keyId).toBe(one.keyId);
    expect((await openKeyring({ folder: home, key: '' })).open('id', one.seal('id', 'pässword'))).toBe('pässword');
    expect(await readdir(home)).toEqual(['secret.key']);
    expect((await stat(join(home, 'secret.key'))).mode & 0o777).toBe(0o600);
    expect(one.derive('x')).toBe(two.derive('x'));
    expect(one.derive('x')).not.toBe(one.derive('y'));
  });

  it('refuses a file that others may read, and keys that are none, without repeating them', async () => {
    const home = join(folder, 'open');
    await openKeyring({ folder: home });
    await chmod(join(home, 'secret.key'), 0o644);
    await expect(openKeyring({ folder: home })).rejects.toThrow(/chmod 600/);
    await chmod(join(home, 'secret.key'), 0o600);
    await writeFile(join(home, 'secret.key'), 'c2hvcnQ=');
    await expect(openKeyring({ folder: home })).rejects.toThrow(/32 bytes in base64/);
    await expect(openKeyring({ folder: home, key: 'hunter2' })).rejects.toThrow(/^FERRY_SECRET_KEY must hold(?!.*hunter2)/);
  });

  it('opens nothing that belongs elsewhere, was changed, or was sealed with another key', async () => {
    const mine = await openKeyring({ folder, key: randomBytes(32).toString('base64') });
    const other = await openKeyring({ folder, key: randomBytes(32).toString('base64') });
    const sealed = mine.seal('row 1', 'secret');
    expect(Buffer.from(sealed.sealed).toString('latin1')).not.toContain('secret');
    expect(mine.seal('row 1', 'secret').sealed).not.toEqual(sealed.sealed);
    expect(() => mine.open('row 2', sealed)).toThrow(/damaged/);
    expect(() => mine.open('row 1', { ...sealed, sealed: Buffer.concat([Buffer.from(sealed.sealed).map((b, i) => (i === 0 ? b ^ 1 : b))]) })).toThrow(/damaged/);
    expect(() => other.open('row 1', sealed)).toThrow(/another key.*FERRY_SECRET_KEY/);
    expect(await readFile(join(folder, 'a', 'b', 'secret.key'), 'utf8')).toMatch(/^[A-Za-z0-9+/]{43}=\n$/);
  });
});

describe('allowed folders', () => {
  it('are those inside the roots, with links followed first', async () => {
    const root = join(folder, 'root');
    await mkdir(join(root, 'in', 'deep'), { recursive: true });
    await mkdir(join(folder, 'secret'));
    await symlink(join(folder, 'secret'), join(root, 'way-out'));
    await symlink(join(root, 'in'), join(root, 'way-in'));
    const ask = (path: string, roots: readonly string[] = [root]): Promise<string> => allowedFolder(path, roots, 'THE_VARIABLE');
    expect(await ask(root)).toBe(root);
    expect(await ask(join(root, 'in', 'deep'))).toBe(join(root, 'in', 'deep'));
    expect(await ask(join(root, 'way-in'))).toBe(join(root, 'in'));
    for (const path of [join(root, 'way-out'), `${root}/../secret`, join(folder, 'secret'), `${root}x`, '/etc', 'in', '/', `${root}\0`, '/nowhere']) await expect(ask(path), path).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(ask(join(root, 'nothing'))).rejects.toMatchObject({ code: 'not-found' });
    await expect(ask(root, [])).rejects.toThrow(/switched off.*THE_VARIABLE/);
    expect(folderList(` ${root}:relative::/x`)).toEqual([root, '/x']);
  });
});
