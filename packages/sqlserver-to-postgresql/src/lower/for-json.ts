import type { ForJson, Query as SourceQuery, SelectExpression, SelectQuery } from '@ferry/source-sqlserver';
import { partsOf } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { Expression, Query } from '@ferry/target-postgresql';
import { expressionItems } from '../action-items/expressions';
import { jsonOf } from '../functions/json';
import { levelsOf, nestedDocuments } from './for-json-nested';
import type { Level } from './for-json-nested';
import { bare, note } from './lowering';
import type { Lowering } from './lowering';
import { lowerQuery } from './queries';

interface Member {
  readonly keys: readonly string[];
  readonly value: Expression;
}

interface Branch {
  readonly key: string;
  readonly members: Member[];
}

/** Dotted names nest: `a.b` is the key b of the object a. */
function branchesOf(members: readonly Member[]): readonly Branch[] {
  const branches: Branch[] = [];
  for (const { keys, value } of members) {
    const [key = '', ...rest] = keys;
    const last = branches[branches.length - 1];
    if (last !== undefined && last.key === key && rest.length > 0) last.members.push({ keys: rest, value });
    else branches.push({ key, members: [{ keys: rest, value }] });
  }
  return branches;
}

const isLeaf = ({ members }: Branch): boolean => members.length === 1 && members[0]?.keys.length === 0;
const objectOf = (members: readonly Member[], kind: Kind): Expression =>
  pg.call(`${kind}_build_object`, ...branchesOf(members).flatMap((b) => [pg.text(b.key), isLeaf(b) ? (b.members[0] as Member).value : objectOf(b.members, kind)]));

/** jsonb sorts keys by their length, then by their bytes, and keeps one of each; json keeps them as they are written. */
type Kind = 'json' | 'jsonb';

function sorted(members: readonly Member[]): boolean {
  const branches = branchesOf(members);
  const bytes = branches.map((b) => Buffer.from(b.key));
  return branches.every((b, i) => {
    const [before, own] = [bytes[i - 1], bytes[i] as Buffer];
    return (before === undefined || before.length < own.length || (before.length === own.length && Buffer.compare(before, own) < 0)) && (isLeaf(b) || sorted(b.members));
  });
}

/** A value that is JSON already keeps its keys. */
const asJson = (value: Expression): Expression => (value.kind === 'Cast' && value.type.name === 'jsonb' ? pg.cast(value.operand, pg.type('json')) : value);

function keysOf(item: SelectExpression, nested: boolean): readonly string[] | undefined {
  const inner = bare(item.expression);
  const name = item.alias?.name ?? (inner.kind === 'ColumnReference' ? partsOf(inner.name).pop() : undefined);
  if (name === undefined || name === '') return undefined;
  return nested ? name.split('.') : [name];
}

/**
 * FOR JSON PATH and AUTO: an array of objects, NULLs left out. Without rows it gives NULL.
 * @returns undefined for forms that are not converted
 */
export function lowerForJson(low: Lowering, query: SourceQuery, clause: ForJson): Query | undefined {
  const select: SelectQuery | undefined = query.body.kind === 'SelectQuery' ? query.body : undefined;
  if (select === undefined || select.into !== undefined || select.quantifier === 'DISTINCT') return undefined;
  const failures = low.failures;
  if (clause.mode === 'AUTO' && (select.from.length !== 1 || select.from[0]?.kind !== 'NamedTable')) {
    const levels = levelsOf(low, select);
    if (levels === undefined || levels.length === 0) return undefined;
    if (levels.length > 1) return nested(low, query, clause, select, levels, failures);
  }
  const members: Member[] = [];
  for (const item of select.items) {
    const keys = item.kind === 'SelectExpression' ? keysOf(item, clause.mode === 'PATH') : undefined;
    const value = item.kind === 'SelectExpression' && keys !== undefined ? jsonOf(low, item.expression) : undefined;
    if (keys === undefined || value === undefined) return undefined;
    members.push({ keys, value });
  }
  const shell = lowerQuery(low, { ...query, for: undefined, body: { ...select, items: [] } });
  if (shell.kind !== 'Select' || low.failures > failures) return undefined;
  const withNulls = clause.options.some((o) => o.name === 'INCLUDE_NULL_VALUES');
  const kind: Kind = sorted(members) ? 'jsonb' : 'json';
  // What json_strip_nulls writes has no blanks, as in SQL Server.
  if (kind === 'jsonb' || withNulls) note(low, query, expressionItems.jsonText);
  const stripped = (value: Expression): Expression => (withNulls ? value : pg.call(`${kind}_strip_nulls`, value));
  const whole = objectOf(kind === 'jsonb' ? members : members.map((m) => ({ ...m, value: asJson(m.value) })), kind);
  const rows: Query = { ...shell, items: [pg.item(kind === 'jsonb' ? stripped(whole) : whole, 'document')] };
  return wholeOf(clause, rows, kind, stripped, false);
}

/** FOR JSON AUTO over several tables. */
function nested(low: Lowering, query: SourceQuery, clause: ForJson, select: SelectQuery, levels: readonly Level[], failures: number): Query | undefined {
  const shell = lowerQuery(low, { ...query, for: undefined, body: { ...select, items: [] } });
  if (shell.kind !== 'Select' || low.failures > failures) return undefined;
  const withNulls = clause.options.some((o) => o.name === 'INCLUDE_NULL_VALUES');
  if (withNulls) note(low, query, expressionItems.jsonText);
  const rows: Query = { ...shell, items: levels.flatMap((l) => l.columns).map((c, i) => pg.item(c.value, `value_${i + 1}`)) };
  return wholeOf(clause, nestedDocuments(rows, levels, shell.orderBy !== undefined), 'json', (value) => (withNulls ? value : pg.call('json_strip_nulls', value)), true);
}

/** The documents of rows as the text that FOR JSON gives. */
function wholeOf(clause: ForJson, rows: Query, kind: Kind, stripped: (value: Expression) => Expression, placed: boolean): Query {
  const document = pg.column('json_rows', 'document');
  const order = placed ? { orderBy: [pg.order(pg.column('json_rows', 'place'))] } : {};
  const single = clause.options.some((o) => o.name === 'WITHOUT_ARRAY_WRAPPER');
  const root = clause.options.find((o) => o.name === 'ROOT');
  const array: Expression = { ...pg.call(`${kind}_agg`, document), ...order };
  const text = (value: Expression): Expression => pg.cast(kind === 'json' ? stripped(value) : value, pg.type('text'));
  const joined: Expression = single ? { ...pg.call('string_agg', text(document), pg.text(',')), ...order } : root === undefined ? text(array) : pg.case([pg.when(pg.gt({ ...pg.call('count'), star: true }, pg.number(0)), text(pg.call(`${kind}_build_object`, pg.text(rootName(root.value)), array)))]);
  return pg.select([pg.item(joined, 'json')], { from: [{ kind: 'FromSubquery', query: rows, alias: 'json_rows' }] });
}

/** `('name')` as written; without a name it is `root`. */
const rootName = (value: string | undefined): string => /'((?:[^']|'')*)'/.exec(value ?? '')?.[1]?.replaceAll("''", "'") ?? 'root';
