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

  it('let Ferry listen on all addresses only behind a token', () => {
    expect(read('Dockerfile')).toContain('FERRY_LISTEN=0.0.0.0');
    expect(readLaunchSettings('/x', {}).token).toBeUndefined();
    expect(readLaunchSettings('/x', { FERRY_LISTEN: '0.0.0.0', FERRY_START_TOKEN: '' }).token).toMatch(/^[0-9a-f]{48}$/);
    expect(readLaunchSettings('/x', { FERRY_LISTEN: '0.0.0.0', FERRY_START_TOKEN: 'given-by-the-operator' }).token).toBe('given-by-the-operator');
    expect(() => readLaunchSettings('/x', { FERRY_START_TOKEN: 'short' })).toThrow(/at least 16 characters/);
  });
});
