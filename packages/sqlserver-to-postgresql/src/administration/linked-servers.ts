import type { LinkedServer } from '@ferry/catalog';
import type { ConvertedObject, TargetRef } from '@ferry/conversion';
import { quoteIdentifier, stringLiteral } from '@ferry/target-postgresql';
import { administrationItems } from '../action-items/administration';
import type { ObjectContext } from '../context';
import { plainStatement, single } from './parts';

export interface Wrapper {
  readonly name: string;
  readonly options: (server: LinkedServer) => Readonly<Record<string, string>>;
  readonly user: string;
}

/** `host\instance,port` of SQL Server: the wrapper takes host and port apart. */
function hostAndPort(source: string): Readonly<Record<string, string>> {
  const [address, port] = source.split(',');
  const [host, instance] = (address ?? '').split('\\');
  return { servername: `${host ?? ''}${instance === undefined ? '' : `\\${instance}`}`, ...(port === undefined ? {} : { port: port.trim() }) };
}

export const tds: Wrapper = { name: 'tds_fdw', options: (server) => ({ ...hostAndPort(server.dataSource ?? server.name), ...(server.database === undefined ? {} : { database: server.database }) }), user: 'username' };
export const oracle: Wrapper = { name: 'oracle_fdw', options: (server) => ({ dbserver: server.dataSource ?? server.name }), user: 'user' };
const mysql: Wrapper = { name: 'mysql_fdw', options: (server) => ({ host: server.dataSource ?? server.name }), user: 'username' };
const postgres: Wrapper = { name: 'postgres_fdw', options: (server) => ({ host: server.dataSource ?? server.name, ...(server.database === undefined ? {} : { dbname: server.database }) }), user: 'user' };

/** The foreign data wrapper for a provider or product of OLE DB. */
function wrapperFor({ product, provider }: LinkedServer): Wrapper | undefined {
  const words = `${product ?? ''} ${provider ?? ''}`.toLowerCase();
  if (/postgres|pgnp/.test(words)) return postgres;
  if (/mysql|mariadb/.test(words)) return mysql;
  if (/oracle|msdaora|oraoledb/.test(words)) return oracle;
  if (/sql ?server|sqlncli|sqloledb|msoledbsql/.test(words) || words.trim() === '') return tds;
  return undefined;
}

const optionsText = (options: Readonly<Record<string, string>>): string => Object.entries(options).map(([key, value]) => `${key} ${stringLiteral(value)}`).join(', ');

/** What makes a foreign server and the mapping of whoever runs it. */
export const foreignServer = (name: string, wrapper: Wrapper, options: Readonly<Record<string, string>>, user: string): readonly string[] => [
  `CREATE EXTENSION IF NOT EXISTS ${quoteIdentifier(wrapper.name)};`,
  `CREATE SERVER IF NOT EXISTS ${quoteIdentifier(name)} FOREIGN DATA WRAPPER ${quoteIdentifier(wrapper.name)} OPTIONS (${optionsText(options)});`,
  `CREATE USER MAPPING IF NOT EXISTS FOR CURRENT_USER SERVER ${quoteIdentifier(name)} OPTIONS (${optionsText({ [wrapper.user]: user, password: '' })});`,
];

/** A linked server: a foreign server of a foreign data wrapper (https://www.postgresql.org/docs/current/sql-createserver.html). */
export function convertLinkedServer(object: LinkedServer, ctx: ObjectContext): ConvertedObject {
  const wrapper = wrapperFor(object);
  if (wrapper === undefined) {
    ctx.raise(administrationItems.linkedServerProvider, { name: object.name, provider: object.provider ?? object.product ?? '' }, object.definition);
    return single(object, [], [], ctx);
  }
  const name = ctx.names.local(object.name);
  const ref: TargetRef = { kind: 'SERVER', schema: '', name };
  ctx.raise(administrationItems.linkedServer, { name: object.name, wrapper: wrapper.name }, object.definition);
  const users = object.logins.flatMap((login) => login.remote ?? []);
  const texts = foreignServer(name, wrapper, wrapper.options(object), users[0] ?? '');
  return single(object, [ref], texts.map((sql) => plainStatement(sql, ref, 'servers', object.definition)), ctx);
}
