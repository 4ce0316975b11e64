// Installs packages of Debian or Ubuntu for the tests, when that is possible without asking anybody.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { run } from './step.mjs';

/** Why packages cannot be installed here, or undefined when they can. */
export function whyNoApt() {
  if (process.platform !== 'linux' || !existsSync('/usr/bin/apt-get')) return 'this is no Debian or Ubuntu';
  if (process.geteuid?.() !== 0) return 'only root may install packages';
  return undefined;
}

/** Installs packages; resolves to undefined, or to the reason why not. */
export async function aptInstall(names) {
  const reason = whyNoApt();
  if (reason) return reason;
  const env = { DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' };
  const install = () => run('apt-get', ['install', '-y', '--no-install-recommends', '-o', 'Dpkg::Options::=--force-confold', '-o', 'DPkg::Lock::Timeout=120', ...names], { env });
  await run('apt-get', ['update', '-o', 'DPkg::Lock::Timeout=120'], { env });
  const { code, output } = await install();
  if (code === 0) return undefined;
  return output.split('\n').findLast((line) => line.startsWith('E: ')) ?? `apt-get ended with ${code}`;
}

const server = '/usr/lib/postgresql/15/bin/postgres';
const checker = '/usr/share/postgresql/15/extension/plpgsql_check.control';

/** PostgreSQL 15 with plpgsql_check for the tests that need it; resolves to a note for the person, if there is one. */
export async function ensurePostgres15() {
  if (existsSync(server) && existsSync(checker)) return undefined;
  if (!whyNoApt() && !existsSync('/etc/postgresql-common')) {
    // We want the programs only: no server on port 5432 that nobody asked for.
    mkdirSync('/etc/postgresql-common', { recursive: true });
    writeFileSync('/etc/postgresql-common/createcluster.conf', 'create_main_cluster = false\n');
  }
  const reason = await aptInstall(['postgresql-15', 'postgresql-15-plpgsql-check']);
  if (!reason) return "Installed Debian's postgresql-15 and postgresql-15-plpgsql-check.";
  return `Tests on PostgreSQL 15 are skipped: postgresql-15 and postgresql-15-plpgsql-check are not installed, and ${reason}.`;
}
