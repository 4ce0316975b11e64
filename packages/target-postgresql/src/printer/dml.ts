import { group, hardline, indent, join, line } from '@ferry/kernel';
import type { Doc } from '@ferry/kernel';
import type { Dml, MergeAction, OnConflict, Returning, SetItem } from '../syntax';
import { expression, expressionList } from './expressions';
import { quoteIdentifier } from './identifiers';
import { brackets, commaList, within } from './layout';
import { nameText } from './names';
import { columnNames, fromItem, fromList, queryBody, selectList, whereClause, withClause } from './queries';

type Printers = { readonly [K in Dml['kind']]: (node: Extract<Dml, { readonly kind: K }>) => Doc };

const setItem = (s: SetItem): Doc => [s.columns.length === 1 ? quoteIdentifier(s.columns[0] as string) : ['(', s.columns.map(quoteIdentifier).join(', '), ')'], ' = ', indent(expression(s.value))];

const setClause = (items: readonly SetItem[]): Doc => ['SET', group(indent(line, commaList(items, setItem)))];

function returning(r: Returning | undefined): Doc {
  if (r === undefined) return '';
  const names = [r.old === undefined ? [] : [`OLD AS ${quoteIdentifier(r.old)}`], r.new === undefined ? [] : [`NEW AS ${quoteIdentifier(r.new)}`]].flat();
  return [line, selectList(names.length === 0 ? 'RETURNING' : `RETURNING WITH (${names.join(', ')})`, r.items)];
}

function onConflict(c: OnConflict | undefined): Doc {
  if (c === undefined) return '';
  const target =
    c.target === undefined
      ? ''
      : 'constraint' in c.target
        ? ` ON CONSTRAINT ${quoteIdentifier(c.target.constraint)}`
        : [' ', brackets(join(', ', c.target.columns.map((e) => (e.kind === 'ColumnRef' ? expression(e) : brackets(expression(e)))))), c.target.where ? [' WHERE ', expression(c.target.where)] : ''];
  return [
    line,
    'ON CONFLICT',
    target,
    c.update ? [' DO UPDATE', indent(line, setClause(c.update.set), c.update.where ? [line, 'WHERE ', indent(expression(c.update.where))] : '')] : ' DO NOTHING',
  ];
}

function mergeAction(a: MergeAction): Doc {
  switch (a.do) {
    case 'UPDATE':
      return ['UPDATE ', setClause(a.set)];
    case 'DELETE':
      return 'DELETE';
    case 'NOTHING':
      return 'DO NOTHING';
    case 'INSERT':
      return [
        'INSERT',
        a.columns && a.columns.length > 0 ? [' ', columnNames(a.columns)] : '',
        a.overriding === undefined ? '' : ` OVERRIDING ${a.overriding} VALUE`,
        a.values === undefined ? ' DEFAULT VALUES' : [line, 'VALUES ', brackets(expressionList(a.values))],
      ];
  }
}

const alias = (name: string | undefined): string => (name === undefined ? '' : ` AS ${quoteIdentifier(name)}`);

const printers: Printers = {
  Insert: (n) => [
    withClause(n.with),
    group(
      `INSERT INTO ${nameText(n.into)}${alias(n.alias)}`,
      n.columns && n.columns.length > 0 ? [' ', columnNames(n.columns)] : '',
      n.overriding === undefined ? '' : [line, `OVERRIDING ${n.overriding} VALUE`],
      n.rows === undefined ? ' DEFAULT VALUES' : [line, within(n.rows, queryBody(n.rows))],
      onConflict(n.onConflict),
      returning(n.returning),
    ),
  ],
  Update: (n) => [
    withClause(n.with),
    group(`UPDATE ${n.only === true ? 'ONLY ' : ''}${nameText(n.table)}${alias(n.alias)}`, line, setClause(n.set), fromList('FROM', n.from), whereClause('WHERE', n.where), returning(n.returning)),
  ],
  Delete: (n) => [
    withClause(n.with),
    group(`DELETE FROM ${n.only === true ? 'ONLY ' : ''}${nameText(n.table)}${alias(n.alias)}`, fromList('USING', n.using), whereClause('WHERE', n.where), returning(n.returning)),
  ],
  Merge: (n) => [
    withClause(n.with),
    [
      `MERGE INTO ${nameText(n.into)}${alias(n.alias)}`,
      hardline,
      group('USING ', n.using.kind === 'Join' ? brackets(fromItem(n.using)) : fromItem(n.using), line, 'ON ', indent(expression(n.on))),
      n.whens.map((w) => [
        hardline,
        within(w, [`WHEN ${w.match}`, w.and ? [' AND ', indent(expression(w.and))] : '', ' THEN', indent(hardline, group(mergeAction(w.action)))]),
      ]),
      n.returning ? group(returning(n.returning)) : '',
    ],
  ],
  Truncate: (n) => `TRUNCATE TABLE ${n.tables.map(nameText).join(', ')}${n.restartIdentity === true ? ' RESTART IDENTITY' : ''}${n.cascade === true ? ' CASCADE' : ''}`,
  Maintain: (n) => `${n.command}${n.name === undefined ? '' : ` ${nameText(n.name)}`}`,
};

/** A data statement without comments. */
export const dmlBody = (n: Dml): Doc => (printers[n.kind] as (node: Dml) => Doc)(n);

/** A data statement in a WITH clause or a loop's head. */
export const dmlDoc = (n: Dml): Doc => within(n, dmlBody(n));
