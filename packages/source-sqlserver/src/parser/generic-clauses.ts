import type { Cursor } from './cursor';

/**
 * What may follow the name in statements whose details are passed over, by verb and kind of object; `.` where the statement may end
 * there. Kinds that are missing are not checked. Source: the CREATE and ALTER statements of the Transact-SQL reference.
 */
const table = `CREATE DATABASE: . ON CONTAINMENT COLLATE WITH LOG AS FOR ( EDITION
ALTER DATABASE: SET MODIFY ADD REMOVE COLLATE REBUILD FAILOVER FORCE_FAILOVER_ALLOW_DATA_LOSS PERFORM_CUTOVER
CREATE ENDPOINT: STATE AUTHORIZATION AS
ALTER ENDPOINT: STATE AFFINITY AS AUTHORIZATION FOR
CREATE WORKLOAD GROUP: . WITH USING
ALTER WORKLOAD GROUP: . WITH USING
CREATE RESOURCE POOL: . WITH
ALTER RESOURCE POOL: . WITH
CREATE EXTERNAL RESOURCE POOL: . WITH
ALTER EXTERNAL RESOURCE POOL: . WITH
CREATE EVENT SESSION: ON
ALTER EVENT SESSION: ON
CREATE EVENT NOTIFICATION: ON
CREATE SERVER AUDIT: TO
ALTER SERVER AUDIT: TO WITH MODIFY WHERE REMOVE
CREATE SERVER AUDIT SPECIFICATION: FOR
ALTER SERVER AUDIT SPECIFICATION: . FOR ADD DROP WITH
CREATE DATABASE AUDIT SPECIFICATION: FOR
ALTER DATABASE AUDIT SPECIFICATION: . FOR ADD DROP WITH
CREATE SERVICE: AUTHORIZATION ON
ALTER SERVICE: ON (
CREATE CONTRACT: AUTHORIZATION (
CREATE MESSAGE TYPE: . AUTHORIZATION VALIDATION
ALTER MESSAGE TYPE: VALIDATION
CREATE ROUTE: AUTHORIZATION WITH
ALTER ROUTE: WITH
CREATE QUEUE: . WITH ON
ALTER QUEUE: WITH REBUILD REORGANIZE MOVE
CREATE LOGIN: WITH FROM
ALTER LOGIN: WITH ENABLE DISABLE ADD DROP
CREATE USER: . WITH FOR FROM WITHOUT
ALTER USER: WITH
CREATE ROLE: . AUTHORIZATION
ALTER ROLE: ADD DROP WITH
CREATE SERVER ROLE: . AUTHORIZATION
ALTER SERVER ROLE: ADD DROP WITH
CREATE APPLICATION ROLE: WITH
ALTER APPLICATION ROLE: WITH
CREATE CERTIFICATE: AUTHORIZATION FROM ENCRYPTION WITH ACTIVE
ALTER CERTIFICATE: REMOVE WITH ATTESTED
CREATE ASYMMETRIC KEY: AUTHORIZATION FROM WITH ENCRYPTION
ALTER ASYMMETRIC KEY: REMOVE WITH ATTESTED
CREATE SYMMETRIC KEY: AUTHORIZATION FROM WITH
ALTER SYMMETRIC KEY: ADD DROP
CREATE CREDENTIAL: WITH
ALTER CREDENTIAL: WITH
CREATE DATABASE SCOPED CREDENTIAL: WITH
ALTER DATABASE SCOPED CREDENTIAL: WITH
CREATE REMOTE SERVICE BINDING: AUTHORIZATION TO
ALTER REMOTE SERVICE BINDING: WITH
CREATE EXTERNAL DATA SOURCE: WITH
ALTER EXTERNAL DATA SOURCE: SET
CREATE EXTERNAL FILE FORMAT: WITH
CREATE FULLTEXT STOPLIST: . FROM AUTHORIZATION
ALTER FULLTEXT STOPLIST: ADD DROP
CREATE SEARCH PROPERTY LIST: . FROM AUTHORIZATION
ALTER SEARCH PROPERTY LIST: ADD DROP
ALTER FULLTEXT CATALOG: REBUILD REORGANIZE AS
ALTER PARTITION FUNCTION: (
ALTER PARTITION SCHEME: NEXT
CREATE BROKER PRIORITY: FOR
ALTER BROKER PRIORITY: FOR
CREATE COLUMN MASTER KEY: WITH
CREATE COLUMN ENCRYPTION KEY: WITH
ALTER COLUMN ENCRYPTION KEY: ADD DROP
CREATE CRYPTOGRAPHIC PROVIDER: FROM
ALTER CRYPTOGRAPHIC PROVIDER: FROM ENABLE DISABLE
ALTER ASSEMBLY: FROM WITH DROP ADD
ALTER XML SCHEMA COLLECTION: ADD
ALTER FULLTEXT INDEX: ON
CREATE FULLTEXT INDEX: ON
ALTER SERVER CONFIGURATION: SET
ALTER DATABASE SCOPED CONFIGURATION: SET CLEAR FOR
ALTER RESOURCE GOVERNOR: WITH RECONFIGURE DISABLE RESET
CREATE DATABASE ENCRYPTION KEY: WITH
ALTER DATABASE ENCRYPTION KEY: REGENERATE ENCRYPTION
CREATE MASTER KEY: . ENCRYPTION
ALTER MASTER KEY: REGENERATE FORCE ADD DROP ENCRYPTION
ALTER SERVICE MASTER KEY: REGENERATE FORCE WITH ADD DROP`;

interface Clauses {
  readonly words: ReadonlySet<string>;
  readonly mayEnd: boolean;
  readonly shown: string;
}

const clauses = new Map<string, Clauses>(
  table.split('\n').map((line) => {
    const colon = line.indexOf(':');
    const words = line.slice(colon + 1).trim().split(' ');
    const shown = words.filter((word) => word !== '.').slice(0, 4).join(', ');
    return [line.slice(0, colon), { words: new Set(words), mayEnd: words.includes('.'), shown: words.length > 5 ? `${shown} ...` : shown }];
  }),
);

const upperAt = (p: Cursor, index: number): string => p.text.slice(p.startAt(index), p.endAt(index)).toUpperCase();

/** Checks what stands behind the name of a statement whose details are passed over; `ended` when the statement ends there. */
export function checkFirstClause(p: Cursor, verb: string, objectType: string, ended: boolean): void {
  const known = clauses.get(`${verb} ${objectType}`);
  if (known === undefined || p.failed || (ended ? known.mayEnd : known.words.has(upperAt(p, p.position)))) return;
  p.expected(known.shown, `after the name of the ${objectType.toLowerCase()}`);
}

/** Words before which a kind of object may stand at the beginning of a line without being the beginning of a statement. */
const leading = new Set(['ON', 'FOR', 'BY', 'TO', 'FROM', 'WITH', 'AS', 'SET', 'ADD', 'DROP', 'MODIFY', 'CREATE', 'ALTER', 'ANY']);

/** Reports a line, in what was passed over, that begins with the kind of object itself: its CREATE, ALTER or DROP is missing. */
export function checkRepeatedKind(p: Cursor, objectType: string, from: number, end: number): void {
  const words = objectType.split(' ');
  for (let index = from + 1; index < end; index++) {
    if (!p.beginsLine(index) || leading.has(upperAt(p, index - 1)) || !words.every((word, i) => upperAt(p, Math.min(index + i, p.endIndex)) === word)) continue;
    p.position = index;
    p.expected('CREATE, ALTER or DROP', `before ${objectType}`);
    return;
  }
}
