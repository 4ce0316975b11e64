import type { Span } from '@ferry/kernel';
import type * as syntax from '../syntax';
import { createCode, toggleTriggerStatement } from './code-objects';
import { forgetVariables, knownText, readVariables } from './batch-variables';
import { passOver, report } from './draft';
import type { Place, Session } from './draft';
import { alterIndex, createIndex, dropIndex } from './indexes';
import { alterSchema, createOther, createSchema, createSynonym, createType, drop, sequence } from './other-objects';
import { selectInto } from './select-into';
import { changeOwner, databaseOptions, permission, principal } from './administration';
import { administrative, argumentsOf, systemProcedures } from './system-procedures';
import type { ReadInner } from './system-procedures';
import { alterTable, createTable, externalSource } from './tables';
import { defineUnparsed } from './unparsed';

const reasons = {
  data: 'data, or a query; not schema',
  flow: 'runs once when the script runs; defines nothing',
  session: 'a setting of the session that runs the script',
  security: 'speaks of users and permissions; not schema',
  administration: 'administration of the server or the database',
} as const;

const firstWord = (place: Place, span: Span): string => /^\s*([A-Za-z_]+)/.exec(place.text.slice(span.start, span.start + 40))?.[1]?.toUpperCase() ?? 'STATEMENT';

/** Reads one statement into the draft. Every statement ends as an object, a change of one, or passed over. */
export function readStatement(place: Place, node: syntax.Statement, readInner: ReadInner): void {
  const inner = (statements: readonly syntax.Statement[], at: Place = place): void => {
    for (const statement of statements) readStatement(at, statement, readInner);
  };
  switch (node.kind) {
    case 'CreateTableStatement':
      return createTable(place, node);
    case 'AlterTableStatement':
      return alterTable(place, node);
    case 'CreateIndexStatement':
    case 'CreateXmlIndexStatement':
    case 'CreateSpatialIndexStatement':
    case 'CreateFullTextIndexStatement':
      return createIndex(place, node);
    case 'AlterIndexStatement':
      return alterIndex(place, node);
    case 'DropIndexStatement':
      return dropIndex(place, node);
    case 'CreateStatisticsStatement':
      return passOver(place, node.span, 'CREATE STATISTICS', 'statistics are kept by the target by itself');
    case 'CreateAliasTypeStatement':
    case 'CreateTableTypeStatement':
    case 'CreateClrTypeStatement':
      return createType(place, node);
    case 'CreateViewStatement':
    case 'CreateProcedureStatement':
    case 'CreateFunctionStatement':
    case 'CreateAggregateStatement':
    case 'CreateTriggerStatement':
    case 'CreateSecurityPolicyStatement':
    case 'CreateAssemblyStatement':
      return createCode(place, node);
    case 'ToggleTriggerStatement':
      return toggleTriggerStatement(place, node);
    case 'CreateSchemaStatement':
      return readSchema(place, node, inner);
    case 'SequenceStatement':
      return sequence(place, node);
    case 'CreateSynonymStatement':
      return createSynonym(place, node);
    case 'CreateXmlSchemaCollectionStatement':
    case 'CreatePartitionFunctionStatement':
    case 'CreatePartitionSchemeStatement':
    case 'CreateRuleStatement':
    case 'CreateDefaultStatement':
    case 'CreateFullTextCatalogStatement':
      return createOther(place, node);
    case 'DropStatement':
      return drop(place, node);
    case 'AlterSchemaStatement':
      return alterSchema(place, node);
    case 'AlterAuthorizationStatement':
      return changeOwner(place, node) ? undefined : passOver(place, node.span, 'ALTER AUTHORIZATION', reasons.security);
    case 'GenericDefinition':
      return readGeneric(place, node);
    case 'UseStatement':
      useDatabase(place, node);
      return passOver(place, node.span, 'USE', reasons.session);
    case 'BlockStatement':
      return inner(node.statements);
    case 'IfStatement':
      inner([node.then]);
      if (node.otherwise !== undefined) inner([node.otherwise], { ...place, alternative: true });
      // Which way was taken only the run tells.
      return forgetVariables(place, node);
    case 'TryCatchStatement':
      inner(node.attempt);
      return passOver(place, node.span, 'BEGIN CATCH', reasons.flow, node.handler.length);
    case 'ExecuteStatement':
      return readExecute(place, node, readInner);
    case 'SetOptionStatement':
      setOption(place.session, node);
      return passOver(place, node.span, `SET ${node.names.join(', ')}`, reasons.session);
    case 'PermissionStatement':
      return permission(place, node) ? undefined : passOver(place, node.span, node.action, reasons.security);
    case 'PassedOverStatement':
      return passOver(place, node.span, node.words, node.words === 'BULK INSERT' ? reasons.data : reasons.administration);
    case 'UnparsedStatement':
      return defineUnparsed(place, node);
    case 'SelectStatement':
      readVariables(place, node);
      return selectInto(place, node) ? undefined : passOver(place, node.span, firstWord(place, node.span), reasons.data);
    case 'InsertStatement':
    case 'UpdateStatement':
    case 'DeleteStatement':
    case 'MergeStatement':
    case 'TruncateTableStatement':
      return passOver(place, node.span, firstWord(place, node.span), reasons.data);
    default:
      readVariables(place, node);
      return passOver(place, node.span, firstWord(place, node.span), reasons.flow);
  }
}

const systemDatabases = new Set(['master', 'model', 'msdb', 'tempdb']);

/** The database that the objects go into; a second one is read into the same catalogue, which is told. */
function useDatabase(place: Place, node: syntax.UseStatement): void {
  const { name } = node.database;
  const { database, objects } = place.draft;
  if (systemDatabases.has(name.toLowerCase()) || name.toLowerCase() === database.name?.toLowerCase()) return;
  if (database.name === undefined || objects.size === 0) database.name = name;
  else report(place, node, 'several-databases', `The scripts create objects in ${database.name} and in ${name}; both are read into one catalogue. Convert the scripts of each database on their own if their names clash.`);
}

function readSchema(place: Place, node: syntax.CreateSchemaStatement, inner: (statements: readonly syntax.Statement[]) => void): void {
  const schema = createSchema(place, node);
  for (const element of node.elements) {
    if (element.kind === 'CreateTableStatement') createTable(place, element, schema);
    else if (element.kind === 'CreateViewStatement') createCode(place, element, schema);
    else inner([element]);
  }
}

function readGeneric(place: Place, node: syntax.GenericDefinition): void {
  if (node.objectType === 'DATABASE' && node.verb !== 'DROP') {
    const name = node.name?.parts.at(-1)?.name;
    if (node.verb === 'CREATE' && name !== undefined && !systemDatabases.has(name.toLowerCase())) place.draft.database.name ??= name;
    const collation = /\bCOLLATE\s+(\w{1,128})/i.exec(place.text.slice(node.span.start, Math.min(node.span.end, node.span.start + 20_000)))?.[1];
    if (collation !== undefined) place.draft.database.collation = collation;
  }
  if (node.verb === 'CREATE' && node.objectType === 'EXTERNAL DATA SOURCE') externalSource(place, node);
  if (node.verb === 'ALTER' && node.objectType === 'XML SCHEMA COLLECTION') return passOver(place, node.span, 'ALTER XML SCHEMA COLLECTION', 'the collection is listed as it was created');
  if (principal(place, node) || databaseOptions(place, node)) return;
  const security = /USER|ROLE|LOGIN|CREDENTIAL|KEY|CERTIFICATE|AUDIT/.test(node.objectType);
  passOver(place, node.span, `${node.verb} ${node.objectType}`, security ? reasons.security : reasons.administration);
}

/** SET QUOTED_IDENTIFIER and ANSI_NULLS are stored with the routines that follow. */
export function setOption(session: Session, node: syntax.SetOptionStatement): void {
  const on = /^\s*ON\b/i.test(node.value);
  for (const name of node.names) {
    if (name === 'QUOTED_IDENTIFIER') session.quotedIdentifier = on;
    else if (name === 'ANSI_NULLS') session.ansiNulls = on;
    else if (name === 'ANSI_DEFAULTS') session.quotedIdentifier = session.ansiNulls = on;
  }
}

const definesSomething = /\b(?:CREATE|ALTER|DROP)\b/i;

function readExecute(place: Place, node: syntax.ExecuteStatement, readInner: ReadInner): void {
  const { target } = node;
  if (target.kind === 'ExecuteString') {
    const text = target.at === undefined ? knownText(place, target.command) : undefined;
    if (text !== undefined && definesSomething.test(text.slice(0, 4000))) return readInner(place, text, node.span);
    return passOver(place, node.span, 'EXEC', text === undefined ? 'its text is put together when it runs' : reasons.flow);
  }
  const name = target.name.kind === 'Variable' ? undefined : target.name.parts.at(-1)?.name.toLowerCase();
  if (name === 'sp_executesql') {
    const text = argumentsOf(place, target.args.slice(0, 1), ['stmt']).values().next().value;
    if (text !== undefined && definesSomething.test(text.slice(0, 4000))) return readInner(place, text, node.span);
  }
  const procedure = name === undefined || !Object.hasOwn(systemProcedures, name) ? undefined : systemProcedures[name];
  if (procedure && !(place.draft.schemaOnly && administrative.has(name ?? ''))) return procedure.run(place, node, argumentsOf(place, target.args, procedure.parameters), readInner);
  return passOver(place, node.span, `EXEC${name === undefined ? '' : ` ${name}`}`, reasons.flow);
}
