import type { Column, Table } from '@ferry/catalog';
import type { TargetStatement } from '@ferry/conversion';
import { pg } from '@ferry/target-postgresql';
import type { Expression } from '@ferry/target-postgresql';
import type { ObjectContext } from '../context';
import type { ConvertedColumn } from './columns';
import { qualified, relationKey, relationRef, statement } from './parts';

const functionText = /FUNCTION\s{0,20}=\s{0,20}N?'((?:[^']|''){1,400})'/i;

/** The mask of a column as its source writes it (`partial(1, "XX", 2)`); undefined for one that is not masked. */
export function maskOf(column: Column): string | undefined {
  const option = column.options.find((o) => o.toLowerCase().startsWith('masked'));
  return option === undefined ? undefined : (functionText.exec(option)?.[1]?.replaceAll("''", "'") ?? 'default()');
}

const partial = /^\s*partial\s*\(\s*(\d{1,4})\s*,\s*"([^"]{0,200})"\s*,\s*(\d{1,4})\s*\)/i;
const random = /^\s*random\s*\(\s*(-?[\d.]{1,30})\s*,\s*(-?[\d.]{1,30})\s*\)/i;

/** What stands for a value that is hidden whole. */
function hidden({ type }: ConvertedColumn): Expression {
  switch (type.base.name) {
    case 'text': case 'varchar': case 'char': case 'citext': return pg.text('x'.repeat(Math.min(4, type.base.args[0] ?? 4)));
    case 'smallint': case 'integer': case 'bigint': case 'numeric': case 'real': case 'double precision': return pg.number(0);
    case 'boolean': return pg.boolean(false);
    case 'date': case 'timestamp': case 'timestamptz': return pg.text('1900-01-01');
    case 'time': return pg.text('00:00:00');
    case 'bytea': return pg.text('\\x30');
    case 'uuid': return pg.text('00000000-0000-0000-0000-000000000000');
    default: return pg.null;
  }
}

/** https://learn.microsoft.com/sql/relational-databases/security/dynamic-data-masking#define-a-dynamic-data-mask */
function masked(mask: string, column: ConvertedColumn): Expression {
  const value = pg.column(column.node.name);
  if (/^\s*email\s*\(/i.test(mask)) return pg.concat(pg.call('left', value, pg.number(1)), pg.text('XXX@XXXX.com'));
  const [, prefix, padding, suffix] = partial.exec(mask) ?? [];
  if (prefix !== undefined && padding !== undefined && suffix !== undefined) {
    const shown = pg.concat(pg.concat(pg.call('left', value, pg.number(prefix)), pg.text(padding)), pg.call('right', value, pg.number(suffix)));
    return pg.case([pg.when(pg.gt(pg.call('length', value), pg.number(Number(prefix) + Number(suffix))), shown)], pg.text(padding));
  }
  const [, low, high] = random.exec(mask) ?? [];
  // Masks of the parts of a time hide all of it.
  if (low === undefined || high === undefined) return hidden(column);
  return pg.add(pg.number(low), pg.call('floor', pg.multiply(pg.call('random'), pg.number(Math.max(0, Number(high) - Number(low)) + 1))));
}

/** By setting: `t_masked`, a view for those who may not see what is masked. A value that is NULL stays NULL. */
export function maskedView(table: Table, columns: readonly ConvertedColumn[], ctx: ObjectContext): TargetStatement[] {
  if (ctx.choices.masking !== 'view' || !table.columns.some((c) => maskOf(c) !== undefined)) return [];
  const owner = ctx.names.relation(table.schema, table.name);
  const view = { schema: owner.schema, name: ctx.names.composed(`${owner.name}_masked`) };
  const items = columns.map((column, i) => {
    const mask = maskOf(table.columns[i] as Column);
    const own = pg.column(column.node.name);
    if (mask === undefined) return pg.item(own);
    const shown = pg.cast(masked(mask, column), column.node.type);
    const collated: Expression = column.node.collation === undefined ? shown : { kind: 'Collate', operand: shown, collation: column.node.collation };
    return pg.item(pg.case([pg.when({ kind: 'IsNull', operand: own, negated: true }, collated)]), column.node.name);
  });
  return [statement(ctx, { kind: 'CreateView', name: qualified(view), query: pg.select(items, { from: [pg.table(qualified(owner))] }) }, { creates: relationRef('VIEW', view), phase: 'views', needs: [relationKey(owner)] })];
}
