import type { Catalog, CatalogObject } from '@ferry/catalog';
import type { SourceName } from '@ferry/conversion';
import { AppError } from '@ferry/kernel';
import type { Run } from '@ferry/kernel';
import type { ServerAddress } from '@ferry/kernel/network';
import { nameOf, namesQuery, readDatabase, readObject, readSizes, serverFacts, serverQuery } from '../introspection';
import type { ServerFacts, TableSizes } from '../introspection';
import { readScripts } from '../script';
import { askOf, openSession } from './session';
import type { Session } from './session';

async function readFacts(session: Session, address: ServerAddress): Promise<ServerFacts> {
  let facts: ServerFacts | undefined;
  await askOf(session, 0)(serverQuery, (row) => {
    facts = serverFacts(row);
  });
  if (facts === undefined) throw new AppError('not-found', { public: `The server does not know the database "${address.database}". Check its name.` });
  return facts;
}

/** The names of a live database, by one question. @throws AppError like `readCatalog` */
export async function readNames(address: ServerAddress, run: Run): Promise<{ database: string; names: readonly SourceName[] }> {
  const session = await openSession(address, run);
  try {
    const facts = await readFacts(session, address);
    const names: SourceName[] = [];
    await askOf(session, facts.version)(namesQuery, (row) => {
      const name = nameOf(row);
      if (name !== undefined) names.push(name);
    });
    return { database: facts.database, names };
  } finally {
    await session.close();
  }
}

/**
 * Reads one object of a live database, by a handful of questions about it alone.
 * @param object as `readNames` tells it
 * @throws AppError like `readCatalog`; `not-found` when it is gone
 */
export async function readOne(address: ServerAddress, object: Pick<SourceName, 'key' | 'kind'>, run: Run): Promise<Catalog> {
  const id = Number(object.key);
  const gone = (): AppError => new AppError('not-found', { public: 'The object is not in the database any more, or may not be seen. Refresh the source tree from the database.' });
  if (!Number.isInteger(id)) throw gone();
  const session = await openSession(address, run);
  try {
    const facts = await readFacts(session, address);
    const scripts = await readObject(facts, askOf(session, facts.version), id, object.kind, run);
    if (scripts.length === 0) throw gone();
    return await readScripts(scripts, { databaseName: facts.database, variables: {} }, run);
  } finally {
    await session.close();
  }
}

/**
 * Reads the catalogue of a live database. The definitions are written as scripts and read by the script reader: there is one way from
 * T-SQL to a catalogue, and every object of a live source has a text that people can read.
 * @throws AppError with a cure when the server cannot be reached or read, or `cancelled`
 */
export async function readCatalog(address: ServerAddress, run: Run): Promise<Catalog> {
  const session = await openSession(address, run);
  try {
    const facts = await readFacts(session, address);
    run.log('info', `Connected to SQL Server ${facts.versionText}, database ${facts.database}.`, { module: 'loader' });
    const scripts = await readDatabase(facts, askOf(session, facts.version), run);
    run.log('info', `Read the definitions of ${scripts.length} objects.`, { module: 'loader' });
    const sizes = await readSizes(askOf(session, facts.version), run);
    const catalog = await readScripts(scripts, { databaseName: facts.database, variables: {} }, run);
    return { ...catalog, objects: catalog.objects.map((object) => withSize(object, sizes)) };
  } finally {
    await session.close();
  }
}

function withSize(object: CatalogObject, sizes: TableSizes): CatalogObject {
  const size = object.kind === 'TABLE' ? sizes(object.schema, object.name) : undefined;
  return object.kind === 'TABLE' && size !== undefined ? { ...object, size } : object;
}
