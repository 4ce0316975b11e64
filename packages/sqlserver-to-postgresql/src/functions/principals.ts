import { scalar } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { Expression } from '@ferry/target-postgresql';
import { expressionItems } from '../action-items/expressions';
import { castTo, note } from '../lower/lowering';
import { support } from '../lower/support-call';
import type { CallSite, FunctionRow, FunctionTable } from './call-site';
import { nameOf } from './call-site';
import { defineSupport } from './define-support';
import { bytesOf } from '../support/system-views';

/**
 * Logins and users by number and by SID: those of a role are its number in PostgreSQL. `dbo` and `sa`, which are 1 everywhere, stay so.
 * https://learn.microsoft.com/sql/t-sql/functions/security-functions-transact-sql
 */
const text = pg.type('text');
const roles = 'SELECT r.oid, r.rolname FROM pg_roles AS r';

const principalId = defineSupport('principal_id', {
  parameters: [['principal', text]], returns: pg.type('integer'), volatility: 'stable', language: 'sql',
  comment: 'SUSER_ID and USER_ID: the number of a role; 1 for sa and dbo, NULL for one that does not exist.',
  body: `SELECT CASE WHEN lower(principal COLLATE "C") IN ('sa', 'dbo') THEN 1 ELSE (SELECT r.oid::bigint::integer FROM (${roles}) AS r WHERE r.rolname = lower(rtrim(principal COLLATE "C")) OR r.rolname = rtrim(principal COLLATE "C") ORDER BY r.rolname = rtrim(principal COLLATE "C") DESC LIMIT 1) END`,
});

const principalName = defineSupport('principal_name', {
  parameters: [['id', pg.type('bigint')], ['first', text]], returns: text, volatility: 'stable', language: 'sql',
  comment: 'SUSER_NAME and USER_NAME: the name of a role by its number; NULL for one that does not exist.',
  body: 'SELECT CASE WHEN id = 1 THEN first ELSE (SELECT r.rolname::text FROM pg_roles AS r WHERE r.oid::bigint = id) END',
});

const principalSid = defineSupport('principal_sid', {
  parameters: [['principal', text]], returns: pg.type('bytea'), volatility: 'stable', language: 'sql', uses: [principalId],
  comment: 'SUSER_SID: the number of a role as bytes; 0x01 for sa.',
  body: `SELECT CASE WHEN lower(principal COLLATE "C") = 'sa' THEN '\\x01'::bytea ELSE ${bytesOf('__schema__.principal_id(principal)')} END`,
});

const loginOfSid = defineSupport('login_of_sid', {
  parameters: [['sid', pg.type('bytea')]], returns: text, volatility: 'stable', language: 'sql',
  comment: 'SUSER_SNAME: the role whose SID it is; NULL when there is none.',
  body: `SELECT CASE WHEN sid = '\\x01'::bytea THEN 'sa' ELSE (SELECT r.rolname::text FROM pg_roles AS r WHERE ${bytesOf('r.oid')} = sid) END`,
});

const row = (args: readonly [number, number], own: (site: CallSite) => Expression, of: (site: CallSite) => Expression): FunctionRow => ({
  args,
  volatility: 'stable',
  build: (site) => {
    if (site.args.length === 0) return own(site);
    note(site.low, site.node, expressionItems.systemValue, { function: nameOf(site.node), to: 'a role of PostgreSQL, whose number is another' });
    return of(site);
  },
});

const session = (): Expression => castTo(pg.special('SESSION_USER'), 'text');
const current = (): Expression => castTo(pg.special('CURRENT_USER'), 'text');
const bigint = scalar('bigint');
const varbinary = scalar('varbinary', { length: 85 });

export const principalFunctions: FunctionTable = {
  SUSER_SNAME: row([0, 1], session, (s) => support(s.low, loginOfSid, [s.as(0, varbinary)])),
  SUSER_NAME: row([0, 1], session, (s) => support(s.low, principalName, [s.as(0, bigint), pg.text('sa')])),
  USER_NAME: row([0, 1], current, (s) => support(s.low, principalName, [s.as(0, bigint), pg.text('dbo')])),
  SUSER_SID: row([0, 1], (s) => support(s.low, principalSid, [session()]), (s) => support(s.low, principalSid, [s.text(0)])),
  SUSER_ID: row([0, 1], (s) => support(s.low, principalId, [session()]), (s) => support(s.low, principalId, [s.text(0)])),
  USER_ID: row([0, 1], (s) => support(s.low, principalId, [current()]), (s) => support(s.low, principalId, [s.text(0)])),
  DATABASE_PRINCIPAL_ID: row([0, 1], (s) => support(s.low, principalId, [current()]), (s) => support(s.low, principalId, [s.text(0)])),
};
