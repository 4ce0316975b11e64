import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppError } from '@ferry/kernel';
import { Client } from 'pg';

/** Applied migrations are kept as Prisma's engine keeps them, so that its tools and ours understand each other. */
const migrationsTable = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id                  VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum            VARCHAR(64) NOT NULL,
    finished_at         TIMESTAMPTZ,
    migration_name      VARCHAR(255) NOT NULL,
    logs                TEXT,
    rolled_back_at      TIMESTAMPTZ,
    started_at          TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count INTEGER NOT NULL DEFAULT 0
)`;

/** Prisma's engine takes the same advisory lock while it migrates. */
const advisoryLock = 72707369;

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

/** `prisma/migrations` of this installation: the nearest one above the running code, bundled or not. */
function migrationsFolder(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const candidate = join(folder, 'prisma', 'migrations');
    if (existsSync(join(candidate, 'migration_lock.toml'))) return candidate;
    if (dirname(folder) === folder) throw new Error('the folder prisma/migrations was not found above the running program');
  }
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((e) => e.isDirectory()).map((e) => e.name).sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(join(folder, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

/** Which migrations are still to be applied. @throws AppError when the database and this installation do not fit. */
function missing(migrations: readonly Migration[], applied: readonly { migration_name: string; checksum: string; finished: boolean }[]): Migration[] {
  const known = new Map(migrations.map((m) => [m.name, m]));
  for (const row of applied) {
    const migration = known.get(row.migration_name);
    if (migration === undefined)
      throw new AppError('invalid-state', {
        public: `Ferry's database is newer than this installation: it has the migration ${row.migration_name}, which this version does not know. Install the version of Ferry that made it, or use another database.`,
      });
    if (!row.finished)
      throw new AppError('invalid-state', {
        public: `The migration ${row.migration_name} of Ferry's database was begun by another tool and not finished. Restore the database, or resolve it with Prisma's "migrate resolve".`,
      });
    if (migration.checksum !== row.checksum)
      throw new AppError('invalid-state', {
        public: `The migration ${row.migration_name} was changed after it was applied to Ferry's database. Restore its file prisma/migrations/${row.migration_name}/migration.sql and start again.`,
      });
  }
  const done = new Set(applied.map((row) => row.migration_name));
  return migrations.filter((m) => !done.has(m.name));
}

async function applyOne(client: Client, migration: Migration): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(migration.sql);
    await client.query('INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, applied_steps_count) VALUES ($1, $2, now(), $3, 1)', [randomUUID(), migration.checksum, migration.name]);
    await client.query('COMMIT');
  } catch (thrown) {
    // Nothing of a refused migration may stay.
    await client.query('ROLLBACK');
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    throw new AppError('internal', { public: `The migration ${migration.name} of Ferry's database failed: ${message}`, cause: thrown });
  }
}

/**
 * Brings Ferry's database up to date: every migration that is missing, each in a transaction; two that start at once wait for each other.
 * @param databaseUrl connection string of the database that holds Ferry's state
 * @param folder the migrations; by default those of this installation
 * @returns names of the migrations that were applied now
 * @throws AppError when the database cannot be reached, is newer than this installation, or an applied migration was changed
 */
export async function applyMigrations(databaseUrl: string, folder = migrationsFolder()): Promise<string[]> {
  const migrations = await readMigrations(folder);
  const client = new Client({ connectionString: databaseUrl, connectionTimeoutMillis: 15_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (thrown) {
    // The driver's text may hold host and user, never the password.
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw new AppError('unavailable', { public: `Ferry's database cannot be reached: ${reason}. Check DATABASE_URL and that the server runs.`, cause: thrown });
  }
  try {
    await client.query('SELECT pg_advisory_lock($1)', [advisoryLock]);
    await client.query(migrationsTable);
    const { rows } = await client.query<{ migration_name: string; checksum: string; finished: boolean }>(
      'SELECT migration_name, checksum, finished_at IS NOT NULL AS finished FROM _prisma_migrations WHERE rolled_back_at IS NULL',
    );
    const todo = missing(migrations, rows);
    for (const migration of todo) await applyOne(client, migration);
    return todo.map((m) => m.name);
  } finally {
    await client.end();
  }
}
