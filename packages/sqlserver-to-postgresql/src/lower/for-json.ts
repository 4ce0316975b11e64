import type { ForJson, Query as SourceQuery, SelectExpression, SelectQuery } from '@ferry/source-sqlserver';
import { partsOf } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { Expression, Query } from '@ferry/target-postgresql';
import { expressionItems } from '../action-items/expressions';
import { jsonOf } from '../functions/json';
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
function objectOf(members: readonly Member[]): Expression {
  const branches: Branch[] = [];
  for (const { keys, value } of members) {
    const [key = '', ...rest] = keys;
    const last = branches[branches.length - 1];
    if (last !== undefined && last.key === key && rest.length > 0) last.members.push({ keys: rest, value });
    else branches.push({ key, members: [{ keys: rest, value }] });
  }
  return pg.call('jsonb_build_object', ...branches.flatMap((b) => [pg.text(b.key), b.members.length === 1 && b.members[0]?.keys.length === 0 ? b.members[0].value : objectOf(b.members)]));
}

function keysOf(item: SelectExpression, nested: boolean): readonly string[] | undefined {
  const inner = bare(item.expression);
  const name = item.alias?.name ?? (inner.kind === 'ColumnReference' ? partsOf(inner.name).pop() : undefined);
  if (name === undefined || name === '') return undefined;
  return nested ? name.split('.') : [name];
}

/**
 * FOR JSON PATH, and AUTO over one table: an array of objects, NULLs left out. Without rows it gives NULL.
 * @returns undefined for forms that are not converted
 */
export function lowerForJson(low: Lowering, query: SourceQuery, clause: ForJson): Query | undefined {
  const select: SelectQuery | undefined = query.body.kind === 'SelectQuery' ? query.body : undefined;
  if (select === undefined || select.into !== undefined || select.quantifier === 'DISTINCT') return undefined;
  if (clause.mode === 'AUTO' && (select.from.length !== 1 || select.from[0]?.kind !== 'NamedTable')) return undefined;
  const failures = low.failures;
  const members: Member[] = [];
  for (const item of select.items) {
    const keys = item.kind === 'SelectExpression' ? keysOf(item, clause.mode === 'PATH') : undefined;
    const value = item.kind === 'SelectExpression' && keys !== undefined ? jsonOf(low, item.expression) : undefined;
    if (keys === undefined || value === undefined) return undefined;
    members.push({ keys, value });
  }
  const shell = lowerQuery(low, { ...query, for: undefined, body: { ...select, items: [] } });
  if (shell.kind !== 'Select' || low.failures > failures) return undefined;
  note(low, query, expressionItems.jsonText);
  const withNulls = clause.options.some((o) => o.name === 'INCLUDE_NULL_VALUES');
  const whole = objectOf(members);
  const rows: Query = { ...shell, items: [pg.item(withNulls ? whole : pg.call('jsonb_strip_nulls', whole), 'document')] };
  const document = pg.column('json_rows', 'document');
  const single = clause.options.some((o) => o.name === 'WITHOUT_ARRAY_WRAPPER');
  const root = clause.options.find((o) => o.name === 'ROOT');
  const array: Expression = pg.call('jsonb_agg', document);
  const text = (value: Expression): Expression => pg.cast(value, pg.type('text'));
  const joined = single ? pg.call('string_agg', text(document), pg.text(',')) : root === undefined ? text(array) : pg.case([pg.when(pg.gt({ ...pg.call('count'), star: true }, pg.number(0)), text(pg.call('jsonb_build_object', pg.text(rootName(root.value)), array)))]);
  return pg.select([pg.item(joined, 'json')], { from: [{ kind: 'FromSubquery', query: rows, alias: 'json_rows' }] });
}

/** `('name')` as written; without a name it is `root`. */
const rootName = (value: string | undefined): string => /'((?:[^']|'')*)'/.exec(value ?? '')?.[1]?.replaceAll("''", "'") ?? 'root';
