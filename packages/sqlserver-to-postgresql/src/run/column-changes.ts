import type { Column, Table } from '@ferry/catalog';
import { pg, printText } from '@ferry/target-postgresql';
import type { AlterTableAction, TableColumn } from '@ferry/target-postgresql';
import type { ConversionContext } from '../context';
import { convertColumn } from '../storage/columns';

export interface ColumnChanges {
  readonly statements: readonly string[];
  /** What stands on the table has to make way. */
  readonly hard: boolean;
}

/** What ALTER TABLE has to say so that the columns of a table become those of another. */
export function columnChanges(before: Table, after: Table, ctx: ConversionContext): ColumnChanges {
  const name = ctx.names.relation(after.schema, after.name);
  const actions: AlterTableAction[] = [];
  let hard = false;
  const find = (columns: readonly Column[], wanted: string): Column | undefined => columns.find((c) => ctx.lookup.fold(c.name) === ctx.lookup.fold(wanted));
  for (const column of before.columns) {
    if (find(after.columns, column.name) !== undefined) continue;
    hard = true;
    actions.push({ do: 'DROP COLUMN', name: ctx.names.local(column.name) });
  }
  for (const column of after.columns) {
    const node = convertColumn(after, column, ctx).node;
    const old = find(before.columns, column.name);
    // Rows that are there keep NULL in a column that may be NULL; PostgreSQL would fill in the default.
    if (old === undefined && column.nullable && node.default !== undefined) actions.push({ do: 'ADD COLUMN', column: { ...node, default: undefined } }, { do: 'SET DEFAULT', column: node.name, expression: node.default });
    else if (old === undefined) actions.push({ do: 'ADD COLUMN', column: node });
    else {
      const was = convertColumn(before, old, ctx).node;
      const changes = changesOf(was, node);
      if (changes.some((c) => c.do === 'SET TYPE')) hard = true;
      actions.push(...changes);
    }
  }
  if (actions.length === 0) return { statements: [], hard };
  return { statements: [printText({ kind: 'AlterTable', name: pg.name(name.schema, name.name), actions }).sql], hard };
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

function changesOf(was: TableColumn, node: TableColumn): readonly AlterTableAction[] {
  const out: AlterTableAction[] = [];
  const { name } = node;
  if (!same(was.type, node.type)) out.push({ do: 'SET TYPE', column: name, type: node.type as Extract<AlterTableAction, { do: 'SET TYPE' }>['type'], using: pg.cast(pg.column(name), node.type as Extract<AlterTableAction, { do: 'SET TYPE' }>['type']) });
  if (was.notNull !== node.notNull) out.push(node.notNull === true ? { do: 'SET NOT NULL', column: name } : { do: 'DROP NOT NULL', column: name });
  if (!same(was.default, node.default)) out.push(node.default === undefined ? { do: 'DROP DEFAULT', column: name } : { do: 'SET DEFAULT', column: name, expression: node.default });
  return out;
}
