import { T } from '../lexer';
import type { DefinitionVerb, GenericDefinition, QualifiedName, Statement } from '../syntax';
import { parseAlterTable } from './alter-table';
import type { Cursor } from './cursor';
import { checkFirstClause, checkRepeatedKind } from './generic-clauses';
import { parseAlterIndex, parseCreateFullTextIndex, parseCreateIndex, parseCreateSpatialIndex, parseCreateStatistics, parseCreateXmlIndex } from './indexes';
import { atName, parseQualifiedName } from './names';
import {
  parseAlterAuthorization, parseAlterSchema, parseCreateAssembly, parseCreateDefault, parseCreateFullTextCatalog, parseCreatePartitionFunction, parseCreatePartitionScheme,
  parseCreateRule, parseCreateSchema, parseCreateSynonym, parseCreateXmlSchemaCollection,
} from './objects';
import { skipToStatementEnd } from './recovery';
import { parseCreateAggregate, parseCreateFunction, parseCreateProcedure } from './routines';
import { parseSecurityPolicy } from './security-policies';
import { parseSequence } from './sequences';
import { parseCreateTable } from './tables';
import { checkTail } from './tails';
import { parseCreateTrigger } from './triggers';
import { parseCreateType } from './types';
import { parseCreateView } from './views';

/** CREATE, CREATE OR ALTER; CREATE is next. */
export function parseCreate(p: Cursor, start: number): Statement {
  p.advance();
  const verb: DefinitionVerb = p.acceptWords('OR', 'ALTER') ? 'CREATE OR ALTER' : 'CREATE';
  const module_ = parseModule(p, start, verb);
  if (module_) return module_;
  switch (p.word()) {
    case 'TABLE':
      return parseCreateTable(p, start);
    case 'EXTERNAL':
      return p.word(1) === 'TABLE' ? parseCreateTable(p, start) : parseGeneric(p, start, 'CREATE');
    case 'UNIQUE':
    case 'CLUSTERED':
    case 'NONCLUSTERED':
    case 'INDEX':
    case 'COLUMNSTORE':
      return parseCreateIndex(p, start);
    case 'PRIMARY':
    case 'SELECTIVE':
      return parseCreateXmlIndex(p, start);
    case 'XML':
      return p.word(1) === 'SCHEMA' ? parseCreateXmlSchemaCollection(p, start) : parseCreateXmlIndex(p, start);
    case 'SPATIAL':
      return parseCreateSpatialIndex(p, start);
    case 'FULLTEXT':
      if (p.word(1) === 'INDEX') return parseCreateFullTextIndex(p, start);
      return p.word(1) === 'CATALOG' ? parseCreateFullTextCatalog(p, start) : parseGeneric(p, start, 'CREATE');
    case 'STATISTICS':
      return parseCreateStatistics(p, start);
    case 'TYPE':
      return parseCreateType(p, start);
    case 'SCHEMA':
      return parseCreateSchema(p, start);
    case 'SEQUENCE':
      return parseSequence(p, start, 'CREATE');
    case 'SYNONYM':
      return parseCreateSynonym(p, start);
    case 'PARTITION':
      return p.word(1) === 'FUNCTION' ? parseCreatePartitionFunction(p, start) : parseCreatePartitionScheme(p, start);
    case 'RULE':
      return parseCreateRule(p, start);
    case 'DEFAULT':
      return parseCreateDefault(p, start);
    case 'AGGREGATE':
      return parseCreateAggregate(p, start);
    case 'ASSEMBLY':
      return parseCreateAssembly(p, start);
    case 'SECURITY':
      return parseSecurityPolicy(p, start, 'CREATE');
    default:
      return parseGeneric(p, start, 'CREATE');
  }
}

/** ALTER; it is next. */
export function parseAlter(p: Cursor, start: number): Statement {
  p.advance();
  const module_ = parseModule(p, start, 'ALTER');
  if (module_) return module_;
  switch (p.word()) {
    case 'TABLE':
      return parseAlterTable(p, start);
    case 'INDEX':
      return parseAlterIndex(p, start);
    case 'SEQUENCE':
      return parseSequence(p, start, 'ALTER');
    case 'SCHEMA':
      return parseAlterSchema(p, start);
    case 'AUTHORIZATION':
      return parseAlterAuthorization(p, start);
    case 'SECURITY':
      return parseSecurityPolicy(p, start, 'ALTER');
    default:
      return parseGeneric(p, start, 'ALTER');
  }
}

/** A view, routine or trigger; undefined when something else is next. */
function parseModule(p: Cursor, start: number, verb: DefinitionVerb): Statement | undefined {
  switch (p.word()) {
    case 'PROC':
    case 'PROCEDURE':
      return parseCreateProcedure(p, start, verb);
    case 'FUNCTION':
      return parseCreateFunction(p, start, verb);
    case 'TRIGGER':
      return parseCreateTrigger(p, start, verb);
    case 'VIEW':
      return parseCreateView(p, start, verb);
    case 'MATERIALIZED':
      return p.word(1) === 'VIEW' && !isViewAction(p) ? parseCreateView(p, start, verb) : undefined;
    default:
      return undefined;
  }
}

/** `ALTER MATERIALIZED VIEW v REBUILD | DISABLE`. */
function isViewAction(p: Cursor): boolean {
  let ahead = 3;
  while (p.kind(ahead) === T.Dot) ahead += 2;
  return p.word(ahead) === 'REBUILD' || p.word(ahead) === 'DISABLE';
}

/**
 * Kinds of objects that no conversion uses in detail: their words. Source: the CREATE, ALTER and DROP statements of the Transact-SQL
 * reference.
 */
const genericTypes: readonly (readonly string[])[] = `APPLICATION ROLE|ASSEMBLY|ASYMMETRIC KEY|AVAILABILITY GROUP|BROKER PRIORITY|CERTIFICATE|COLUMN ENCRYPTION KEY|COLUMN MASTER KEY|CONTRACT|
CREDENTIAL|CRYPTOGRAPHIC PROVIDER|DATABASE AUDIT SPECIFICATION|DATABASE ENCRYPTION KEY|DATABASE SCOPED CONFIGURATION|DATABASE SCOPED CREDENTIAL|DATABASE|ENDPOINT|EVENT NOTIFICATION|EVENT SESSION|
EXTERNAL DATA SOURCE|EXTERNAL FILE FORMAT|EXTERNAL LANGUAGE|EXTERNAL LIBRARY|EXTERNAL MODEL|EXTERNAL RESOURCE POOL|EXTERNAL STREAM|EXTERNAL STREAMING JOB|EXTERNAL TABLE|FULLTEXT CATALOG|FULLTEXT INDEX|FULLTEXT STOPLIST|LOGIN|MASTER KEY|MESSAGE TYPE|PARTITION FUNCTION|PARTITION SCHEME|
QUEUE|REMOTE SERVICE BINDING|RESOURCE GOVERNOR|RESOURCE POOL|ROLE|ROUTE|SEARCH PROPERTY LIST|SERVER AUDIT SPECIFICATION|SERVER AUDIT|SERVER CONFIGURATION|SERVER ROLE|SERVICE MASTER KEY|SERVICE|SIGNATURE|
SYMMETRIC KEY|USER|WORKLOAD GROUP|WORKLOAD CLASSIFIER|XML SCHEMA COLLECTION|XML INDEX|TYPE|AGGREGATE|VECTOR INDEX|JSON INDEX|SENSITIVITY CLASSIFICATION|COUNTER SIGNATURE|TABLE|VIEW|STATISTICS|MATERIALIZED VIEW|FEDERATION`
  .split('|')
  .map((type) => type.trim().split(' '));

const wordAt = (p: Cursor, ahead: number): string => {
  const index = Math.min(p.position + ahead, p.endIndex);
  return p.text.slice(p.startAt(index), p.endAt(index)).toUpperCase();
};

/** Kinds of which there is one, or that are told by what they stand on. */
const nameless = new Set(['MASTER KEY', 'SERVICE MASTER KEY', 'DATABASE ENCRYPTION KEY', 'RESOURCE GOVERNOR', 'SERVER CONFIGURATION', 'DATABASE SCOPED CONFIGURATION', 'FULLTEXT INDEX', 'SIGNATURE', 'COUNTER SIGNATURE', 'SENSITIVITY CLASSIFICATION']);

/** Words that go on with an ALTER, by the kind of object, when they begin a line. Source: the ALTER statements of the Transact-SQL reference. */
const goesOn = new Map<string, ReadonlySet<string>>(
  Object.entries({
    'DATABASE': 'SET', 'DATABASE SCOPED CONFIGURATION': 'SET', 'SERVER CONFIGURATION': 'SET', 'FULLTEXT INDEX': 'SET ENABLE DISABLE', 'XML INDEX': 'SET', 'EXTERNAL DATA SOURCE': 'SET', 'EXTERNAL LIBRARY': 'SET',
    'EXTERNAL LANGUAGE': 'SET', 'EXTERNAL MODEL': 'SET', 'LOGIN': 'ENABLE DISABLE DROP', 'RESOURCE GOVERNOR': 'RECONFIGURE DISABLE', 'FULLTEXT STOPLIST': 'DROP', 'SEARCH PROPERTY LIST': 'DROP', 'SERVICE': 'DROP', 'ASSEMBLY': 'DROP',
    'FULLTEXT CATALOG': 'SET', 'DATABASE ENCRYPTION KEY': 'SET',
  }).map(([type, words]) => [type, new Set(words.split(' '))]),
);

/** CREATE, ALTER or DROP of what has no node of its own; its kind is next. */
export function parseGeneric(p: Cursor, start: number, verb: GenericDefinition['verb']): GenericDefinition {
  const words = genericTypes.find((type) => type.every((word, ahead) => wordAt(p, ahead) === word));
  if (words === undefined) {
    p.expected('a kind of object such as TABLE, VIEW or PROCEDURE', `after ${verb}`);
    return { kind: 'GenericDefinition', verb, objectType: '', name: undefined, span: p.spanFrom(start) };
  }
  p.position += words.length;
  const objectType = words.join(' ');
  if (verb === 'DROP') p.acceptWords('IF', 'EXISTS');
  let name: QualifiedName | undefined;
  if (!nameless.has(objectType) && (atName(p) || p.atKind(T.Dot))) name = parseQualifiedName(p, 'a name');
  else if (!nameless.has(objectType) && !p.at('ON') && !p.accept('CURRENT')) p.expected(`the name of the ${objectType.toLowerCase()}`);
  const tail = p.position;
  skipToStatementEnd(p, verb === 'ALTER' ? goesOn.get(objectType) : undefined);
  if (!p.failed) checkGeneric(p, verb, objectType, tail);
  return { kind: 'GenericDefinition', verb, objectType, name, span: p.spanFrom(start) };
}

/** Checks what was passed over of a statement, from its first clause on. */
function checkGeneric(p: Cursor, verb: GenericDefinition['verb'], objectType: string, tail: number): void {
  const end = p.position;
  p.position = tail;
  checkFirstClause(p, verb, objectType, tail === end);
  if (p.failed) return;
  p.position = end;
  checkRepeatedKind(p, objectType, tail, end);
  if (!p.failed) checkTail(p, tail, end, true);
}
