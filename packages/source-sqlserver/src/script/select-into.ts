import type { Column } from '@ferry/catalog';
import type * as syntax from '../syntax';
import { named } from './columns';
import { define, find, fragment, isTemporary, resolve } from './draft';
import type { DraftTable, Place } from './draft';

/** The column that an item of the list copies, under its new name. */
function copied(item: syntax.SelectItem, source: DraftTable): readonly Column[] | undefined {
  if (item.kind === 'SelectStar') return source.columns;
  if (item.kind !== 'SelectExpression' || item.expression.kind !== 'ColumnReference') return undefined;
  const column = named(source.columns, item.expression.name.parts.at(-1)?.name ?? '');
  return column === undefined ? undefined : [{ ...column, name: item.alias?.name ?? column.name }];
}

/**
 * `SELECT columns INTO new_table FROM table`: a script that defines a table after another one. The new table has the names, types,
 * nullability and identity of the columns, and none of the keys, defaults and indexes
 * (https://learn.microsoft.com/sql/t-sql/queries/select-into-clause-transact-sql).
 * @returns false when it defines no table, or one whose columns are not simply those of one table
 */
export function selectInto(place: Place, node: syntax.SelectStatement): boolean {
  const { body } = node.query;
  if (body.kind !== 'SelectQuery' || body.into === undefined) return false;
  const name = resolve(body.into);
  const [from, ...others] = body.from;
  if (isTemporary(name.name) || from?.kind !== 'NamedTable' || others.length > 0) return false;
  const source = find(place.draft, ['TABLE'], resolve(from.name));
  const columns = source === undefined ? [] : body.items.map((item) => copied(item, source));
  if (columns.length === 0 || columns.includes(undefined)) return false;
  const plain = columns.flatMap((c) => c ?? []).map(({ default: _default, computed: _computed, properties: _properties, ...column }): Column => column);
  if (plain.some((c) => c.type === undefined)) return false;
  const table: DraftTable = { kind: 'TABLE', ...name, definition: fragment(place, node), nameAt: fragment(place, body.into), columns: plain, constraints: [], indexes: [], options: {} };
  define(place, table);
  return true;
}
