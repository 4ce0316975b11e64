import { column, defineQuery, number, text } from './query';
import { systemViews } from './system-views';

/** Which server it is: asked first, in words that every version understands. */
export const serverQuery = defineQuery({
  name: 'server',
  since: 0,
  outputs: {
    version: text("CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(128))"),
    edition: number("CAST(SERVERPROPERTY('EngineEdition') AS int)"),
    database: column('text', 'sys.databases', 'd', 'name'),
    collation: column('text', 'sys.databases', 'd', 'collation_name'),
    compatibility: number('CAST(d.compatibility_level AS int)'),
  },
  from: ['FROM sys.databases d', 'WHERE d.database_id = DB_ID()'],
});

export interface ServerFacts {
  /** Major version whose catalogue is there: 10 is 2008, 16 is 2022. */
  readonly version: number;
  /** As the server says it, for people: `16.0.1000.6`. */
  readonly versionText: string;
  readonly database: string;
  readonly collation: string | null;
}

/** Azure SQL Database and Managed Instance call themselves version 12 and have the newest catalogue (https://learn.microsoft.com/sql/t-sql/functions/serverproperty-transact-sql). */
const azureEditions = new Set([5, 8, 11]);
export const newestVersion = Math.max(...Object.values(systemViews).flatMap(({ columns }) => Object.values(columns)));

export function serverFacts(row: { version: string | null; edition: number | null; database: string | null; collation: string | null }): ServerFacts {
  const version = azureEditions.has(row.edition ?? 0) ? newestVersion : Number.parseInt(row.version ?? '', 10);
  return { version: Number.isNaN(version) ? 10 : version, versionText: row.version ?? 'unknown', database: row.database ?? '', collation: row.collation };
}
