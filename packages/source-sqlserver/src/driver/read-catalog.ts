import type { Catalog } from '@ferry/catalog';
import { AppError } from '@ferry/kernel';
import type { Run } from '@ferry/kernel';
import type { ServerAddress } from '@ferry/kernel/network';
import { readDatabase, serverFacts, serverQuery } from '../introspection';
import type { ServerFacts } from '../introspection';
import { readScripts } from '../script';
import { askOf, openSession } from './session';

/**
 * Reads the catalogue of a live database. The definitions are written as scripts and read by the script reader: there is one way from
 * T-SQL to a catalogue, and every object of a live source has a text that people can read.
 * @throws AppError with a cure when the server cannot be reached or read, or `cancelled`
 */
export async function readCatalog(address: ServerAddress, run: Run): Promise<Catalog> {
  const session = await openSession(address, run);
  try {
    let facts: ServerFacts | undefined;
    await askOf(session, 0)(serverQuery, (row) => {
      facts = serverFacts(row);
    });
    if (facts === undefined) throw new AppError('not-found', { public: `The server does not know the database "${address.database}". Check its name.` });
    run.log('info', `Connected to SQL Server ${facts.versionText}, database ${facts.database}.`, { module: 'loader' });
    const scripts = await readDatabase(facts, askOf(session, facts.version), run);
    run.log('info', `Read the definitions of ${scripts.length} objects.`, { module: 'loader' });
    return await readScripts(scripts, { databaseName: facts.database, variables: {} }, run);
  } finally {
    await session.close();
  }
}
