import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync, rmdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '@ferry/kernel';
import { chooseWay, switchTo, type Way } from './identity';
import { program, type Installation } from './installation';
import { isAlive } from './process';

/** The one role of a new cluster; its password lies beside the data. */
export const adminRole = 'ferry';

const passwordFile = 'ferry-password';

/** A data folder that a server can be started on. */
export interface DataFolder extends Way {
  /** Absolute, without symbolic links. */
  readonly dir: string;
  readonly password: string;
}

/**
 * Opens a data folder, making it when it is not there. A new one is built beside its place and renamed, so that a
 * machine that goes down in between leaves no half-made cluster.
 * Errors (`invalid-state`): the folder is of another major version, holds something else, or is incomplete.
 */
export async function openDataFolder(installation: Installation, wanted: string, options: { readonly durable: boolean }): Promise<DataFolder> {
  mkdirSync(path.dirname(path.resolve(wanted)), { recursive: true, mode: 0o700 });
  const dir = path.join(realpathSync(path.dirname(path.resolve(wanted))), path.basename(wanted));
  removeUnfinished(dir);
  if (isEmptyOrMissing(dir)) return create(installation, dir, options.durable);
  checkVersion(installation, dir);
  const way = chooseWay(installation, dir);
  const password = readPassword(dir) ?? (await resetPassword(way, dir));
  return { ...way, dir, password };
}

function isEmptyOrMissing(dir: string): boolean {
  return !existsSync(dir) || readdirSync(dir).length === 0;
}

function checkVersion(installation: Installation, dir: string): void {
  const versionFile = path.join(dir, 'PG_VERSION');
  if (!existsSync(versionFile)) {
    throw new AppError('invalid-state', {
      public: `${dir} is not empty and not a PostgreSQL data folder (it has no PG_VERSION). Move it away, or name another folder in FERRY_DATA_DIR.`,
    });
  }
  const found = readFileSync(versionFile, 'utf8').trim();
  if (found !== String(installation.major)) {
    throw new AppError('invalid-state', {
      public:
        `${dir} was made by PostgreSQL ${found || '(unknown)'}, but this Ferry brings PostgreSQL ${installation.major}, which cannot read it. ` +
        `Dump it with PostgreSQL ${found || 'of that version'} (pg_dumpall), move the folder away, start again and restore the dump; ` +
        'or move it away to begin anew; or run that PostgreSQL yourself and set DATABASE_URL.',
    });
  }
  if (!existsSync(path.join(dir, 'global', 'pg_control'))) {
    throw new AppError('invalid-state', {
      public: `The PostgreSQL data folder ${dir} is incomplete (global/pg_control is missing). Restore it from a backup, or move it away to begin anew.`,
    });
  }
}

async function create(installation: Installation, dir: string, durable: boolean): Promise<DataFolder> {
  const unfinished = `${dir}.new-${process.pid}-${randomBytes(4).toString('hex')}`;
  const password = randomBytes(24).toString('base64url');
  mkdirSync(unfinished, { mode: 0o700 });
  try {
    const way = chooseWay(installation, unfinished);
    await initialise(way, unfinished, password, durable);
    writePassword(unfinished, password, way);
    if (existsSync(dir)) rmdirSync(dir);
    renameSync(unfinished, dir);
    return { ...way, dir, password };
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    throw error;
  }
}

/** Folders that a killed process left half made beside this one. */
function removeUnfinished(dir: string): void {
  const prefix = `${path.basename(dir)}.new-`;
  for (const name of readdirSync(path.dirname(dir))) {
    if (!name.startsWith(prefix)) continue;
    const pid = Number(name.slice(prefix.length).split('-')[0]);
    if (!isAlive(pid)) rmSync(path.join(path.dirname(dir), name), { recursive: true, force: true });
  }
}

async function initialise(way: Way, dir: string, password: string, durable: boolean): Promise<void> {
  // The built-in provider sorts by code point and folds case by Unicode, the same on every system; it came with 17.
  const locale = way.installation.major >= 17 ? ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'] : ['--locale=C.UTF-8'];
  const secret = `${dir}.password`;
  writeFileSync(secret, `${password}\n`, { mode: 0o600 });
  giveFile(secret, way);
  try {
    const args = ['-D', dir, '-U', adminRole, '-E', 'UTF8', ...locale, '--auth=scram-sha-256', `--pwfile=${secret}`, '--no-instructions'];
    if (!durable) args.push('--no-sync');
    await runProgram(way, 'initdb', args, '');
  } finally {
    rmSync(secret, { force: true });
  }
}

function readPassword(dir: string): string | undefined {
  const file = path.join(dir, passwordFile);
  return existsSync(file) ? readFileSync(file, 'utf8').trim() || undefined : undefined;
}

function giveFile(file: string, { identity }: Way): void {
  if (identity.owner) chownSync(file, identity.owner.uid, identity.owner.gid);
}

function writePassword(dir: string, password: string, way: Way): void {
  const file = path.join(dir, passwordFile);
  writeFileSync(file, `${password}\n`, { mode: 0o600 });
  chmodSync(file, 0o600);
  giveFile(file, way);
}

/** Somebody lost the password file: whoever may write the data folder may also set a new one in single-user mode. */
async function resetPassword(way: Way, dir: string): Promise<string> {
  const password = randomBytes(24).toString('base64url');
  const statement = `ALTER ROLE "${adminRole}" PASSWORD '${password}'\n`;
  await runProgram(way, 'postgres', ['--single', '-D', dir, 'postgres'], statement);
  writePassword(dir, password, way);
  return password;
}

/** Runs a program of PostgreSQL to its end; throws `unavailable` with its last words if it fails. */
async function runProgram({ installation, identity }: Way, name: 'initdb' | 'postgres', args: readonly string[], input: string): Promise<void> {
  const [command = '', ...rest] = [...identity.prefix, program(installation, name), ...args];
  const child = spawn(command, rest, { cwd: path.parse(args[1] ?? '/').root || '/', env: serverEnvironment(), stdio: 'pipe', windowsHide: true, ...switchTo(identity) });
  let output = '';
  const keep = (chunk: Buffer): void => void (output = (output + chunk.toString('utf8')).slice(-4000));
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  child.stdin.on('error', (error) => keep(Buffer.from(error.message)));
  child.stdin.end(input);
  const code = await new Promise<number | string | null>((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('close', (status) => resolve(status));
  });
  if (code === 0) return;
  throw new AppError('unavailable', {
    public: `PostgreSQL's ${name} failed (${String(code)}): ${output.trim().split('\n').slice(-3).join(' ') || 'no output'}`,
    internal: output,
  });
}

/** The server speaks English and UTC, whatever the machine is set to; nothing of ours leaks into it. */
export function serverEnvironment(): Record<string, string> {
  const kept = ['PATH', 'SystemRoot', 'SYSTEMROOT', 'TEMP', 'TMP', 'TMPDIR', 'ComSpec', 'USERPROFILE', 'USERNAME'];
  const environment: Record<string, string> = { LC_ALL: 'C', LANG: 'C', TZ: 'UTC' };
  for (const name of kept) {
    const value = process.env[name];
    if (value !== undefined) environment[name] = value;
  }
  return environment;
}
