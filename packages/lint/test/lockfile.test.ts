import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '..', '..', '..');
const fields = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'] as const;

type Manifest = Partial<Record<(typeof fields)[number], Record<string, string>>>;

const read = (file: string): unknown => JSON.parse(readFileSync(path.join(root, file), 'utf8'));
const children = (folder: string): string[] => readdirSync(path.join(root, folder)).map((name) => `${folder}/${name}`).filter((place) => existsSync(path.join(root, place, 'package.json')));
const lock = (read('package-lock.json') as { packages: Record<string, Manifest> }).packages;

describe('package-lock.json', () => {
  // `npm ci` refuses a lockfile that does not fit, and that is the first thing a new checkout does.
  it.each(['', ...children('packages'), ...children('apps'), 'e2e'])('fits the package.json of "%s" (else: npm install)', (place) => {
    const manifest = read(path.join(place, 'package.json')) as Manifest;
    for (const field of fields) expect(lock[place]?.[field] ?? {}).toEqual(manifest[field] ?? {});
  });

  it('has the packages of every platform', () => {
    // A registry that lags behind leaves gaps, which `npm ci` refuses: take the newest version that is there whole.
    const names = new Set(Object.keys(lock).map((place) => place.replace(/^.*node_modules\//, '')));
    const gaps = Object.entries(lock).flatMap(([place, entry]) => Object.keys(entry.optionalDependencies ?? {}).filter((name) => !names.has(name)).map((name) => `${place}: ${name}`));
    expect(gaps).toEqual([]);
  });

  it('names no registry', () => {
    expect(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).not.toMatch(/"resolved": "https?:/);
  });

  it('pins every package from npm to one version', () => {
    for (const place of ['', ...children('packages'), ...children('apps'), 'e2e']) {
      const manifest = read(path.join(place, 'package.json')) as Manifest;
      const loose = fields.flatMap((field) => Object.entries(manifest[field] ?? {})).filter(([name, version]) => !name.startsWith('@ferry/') && !/^\d/.test(version));
      expect(loose).toEqual([]);
    }
  });
});
