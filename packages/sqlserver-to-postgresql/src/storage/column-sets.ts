import type { Column, Table } from '@ferry/catalog';
import { targetKey } from '@ferry/conversion';
import type { TargetRef, TargetStatement } from '@ferry/conversion';
import { pg, quoteIdentifier, stringLiteral } from '@ferry/target-postgresql';
import type { ObjectContext } from '../context';
import { typeText } from '../types/target-types';
import type { ConvertedColumn } from './columns';
import { qualified, relationKey, statement } from './parts';

const has = (column: Column, word: string): boolean => column.options.some((o) => o.toLowerCase().startsWith(word));

/** A name as SQL/XML writes it as that of an element. */
const elementName = (name: string): string => name.replace(/[^\p{L}\p{N}_.-]/gu, (c) => `_x${(c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}_`).replace(/^(?=[\p{N}.-])/u, '_');

/**
 * `COLUMN_SET FOR ALL_SPARSE_COLUMNS`: the sparse columns that are not NULL as XML. Who writes it writes them all
 * (https://learn.microsoft.com/sql/relational-databases/tables/use-column-sets).
 */
export function columnSetStatements(table: Table, columns: readonly ConvertedColumn[], ctx: ObjectContext): TargetStatement[] {
  const at = table.columns.findIndex((c) => has(c, 'column_set'));
  const set = columns[at];
  const sparse = columns.flatMap((c, i) => (has(table.columns[i] as Column, 'sparse') ? [{ column: c, source: (table.columns[i] as Column).name, name: elementName((table.columns[i] as Column).name) }] : []));
  if (set === undefined || sparse.length === 0) return [];
  const owner = ctx.names.relation(table.schema, table.name);
  const own = { schema: owner.schema, name: ctx.names.composed(`${owner.name}_${set.node.name}_set`) };
  const functionRef: TargetRef = { kind: 'FUNCTION', ...own };
  const all = `new.${quoteIdentifier(set.node.name)}`;
  const before = `old.${quoteIdentifier(set.node.name)}`;
  const field = (c: ConvertedColumn): string => `new.${quoteIdentifier(c.node.name)}`;
  // Truth values are 0 and 1, bytes base64.
  const shown = (c: ConvertedColumn): string => (c.type.base.name === 'boolean' ? `${field(c)}::integer` : field(c));
  const isBytes = (c: ConvertedColumn): boolean => c.type.base.name === 'bytea';
  const text = [
    'BEGIN',
    `    IF tg_op = 'INSERT' AND ${all} IS NOT NULL OR tg_op = 'UPDATE' AND ${all}::text IS DISTINCT FROM ${before}::text THEN`,
    `        SELECT ${sparse.map(({ column }, i) => (isBytes(column) ? `decode(c${String(i + 1)}, 'base64')` : `c${String(i + 1)}`)).join(', ')}`,
    `        INTO ${sparse.map(({ column }) => field(column)).join(', ')}`,
    `        FROM xmltable('/r' PASSING xmlelement(name r, ${all}) COLUMNS ${sparse.map(({ column, name }, i) => `c${String(i + 1)} ${isBytes(column) ? 'text' : typeText(column.type.base)} PATH ${stringLiteral(name)}`).join(', ')});`,
    '    END IF;',
    `    ${all} := xmlforest(${sparse.map(({ column, source }) => `${shown(column)} AS ${quoteIdentifier(source)}`).join(', ')});`,
    '    RETURN new;',
    'END;',
  ].join('\n');
  return [
    statement(ctx, { kind: 'CreateFunction', name: qualified(own), parameters: [], returns: pg.type('trigger'), body: { kind: 'TextBody', language: 'plpgsql', text } }, { creates: functionRef, phase: 'triggerFunctions', needs: [relationKey(owner)] }),
    statement(
      ctx,
      { kind: 'CreateTrigger', name: own.name, timing: 'BEFORE', events: [{ on: 'INSERT' }, { on: 'UPDATE' }], table: qualified(owner), level: 'ROW', execute: qualified(own) },
      { creates: { kind: 'TRIGGER', schema: owner.schema, name: own.name, parent: owner.name }, phase: 'triggers', needs: [relationKey(owner), targetKey(functionRef)] },
    ),
  ];
}
