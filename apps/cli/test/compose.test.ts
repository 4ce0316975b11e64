import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readLaunchSettings } from '../src/launch/settings';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const compose = read('docker-compose.yml');

/** The block of a service: the lines below its name that stand further in. */
function serviceOf(name: string): string {
  const lines = compose.split('\n');
  const start = lines.indexOf(`  ${name}:`);
  expect(start, name).toBeGreaterThan(0);
  const end = lines.findIndex((line, i) => i > start && /^ {0,2}\S/.test(line) && !line.startsWith('  #'));
  return lines.slice(start + 1, end < 0 ? undefined : end).join('\n');
}
const services = [...compose.slice(compose.indexOf('\nservices:'), compose.indexOf('\nnetworks:')).matchAll(/^ {2}([a-z-]+):$/gm)].map((m) => m[1] ?? '');

describe('the files for containers', () => {
  it('name services, networks and volumes that are there', () => {
    expect(services).toEqual(['ferry', 'worker', 'state', 'sandbox', 'sqlserver', 'sqlserver-sample', 'target', 'aws']);
    const networks = new Set([...compose.slice(compose.indexOf('\nnetworks:'), compose.indexOf('\nvolumes:')).matchAll(/^ {2}([a-z-]+):/gm)].map((m) => m[1]));
    const volumes = new Set([...compose.slice(compose.indexOf('\nvolumes:')).matchAll(/^ {2}([a-z-]+):/gm)].map((m) => m[1]));
    for (const name of services) {
      const block = serviceOf(name);
      expect(/^ {4}(?:image|build):/m.test(block), name).toBe(true);
      for (const network of /networks: \[([^\]]*)\]/.exec(block)?.[1]?.split(', ') ?? []) expect(networks, name).toContain(network);
      for (const needed of block.matchAll(/^ {6}([a-z-]+): \{ condition:/gm)) expect(services).toContain(needed[1]);
      for (const [, from = ''] of block.matchAll(/^ {6}- ([^\s:]+):\//gm)) {
        if (from.startsWith('./')) expect(existsSync(join(root, from)), from).toBe(true);
        else expect(volumes, from).toContain(from);
      }
      for (const [, file = ''] of block.matchAll(/dockerfile: (\S+)/g)) expect(existsSync(join(root, file)), file).toBe(true);
    }
  });

  it('publish ports on the loopback address only, and the state and the sandbox not at all', () => {
    for (const [, port = ''] of compose.matchAll(/^ {6}- "([^"]*:\d+)"$/gm)) expect(port).toMatch(/^127\.0\.0\.1:/);
    for (const name of ['state', 'sandbox', 'worker']) expect(serviceOf(name)).not.toContain('ports:');
    expect(compose).toMatch(/state: \{ internal: true \}/);
  });

  it('start programs that are there', () => {
    const dockerfile = read('Dockerfile');
    expect(existsSync(join(root, /CMD \["node", "([^"]+)"\]/.exec(dockerfile)?.[1] ?? '-'))).toBe(true);
    expect(serviceOf('worker')).toContain('apps/worker/dist/main.js');
    expect(read('apps/worker/package.json')).toContain('src/main.ts');
    expect(existsSync(join(root, /"(scripts\/[^"]+)"/.exec(serviceOf('aws'))?.[1] ?? '-'))).toBe(true);
    expect(read('docker/load-sample.sh')).toMatch(/^#!\/bin\/bash/);
  });

  it('wait for what they need: whoever is waited for tells its health, and nobody waits in a circle', () => {
    const needs = new Map(services.map((name) => [name, [...serviceOf(name).matchAll(/^ {6}([a-z-]+): \{ condition: (\w+) \}/gm)].map((m) => [m[1] ?? '', m[2] ?? ''] as const)]));
    for (const [name, list] of needs)
      for (const [needed, condition] of list) {
        expect(condition, `${name} needs ${needed}`).toBe('service_healthy');
        expect(serviceOf(needed), needed).toMatch(/^ {4}healthcheck:\n {6}test: \["CMD(?:-SHELL)?", /m);
      }
    const waits = (name: string, above: readonly string[]): void => {
      expect(above).not.toContain(name);
      for (const [needed] of needs.get(name) ?? []) waits(needed, [...above, name]);
    };
    for (const name of services) waits(name, []);
    for (const [, test = ''] of compose.matchAll(/^ {6}test: (\[.*\])$/gm)) expect((JSON.parse(test.replace(/\\\\/g, '\\')) as string[]).length).toBeGreaterThan(1);
  });

  it('have lists that are lists, and variables that are known or have a value of their own', () => {
    for (const [, list = ''] of compose.matchAll(/^ {4}(?:command|entrypoint): (\[.*\])$/gm)) expect(Array.isArray(JSON.parse(list))).toBe(true);
    for (const [all, name = '', rest = ''] of compose.matchAll(/(?<!\$)\$\{([A-Z_]+)([^}]*)\}/g)) expect(`${name}${rest}`, all).toMatch(/^[A-Z_]+:-/);
    // A dollar that is the container's own is doubled.
    expect(compose.replace(/\$\{[A-Z_]+:-[^}]*\}/g, '').replace(/\$\$/g, '')).not.toContain('$');
    expect(compose).not.toMatch(/\t/);
    for (const line of compose.split('\n')) expect(/^ */.exec(line)?.[0].length, line).toSatisfy((n: number) => n % 2 === 0);
    // Every name that the containers are told is one that the code reads.
    const read = ['apps', 'packages', 'scripts'].map((folder) => spawnSync('grep', ['-rhoE', '\\b(FERRY|AWS)_[A-Z_]+\\b', folder, '--include=*.ts', '--include=*.mjs', '--exclude-dir=node_modules', '--exclude-dir=dist', '--exclude-dir=.next'], { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 ** 2 }).stdout).join('\n');
    const known = new Set(read.split('\n'));
    for (const [, name = ''] of compose.matchAll(/^ {6}((?:FERRY|AWS)_[A-Z_]+):/gm)) expect(known.has(name) || /^AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY)$/.test(name), name).toBe(true);
  });

  it.each(['Dockerfile', 'docker/postgres.Dockerfile'])('%s has instructions that can be followed', (file) => {
    const lines = read(file).replace(/\\\n/g, ' ').split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
    expect(lines[0]).toMatch(/^FROM [a-z]+:[\w.-]+$/);
    expect(lines[0]).not.toContain('latest');
    for (const line of lines) expect(line).toMatch(/^(FROM|WORKDIR|RUN|USER|COPY|ENV|EXPOSE|CMD) \S/);
    for (const line of lines.filter((one) => one.startsWith('COPY '))) {
      const paths = line.split(' ').slice(1).filter((word) => !word.startsWith('--'));
      for (const from of paths.slice(0, -1)) expect(existsSync(join(root, from)), from).toBe(true);
    }
    const scripts = (JSON.parse(read('package.json')) as { scripts: Record<string, string> }).scripts;
    for (const [, name = ''] of read(file).matchAll(/npm run ([\w:-]+)/g)) expect(scripts, name).toHaveProperty(name);
    for (const [, list = ''] of read(file).matchAll(/^CMD (.*)$/gm)) expect(Array.isArray(JSON.parse(list))).toBe(true);
    // Lists of packages are thrown away in the layer that fetched them.
    for (const line of lines.filter((one) => one.includes('apt-get install'))) expect(line).toMatch(/apt-get update && apt-get install -y --no-install-recommends .*rm -rf \/var\/lib\/apt\/lists\/\*/);
  });

  it('build an image that runs as nobody special, and takes along neither secrets nor what is built elsewhere', () => {
    const dockerfile = read('Dockerfile');
    expect(dockerfile.indexOf('USER node')).toBeLessThan(dockerfile.indexOf('COPY '));
    expect(dockerfile.indexOf('USER node')).toBeGreaterThan(0);
    const ignored = read('.dockerignore').split('\n');
    for (const pattern of ['.git', '.ferry*', '**/node_modules', '**/dist', '**/.next']) expect(ignored).toContain(pattern);
    // node's major version is one that the project runs on.
    const major = Number(/^FROM node:(\d+)/m.exec(dockerfile)?.[1]);
    const least = Number(/(\d+)/.exec((JSON.parse(read('package.json')) as { engines: { node: string } }).engines.node)?.[1]);
    expect(major).toBeGreaterThanOrEqual(least);
  });

  it('let Ferry listen on all addresses only behind a token', () => {
    expect(read('Dockerfile')).toContain('FERRY_LISTEN=0.0.0.0');
    expect(readLaunchSettings('/x', {}).token).toBeUndefined();
    expect(readLaunchSettings('/x', { FERRY_LISTEN: '0.0.0.0', FERRY_START_TOKEN: '' }).token).toMatch(/^[0-9a-f]{48}$/);
    expect(readLaunchSettings('/x', { FERRY_LISTEN: '0.0.0.0', FERRY_START_TOKEN: 'given-by-the-operator' }).token).toBe('given-by-the-operator');
    expect(() => readLaunchSettings('/x', { FERRY_START_TOKEN: 'short' })).toThrow(/at least 16 characters/);
  });
});
