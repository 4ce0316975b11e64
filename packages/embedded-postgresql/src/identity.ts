import { spawnSync } from 'node:child_process';
import { chownSync, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '@ferry/kernel';
import { copyForAll, program, type Installation } from './installation';

/** How PostgreSQL's programs are started, because they refuse to run as root. */
export interface Identity {
  /** For the log: who the server runs as. */
  readonly words: string;
  /** Command that runs the program given after it. */
  readonly prefix: readonly string[];
  /** For `spawn`: switch to this user first. */
  readonly uid?: number;
  readonly gid?: number;
  /** Who must own the data folder. */
  readonly owner?: { readonly uid: number; readonly gid: number };
}

const plain: Identity = { words: 'this user', prefix: [] };

/** A way to run PostgreSQL, and the programs that it can reach. */
export interface Way {
  readonly identity: Identity;
  readonly installation: Installation;
}

/**
 * Finds a way to run PostgreSQL on a folder. An ordinary user just runs it. For root the ways are tried in this order:
 * 1. the folder's own owner, when that is somebody else;
 * 2. a user namespace in which root has another number (needs nothing else, files stay root's);
 * 3. an unprivileged user that may pass folders closed to it (containers forbid namespaces but allow this);
 * 4. an unprivileged user, when the folders are open;
 * and once more with a copy of the programs under /var/lib, when they lie where nobody else may go.
 * Changes the folder's owner where the way needs it. Throws `unavailable` when none works.
 */
export function chooseWay(installation: Installation, folder: string): Way {
  if (process.platform === 'win32' || process.geteuid?.() !== 0) return { identity: plain, installation };
  const ways = waysForRoot(folder);
  const found = firstThatWorks(ways, installation, folder);
  if (found) return { identity: found, installation };
  const copy = copyForAll(installation);
  const second = copy ? firstThatWorks(ways, copy, folder) : undefined;
  if (copy && second) return { identity: second, installation: copy };
  throw new AppError('unavailable', {
    public:
      `PostgreSQL refuses to run as root, and no other identity can reach both ${installation.binDir} and ${folder}. ` +
      'Start Ferry as an ordinary user, or move it to a folder that every user may enter, or allow user namespaces, ' +
      'or set DATABASE_URL to a PostgreSQL of your own.',
  });
}

function firstThatWorks(ways: readonly Identity[], installation: Installation, folder: string): Identity | undefined {
  return ways.find((identity) => {
    if (identity.owner) giveTo(folder, identity.owner);
    return works(identity, installation, folder);
  });
}

function waysForRoot(folder: string): readonly Identity[] {
  const own = statSync(folder);
  const parent = statSync(path.dirname(folder));
  const users = passwd();
  const ordinary = users.find((user) => user.name === 'postgres') ?? users.find((user) => user.name === 'nobody');
  const known = (uid: number): PasswdEntry | undefined => (uid === 0 ? undefined : users.find((user) => user.uid === uid));
  const owner = known(own.uid);
  const host = known(parent.uid);
  return [
    ...(owner ? [asUser(owner), passingFolders(owner)] : []),
    // initdb wants a name for its number: take one that has.
    inNamespace(ordinary ?? users.find((user) => user.uid !== 0) ?? { name: 'postgres', uid: 1000, gid: 1000 }),
    ...(host ? [asUser(host)] : []),
    ...(ordinary ? [passingFolders(ordinary), asUser(ordinary)] : []),
  ];
}

const inNamespace = (user: PasswdEntry): Identity => ({
  words: 'root in a user namespace',
  prefix: ['unshare', '-U', `--map-user=${user.uid}`, `--map-group=${user.gid}`, '--'],
  owner: { uid: 0, gid: 0 },
});

const asUser = (user: PasswdEntry): Identity => ({
  words: `user ${user.name}`,
  prefix: [],
  uid: user.uid,
  gid: user.gid,
  owner: { uid: user.uid, gid: user.gid },
});

const passingFolders = (user: PasswdEntry): Identity => ({
  words: `user ${user.name}, allowed to pass closed folders`,
  prefix: [
    'setpriv',
    `--reuid=${user.uid}`,
    `--regid=${user.gid}`,
    '--clear-groups',
    '--inh-caps=+dac_override',
    '--ambient-caps=+dac_override',
    '--',
  ],
  owner: { uid: user.uid, gid: user.gid },
});

/**
 * `initdb --show` looks for its companions with access(), which lets nobody pass closed folders whatever their
 * privileges: it finds out what `postgres --version` would not.
 */
function works(identity: Identity, installation: Installation, folder: string): boolean {
  const script = 'cd "$1" && test -w . && "$2" --version && exec "$3" --show -D "$1"';
  const programs = [program(installation, 'postgres'), program(installation, 'initdb')];
  const [command = 'sh', ...rest] = [...identity.prefix, 'sh', '-c', script, 'sh', folder, ...programs];
  const result = spawnSync(command, rest, { cwd: '/', stdio: 'ignore', ...switchTo(identity) });
  return result.status === 0;
}

/** The part of `spawn`'s options that switches the user. */
export const switchTo = (identity: Identity): { uid?: number; gid?: number } =>
  identity.uid === undefined || identity.gid === undefined ? {} : { uid: identity.uid, gid: identity.gid };

/** Makes a folder and all in it belong to somebody; does nothing when the folder already does. */
export function giveTo(folder: string, owner: { uid: number; gid: number }): void {
  const now = lstatSync(folder);
  if (now.uid === owner.uid) return;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const child = path.join(folder, entry.name);
    if (entry.isDirectory()) giveTo(child, owner);
    else if (entry.isFile()) chownSync(child, owner.uid, owner.gid);
  }
  chownSync(folder, owner.uid, owner.gid);
}

interface PasswdEntry {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

function passwd(): readonly PasswdEntry[] {
  let text = '';
  try {
    text = readFileSync('/etc/passwd', 'utf8');
  } catch {
    // Probing: a system without this file has no users we could name.
    return [];
  }
  return text.split('\n').flatMap((line) => {
    const [name, , uid, gid] = line.split(':');
    return name && uid && gid ? [{ name, uid: Number(uid), gid: Number(gid) }] : [];
  });
}
