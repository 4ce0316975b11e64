import { createSocket } from 'node:dgram';
import { setMaxListeners } from 'node:events';
import { startTdsServer } from '@ferry/testkit/tds';
import type { TdsAnswer, TdsOptions, TdsServer } from '@ferry/testkit/tds';
import type { ServerAddress } from '@ferry/kernel/network';
import { generate } from 'selfsigned';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { loginOf, openSession } from '../../src/driver/session';
import { testConnection } from '../../src/driver/test-connection';
import { bit, defineQuery, number, text } from '../../src/introspection';

const password = 'Sw0rdf!sh-é';
let servers: TdsServer[] = [];
let certificate: { key: string; cert: string };
beforeAll(async () => {
  const made = await generate([{ name: 'commonName', value: 'localhost' }], { keySize: 2048, algorithm: 'sha256', extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }] });
  certificate = { key: made.private, cert: made.cert };
});
afterEach(async () => {
  await Promise.all(servers.map((s) => s.close()));
  servers = [];
});

const rights = { definition: true, databaseState: false, serverState: true, anyDefinition: false };
const facts = { version: '16.0.1000.6', edition: 3, database: 'Shop', collation: 'Latin1_General_CI_AS', compatibility: 160 };
const row = (values: Readonly<Record<string, string | number | boolean>>): TdsAnswer => [
  { columns: Object.entries(values).map(([name, v]) => ({ name, type: typeof v === 'string' ? 'nvarchar' : typeof v === 'number' ? 'int' : 'bit' })), rows: [Object.values(values)] },
];

async function start(options: Partial<TdsOptions> = {}): Promise<ServerAddress> {
  const server = await startTdsServer({
    database: 'Shop',
    login: (login) => (login.user === 'reader' && login.password === password ? undefined : { number: 18456, message: `Login failed for user '${login.user}'.`, severity: 14 }),
    answer: async (sql) => row(sql.includes('HAS_PERMS_BY_NAME') ? rights : facts),
    ...options,
  });
  servers.push(server);
  return { host: '127.0.0.1', port: server.port, database: 'Shop', user: 'reader', password, tls: 'none' };
}
const signal = new AbortController().signal;
setMaxListeners(50, signal);
const failures = async (address: ServerAddress): Promise<string[]> => (await testConnection(address, signal)).checks.filter((c) => !c.passed).map((c) => `${c.name}: ${c.message} ${c.cure ?? ''}`);

describe('the test of a connection to SQL Server', () => {
  it('passes, and says which right is missing and how to grant it', async () => {
    const result = await testConnection(await start(), signal);
    expect(result).toMatchObject({ successful: true, server: 'SQL Server 16.0.1000.6' });
    expect(result.checks.filter((c) => !c.passed).map((c) => c.cure)).toEqual(['USE [Shop]; GRANT VIEW DATABASE STATE TO [reader];', 'USE master; GRANT VIEW ANY DEFINITION TO [reader];']);
  });
  it('promises to read only, and says who is there', async () => {
    const logins: { readonly application: string; readonly readOnly: boolean; readonly database: string }[] = [];
    expect((await testConnection(await start({ login: (login) => void logins.push(login) }), signal)).successful).toBe(true);
    expect(logins.length).toBeGreaterThan(0);
    for (const login of logins) expect(login).toMatchObject({ application: 'Ferry', readOnly: true, database: 'Shop' });
  });
  it('fails without VIEW DEFINITION', async () => {
    const address = await start({ answer: async (sql) => row(sql.includes('HAS_PERMS_BY_NAME') ? { ...rights, definition: false } : facts) });
    expect(await testConnection(address, signal)).toMatchObject({ successful: false });
    expect((await failures(address))[0]).toContain('GRANT VIEW DEFINITION TO [reader];');
  });
  it('says what refuses: host, port, password, database', async () => {
    const address = await start();
    expect(await failures({ ...address, host: 'no-such-host.invalid' })).toEqual([expect.stringContaining('is not known')]);
    expect(await failures({ ...address, host: '169.254.169.254' })).toEqual([expect.stringContaining('not used for databases')]);
    expect(await failures({ ...address, port: 1 })).toEqual([expect.stringContaining('Nothing listens')]);
    const [refused = ''] = await failures({ ...address, password: 'wr0ng-secret' });
    expect(refused).toContain('refused the user name or the password');
    expect(refused).not.toContain('wr0ng-secret');
    const other = await start({ login: () => ({ number: 4060, message: 'Cannot open database "Shop" requested by the login.' }) });
    expect(await failures(other)).toEqual([expect.stringContaining('There is no database "Shop"')]);
  });
});

describe('who logs in', () => {
  const windows = (user: string): string | undefined => (user === 'CORP\\reader' ? password : undefined);
  it('may be a user of a Windows domain, by NTLM', async () => {
    const address = { ...(await start({ windows })), user: 'CORP\\reader' };
    expect(await testConnection(address, signal)).toMatchObject({ successful: true, server: 'SQL Server 16.0.1000.6' });
    expect(await failures({ ...address, user: 'CORP\\somebody' })).toEqual([expect.stringContaining('Login')]);
    const [refused = ''] = await failures({ ...address, password: 'wr0ng-secret' });
    expect(refused).toContain('refused the user name or the password of "CORP\\reader"');
    expect(refused).not.toContain('wr0ng-secret');
    const secured = { ...(await start({ windows, encryption: 'required', certificate })), user: 'CORP\\reader', tls: 'require' as const };
    expect((await testConnection(secured, signal)).successful).toBe(true);
  });
  it('is told by the user name', () => {
    expect(loginOf({ user: 'sa', password: 'x' })).toEqual({ user: 'sa', password: 'x' });
    expect(loginOf({ user: 'CORP\\ann', password: 'x' })).toEqual({ domain: 'CORP', user: 'ann', password: 'x' });
    const [application, tenant] = ['11111111-2222-3333-4444-555555555555', 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee'];
    expect(loginOf({ user: `${application}@${tenant}`, password: 'x' })).toEqual({ authentication: { type: 'azure-active-directory-service-principal-secret', options: { clientId: application, clientSecret: 'x', tenantId: tenant } } });
    expect(loginOf({ user: 'ann@example.com', password: 'x' })).toEqual({ user: 'ann@example.com', password: 'x' });
  });
});

describe('a named instance', () => {
  it('is found through the SQL Server Browser', async (context) => {
    const { port, ...address } = await start();
    const browser = createSocket('udp4');
    try {
      await new Promise<void>((resolve, reject) => browser.once('error', reject).bind(1434, '127.0.0.1', resolve));
    } catch {
      // The port is fixed by the protocol; here somebody else has it.
      context.skip('UDP port 1434 is taken');
    }
    browser.on('message', (_question, from) => {
      const list = Buffer.from(`ServerName;HERE;InstanceName;FERRY;IsClustered;No;Version;16.0.1000.6;tcp;${port};;`, 'ascii');
      browser.send(Buffer.concat([Buffer.from([0x05, list.length & 0xff, list.length >> 8]), list]), from.port, from.address);
    });
    try {
      expect(await testConnection({ ...address, port: 1, host: '127.0.0.1\\FERRY' }, signal)).toMatchObject({ successful: true });
      expect(await failures({ ...address, port: 1, host: '127.0.0.1\\OTHER' })).toEqual([expect.stringMatching(/instance .*is not known to the server.*SQL Server Browser/)]);
    } finally {
      browser.close();
    }
  });
});

describe('encryption', () => {
  it('is what the mode says', async () => {
    const open = await start({ encryption: 'offered', certificate });
    for (const tls of ['none', 'require'] as const) expect(await failures({ ...open, tls }).then((f) => f.filter((one) => one.startsWith('Encryption')))).toEqual([]);
    expect(await failures({ ...open, tls: 'verify-full' })).toEqual([expect.stringContaining('not signed by an authority')]);
    expect(await failures({ ...open, host: 'localhost', tls: 'verify-full', certificateAuthority: certificate.cert }).then((f) => f.filter((one) => !one.startsWith('VIEW')))).toEqual([]);
    expect(await failures({ ...open, tls: 'verify-full', certificateAuthority: certificate.cert })).toEqual([expect.stringContaining('is not for the name')]);
    expect(await failures({ ...open, tls: 'verify-ca', certificateAuthority: certificate.cert }).then((f) => f.filter((one) => !one.startsWith('VIEW')))).toEqual([]);
  });
  it('says so when the server has none', async () => {
    const logins: string[] = [];
    const bare = await start({ login: (login) => void logins.push(login.password) });
    for (const tls of ['require', 'verify-ca', 'verify-full'] as const) expect(await failures({ ...bare, tls })).toEqual([expect.stringContaining('Encryption')]);
    // The password was not sent over the open wire.
    expect(logins).toEqual([]);
  });
});

describe('a session', () => {
  const query = defineQuery({ name: 'things', since: 0, outputs: { id: number('t.id'), name: text('t.name'), on: bit('t.is_on') }, from: ['FROM things t'] });
  it('reads rows with their types, large texts too', async () => {
    const long = 'x'.repeat(100_000);
    const rows = [[1, 'ä€😀', true], [2, long, false], [null, null, null], [-5, '', true]] as const;
    const session = await openSession(await start({ answer: async () => [{ columns: [{ name: 'id', type: 'int' }, { name: 'name', type: 'nvarchar' }, { name: 'on', type: 'bit' }], rows }] }), { signal });
    const got: unknown[] = [];
    await session.ask(query, 16, (r) => got.push(Object.values(r)));
    await session.close();
    expect(got).toEqual(rows);
  });
  it('says what the server answers', async () => {
    const session = await openSession(await start({ answer: async () => ({ number: 229, message: 'The SELECT permission was denied' }) }), { signal });
    await expect(session.ask(query, 16, () => undefined)).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('permission was denied') as string });
    await session.close();
  });
  it('is cancelled by an attention', async () => {
    const controller = new AbortController();
    let attention = false;
    const answer: TdsOptions['answer'] = (_sql, stop) => new Promise((resolve) => stop.addEventListener('abort', () => { attention = true; resolve([]); }));
    const session = await openSession(await start({ answer }), { signal: controller.signal });
    const asking = session.ask(query, 16, () => undefined);
    setTimeout(() => controller.abort(), 50);
    await expect(asking).rejects.toMatchObject({ code: 'cancelled' });
    await session.close();
    expect(attention).toBe(true);
  });
});
