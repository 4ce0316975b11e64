import { AppError } from '@ferry/kernel';
import type { Command } from 'commander';
import { exitCodes } from '../exit-code';
import { withProgress } from '../shell';
import type { Shell } from '../shell';

interface ApplyFlags {
  readonly target: string;
  readonly dryRun?: boolean;
  readonly oneTransaction?: boolean;
  readonly dropAndCreate?: boolean;
  readonly quiet?: boolean;
  readonly json?: boolean;
}

/** @throws AppError `invalid-input`; a connection string is not repeated in it, it may hold a password. */
function readTarget(text: string): string {
  if (/^postgres(ql)?:\/\//.test(text) && URL.canParse(text)) return text;
  throw new AppError('invalid-input', { public: '--target takes a connection string such as postgres://user@host:5432/database. The password may stand in it, in PGPASSWORD, or in ~/.pgpass.' });
}

const runApply = (folder: string, flags: ApplyFlags, shell: Shell): Promise<number> =>
  withProgress(shell, flags, async (run) => {
    const target = readTarget(flags.target);
    const { apply } = await import('./apply');
    const { applyText, lacksText } = await import('./apply-text');
    const report = await apply({ folder, target, dryRun: flags.dryRun === true, oneTransaction: flags.oneTransaction === true, dropAndCreate: flags.dropAndCreate === true }, run, (lacks) => {
      if (lacks.length > 0 && flags.json !== true) shell.terminal.err(lacksText(lacks));
    });
    return async () => {
      if (flags.json === true) shell.terminal.out(`${JSON.stringify(report, null, 2)}\n`);
      else if (flags.quiet !== true) shell.terminal.out(applyText(report));
      return report.counts.failed > 0 ? exitCodes.refused : exitCodes.done;
    };
  });

const runDrift = (folder: string, flags: ApplyFlags, shell: Shell): Promise<number> =>
  withProgress(shell, flags, async (run) => {
    const { drift, driftText } = await import('./drift');
    const report = await drift(folder, readTarget(flags.target), run);
    return async () => {
      shell.terminal.out(flags.json === true ? `${JSON.stringify(report, null, 2)}\n` : driftText(report));
      return report.drift.length > 0 ? exitCodes.refused : exitCodes.done;
    };
  });

/** `ferry drift`. */
export function addDrift(program: Command, shell: Shell): void {
  program
    .command('drift')
    .description('compare a server with what ferry convert wrote: what is missing, changed or extra there; nothing is changed. Exit code 3 when they differ')
    .argument('<folder>', 'the output folder of ferry convert')
    .requiredOption('--target <url>', 'the server: postgres://user@host:port/database; the password in it, in PGPASSWORD, or in ~/.pgpass')
    .option('--quiet', 'no progress')
    .option('--json', 'print every difference as JSON')
    .action(async (folder: string, flags: ApplyFlags) => shell.exit(await runDrift(folder, flags, shell)));
}

/** `ferry apply`. */
export function addApply(program: Command, shell: Shell): void {
  program
    .command('apply')
    .description('apply what ferry convert wrote to a real server, object by object; applying again changes nothing')
    .argument('<folder>', 'the output folder of ferry convert')
    .requiredOption('--target <url>', 'where to: postgres://user@host:port/database; the password in it, in PGPASSWORD, or in ~/.pgpass')
    .option('--dry-run', 'change nothing; tell what would be done')
    .option('--one-transaction', 'all in one transaction: when one object fails, none is applied')
    .option('--drop-and-create', 'drop what is there already and create it again, in place of replacing what has changed; tables with rows stay')
    .option('--quiet', 'no progress and no summary')
    .option('--json', 'print what became of every object as JSON')
    .action(async (folder: string, flags: ApplyFlags) => shell.exit(await runApply(folder, flags, shell)));
}
