import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabase } from '@ferry/embedded-postgresql/testing';
import type { TestDatabase } from '@ferry/embedded-postgresql/testing';
import type { ServerAddress } from '@ferry/kernel/network';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postgresql } from '../src';

const { server } = postgresql;
const password = 'p4ss "word\' with signs';
let database: TestDatabase;
let client: Client;
let good: ServerAddress;
beforeAll(async () => {
  database = await testDatabase();
  client = new Client({ connectionString: database.url });
  await client.connect();
  const url = new URL(database.url);
  good = { host: url.hostname, port: Number(url.port), database: database.name, user: `${database.name}_user`, password, tls: 'none' };
  await client.query(`CREATE ROLE ${good.user} LOGIN PASSWORD ${client.escapeLiteral(password)}`);
});
afterAll(async () => {
  await client.query(`DROP OWNED BY ${good.user}; DROP ROLE ${good.user}`);
  await client.end();
  await database.drop();
});
const test = (change: Partial<ServerAddress> = {}) => server.test({ ...good, ...change }, new AbortController().signal);
/** The name of the check that failed, with its words. */
const failure = async (change: Partial<ServerAddress>): Promise<string> => {
  const result = await test(change);
  expect(result.successful).toBe(false);
  expect(JSON.stringify(result)).not.toContain('p4ss');
  const failed = result.checks.find((check) => !check.passed && check.optional !== true);
  expect(failed?.cure).toBeTruthy();
  return `${failed?.name ?? ''}: ${failed?.message ?? ''}`;
};

describe('the connection test', () => {
  it('names what is wrong, and says the cure', async () => {
    expect(await failure({})).toBe(`Right to create: "${good.user}" may not create schemas in the database.`);
    expect(await failure({ password: 'p4ss wrong' })).toBe(`Login: The server refused the user name or the password of "${good.user}".`);
    expect(await failure({ database: 'nowhere' })).toBe('Database: There is no database "nowhere" on this server.');
    expect(await failure({ host: 'no-such-host.invalid' })).toMatch(/^Host name: /);
    expect(await failure({ port: 1 })).toMatch(/^Port: /);
    expect(await failure({ tls: 'require' })).toBe('Encryption: The server does not offer TLS.');
    for (const host of ['169.254.169.254', '::ffff:169.254.169.254', 'fd00:ec2::254', '0.0.0.0', '/var/run/postgresql', 'a b']) expect(await failure({ host }), host).toMatch(/^Host name: /);
  });

  it('passes with the right to create, and says what the server has', async () => {
    await client.query(`GRANT CREATE ON DATABASE ${database.name} TO ${good.user}`);
    const result = await test();
    expect(result).toMatchObject({ successful: true, server: expect.stringMatching(/^PostgreSQL \d+/) as string });
    expect(result.checks.map((check) => check.name)).toEqual(['Host name', 'Port', 'Encryption', 'Login', 'Database', 'Version', 'Right to create', 'Extensions']);
    expect(result.checks.at(-1)?.message).toMatch(/Available: .*citext.*Not available: .*pg_cron \(jobs\)/);
    // Aurora is told by a function of its own (https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.Updates.html).
    await client.query('CREATE FUNCTION public.aurora_version() RETURNS text LANGUAGE sql RETURN $$16.4.2$$');
    expect((await test()).checks.find((check) => check.name === 'Version')?.message).toMatch(/^PostgreSQL [\d.]+ \(Amazon Aurora\)\.$/);
    await client.query('DROP FUNCTION public.aurora_version()');
  });

  it('is not fooled by a server that is no PostgreSQL', async () => {
    const chatter = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.destroy());
    });
    await new Promise<void>((resolve) => chatter.listen(0, '127.0.0.1', resolve));
    const address = chatter.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    expect(await failure({ host: '127.0.0.1', port })).toMatch(/^Login: The server did not let us in/);
    await new Promise((resolve) => chatter.close(resolve));
  });
});

const openssl = ((): boolean => {
  try {
    execFileSync('openssl', ['version']);
    return true;
  } catch {
    // The program is not installed: the test below says so.
    return false;
  }
})();

describe.skipIf(!openssl)(openssl ? 'TLS' : 'TLS (skipped: openssl is not installed)', () => {
  let folder: string;
  beforeAll(async () => {
    // A certificate for "localhost" that signs itself, in the folder of the server's own data, readable by the server only.
    folder = mkdtempSync(join(tmpdir(), 'ferry-tls-'));
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-keyout', join(folder, 'server.key'), '-out', join(folder, 'server.crt')], { stdio: 'ignore' });
    for (const name of ['server.key', 'server.crt']) {
      const hex = readFileSync(join(folder, name)).toString('hex');
      await client.query(`COPY (SELECT convert_from(decode('${hex}', 'hex'), 'UTF8')) TO PROGRAM 'umask 077; sed "s/\\\\\\\\n/\\n/g" > ${name}'`);
    }
    await client.query('ALTER SYSTEM SET ssl = on');
    await client.query('SELECT pg_reload_conf()');
    await client.query('SELECT pg_sleep(0.5)');
  });
  afterAll(async () => {
    await client.query('ALTER SYSTEM RESET ssl');
    await client.query('SELECT pg_reload_conf()');
    rmSync(folder, { recursive: true });
  });

  it('is as strict as its mode', async () => {
    const authority = readFileSync(join(folder, 'server.crt'), 'utf8');
    expect((await test({ tls: 'require' })).checks.find((check) => check.name === 'Encryption')?.message).toBe('The connection is encrypted (require).');
    expect(await failure({ tls: 'verify-ca' })).toMatch(/^Encryption: .*not signed by an authority/);
    expect((await test({ tls: 'verify-ca', certificateAuthority: authority })).successful).toBe(true);
    expect(await failure({ tls: 'verify-full', certificateAuthority: authority, host: '127.0.0.1' })).toMatch(/^Encryption: .*not for the name "127.0.0.1"/);
    expect((await test({ tls: 'verify-full', certificateAuthority: authority, host: 'localhost' })).successful).toBe(true);
    expect(await failure({ tls: 'verify-full', certificateAuthority: 'no certificate' })).toMatch(/^Encryption: /);
  });
});
