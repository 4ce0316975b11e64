import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSecret, secretsManager } from '../src';
import { localAws } from './aws';
import type { LocalAws } from './aws';

let aws: LocalAws;
beforeAll(async () => {
  aws = await localAws();
  await aws.makeSecret('prod/shop', JSON.stringify({ username: 'reader', password: 'p@ss w0rd', engine: 'sqlserver', host: 'db.example.com', port: 1433, dbname: 'Shop' }));
  await aws.makeSecret('broken', 'reader:p@ss');
});
afterAll(() => aws.close());

describe('credentials in Secrets Manager', () => {
  it('reads a secret as RDS makes it, by name and by ARN', async () => {
    const secrets = secretsManager(aws.access);
    const expected = { username: 'reader', password: 'p@ss w0rd', host: 'db.example.com', port: 1433, database: 'Shop' };
    expect(await secrets.get('prod/shop')).toEqual(expected);
    expect(await secrets.get('arn:aws:secretsmanager:us-east-1:000000000000:secret:prod/shop')).toEqual(expected);
    secrets.close();
  });
  it('says what is wrong without telling the secret', async () => {
    const secrets = secretsManager(aws.access);
    await expect(secrets.get('none')).rejects.toMatchObject({ code: 'not-found' });
    const refusal = await secrets.get('broken').then(() => undefined, (error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'invalid-state', message: expect.stringContaining('"broken" is not JSON') as string });
    expect(JSON.stringify(refusal) + String(refusal)).not.toContain('p@ss');
    secrets.close();
  });
  it('takes nothing but an object with both names', () => {
    for (const text of [undefined, 'null', '[]', '{}', '{"username":"a"}', '{"username":1,"password":"b"}']) expect(() => readSecret('s', text), text).toThrow(expect.objectContaining({ code: 'invalid-state' }));
  });
});
