import { request as http } from 'node:http';
import { expect, test } from './test';

/** A bare request: a browser does not let a test choose Host and Origin. */
function ask(path: string, headers: Record<string, string>, method = 'GET', body = ''): Promise<{ status: number; headers: Record<string, unknown>; text: string }> {
  const url = new URL(path, process.env['FERRY_E2E_URL']);
  return new Promise((done, failed) => {
    const sent = http(url, { method, headers: { ...headers, 'content-length': Buffer.byteLength(body) } }, (answer) => {
      let text = '';
      answer.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
      answer.on('end', () => done({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
    });
    sent.on('error', failed);
    sent.end(body);
  });
}

const paths = ['/', '/migration-projects', '/api/dms', '/api/upload?DataProviderIdentifier=x&FileName=a.sql', '/api/events?MigrationProjectIdentifier=x', '/api/download', '/api/health', '/icon.svg', '/nowhere'];
const operation = { 'x-amz-target': 'AmazonDMSv20160101.DescribeMigrationProjects', 'content-type': 'application/x-amz-json-1.1' };

test('a request for another host name is refused everywhere', async () => {
  for (const path of paths)
    for (const method of ['GET', 'POST']) expect((await ask(path, { host: 'rebound.example:3000' }, method)).status, `${method} ${path}`).toBe(403);
});

test('a request from a page of another site is refused', async () => {
  const host = new URL(process.env['FERRY_E2E_URL'] ?? '').host;
  expect((await ask('/api/dms', { ...operation, origin: 'http://evil.example' }, 'POST', '{}')).status).toBe(403);
  expect((await ask('/api/dms', { ...operation, 'sec-fetch-site': 'cross-site' }, 'POST', '{}')).status).toBe(403);
  expect((await ask('/api/upload?DataProviderIdentifier=x&FileName=a.sql', { origin: 'null' }, 'POST', 'x')).status).toBe(403);
  expect((await ask('/api/download', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' })).status).toBe(403);
  expect((await ask('/api/dms', { ...operation, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' }, 'POST', '{}')).status).toBe(200);
  expect((await ask('/api/dms', operation, 'POST', '{}')).status).toBe(200);
});

test('answers carry the headers that keep other sites out', async () => {
  const page = await ask('/migration-projects', {});
  expect(page.headers['content-security-policy']).toContain("frame-ancestors 'none'");
  expect(page.headers['x-content-type-options']).toBe('nosniff');
  const api = await ask('/api/dms', operation, 'POST', '{}');
  expect(api.headers['x-content-type-options']).toBe('nosniff');
  expect(api.headers['access-control-allow-origin']).toBeUndefined();
});

test('nonsense is answered with a word, not with a fault', async () => {
  const refusals: [Record<string, string>, string][] = [
    [{ ...operation, 'x-amz-target': 'AmazonDMSv20160101.DropEverything' }, '{}'],
    [operation, '{"Filters": 5}'],
    [operation, '{nonsense'],
    [{}, '{}'],
  ];
  for (const [headers, body] of refusals) {
    const answer = await ask('/api/dms', headers, 'POST', body);
    expect(answer.status, body).toBe(400);
    expect(JSON.parse(answer.text)).toMatchObject({ __type: 'ValidationException' });
  }
  expect((await ask('/api/dms', operation, 'POST', `"${'x'.repeat(5_000_000)}"`)).status).toBe(413);
});
