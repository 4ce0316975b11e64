import { failed, limited, passed, reachHost, reachPort, walkChecks } from '@ferry/kernel/network';
import type { ConnectionTest, Finding, ServerAddress } from '@ferry/kernel/network';
import { toAppError } from '@ferry/kernel';
import { bit, defineQuery, serverFacts, serverQuery } from '../introspection';
import { loginFinding } from './refusals';
import { openPool, openSession, splitInstance } from './session';
import type { Session } from './session';

/** Oldest major version that is read: 2008 R2. */
const oldest = 10;

/** The rights that reading needs, and those that only make it richer (https://docs.aws.amazon.com/dms/latest/userguide/dm-data-providers-source-sql-server.html). */
export const rightsQuery = defineQuery({
  name: 'rights',
  since: 0,
  outputs: {
    definition: bit("CAST(HAS_PERMS_BY_NAME(DB_NAME(), 'DATABASE', 'VIEW DEFINITION') AS bit)"),
    databaseState: bit("CAST(HAS_PERMS_BY_NAME(DB_NAME(), 'DATABASE', 'VIEW DATABASE STATE') AS bit)"),
    serverState: bit("CAST(HAS_PERMS_BY_NAME(NULL, NULL, 'VIEW SERVER STATE') AS bit)"),
    anyDefinition: bit("CAST(HAS_PERMS_BY_NAME(NULL, NULL, 'VIEW ANY DEFINITION') AS bit)"),
  },
  from: [],
});

const quoted = (name: string): string => `[${name.replaceAll(']', ']]')}]`;

/** @param right a right without which something is missing only */
const optionalRight = (held: boolean | null, right: string, without: string, grant: string): Finding => (held === true ? passed(right, `Granted.`) : limited(right, `Not granted: ${without}`, grant));

async function inside(session: Session, address: ServerAddress): Promise<{ readonly findings: readonly Finding[]; readonly server: string }> {
  let facts: ReturnType<typeof serverFacts> | undefined;
  await session.ask(serverQuery, oldest, (row) => {
    facts = serverFacts({ version: String(row['version'] ?? ''), edition: Number(row['edition'] ?? 0), database: String(row['database'] ?? ''), collation: row['collation'] === null ? null : String(row['collation']) });
  });
  let rights: Readonly<Record<string, unknown>> = {};
  await session.ask(rightsQuery, oldest, (row) => {
    rights = row;
  });
  if (facts === undefined) return { findings: [failed('Database', 'The server does not say which database this is.', 'Check the database name.')], server: 'SQL Server' };
  const user = quoted(address.user);
  const database = facts.database;
  const held = (name: string): boolean => rights[name] === true;
  return {
    server: `SQL Server ${facts.versionText}`,
    findings: [
      passed('Login', `"${address.user}" is logged in.`),
      passed('Database', `The database "${database}" is there${facts.collation === null ? '' : `, with the collation ${facts.collation}`}.`),
      facts.version >= oldest ? passed('Version', `SQL Server ${facts.versionText}.`) : failed('Version', `SQL Server ${facts.versionText} is too old.`, '2008 R2 or newer is needed.'),
      held('definition') || held('anyDefinition')
        ? passed('VIEW DEFINITION', `"${address.user}" may read the definitions.`)
        : failed('VIEW DEFINITION', `"${address.user}" may not read the definitions of this database.`, `USE ${quoted(database)}; GRANT VIEW DEFINITION TO ${user};`),
      optionalRight(held('databaseState'), 'VIEW DATABASE STATE', 'AWS DMS asks for it; Ferry reads definitions, rows and sizes without it.', `USE ${quoted(database)}; GRANT VIEW DATABASE STATE TO ${user};`),
      optionalRight(held('serverState'), 'VIEW SERVER STATE', 'linked servers cannot be read.', `USE master; GRANT VIEW SERVER STATE TO ${user};`),
      optionalRight(held('anyDefinition'), 'VIEW ANY DEFINITION', 'logins and server objects cannot be read.', `USE master; GRANT VIEW ANY DEFINITION TO ${user};`),
    ],
  };
}

/** Logs in only: what refuses is worded by its cause. */
async function login(address: ServerAddress): Promise<Finding | undefined> {
  try {
    await (await openPool(address)).close();
    return undefined;
  } catch (thrown) {
    // How a server refuses a connection is what the test is for.
    return loginFinding(thrown, address);
  }
}

/** Tries a connection step by step, as far as it goes. Never throws for what is wrong with it: that is the answer. */
export async function testConnection(address: ServerAddress, signal: AbortSignal): Promise<ConnectionTest> {
  const walk = walkChecks();
  const { host, instance } = splitInstance(address.host);
  if (walk.stops(await reachHost(host))) return walk.ended();
  if (instance === undefined && walk.stops(await reachPort({ host, port: address.port }, { product: 'SQL Server', listens: 'that TCP/IP is enabled in its network configuration' }, signal))) return walk.ended();
  const refused = await login(address);
  if (refused !== undefined) {
    walk.stops(refused);
    return walk.ended();
  }
  walk.stops(passed('Encryption', address.tls === 'none' ? 'The connection is not encrypted.' : `The connection is encrypted (${address.tls}).`));
  const session = await openSession(address, { signal });
  try {
    const { findings, server } = await inside(session, address);
    for (const finding of findings) walk.stops(finding);
    return walk.ended(server);
  } catch (thrown) {
    // What the server refuses now is the answer, too.
    walk.stops(failed('Database', toAppError(thrown).message, 'Look at the log of the server, then test again.'));
    return walk.ended();
  } finally {
    await session.close();
  }
}
