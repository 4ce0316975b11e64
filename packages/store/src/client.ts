import { AppError } from '@ferry/kernel';
import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from '../generated/client';

/** A connection pool to Ferry's own state. Only repositories look inside. */
export interface Store {
  readonly db: PrismaClient;
  close(): Promise<void>;
}

/** What repositories take: the store's client, or a transaction of it. */
export type Database = Pick<PrismaClient, 'instanceProfile' | 'dataProvider' | 'secret' | 'storedFile' | 'migrationProject' | 'metadataNode' | 'nodeLink' | 'objectUse' | 'convertedObject' | 'actionItemOccurrence' | 'supportStatement' | 'targetEdit' | 'targetCodeVersion' | 'appliedUnit' | 'actionItemWork' | 'namedStatement' | 'request' | 'workRound' | 'workPiece' | 'logEvent' | '$queryRaw' | '$executeRaw'>;

type Transaction = Awaited<ReturnType<Awaited<ReturnType<PrismaPg['connect']>>['startTransaction']>>;

/**
 * One query after the other. Prisma reads several relations of a row at the same time, also inside of a transaction, which has one
 * connection only: `pg` lets the second wait today, and will refuse it in its next version.
 */
function oneAtATime(transaction: Transaction): Transaction {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn =
    <A extends readonly unknown[], R>(work: (...input: A) => Promise<R>) =>
    (...input: A): Promise<R> => {
      const own = last.then(() => work(...input));
      // Whoever asked learns of it; the next one goes on all the same.
      last = own.catch(() => undefined);
      return own;
    };
  transaction.queryRaw = inTurn(transaction.queryRaw.bind(transaction));
  transaction.executeRaw = inTurn(transaction.executeRaw.bind(transaction));
  return transaction;
}

function adapterOf(databaseUrl: string, connections: number): PrismaPg {
  const factory = new PrismaPg({ connectionString: databaseUrl, max: connections, idleTimeoutMillis: 30_000, connectionTimeoutMillis: 10_000 }, { onPoolError: () => undefined, onConnectionError: () => undefined });
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const adapter = await connect();
    const begin = adapter.startTransaction.bind(adapter);
    adapter.startTransaction = async (...input) => oneAtATime(await begin(...input));
    return adapter;
  };
  return factory;
}

/**
 * Opens the state. No connection is made before the first query.
 * @param databaseUrl `postgres://user:password@host:port/database`
 * @param connections most connections at a time
 */
export function openStore(databaseUrl: string, connections = 8): Store {
  const db = new PrismaClient({
    adapter: adapterOf(databaseUrl, connections),
    transactionOptions: { timeout: 120_000, maxWait: 20_000 },
  });
  return { db, close: () => db.$disconnect() };
}

/** Everything inside happens whole or not at all. */
export function inTransaction<T>(store: Store, work: (db: Database) => Promise<T>): Promise<T> {
  return store.db.$transaction((db) => work(db));
}

const codeOf = (thrown: unknown): string | undefined =>
  typeof thrown === 'object' && thrown !== null && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined;

/**
 * Words what the database refuses of a change (Prisma's codes: https://www.prisma.io/docs/orm/reference/error-reference).
 * @param what for people: `an instance profile named "x"`
 */
export async function changing<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    // The library reports constraint violations by throwing.
    switch (codeOf(thrown)) {
      case 'P2002':
        throw new AppError('already-exists', { public: `There is already ${what}.`, cause: thrown });
      case 'P2003':
        throw new AppError('invalid-state', { public: `${what} is in use, or something that it refers to was deleted meanwhile.`, cause: thrown });
      case 'P2025':
        throw new AppError('not-found', { public: `${what} does not exist any more.`, cause: thrown });
      default:
        throw thrown;
    }
  }
}
