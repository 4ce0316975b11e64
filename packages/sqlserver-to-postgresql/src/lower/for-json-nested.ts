import type { SelectExpression, SelectQuery } from '@ferry/source-sqlserver';
import { symbolOf } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { Expression, Query } from '@ferry/target-postgresql';
import { jsonOf } from '../functions/json';
import { bare } from './lowering';
import type { Lowering } from './lowering';

/** The columns of one table of FOR JSON AUTO: those of the next table are an array in it. */
export interface Level {
  /** The key of the array, which is the alias of the table. */
  readonly key: string;
  readonly columns: { readonly key: string; readonly value: Expression }[];
}

/**
 * The tables of FOR JSON AUTO in the order in which the list of SELECT names them: each is an array in the one before. What is
 * computed belongs to the innermost table that was named before it.
 * https://learn.microsoft.com/sql/relational-databases/json/format-json-output-automatically-with-auto-mode-sql-server
 * @returns undefined for what is not converted: columns of a query in FROM, without a name, or of a type that JSON lacks
 */
export function levelsOf(low: Lowering, select: SelectQuery): readonly Level[] | undefined {
  const levels: Level[] = [];
  const named = new Map<object, Level>();
  const waiting: SelectExpression[] = [];
  const put = (level: Level, item: SelectExpression, column: string | undefined): boolean => {
    const key = item.alias?.name ?? column;
    const value = jsonOf(low, item.expression);
    if (key === undefined || key === '' || value === undefined) return false;
    level.columns.push({ key, value });
    return true;
  };
  for (const item of select.items) {
    if (item.kind !== 'SelectExpression') return undefined;
    const inner = bare(item.expression);
    const symbol = inner.kind === 'ColumnReference' ? symbolOf(low.binding, inner) : undefined;
    if (symbol?.kind !== 'column') {
      const level = levels[levels.length - 1];
      if (level === undefined) waiting.push(item);
      else if (!put(level, item, undefined)) return undefined;
      continue;
    }
    if (!['table', 'view', 'temp', 'variable', 'function'].includes(symbol.source.origin)) return undefined;
    const level = named.get(symbol.source) ?? { key: symbol.source.alias, columns: [] };
    if (!named.has(symbol.source)) {
      named.set(symbol.source, level);
      levels.push(level);
      for (const early of waiting.splice(0)) if (!put(level, early, undefined)) return undefined;
    }
    if (!put(level, item, symbol.name)) return undefined;
  }
  return waiting.length > 0 ? undefined : levels;
}

const window = (name: string, over: { readonly partitionBy?: readonly Expression[] }): Expression => ({ ...pg.call(name), over: { kind: 'WindowSpec', ...over, orderBy: [pg.order(pg.column('json_rows', 'place'))] } });

/**
 * Rows whose outer values are the same and that follow each other become one object with an array of the inner ones.
 * @param rows gives the columns of all levels as value_1 ..., in the order that is wanted
 * @returns a query with the columns `document` and `place`: the objects of the outermost table
 */
export function nestedDocuments(rows: Query, levels: readonly Level[], ordered: boolean): Query {
  let at = 0;
  const names = levels.map((l) => l.columns.map(() => `value_${++at}`));
  const number: Expression = { ...pg.call('row_number'), over: { kind: 'WindowSpec' } };
  const of = (name: string): Expression => pg.column('json_rows', name);
  let query: Query = pg.select([pg.item(pg.star('json_rows')), pg.item(number, 'place')], { from: [{ kind: 'FromSubquery', query: rows, alias: 'json_rows' }] });
  for (let i = levels.length - 1; i > 0; i--) {
    const outer = names.slice(0, i).flat();
    const keys = outer.map(of);
    // Equal values that do not follow each other are objects of their own.
    if (ordered) {
      const run = pg.subtract(window('row_number', {}), window('row_number', { partitionBy: keys }));
      query = pg.select([pg.item(pg.star('json_rows')), pg.item(run, 'run')], { from: [{ kind: 'FromSubquery', query, alias: 'json_rows' }] });
    }
    const list: Expression = { ...pg.call('json_agg', objectOf(levels, names, i)), orderBy: [pg.order(of('place'))] };
    query = pg.select([...outer.map((n) => pg.item(of(n))), pg.item(list, 'nested'), pg.item(pg.call('min', of('place')), 'place')], { from: [{ kind: 'FromSubquery', query, alias: 'json_rows' }], groupBy: [...keys, ...(ordered ? [of('run')] : [])] });
  }
  return pg.select([pg.item(objectOf(levels, names, 0), 'document'), pg.item(of('place'), 'place')], { from: [{ kind: 'FromSubquery', query, alias: 'json_rows' }] });
}

function objectOf(levels: readonly Level[], names: readonly (readonly string[])[], at: number): Expression {
  const own = (levels[at]?.columns ?? []).flatMap((c, i) => [pg.text(c.key), pg.column('json_rows', names[at]?.[i] ?? '')]);
  const next = levels[at + 1];
  return pg.call('json_build_object', ...own, ...(next === undefined ? [] : [pg.text(next.key), pg.column('json_rows', 'nested')]));
}
