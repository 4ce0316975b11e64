import type { Column, Table } from '@ferry/catalog';
import { targetKey } from '@ferry/conversion';
import type { TargetKey, TargetRef, TargetStatement } from '@ferry/conversion';
import { pg } from '@ferry/target-postgresql';
import type { Expression, TableConstraint } from '@ferry/target-postgresql';
import { tableItems } from '../action-items/tables';
import type { ConversionContext, ObjectContext, TargetName } from '../context';
import { hierarchyAncestor } from '../functions/hierarchyid';
import type { MappedType } from '../types/mapped-type';
import { asRegclass } from './filled-columns';
import { qualified, relationKey, relationRef, statement } from './parts';
import { optionOf } from './temporal-tables';

/** What a column that a form of table brings with it is filled with. */
export interface OwnValue {
  readonly default?: Expression;
  readonly generated?: Expression;
  readonly needs: readonly TargetKey[];
  readonly statements: readonly TargetStatement[];
}

export const formOf = (table: Table): string | undefined => table.options['FORM']?.toUpperCase();

const graphKinds: Readonly<Record<string, 'node' | 'edge'>> = { 'generated always as node id': 'node', 'generated always as edge id': 'edge' };
const graphKind = (column: Column): 'node' | 'edge' | undefined => column.options.flatMap((o) => graphKinds[o] ?? [])[0];

const joined = (...texts: readonly Expression[]): Expression => texts.reduce((left, right) => pg.concat(left, right));

/** An id begins like this; the number and `}` follow. The same text as in SQL Server, so that ids that are loaded and new ones agree. */
const idPrefix = (kind: 'node' | 'edge', schema: string, table: string): string => `{"type":"${kind}","schema":${JSON.stringify(schema)},"table":${JSON.stringify(table)},"id":`;

/** What fills a column that the table has by its form; undefined for all others. */
export function ownValue(table: Table, column: Column, type: MappedType, shared: ConversionContext): OwnValue | undefined {
  const kind = graphKind(column);
  if (kind !== undefined) return graphId(table, column, kind, shared);
  return formOf(table) === 'FILETABLE' ? fileColumn(table, column, type, shared) : undefined;
}

/** `{"type":"node","schema":"dbo","table":"t","id":0}`, counted by a sequence of the table. */
function graphId(table: Table, column: Column, kind: 'node' | 'edge', shared: ConversionContext): OwnValue {
  const owner = shared.names.relation(table.schema, table.name);
  const name = shared.names.column(table.schema, table.name, column.name);
  const own = { schema: owner.schema, name: shared.names.composed(`${owner.name}_${name}_seq`) };
  const creates = relationRef('SEQUENCE', own);
  const owned: TargetRef = { kind: 'IDENTITY', schema: owner.schema, name, parent: owner.name };
  return {
    default: joined(pg.text(idPrefix(kind, table.schema, table.name)), pg.call('nextval', pg.text(asRegclass(own))), pg.text('}')),
    needs: [targetKey(creates)],
    statements: [
      statement(shared, { kind: 'CreateSequence', name: qualified(own), options: { minimum: '0', start: '0' }, source: column.at }, { creates, phase: 'sequences' }),
      statement(shared, { kind: 'AlterSequence', name: qualified(own), options: { ownedBy: { table: qualified(owner), column: name } } }, { creates: owned, phase: 'tables', needs: [targetKey(creates), relationKey(owner)] }),
    ],
  };
}

/** https://learn.microsoft.com/sql/relational-databases/blob/filetable-schema */
function fileColumn(table: Table, column: Column, type: MappedType, shared: ConversionContext): OwnValue | undefined {
  const of = (name: string): Expression => pg.column(shared.names.column(table.schema, table.name, name));
  const plain = (name: string): Expression => pg.collate(of(name), 'C');
  const value = (given: Pick<OwnValue, 'default' | 'generated'>, needs: readonly TargetKey[] = []): OwnValue => ({ ...given, needs, statements: [] });
  const part = (): Expression => pg.cast(pg.cast(pg.call('floor', pg.multiply(pg.call('random'), pg.number('281474976710656'))), pg.type('bigint')), pg.type('text'));
  switch (column.name) {
    case 'stream_id': return value({ default: pg.call('gen_random_uuid') });
    case 'path_locator': return type.base.name === 'text' ? value({ default: joined(pg.text('/'), part(), pg.text('.'), part(), pg.text('.'), part(), pg.text('/')) }) : undefined;
    case 'parent_path_locator': {
      if (type.base.name !== 'text') return undefined;
      const needs = shared.requireSupport(hierarchyAncestor.piece);
      return value({ generated: pg.call('nullif', pg.callIn(shared.choices.supportSchema, hierarchyAncestor.name, of('path_locator'), pg.number(1)), pg.text('/')) }, needs);
    }
    case 'file_type': return value({ generated: pg.call('substring', plain('name'), pg.text('\\.([^.]*)$')) });
    case 'cached_file_size': return value({ generated: pg.call('octet_length', of('file_stream')) });
    case 'creation_time': case 'last_write_time': case 'last_access_time': return value({ default: pg.special('CURRENT_TIMESTAMP') });
    default: return column.type?.name === 'bit' ? value({ default: type.base.name === 'boolean' ? pg.boolean(column.name === 'is_archive') : pg.number(column.name === 'is_archive' ? 1 : 0) }) : undefined;
  }
}

interface OwnKey {
  readonly type: 'PRIMARY KEY' | 'UNIQUE';
  readonly columns: readonly string[];
  /** The option that names it. */
  readonly option?: string;
}

const fileKeys: readonly OwnKey[] = [
  { type: 'PRIMARY KEY', columns: ['path_locator'], option: 'FILETABLE_PRIMARY_KEY_CONSTRAINT_NAME' },
  { type: 'UNIQUE', columns: ['stream_id'], option: 'FILETABLE_STREAMID_UNIQUE_CONSTRAINT_NAME' },
  { type: 'UNIQUE', columns: ['parent_path_locator', 'name'], option: 'FILETABLE_FULLPATH_UNIQUE_CONSTRAINT_NAME' },
];
const keysOf: Readonly<Record<string, readonly OwnKey[]>> = { NODE: [{ type: 'UNIQUE', columns: ['$node_id'] }], EDGE: [{ type: 'UNIQUE', columns: ['$edge_id'] }], FILETABLE: fileKeys };

/** Keys that a table has by its form, and the constraints on what its edges lead between. */
export function formStatements(table: Table, ctx: ObjectContext): TargetStatement[] {
  const owner = ctx.names.relation(table.schema, table.name);
  const column = (name: string): string => ctx.names.column(table.schema, table.name, name);
  const keys = (keysOf[formOf(table) ?? ''] ?? []).map(({ type, columns, option }) => {
    const given = option === undefined ? undefined : optionOf(table, option)?.replace(/^[["]|[\]"]$/g, '');
    const names = columns.map(column);
    const name = given === undefined ? ctx.names.composed(type === 'PRIMARY KEY' ? `${owner.name}_pkey` : `${owner.name}_${names.join('_')}_key`) : ctx.names.local(given);
    return added(owner, { kind: 'KeyConstraint', type, name, columns: names, ...(type === 'UNIQUE' && names.length > 1 ? { nullsNotDistinct: true } : {}) }, type === 'UNIQUE' ? 'UNIQUE' : 'PRIMARY_KEY', 'keys', ctx);
  });
  return [...keys, ...connectionStatements(table, owner, ctx)];
}

function added(owner: TargetName, constraint: TableConstraint & { readonly name: string }, kind: TargetRef['kind'], phase: 'keys' | 'checks' | 'foreignKeys', ctx: ObjectContext, needs: readonly TargetKey[] = []): TargetStatement {
  return statement(ctx, { kind: 'AlterTable', name: qualified(owner), actions: [{ do: 'ADD CONSTRAINT', constraint }] }, { creates: { kind, schema: owner.schema, name: constraint.name, parent: owner.name }, phase, needs });
}

const name = String.raw`\[((?:[^\]]|\]\]){1,128})\]`;
const pair = new RegExp(String.raw`${name}\.${name} TO ${name}\.${name}`, 'g');
const plainName = (text: string | undefined): string => (text ?? '').replaceAll(']]', ']');

/**
 * `CONNECTION (a TO b)` of an edge table (https://learn.microsoft.com/sql/relational-databases/tables/graph-edge-constraints): one pair is two
 * foreign keys; of several a check sees which tables the ids belong to, but not whether the nodes are there.
 */
function connectionStatements(table: Table, owner: TargetName, ctx: ObjectContext): TargetStatement[] {
  return Object.entries(table.options).flatMap(([key, words]) => {
    if (!key.startsWith('CONNECTION ')) return [];
    const local = ctx.names.local(key.slice('CONNECTION '.length));
    const named = /^\d+$/.test(local) ? `${owner.name}_connection` : local;
    const pairs = [...words.matchAll(pair)].map(([, ...parts]) => ({ from: { schema: plainName(parts[0]), name: plainName(parts[1]) }, to: { schema: plainName(parts[2]), name: plainName(parts[3]) } }));
    const ends = [['$from_id', 'from'], ['$to_id', 'to']] as const;
    const column = (end: string): string => ctx.names.column(table.schema, table.name, end);
    const [only, ...more] = pairs;
    const nodes = only === undefined ? [] : ends.map(([, end]) => ctx.lookup.relation(only[end].schema, only[end].name));
    if (only !== undefined && more.length === 0 && nodes.every((n) => n?.kind === 'TABLE' && formOf(n) === 'NODE')) {
      const cascade = words.endsWith('ON DELETE CASCADE') ? ({ onDelete: 'CASCADE' } as const) : {};
      return ends.map(([id, end]) => {
        const target = ctx.names.relation(only[end].schema, only[end].name);
        const referenced = ctx.names.column(only[end].schema, only[end].name, '$node_id');
        return added(owner, { kind: 'ForeignKeyConstraint', name: ctx.names.composed(`${named}_${end}`), columns: [column(id)], references: qualified(target), referencedColumns: [referenced], ...cascade }, 'FOREIGN_KEY', 'foreignKeys', ctx, [relationKey(target)]);
      });
    }
    ctx.raise(tableItems.connection, { name: named, table: table.name });
    const starts = ({ from, to }: (typeof pairs)[number]): Expression => pg.and(...ends.map(([id, end]) => pg.call('starts_with', pg.column(column(id)), pg.text(idPrefix('node', (end === 'from' ? from : to).schema, (end === 'from' ? from : to).name)))));
    const conditions = pairs.map(starts);
    const [first] = conditions;
    if (first === undefined) return [];
    return [added(owner, { kind: 'CheckConstraint', name: named, expression: conditions.length === 1 ? first : pg.or(...conditions) }, 'CHECK', 'checks', ctx)];
  });
}
