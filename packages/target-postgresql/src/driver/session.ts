import type { SessionAnswer, SessionColumn, SessionOptions, SessionRefusal, TargetSession } from '@ferry/conversion';
import { AppError } from '@ferry/kernel';
import type { ServerAddress } from '@ferry/kernel/network';
import type { DatabaseError, QueryArrayResult } from 'pg';
import { cancelBackend, clientConfig } from '../apply/server-session';
import { connect, hangUp, isConnectionLoss, isDatabaseError } from '../verify/connection';
import { limitedQuery } from './limited-query';
import { readOnlySession } from './read-only';
import { typeNameOf } from './type-names';

/** What every session starts with, so that values are written in one way whatever the server is set to. */
const settings: readonly (readonly [string, string])[] = [
  ['DateStyle', 'ISO, MDY'],
  ['IntervalStyle', 'postgres'],
  ['TimeZone', 'UTC'],
  ['extra_float_digits', '1'],
  ['bytea_output', 'hex'],
  ['standard_conforming_strings', 'on'],
  ['client_min_messages', 'notice'],
  // Routines may speak of what is created later, as in SQL Server.
  ['check_function_bodies', 'off'],
];

const refusalOf = (thrown: DatabaseError): SessionRefusal => ({
  sqlstate: thrown.code ?? 'XX000',
  message: thrown.message,
  ...(thrown.detail === undefined ? {} : { detail: thrown.detail }),
  ...(thrown.where === undefined ? {} : { context: thrown.where }),
  ...(thrown.constraint === undefined ? {} : { constraint: thrown.constraint }),
  ...(thrown.table === undefined ? {} : { table: thrown.table }),
  ...(thrown.schema === undefined ? {} : { schema: thrown.schema }),
  ...(thrown.column === undefined ? {} : { column: thrown.column }),
  ...(thrown.dataType === undefined ? {} : { dataType: thrown.dataType }),
});

/** Values stay the texts that the server wrote. */
const asText = { getTypeParser: () => (value: string | Buffer): string => (typeof value === 'string' ? value : value.toString('latin1')) };

/**
 * Opens one session that lasts until it is closed. Each statement goes by the extended protocol, which takes one statement only and
 * keeps parameters apart from the text.
 * @throws AppError `invalid-input`, `access-denied`, `not-found`, `unavailable`
 */
export async function openSession(connection: string | ServerAddress, options: SessionOptions = {}): Promise<TargetSession> {
  const config = await clientConfig(connection);
  const client = await connect({ ...config, application_name: 'ferry run' });
  const notices: SessionAnswer['notices'][number][] = [];
  client.on('notice', (notice) => void notices.push({ severity: notice.severity ?? 'NOTICE', sqlstate: notice.code ?? '00000', message: notice.message ?? '', ...(notice.detail === undefined ? {} : { detail: notice.detail }), raised: notice.routine === 'exec_stmt_raise' }));
  const send = async (sql: string, values: readonly (string | null)[], mostRows: number | undefined): Promise<{ readonly result: QueryArrayResult; readonly total?: number }> => {
    const query = { text: sql, values: [...values], rowMode: 'array', types: asText, queryMode: 'extended' };
    return mostRows === undefined ? { result: (await client.query(query as never)) as unknown as QueryArrayResult } : limitedQuery(client, query, mostRows);
  };
  for (const [name, value] of [...settings, ...(options.statementTimeout === undefined ? [] : [['statement_timeout', String(options.statementTimeout)] as const])]) await client.query(`SELECT pg_catalog.set_config($1, $2, false)`, [name, value]);
  const version = await client.query<{ server_version: string }>('SHOW server_version');
  const session: TargetSession = {
    server: `PostgreSQL ${version.rows[0]?.server_version ?? ''}`,
    async execute(sql, values = [], { mostRows } = {}): Promise<SessionAnswer> {
      notices.length = 0;
      try {
        const { result, total } = await send(sql, values, mostRows);
        const columns = result.fields.map((f): SessionColumn => ({ name: f.name, type: typeNameOf(f.dataTypeID) }));
        return { columns, rows: result.rows as unknown as (string | null)[][], count: total ?? result.rowCount ?? undefined, notices: [...notices] };
      } catch (thrown) {
        // The server's refusal is the answer to the statement; a lost connection ends the run.
        if (isDatabaseError(thrown) && !isConnectionLoss(thrown)) return { columns: [], rows: [], count: undefined, notices: [...notices], refusal: refusalOf(thrown) };
        throw new AppError('unavailable', { public: 'The connection to the target server was lost. Check the server and run the script again.', cause: thrown });
      }
    },
    cancel: () => cancelBackend(config, client),
    close: () => hangUp(client),
  };
  return options.readOnly === true ? readOnlySession(session) : session;
}
