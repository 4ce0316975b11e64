// Time and peak memory of `ferry convert --verify none` on generated tables of 20 columns each, in two sizes: what grows faster than
// the number of tables shows.
import { spawnSync } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';

const types = ['int NOT NULL', 'nvarchar(100) NULL', 'decimal(18, 4) NOT NULL DEFAULT ((0))', 'datetime NULL DEFAULT (getdate())', 'bit NOT NULL DEFAULT ((1))', 'uniqueidentifier NOT NULL DEFAULT (newid())', 'varchar(max) NULL', 'money NULL', 'smallint NULL', 'varbinary(50) NULL'];

/** A table with an identity, keys, a check and an index; each refers to the one before. */
function tableText(i) {
  const columns = Array.from({ length: 18 }, (_, c) => `    [Column${c}] ${types[(i + c) % types.length]},`);
  const parent = i === 0 ? '' : `,\n    CONSTRAINT [FK_Table${i}_Table${i - 1}] FOREIGN KEY ([ParentId]) REFERENCES [s${(i - 1) % 50}].[Table${i - 1}] ([Id])`;
  return `CREATE TABLE [s${i % 50}].[Table${i}] (\n    [Id] int IDENTITY(1, 1) NOT NULL,\n${columns.join('\n')}\n    [ParentId] int NULL,\n    CONSTRAINT [PK_Table${i}] PRIMARY KEY CLUSTERED ([Id]),\n    CONSTRAINT [CK_Table${i}] CHECK ([ParentId] > (0) OR [ParentId] IS NULL)${parent}\n);\nGO\nCREATE INDEX [IX_Table${i}] ON [s${i % 50}].[Table${i}] ([ParentId] DESC) INCLUDE ([Column1]);\nGO\n`;
}

async function writeTables(file, count) {
  const out = createWriteStream(file);
  for (let s = 0; s < 50; s++) out.write(`CREATE SCHEMA [s${s}];\nGO\n`);
  for (let i = 0; i < count; i++) if (!out.write(tableText(i))) await once(out, 'drain');
  out.end();
  await once(out, 'close');
}

/** @param command words of node that convert a script, `--out` and the script left out; it prints `peak <kilobytes>` at its end */
export async function benchTables(command, quick) {
  const folder = mkdtempSync(path.join(tmpdir(), 'ferry-tables-'));
  try {
    console.log('\ntables of 20 columns      seconds   peak MB');
    for (const count of quick ? [2_000, 4_000] : [5_000, 10_000, 20_000]) {
      const file = path.join(folder, `${count}.sql`);
      await writeTables(file, count);
      const started = performance.now();
      const result = spawnSync(process.execPath, [...command, file, '--verify', 'none', '--quiet', '--out', path.join(folder, `out-${count}`)], { encoding: 'utf8' });
      const seconds = (performance.now() - started) / 1000;
      if (result.status !== 0) throw new Error(result.stderr);
      console.log(`${String(count).padEnd(24)} ${seconds.toFixed(1).padStart(8)} ${(Number(/^peak (\d+)$/m.exec(result.stderr)?.[1] ?? 0) / 1024).toFixed(0).padStart(9)}`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
