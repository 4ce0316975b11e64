import type { Table } from '@ferry/catalog';
import { targetKey } from '@ferry/conversion';
import type { TargetRef, TargetStatement } from '@ferry/conversion';
import { pg, quoteIdentifier, stringLiteral } from '@ferry/target-postgresql';
import type { TableColumn } from '@ferry/target-postgresql';
import { foreignServer, oracle, tds } from '../administration/linked-servers';
import type { Wrapper } from '../administration/linked-servers';
import { plainStatement } from '../administration/parts';
import { tableItems } from '../action-items/tables';
import type { ObjectContext, TargetName } from '../context';
import { notConvertedFunction } from '../functions/support';
import { typeText } from '../types/target-types';
import type { ConvertedColumn } from './columns';
import { qualified, relationRef, statement } from './parts';
import { formOf } from './table-forms';
import { optionOf } from './temporal-tables';

/** Where the rows of an external table are: its data source, as far as a wrapper of PostgreSQL reads it. */
interface Remote {
  readonly source: string;
  readonly wrapper: Wrapper;
  readonly server: Readonly<Record<string, string>>;
  readonly table: Readonly<Record<string, string>>;
}

const bare = (text: string): string => text.trim().replace(/^N?'|'$/g, '').replace(/^[["]|[\]"]$/g, '');
const value = (table: Table, name: string): string | undefined => {
  const found = optionOf(table, name);
  return found === undefined ? undefined : bare(found);
};

/** `sqlserver://host:1433`, `oracle://host`, or a plain host with TYPE = RDBMS (https://learn.microsoft.com/sql/t-sql/statements/create-external-data-source-transact-sql). */
function remoteOf(table: Table): Remote | undefined {
  const source = value(table, 'DATA_SOURCE');
  const location = value(table, 'EXTERNAL_SOURCE_LOCATION');
  if (source === undefined || location === undefined) return undefined;
  const [, scheme = '', address = ''] = /^(?:(\w{1,20}):\/\/)?([^/]{1,300})/.exec(location) ?? [];
  const [host = '', port] = address.split(':');
  const parts = (value(table, 'LOCATION') ?? '').split('.').map(bare).filter((p) => p !== '');
  const schema = value(table, 'SCHEMA_NAME') ?? parts[parts.length - 2] ?? table.schema;
  const name = value(table, 'OBJECT_NAME') ?? parts[parts.length - 1] ?? table.name;
  const at = { ...(port === undefined ? {} : { port }) };
  const database = value(table, 'EXTERNAL_SOURCE_DATABASE') ?? parts[parts.length - 3];
  const kind = (value(table, 'EXTERNAL_SOURCE_TYPE') ?? '').toUpperCase();
  if (scheme.toLowerCase() === 'sqlserver' || (scheme === '' && kind === 'RDBMS')) return { source, wrapper: tds, server: { servername: host, ...at, ...(database === undefined ? {} : { database }) }, table: { schema_name: schema, table_name: name } };
  if (scheme.toLowerCase() === 'oracle') return { source, wrapper: oracle, server: { dbserver: `//${address}${parts.length > 2 ? `/${parts[0] ?? ''}` : ''}` }, table: { schema, table: name } };
  return undefined;
}

/**
 * An external table: a view that fails when it is read, because nothing of this database holds its rows. Where a foreign data wrapper can
 * read them, the script of servers makes a foreign table and puts it behind the view, which takes no dependent with it.
 */
export function externalStatements(table: Table, columns: readonly ConvertedColumn[], ctx: ObjectContext): TargetStatement[] | undefined {
  if (formOf(table) !== 'EXTERNAL' || columns.length === 0) return undefined;
  const name = ctx.names.relation(table.schema, table.name);
  const nodes = columns.map((c) => c.node);
  const needs = [...new Set(columns.flatMap((c) => c.needs)), ...ctx.requireSupport(notConvertedFunction.piece)];
  const message = `${table.schema}.${table.name} is an external table: its rows are outside of the database; see its action items`;
  const item = (c: TableColumn) => pg.item(c.collation === undefined ? pg.cast(pg.null, c.type) : { kind: 'Collate' as const, operand: pg.cast(pg.null, c.type), collation: c.collation }, c.name);
  // OFFSET keeps the planner from folding conditions on NULL before anything is read.
  const stub = pg.callIn(ctx.choices.supportSchema, notConvertedFunction.name, pg.text(message));
  const view = statement(ctx, { kind: 'CreateView', name: qualified(name), query: pg.select(nodes.map(item), { from: [{ kind: 'FromFunction', call: stub, alias: 'stub' }], offset: pg.number(0) }), source: table.nameAt ?? table.definition }, { creates: relationRef('VIEW', name), phase: 'tables', needs });
  const remote = remoteOf(table);
  ctx.raise(remote === undefined ? tableItems.external : tableItems.foreign, { table: table.name, ...(remote === undefined ? {} : { wrapper: remote.wrapper.name }) });
  return remote === undefined ? [view] : [view, ...foreignStatements(table, name, columns, remote, ctx)];
}

function foreignStatements(table: Table, name: TargetName, columns: readonly ConvertedColumn[], remote: Remote, ctx: ObjectContext): TargetStatement[] {
  const server = ctx.names.local(remote.source);
  const foreign = { schema: name.schema, name: ctx.names.composed(`${name.name}_foreign`) };
  const written = ({ schema, name: own }: TargetName): string => `${quoteIdentifier(schema)}.${quoteIdentifier(own)}`;
  const column = ({ node, type }: ConvertedColumn): string => `${quoteIdentifier(node.name)} ${typeText(type.type)}${node.collation === undefined ? '' : ` COLLATE ${node.collation.schema === undefined ? '' : `${quoteIdentifier(node.collation.schema)}.`}${quoteIdentifier(node.collation.name)}`}`;
  const options = Object.entries(remote.table).map(([key, text]) => `${key} ${stringLiteral(text)}`).join(', ');
  const ref = (kind: string, own: string): TargetRef => ({ kind, schema: name.schema, name: own });
  const serverRef: TargetRef = { kind: 'SERVER', schema: '', name: server };
  return [
    ...foreignServer(server, remote.wrapper, remote.server, '').map((sql) => plainStatement(sql, serverRef, 'servers', table.definition)),
    { ...plainStatement(`CREATE FOREIGN TABLE ${written(foreign)} (\n    ${columns.map(column).join(',\n    ')}\n) SERVER ${quoteIdentifier(server)} OPTIONS (${options});`, ref('FOREIGN_TABLE', foreign.name), 'servers', table.definition), needs: [targetKey(serverRef)] },
    { ...plainStatement(`CREATE OR REPLACE VIEW ${written(name)} AS\nSELECT ${columns.map((c) => quoteIdentifier(c.node.name)).join(', ')}\nFROM ${written(foreign)};`, ref('FOREIGN_TABLE', `${foreign.name}_shown`), 'servers', table.definition), needs: [targetKey(ref('FOREIGN_TABLE', foreign.name))] },
  ];
}
