import { nameText, pg } from '@ferry/target-postgresql';
import type { Expression, PlStatement, QualifiedName } from '@ferry/target-postgresql';
import { executed, mapped, parameterized } from './executed';
import { freshName } from './routine-state';
import type { RoutineState } from './routine-state';
import { madeTables } from './tables';

/** Definitions name a table without reading it: PL/pgSQL looks at them when they run. */
const defining = new Set(['Drop', 'CreateTable', 'AlterTable', 'CreateIndex', 'DropIndex', 'Truncate']);

const place = (index: number): string => `made_table_${index}_`;
const everyPlace = /made_table_(\d+)_/g;

/**
 * Statements on permanent tables that are in no script, because routines make and drop them: they are run by EXECUTE, so that the
 * routine can be created and checked while the table is not there, and no plan outlives it. The name of the table is a constant.
 */
export function withMadeTables(state: RoutineState, body: readonly PlStatement[]): readonly PlStatement[] {
  const made = madeTables(state.ctx);
  if (made.length === 0) return body;
  const indexOf = (node: unknown): number => {
    const { kind, schema, name } = node as QualifiedName;
    return kind === 'QualifiedName' ? made.findIndex((m) => m.schema === schema && m.name === name) : -1;
  };
  const named = (value: unknown): boolean => {
    if (Array.isArray(value)) return value.some(named);
    if (typeof value !== 'object' || value === null) return false;
    const { kind = '', query } = value as { readonly kind?: string; readonly query?: unknown };
    if (defining.has(kind)) return false;
    if (kind === 'CreateTableAs') return named(query);
    return indexOf(value) >= 0 || Object.entries(value).some(([key, inner]) => key !== 'source' && key !== 'leadingComments' && named(inner));
  };
  const template = (text: string): Expression => {
    const args: number[] = [];
    const format = text.replaceAll('%', '%%').replace(everyPlace, (_, n: string) => {
      if (!args.includes(Number(n))) args.push(Number(n));
      return `%${args.indexOf(Number(n)) + 1}$s`;
    });
    const once = [...format.matchAll(/%\d+\$s/g)].length === args.length;
    return pg.call('format', pg.text(once ? format.replace(/%\d+\$s/g, '%s') : format), ...args.map((n) => pg.variable(constantOf(state, made[n]))));
  };
  return executed(state, body, {
    named,
    filled: (value) => value,
    text: (statement) => {
      const placed = mapped(statement, (node) => (indexOf(node) < 0 ? undefined : pg.name(place(indexOf(node)))));
      const { text, using } = parameterized(placed, () => undefined);
      return { execute: template(text), ...(using.length === 0 ? {} : { using }) };
    },
    template,
  });
}

/** The constant that holds the name of such a table. */
function constantOf(state: RoutineState, table: QualifiedName | undefined): string {
  const text = table === undefined ? '' : nameText(table);
  const key = `made table ${text}`;
  const known = state.declarations.get(key);
  if (known !== undefined) return known.name;
  const name = freshName(state, state.ctx.names.composed(`${table?.name ?? ''}_table`));
  state.declarations.set(key, { kind: 'DeclareVariable', name, type: pg.type('text'), constant: true, initial: pg.text(text) });
  return name;
}
