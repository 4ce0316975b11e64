import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { diffSchemas } from './schema-engine';

/**
 * Prints the SQL of a new migration: from the committed schema (or nothing, with `--from-empty`) to the one in the working tree.
 * `npm run -w @ferry/store migration > prisma/migrations/<time>_<name>/migration.sql`
 */
const path = new URL('../../../prisma/schema.prisma', import.meta.url);
const databaseUrl = process.env['DATABASE_URL'];
if (databaseUrl === undefined) throw new Error('DATABASE_URL must name a PostgreSQL database (nothing is written to it).');
const from = process.argv.includes('--from-empty') ? undefined : execFileSync('git', ['show', 'HEAD:prisma/schema.prisma'], { encoding: 'utf8' });
process.stdout.write(await diffSchemas(from, await readFile(path, 'utf8'), databaseUrl));
