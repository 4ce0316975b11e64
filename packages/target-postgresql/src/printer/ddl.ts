import { group, hardline, indent, join, line, printDoc, softline, verbatim } from '@ferry/kernel';
import type { Doc } from '@ferry/kernel';
import type { CreateFunction, CreateProcedure, Ddl, ObjectAddress, RoutineBody, RoutineOptions, RoutineParameter, RoutineRef, Statement, TableStatement } from '../syntax';
import { argumentList, expression, narrow } from './expressions';
import { quoteFunctionName, quoteIdentifier, quoteParts } from './identifiers';
import { brackets, commaList, commas, link, onOwnLines, within, words } from './layout';
import { dollarTag, stringLiteral } from './literals';
import { nameText, typeText } from './names';
import { bodyBlock } from './plpgsql';
import { columnNames, queryBody } from './queries';
import { statementBody } from './statement';
import { collation, isTableStatement, tableConstraint, tableStatement } from './tables';
import { literalDoc } from './text';

type Rest = Exclude<Ddl, TableStatement>;
type Printers = { readonly [K in Rest['kind']]: (node: Extract<Rest, { readonly kind: K }>) => Doc };

/** A body in dollar quotes, with a tag that the body does not hold. The body begins and ends on lines of its own. */
export function dollarQuoted(body: Doc): Doc {
  const tag = dollarTag(printDoc(body).text);
  return [tag, hardline, body, hardline, tag];
}

const parameter = (p: RoutineParameter): Doc =>
  words(p.mode !== undefined && p.mode !== 'IN' && p.mode, p.name !== undefined && quoteIdentifier(p.name), typeText(p.type), p.default && ['DEFAULT ', expression(p.default)]);

const parameters = (list: readonly RoutineParameter[]): Doc => (list.length === 0 ? '()' : group('(', indent(softline, commaList(list, parameter)), softline, ')'));

const language = (b: RoutineBody): string => (b.kind === 'Block' ? 'plpgsql' : b.kind === 'TextBody' ? quoteIdentifier(b.language) : 'sql');

/** The statements of a body in SQL. */
const sqlStatements = (statements: readonly Statement[]): Doc => join(hardline, statements.map((s) => onOwnLines(s, statementBody(s), ';')));

function bodyText(b: RoutineBody): Doc {
  switch (b.kind) {
    case 'Block':
      return dollarQuoted(bodyBlock(b));
    case 'SqlBody':
      return dollarQuoted(onOwnLines(b, sqlStatements(b.statements), ''));
    case 'ReturnBody':
      return dollarQuoted(within(b, ['SELECT ', expression(b.expression), ';']));
    case 'TextBody': {
      // On lines of its own, as the other bodies are.
      const text = `${b.text.startsWith('\n') ? '' : '\n'}${b.text}${b.text.endsWith('\n') ? '' : '\n'}`;
      const tag = dollarTag(text);
      return link(b.source, verbatim(`${tag}${text}${tag}`));
    }
  }
}



const settingValue = (value: string | number | readonly string[]): string =>
  typeof value === 'number' ? String(value) : typeof value === 'string' ? stringLiteral(value) : value.length === 0 ? "''" : value.map(quoteIdentifier).join(', ');

const settings = (o: RoutineOptions): Doc[] => (o.settings ?? []).map((s) => `SET ${quoteParts(s.name.split('.'))} = ${settingValue(s.value)}`);

/** The options of a routine, a line each, then the body. */
const routine = (head: Doc, n: CreateFunction | CreateProcedure, returns: Doc | false, options: readonly (string | false | undefined)[]): Doc => [
  head,
  parameters(n.parameters),
  [returns, `LANGUAGE ${language(n.body)}`, ...options, n.security !== undefined && `SECURITY ${n.security}`, ...settings(n)]
    .filter((o): o is Doc => o !== false && o !== undefined)
    .map((o) => [hardline, o]),
  hardline,
  'AS ',
  bodyText(n.body),
];

const orReplace = (n: { readonly orReplace?: boolean | undefined }): string => (n.orReplace === true ? 'OR REPLACE ' : '');
const ifNotExists = (n: { readonly ifNotExists?: boolean | undefined }): string => (n.ifNotExists === true ? 'IF NOT EXISTS ' : '');
const columns = (names: readonly string[] | undefined): Doc => (names && names.length > 0 ? [' ', columnNames(names)] : '');

const routineText = (r: RoutineRef): string => `${nameText(r.name)}${r.types === undefined ? '' : `(${r.types.map(typeText).join(', ')})`}`;

function address(a: ObjectAddress): string {
  switch (a.type) {
    case 'COLUMN':
      return `COLUMN ${nameText(a.relation)}.${quoteIdentifier(a.name)}`;
    case 'CONSTRAINT':
    case 'TRIGGER':
    case 'POLICY':
      return `${a.type} ${quoteIdentifier(a.name)} ON ${nameText(a.on)}`;
    case 'FUNCTION':
    case 'PROCEDURE':
    case 'ROUTINE':
      return `${a.type} ${routineText(a.routine)}`;
    case 'SCHEMA':
    case 'EXTENSION':
    case 'DATABASE':
    case 'ROLE':
    case 'EVENT TRIGGER':
      return `${a.type} ${quoteIdentifier(a.name)}`;
    default:
      return `${a.type} ${nameText(a.name)}`;
  }
}

/** DROP CONSTRAINT is no statement of its own. */
const dropText = (n: Extract<Rest, { kind: 'Drop' }>): string => {
  const ifExists = n.ifExists === true ? 'IF EXISTS ' : '';
  const cascade = n.cascade === true ? ' CASCADE' : '';
  if (n.object.type === 'CONSTRAINT') return `ALTER TABLE ${nameText(n.object.on)} DROP CONSTRAINT ${ifExists}${quoteIdentifier(n.object.name)}${cascade}`;
  const text = address(n.object);
  return `DROP ${n.object.type} ${ifExists}${text.slice(n.object.type.length + 1)}${cascade}`;
};

const printers: Printers = {
  CreateSchema: (n) => `CREATE SCHEMA ${ifNotExists(n)}${quoteIdentifier(n.name)}`,
  CreateExtension: (n) => `CREATE EXTENSION ${ifNotExists(n)}${quoteIdentifier(n.name)}${n.schema === undefined ? '' : ` WITH SCHEMA ${quoteIdentifier(n.schema)}`}${n.cascade === true ? ' CASCADE' : ''}`,
  CreateDomain: (n) =>
    group(
      `CREATE DOMAIN ${nameText(n.name)} AS ${typeText(n.type)}`,
      n.collation ? ` COLLATE ${nameText(n.collation)}` : '',
      n.default ? [' DEFAULT ', narrow(n.default)] : '',
      n.notNull === true ? ' NOT NULL' : '',
      indent((n.checks ?? []).map((c) => [line, within(c, tableConstraint(c))])),
    ),
  CreateCompositeType: (n) => [
    `CREATE TYPE ${nameText(n.name)} AS `,
    n.attributes.length === 0 ? '()' : ['(', indent(hardline, commaList(n.attributes, (a) => words(quoteIdentifier(a.name), typeText(a.type), collation(a.collation)))), hardline, ')'],
  ],
  CreateEnum: (n) => [`CREATE TYPE ${nameText(n.name)} AS ENUM `, n.labels.length === 0 ? '()' : brackets(commas(n.labels.map(stringLiteral)))],
  CreateCollation: (n) =>
    `CREATE COLLATION ${ifNotExists(n)}${nameText(n.name)} (${[
      ...(n.provider === undefined ? [] : [`provider = ${n.provider}`]),
      `locale = ${stringLiteral(n.locale)}`,
      ...(n.deterministic === undefined ? [] : [`deterministic = ${n.deterministic}`]),
      ...(n.rules === undefined ? [] : [`rules = ${stringLiteral(n.rules)}`]),
    ].join(', ')})`,
  CreateView: (n) => [
    `CREATE ${orReplace(n)}${n.temporary === true ? 'TEMPORARY ' : ''}VIEW ${nameText(n.name)}`,
    columns(n.columns),
    n.securityInvoker === undefined ? '' : ` WITH (security_invoker = ${n.securityInvoker})`,
    ' AS',
    hardline,
    onOwnLines(n.query, queryBody(n.query), ''),
    n.check === undefined ? '' : [hardline, `WITH ${n.check} CHECK OPTION`],
  ],
  CreateMaterializedView: (n) => [
    `CREATE MATERIALIZED VIEW ${ifNotExists(n)}${nameText(n.name)}`,
    columns(n.columns),
    ' AS',
    hardline,
    within(n.query, queryBody(n.query)),
    n.withData === false ? [hardline, 'WITH NO DATA'] : '',
  ],
  RefreshMaterializedView: (n) => `REFRESH MATERIALIZED VIEW ${n.concurrently === true ? 'CONCURRENTLY ' : ''}${nameText(n.name)}`,
  CreateFunction: (n) => {
    const returns: Doc | false =
      n.returns !== undefined &&
      ('table' in n.returns
        ? ['RETURNS TABLE ', group('(', indent(softline, commas(n.returns.table.map((c) => `${quoteIdentifier(c.name)} ${typeText(c.type)}`))), softline, ')')]
        : `RETURNS ${typeText(n.returns)}`);
    return routine([`CREATE ${orReplace(n)}FUNCTION ${nameText(n.name)}`], n, returns, [
      n.volatility,
      n.strict === true && 'STRICT',
      n.parallel !== undefined && `PARALLEL ${n.parallel}`,
      n.cost !== undefined && `COST ${n.cost}`,
      n.rows !== undefined && `ROWS ${n.rows}`,
    ]);
  },
  CreateProcedure: (n) => routine(`CREATE ${orReplace(n)}PROCEDURE ${nameText(n.name)}`, n, false, []),
  CreateTrigger: (n) => [
    `CREATE ${orReplace(n)}${n.constraint ? 'CONSTRAINT ' : ''}TRIGGER ${quoteIdentifier(n.name)}`,
    indent(
      hardline,
      `${n.timing} ${n.events.map((e) => `${e.on}${e.columns && e.columns.length > 0 ? ` OF ${e.columns.map(quoteIdentifier).join(', ')}` : ''}`).join(' OR ')} ON ${nameText(n.table)}`,
      n.constraint ? [hardline, words(n.constraint.deferrable === true ? 'DEFERRABLE' : 'NOT DEFERRABLE', n.constraint.initiallyDeferred === true && 'INITIALLY DEFERRED')] : '',
      n.oldTable === undefined && n.newTable === undefined
        ? ''
        : [hardline, words('REFERENCING', n.oldTable !== undefined && `OLD TABLE AS ${quoteIdentifier(n.oldTable)}`, n.newTable !== undefined && `NEW TABLE AS ${quoteIdentifier(n.newTable)}`)],
      hardline,
      `FOR EACH ${n.level}`,
      n.when ? [hardline, 'WHEN ', brackets(expression(n.when))] : '',
      hardline,
      `EXECUTE FUNCTION ${functionName(n.execute)}(${(n.args ?? []).map(stringLiteral).join(', ')})`,
    ),
  ],
  CreateEventTrigger: (n) =>
    group(
      `CREATE EVENT TRIGGER ${quoteIdentifier(n.name)} ON ${n.event}`,
      indent(n.tags && n.tags.length > 0 ? [line, `WHEN TAG IN (${n.tags.map(stringLiteral).join(', ')})`] : '', line, `EXECUTE FUNCTION ${functionName(n.execute)}()`),
    ),
  CommentOn: (n) => [`COMMENT ON ${address(n.object)} IS `, n.text === null ? 'NULL' : literalDoc(n.text)],
  Drop: dropText,
  Grant: (n) => {
    const privileges = n.privileges === 'ALL' ? 'ALL' : n.privileges.map((p) => `${p.name}${p.columns && p.columns.length > 0 ? ` (${p.columns.map(quoteIdentifier).join(', ')})` : ''}`).join(', ');
    // Views take the word TABLE.
    const on = address(n.on).replace(/^(?:MATERIALIZED )?VIEW /, 'TABLE ');
    const roles = n.roles.map((r) => (r === 'PUBLIC' ? r : quoteIdentifier(r.role))).join(', ');
    return n.revoke === true
      ? `REVOKE ${n.grantOption === true ? 'GRANT OPTION FOR ' : ''}${privileges} ON ${on} FROM ${roles}`
      : `GRANT ${privileges} ON ${on} TO ${roles}${n.grantOption === true ? ' WITH GRANT OPTION' : ''}`;
  },
  CreatePolicy: (n) =>
    group(
      `CREATE POLICY ${quoteIdentifier(n.name)} ON ${nameText(n.table)}`,
      indent(
        n.restrictive === true ? [line, 'AS RESTRICTIVE'] : '',
        n.command === undefined ? '' : [line, `FOR ${n.command}`],
        n.using ? [line, 'USING ', brackets(expression(n.using))] : '',
        n.check ? [line, 'WITH CHECK ', brackets(expression(n.check))] : '',
      ),
    ),
  Do: (n) => ['DO ', dollarQuoted(bodyBlock(n.body))],
  CallProcedure: (n) => [`CALL ${functionName(n.name)}`, n.args.length === 0 ? '()' : brackets(argumentList(n.args))],
  SetSetting: (n) => `SET ${n.local === true ? 'LOCAL ' : ''}${quoteParts(n.name.split('.'))} = ${n.value === undefined ? 'DEFAULT' : settingValue(n.value)}`,
  LockTable: (n) => `LOCK TABLE ${n.tables.map(nameText).join(', ')} IN ${n.mode} MODE${n.nowait === true ? ' NOWAIT' : ''}`,
};

const functionName = (name: CreateFunction['name']): string => (name.schema === undefined ? quoteFunctionName(name.name) : nameText(name));

/** A definition or command, without comments. */
export const ddlBody = (n: Ddl): Doc => (isTableStatement(n) ? tableStatement(n) : (printers[n.kind] as (node: Rest) => Doc)(n));
