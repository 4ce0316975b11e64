import type { DatabaseOption } from '@ferry/catalog';
import type { ConvertedObject, TargetRef } from '@ferry/conversion';
import { stringLiteral } from '@ferry/target-postgresql';
import { administrationItems } from '../action-items/administration';
import type { ObjectContext } from '../context';
import { plainStatement, single } from './parts';

interface Meaning {
  readonly severity: 'option' | 'optionDiffers' | 'optionLost';
  readonly why: string;
}

const nothing = (why: string): Meaning => ({ severity: 'option', why });
const differs = (why: string): Meaning => ({ severity: 'optionDiffers', why });
const lost = (why: string): Meaning => ({ severity: 'optionLost', why });

const readonlyText = 'run ALTER DATABASE ... SET default_transaction_read_only = on when the data is loaded';

/** What an option was, by its name and value: https://learn.microsoft.com/sql/t-sql/statements/alter-database-transact-sql-set-options */
const meanings: Readonly<Record<string, (value: string) => Meaning>> = {
  READ_COMMITTED_SNAPSHOT: (value) => (value === 'ON' ? nothing('READ COMMITTED of PostgreSQL reads the same way, without locks') : differs('readers of SQL Server wait for writers; those of PostgreSQL see what was committed last')),
  ALLOW_SNAPSHOT_ISOLATION: () => nothing('REPEATABLE READ of PostgreSQL is always there'),
  COMPATIBILITY_LEVEL: () => nothing('the converted code does not depend on it'),
  RECOVERY: (value) => (value === 'SIMPLE' ? nothing('PostgreSQL recycles its log by itself') : lost('archive the log (archive_mode, archive_command) to restore to a point in time')),
  READ_ONLY: () => lost(readonlyText),
  ENCRYPTION: (value) => (value === 'ON' ? lost('encrypt the disks, or use a build of PostgreSQL with transparent encryption') : nothing('nothing was encrypted')),
  CHANGE_TRACKING: (value) => (value === 'OFF' ? nothing('nothing was tracked') : lost('use logical decoding, or triggers that note changes')),
  QUERY_STORE: (value) => (value === 'OFF' ? nothing('nothing was kept') : nothing('pg_stat_statements keeps statistics of queries')),
  TRUSTWORTHY: (value) => (value === 'ON' ? differs('impersonation across databases does not exist') : nothing('the default')),
  DB_CHAINING: (value) => (value === 'ON' ? differs('ownership chains across databases do not exist') : nothing('the default')),
  RECURSIVE_TRIGGERS: (value) => (value === 'ON' ? nothing('triggers of PostgreSQL fire themselves') : differs('a trigger that changes its own table fires again in PostgreSQL')),
  CONCAT_NULL_YIELDS_NULL: (value) => (value === 'OFF' ? differs('sessions that do not set it take NULL for an empty text') : nothing('as in PostgreSQL')),
  ANSI_NULLS: (value) => (value === 'OFF' ? differs('sessions that do not set it find NULL = NULL true; drivers set it') : nothing('as in PostgreSQL')),
  ENABLE_BROKER: () => differs('queues of Service Broker have no counterpart; LISTEN and NOTIFY, or pgmq, come near'),
  DELAYED_DURABILITY: (value) => (value === 'DISABLED' ? nothing('the default') : differs('set synchronous_commit = off where losing the last transactions is allowed')),
  MEMORY_OPTIMIZED_ELEVATE_TO_SNAPSHOT: () => nothing('tables of PostgreSQL are not in memory'),
  SINGLE_USER: () => nothing('a state while the script runs'),
  RESTRICTED_USER: () => lost('take CONNECT away from PUBLIC'),
  OFFLINE: () => lost('ALTER DATABASE ... ALLOW_CONNECTIONS false keeps everybody out'),
};

const description = /^DESCRIPTION (.*)$/s;

/** An option of the database: there is nothing to write; an item says what it meant, and what to set up instead. */
export function convertDatabaseOption(object: DatabaseOption, ctx: ObjectContext): ConvertedObject {
  if (description.test(object.name)) return convertDescription(object, ctx);
  const { severity, why } = (Object.hasOwn(meanings, object.name) ? meanings[object.name] : undefined)?.(object.value) ?? nothing('it is about storage, statistics or sessions of SQL Server');
  ctx.raise(administrationItems[severity], { name: object.name, value: object.value, why }, object.definition);
  return single(object, [], [], ctx);
}

/** An extended property of the database: its comment, whatever the database is called. */
function convertDescription(object: DatabaseOption, ctx: ObjectContext): ConvertedObject {
  const property = description.exec(object.name)?.[1] ?? '';
  const text = property === 'MS_Description' ? object.value : `${property}: ${object.value}`;
  const ref: TargetRef = { kind: 'COMMENT', schema: '', name: 'database' };
  const words = stringLiteral(text.replaceAll('\u0000', ''));
  let quote = '$comment$';
  for (let n = 1; words.includes(quote); n++) quote = `$comment${n}$`;
  const sql = `DO ${quote}\nBEGIN\n    EXECUTE format('COMMENT ON DATABASE %I IS %L', current_database(), ${words});\nEND;\n${quote};`;
  return single(object, [ref], [plainStatement(sql, ref, 'roles', object.definition)], ctx);
}
