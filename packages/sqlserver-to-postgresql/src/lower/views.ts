import type { CodeObject, ObjectRef } from '@ferry/catalog';
import { idOf } from '@ferry/catalog';
import type { ConvertedObject, ConvertedPart, TargetRef } from '@ferry/conversion';
import type { Binding, CreateViewStatement, ParsedDefinition, ShapeColumn } from '@ferry/source-sqlserver';
import { catalogReader } from '@ferry/source-sqlserver';
import type { Query } from '@ferry/target-postgresql';
import { expressionItems } from '../action-items/expressions';
import { nameItems } from '../action-items/names';
import { collecting } from '../collecting';
import type { ObjectContext, TargetName } from '../context';
import { createStoredView, isStoredView, storedViewRef } from '../storage/indexed-views';
import { qualified, relationRef, statement } from '../storage/parts';
import { newLowering } from './lowering';
import { lowerQuery, namelessColumn } from './queries';
import { failingQuery } from './stubs';

/** The author's comments, as they were written. */
export const commentsOf = (parsed: ParsedDefinition): readonly string[] => parsed.tokens.comments.map((c) => parsed.tokens.text.slice(c.start, c.end));

/** Where the text could not be read, as an item at its place. */
export function raiseDiagnostics(parsed: ParsedDefinition, object: CodeObject, ctx: ObjectContext): boolean {
  const errors = parsed.diagnostics.filter((d) => d.severity === 'error');
  for (const error of errors) ctx.raise(expressionItems.parsed, { text: error.message }, { source: object.definition.source, span: error.span });
  if (parsed.quotedTexts === true) ctx.raise(expressionItems.quotedTexts);
  return errors.length > 0;
}

const refOf = (object: CodeObject): ObjectRef => ({ kind: object.kind, schema: object.schema, name: object.name, ...(object.kind === 'TRIGGER' && object.on !== undefined ? { parent: object.on.name } : {}) });

/** The only part of a code object. */
export const codePart = (object: CodeObject, ctx: ObjectContext, rest: Omit<ConvertedPart, 'ref' | 'at' | 'items'>): ConvertedObject => ({
  id: idOf(object),
  parts: [{ ref: refOf(object), at: object.definition, items: ctx.items.map((item) => (item.at === undefined ? { ...item, at: object.definition } : item)), ...rest }],
});

/** Two columns of one name are an error in PostgreSQL as in SQL Server; names that only fold together are told apart. */
function distinct(names: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name}_${count}`;
  });
}

/**
 * A view. SCHEMABINDING needs no word: PostgreSQL's views are always bound. One that cannot be converted becomes a view with the
 * same columns that raises feature_not_supported when it is read.
 */
export function lowerView(object: CodeObject, ctx: ObjectContext): ConvertedObject {
  const reader = catalogReader(ctx.catalog);
  const parsed = reader.definition(object);
  const name = ctx.names.relation(object.schema, object.name);
  const creates: TargetRef = relationRef('VIEW', name);
  const node = parsed.statement?.kind === 'CreateViewStatement' ? parsed.statement : undefined;
  const unread = raiseDiagnostics(parsed, object, ctx) || node === undefined;
  const { binding } = reader.bound(object);
  const shape = node === undefined ? undefined : binding.shapes.get(node.query);
  const columns = columnsOf(node, shape);
  // SQL Server would not have created a view with a nameless column; relatives of it do.
  const wanted = columns.map((c, i) => (c.name === '' ? namelessColumn(i) : ctx.names.column(object.schema, object.name, c.name)));
  const names = distinct(wanted);
  const joined = joinedByRules(columns, wanted, ctx);
  for (const column of joined) ctx.raise(nameItems.clash, { source: column.name, target: names[columns.indexOf(column)] ?? column.name });

  const stubContext = collecting(ctx, object);
  const create = (query: Query, own: ObjectContext, check: boolean): ConvertedPart['statements'][number] =>
    statement(ctx, { kind: 'CreateView', name: qualified(name), query, source: object.nameAt ?? object.definition, check: check ? 'CASCADED' : undefined, leadingComments: commentsOf(parsed) }, { creates, phase: 'views', needs: own.needs });
  const stub = [create(failingQuery(stubContext, object, columns, names), stubContext, false)];

  if (node === undefined || unread || joined.length > 0) return codePart(object, ctx, { targets: [creates], statements: stub, stub: true });
  const low = newLowering(ctx, binding, object.definition.source, 'view');
  const query = lowerQuery(low, node.query, { stored: true, ...(shape === undefined ? {} : { names }) });
  if (low.failures > 0) return codePart(object, ctx, { targets: [creates], statements: stub, stub: true });
  if (isStoredView(object, ctx)) return codePart(object, ctx, { targets: [storedViewRef(name)], statements: createStoredView(object, query, tablesOf(binding, ctx), commentsOf(parsed), ctx) });
  return codePart(object, ctx, { targets: [creates], statements: [create(query, ctx, node.checkOption)], fallback: stub });
}

/** Columns to which the user's rules give the name of another: whoever reads the view by that name would get the other one. */
function joinedByRules(columns: readonly ShapeColumn[], wanted: readonly string[], ctx: ObjectContext): readonly ShapeColumn[] {
  const seen = new Set<string>();
  return columns.filter(({ name }, i) => {
    const own = wanted[i] ?? '';
    const twice = seen.has(own);
    seen.add(own);
    return twice && name !== '' && columns.some((c, j) => wanted[j] === own && c.name !== '' && ctx.names.local(c.name) !== own);
  });
}

/** The tables that a query reads, each once. */
const tablesOf = (binding: Binding, ctx: ObjectContext): readonly TargetName[] => {
  const tables = [...binding.sources.values()].flatMap(({ object }) => (object?.kind === 'TABLE' ? [object] : []));
  return [...new Set(tables)].map((t) => ctx.names.relation(t.schema, t.name));
};

const columnsOf = (node: CreateViewStatement | undefined, shape: readonly ShapeColumn[] | undefined): readonly ShapeColumn[] =>
  node !== undefined && node.columns.length > 0 ? node.columns.map((c, i) => ({ name: c.name, type: shape?.[i]?.type ?? { kind: 'unknown' as const } })) : (shape ?? []);
