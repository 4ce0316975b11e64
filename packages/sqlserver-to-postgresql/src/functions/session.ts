import { scalar } from '@ferry/source-sqlserver';
import { pg, quoteIdentifier } from '@ferry/target-postgresql';
import type { Expression } from '@ferry/target-postgresql';
import { textOf } from '../lower/literals';
import { castTo } from '../lower/lowering';
import { formatted } from '../lower/messages';
import { support } from '../lower/support-call';
import type { CallSite, FunctionTable } from './call-site';
import { nameOf, near, withoutCollation } from './call-site';
import { isMember, isServerMember, objectName, objectSchemaName, schemaNumber, sessionContext } from './session-support';

const setting = (name: string): Expression => pg.call('current_setting', pg.text(name));
const nothing = (): Expression => castTo(pg.null, 'text');

/** https://learn.microsoft.com/sql/t-sql/functions/serverproperty-transact-sql, as far as PostgreSQL has an answer. Names in lower case. */
const serverProperties: Readonly<Record<string, () => Expression>> = {
  servername: () => setting('cluster_name'), machinename: () => setting('cluster_name'), computernamephysicalnetbios: () => setting('cluster_name'),
  instancename: nothing, productlevel: () => pg.text('RTM'), edition: () => pg.text('PostgreSQL'), productversion: () => setting('server_version'),
  productmajorversion: () => pg.call('split_part', setting('server_version'), pg.text('.'), pg.number(1)), engineedition: () => pg.text('3'), processid: () => castTo(pg.call('pg_backend_pid'), 'text'),
  isclustered: () => pg.text('0'), ishadrenabled: () => pg.text('0'), isintegratedsecurityonly: () => pg.text('0'), isfulltextinstalled: () => pg.text('1'),
  isxtpsupported: () => pg.text('0'), issingleuser: () => pg.text('0'), ispolybaseinstalled: () => pg.text('0'), lcid: () => pg.text('1033'), sqlcharsetname: () => setting('server_encoding'),
  collation: () => setting('lc_collate'),
};

/** https://learn.microsoft.com/sql/t-sql/functions/databasepropertyex-transact-sql */
const databaseProperties: Readonly<Record<string, () => Expression>> = {
  updateability: () => pg.case([pg.when({ kind: 'Call', name: pg.name('pg_catalog', 'pg_is_in_recovery'), args: [] }, pg.text('READ_ONLY'))], pg.text('READ_WRITE')),
  status: () => pg.text('ONLINE'), useraccess: () => pg.text('MULTI_USER'), recovery: () => pg.text('FULL'), edition: nothing, serviceobjective: nothing,
};

const property = (at: number, known: Readonly<Record<string, () => Expression>>): ((site: CallSite) => Expression) => (site) => {
  const name = textOf(site.args[at])?.toLowerCase() ?? '';
  return Object.hasOwn(known, name) ? (known[name]?.() ?? pg.null) : site.refuse(`the property ${textOf(site.args[at]) ?? 'is known at run time only'}`);
};

/** The property of the database that is named, when that is this one: nothing is known of others. */
function ofDatabase(site: CallSite): Expression {
  const value = property(1, databaseProperties)(site);
  const [name] = site.args;
  if (name?.kind === 'FunctionCall' && nameOf(name) === 'DB_NAME' && name.args.length === 0) return value;
  return pg.case([pg.when(pg.eq(pg.call('lower', site.text(0)), pg.call('lower', castTo(pg.call('current_database'), 'text'))), value)]);
}

const schemaName = (id: Expression): Expression =>
  pg.subquery(pg.select([pg.item(withoutCollation(castTo(pg.column('n', 'nspname'), 'text')))], { from: [pg.table(pg.name('pg_catalog', 'pg_namespace'), 'n')], where: pg.eq(castTo(pg.column('n', 'oid'), 'bigint'), id) }));

const bigint = scalar('bigint');

const inOwnDatabase = (site: CallSite, build: () => Expression): Expression => (site.args.length > 1 ? site.refuse('an object of another database') : build());

export const sessionFunctions: FunctionTable = {
  '@@SERVERNAME': near([0, 0], 'the setting cluster_name', () => setting('cluster_name')),
  '@@SERVICENAME': near([0, 0], 'the setting cluster_name', () => setting('cluster_name')),
  SERVERPROPERTY: near([1, 1], 'a setting of PostgreSQL or a constant', property(0, serverProperties)),
  DATABASEPROPERTYEX: near([2, 2], 'a setting of PostgreSQL or a constant', ofDatabase),
  SESSION_CONTEXT: near([1, 1], 'a setting of the session, as text', (s) => support(s.low, sessionContext, [s.text(0)])),
  IS_ROLEMEMBER: near([1, 2], 'membership in the role of PostgreSQL of that name', (s) => support(s.low, isMember, [s.text(0), s.args.length > 1 ? s.text(1) : pg.null])),
  IS_MEMBER: near([1, 1], 'membership in the role of PostgreSQL of that name', (s) => support(s.low, isMember, [s.text(0), pg.null])),
  IS_SRVROLEMEMBER: near([1, 2], 'the rights of the role in PostgreSQL', (s) => support(s.low, isServerMember, [s.text(0), s.args.length > 1 ? s.text(1) : pg.null])),
  OBJECT_NAME: near([1, 2], 'the name in PostgreSQL', (s) => inOwnDatabase(s, () => support(s.low, objectName, [s.as(0, bigint)]))),
  OBJECT_SCHEMA_NAME: near([1, 2], 'the name in PostgreSQL', (s) => inOwnDatabase(s, () => support(s.low, objectSchemaName, [s.as(0, bigint)]))),
  SCHEMA_NAME: { args: [0, 1], volatility: 'stable', build: (s) => (s.args.length === 0 ? castTo(pg.call('current_schema'), 'text') : schemaName(s.as(0, bigint))) },
  SCHEMA_ID: {
    args: [0, 1], volatility: 'stable',
    build: (s) => {
      const name = textOf(s.args[0]);
      if (s.args.length === 0) return castTo(castTo(pg.call('to_regnamespace', castTo(pg.call('current_schema'), 'text')), 'oid'), 'bigint');
      if (name === undefined) return support(s.low, schemaNumber, [s.text(0)]);
      const schema = s.low.ctx.names.schema(name);
      return castTo(castTo(pg.call('to_regnamespace', pg.text(quoteIdentifier(schema))), 'oid'), 'bigint');
    },
  },
  TRIGGER_NESTLEVEL: { args: [0, 3], volatility: 'volatile', build: (s) => (s.args.length === 0 ? pg.call('pg_trigger_depth') : s.refuse('of a certain trigger')) },
  FORMATMESSAGE: {
    args: [1, 21], volatility: 'stable',
    build: (s) => {
      const format = textOf(s.args[0]);
      const message = format === undefined ? undefined : formatted(s.low, format, s.args.slice(1));
      return message ?? s.refuse('a format that is known at run time only, has flags, or widths that are arguments');
    },
  },
};
