import type { Catalog, CatalogObject, Table } from '@ferry/catalog';
import { idOf } from '@ferry/catalog';
import { arrange, engineItems, targetKey } from '@ferry/conversion';
import type { ActionItem, ConversionOptions, ConvertedObject, SessionAnswer, SessionRefusal, TargetRef, TargetStatement } from '@ferry/conversion';
import { growingCatalog } from '@ferry/source-sqlserver';
import type { GrowingCatalog, SavedCatalog, Statement } from '@ferry/source-sqlserver';
import { quoteIdentifier, repeatable } from '@ferry/target-postgresql';
import { openConversion } from '../open-conversion';
import type { OpenConversion } from '../open-conversion';
import { columnChanges } from './column-changes';
import { dropOf } from './drops';

/** An object as it stands on the target. */
interface Deployed {
  readonly object: CatalogObject;
  readonly print: string;
  readonly converted: ConvertedObject;
  /** What it is made of calls for something that was not there: it is tried again when something is created. */
  readonly pending: boolean;
}

export interface SavedSchema {
  readonly catalog: SavedCatalog;
  readonly deployed: ReadonlyMap<string, Deployed>;
  readonly support: ReadonlySet<string>;
}

export type Execute = (sql: string) => Promise<SessionAnswer>;

export type Applied = { readonly items: readonly ActionItem[]; readonly refusal?: SessionRefusal };

/** The schema while scripts run: the catalogue of the source, and what of it stands on the target. */
export interface Schema {
  readonly growth: GrowingCatalog;
  readonly catalog: () => Catalog;
  readonly conversion: () => OpenConversion;
  /** Changes with every definition. */
  readonly version: () => number;
  /** Support code of these statements that is not on the target yet. */
  readonly missingSupport: (statements: readonly TargetStatement[]) => readonly TargetStatement[];
  readonly installed: (statements: readonly TargetStatement[]) => void;
  /** Reads a definition and makes the target follow. */
  readonly apply: (node: Statement, at: Parameters<GrowingCatalog['read']>[1], execute: Execute) => Promise<Applied>;
  readonly save: () => SavedSchema;
  readonly restore: (saved: SavedSchema) => void;
}

const needsOf = (converted: ConvertedObject): Set<string> => new Set(converted.parts.flatMap((p) => p.statements.flatMap((s) => s.needs)));
const makes = (converted: ConvertedObject): readonly string[] => converted.parts.flatMap((p) => p.targets.map((t) => targetKey(t)));
const statementsOf = (converted: ConvertedObject): readonly TargetStatement[] => converted.parts.flatMap((p) => p.statements);
/** What an object stands for on the target, in the order in which it can be dropped: a trigger has a function that no part names. */
function dropsOf(converted: ConvertedObject): readonly TargetRef[] {
  const rank = (ref: TargetRef): number => (ref.kind === 'TABLE' ? 0 : ref.kind === 'TRIGGER' ? 1 : 2);
  const named = [...converted.parts].reverse().flatMap((p) => p.targets);
  const keys = new Set(named.map((t) => targetKey(t)));
  const functions = statementsOf(converted).map((s) => s.creates).filter((t) => t.kind === 'FUNCTION' && !keys.has(targetKey(t)));
  return [...named, ...functions].sort((a, b) => rank(a) - rank(b));
}
const textOf = (converted: ConvertedObject): string => statementsOf(converted).map((s) => s.sql).join('\n');
const isCode = (object: CatalogObject): boolean => object.kind === 'VIEW' || object.kind === 'FUNCTION' || object.kind === 'PROCEDURE' || object.kind === 'TRIGGER';
/** Code whose stand-in may become the real thing later. */
const isPending = (converted: ConvertedObject): boolean => converted.parts.some((p) => p.stub === true);

/** PostgreSQL looks at every constraint that it has: one that is switched off (NOCHECK CONSTRAINT) is left out until it is switched on. */
function withoutDisabled(object: CatalogObject, converted: ConvertedObject): ConvertedObject {
  const off = object.kind === 'TABLE' ? object.constraints.filter((c) => c.disabled === true) : [];
  if (off.length === 0) return converted;
  const [head, ...rest] = converted.parts;
  return { ...converted, parts: [head, ...rest.map((part) => (off.some((c) => c.at === part.at && c.kind === part.ref.kind) ? { ...part, targets: [], statements: [] } : part))] };
}

/** ALTER INDEX for the indexes and keys of a table whose names are others by now. */
function indexRenames(table: Table, converted: ConvertedObject, { shared }: OpenConversion): readonly string[] {
  const named = [...table.indexes.map((i) => ({ kind: 'INDEX', at: i.at, name: shared.names.index(i) })), ...table.constraints.flatMap((c) => (c.kind === 'PRIMARY_KEY' || c.kind === 'UNIQUE' ? [{ kind: c.kind, at: c.at, name: shared.names.constraint(c) }] : []))];
  return named.flatMap(({ kind, at, name }) => {
    const old = converted.parts.find((p) => p.ref.kind === kind && p.at.source === at.source && p.at.span.start === at.span.start)?.targets[0];
    return old === undefined || old.name === name ? [] : [`ALTER INDEX ${quoteIdentifier(old.schema)}.${quoteIdentifier(old.name)} RENAME TO ${quoteIdentifier(name)};`];
  });
}

/** One object; trouble of our own costs that object, as in the engine's pipeline. */
function convertOne(conversion: OpenConversion, object: CatalogObject): ConvertedObject {
  try {
    return withoutDisabled(object, conversion.convert(object));
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return { id: idOf(object), parts: [{ ref: { kind: object.kind, schema: object.schema, name: object.name }, at: object.definition, targets: [], statements: [], stub: true, items: [{ code: engineItems.conversionFailed, at: object.definition, details: { message } }] }] };
  }
}

/** @param known what stands on the target already */
export function openSchema(options: ConversionOptions, databaseName: string, known?: Catalog): Schema {
  const growth = growingCatalog(databaseName, known);
  let assumed = known === undefined;
  let deployed = new Map<string, Deployed>();
  let support = new Set<string>();
  let version = 0;
  let open: { readonly catalog: Catalog; readonly conversion: OpenConversion } | undefined;
  const conversion = (): OpenConversion => {
    const catalog = growth.catalog();
    if (open?.catalog !== catalog) {
      open = { catalog, conversion: openConversion(catalog, options) };
      version++;
    }
    return open.conversion;
  };
  // What stands on the target has its support code, in this form or another: it is put there again.
  const missingSupport = (statements: readonly TargetStatement[]): readonly TargetStatement[] => statements.filter((s) => !support.has(s.sql)).map((s) => (known === undefined ? s : repeatable(s)));
  const installed = (statements: readonly TargetStatement[]): void => statements.forEach((s) => support.add(s.sql));

  /** Converts what stands on the target already: only a definition asks what that is. */
  const assume = (): void => {
    assumed = true;
    const next = conversion();
    for (const object of growth.catalog().objects) {
      const converted = convertOne(next, object);
      deployed.set(idOf(object), { object, print: JSON.stringify(object), converted, pending: isPending(converted) });
    }
    installed(next.support());
  };

  /** Code that stands on what changed, and what stands on that. */
  const dependents = (keys: ReadonlySet<string>): Set<string> => {
    const found = new Set<string>();
    const wanted = new Set(keys);
    for (let grown = true; grown; ) {
      grown = false;
      for (const [id, d] of deployed) {
        if (found.has(id) || !isCode(d.object) || ![...needsOf(d.converted)].some((k) => wanted.has(k))) continue;
        found.add(id);
        makes(d.converted).forEach((k) => wanted.add(k));
        grown = true;
      }
    }
    return found;
  };

  const work = async (execute: Execute, renamed: boolean, dropsSchema: boolean): Promise<{ refusal?: SessionRefusal; items: ActionItem[] }> => {
    const items: ActionItem[] = [];
    const next = conversion();
    const objects = growth.catalog().objects;
    const after = new Map(objects.map((o) => [idOf(o) as string, o]));
    const prints = new Map(objects.map((o) => [idOf(o) as string, JSON.stringify(o)]));
    // A schema that no object needs any more stays, unless it is dropped by name.
    const removed = [...deployed].filter(([id, d]) => !after.has(id) && (d.object.kind !== 'SCHEMA' || dropsSchema)).map(([id]) => id);
    const changed = objects.filter((o) => deployed.has(idOf(o)) && deployed.get(idOf(o))?.print !== prints.get(idOf(o)));
    const added = objects.filter((o) => !deployed.has(idOf(o)));
    const run = async (sql: string | undefined): Promise<SessionRefusal | undefined> => (sql === undefined ? undefined : (await execute(sql)).refusal);
    const all = async (texts: readonly (string | undefined)[]): Promise<SessionRefusal | undefined> => {
      for (const text of texts) {
        const refusal = await run(text);
        if (refusal !== undefined) return refusal;
      }
      return undefined;
    };

    // An index may have the name that a new table has to have: there it gives way, as when both are converted at once.
    const taken = new Set(added.flatMap((o) => (o.kind === 'TABLE' || o.kind === 'VIEW' || o.kind === 'SYNONYM' || o.kind === 'SEQUENCE' ? [next.shared.names.relation(o.schema, o.name).name] : [])));
    if (taken.size > 0) {
      for (const [id, d] of deployed) {
        const object = after.get(id);
        if (object?.kind !== 'TABLE' || d.print !== prints.get(id) || !d.converted.parts.some((p) => p.targets.some((t) => taken.has(t.name)))) continue;
        const renames = indexRenames(object, d.converted, next);
        const refusal = await all(renames);
        if (refusal !== undefined) return { refusal, items };
        if (renames.length > 0) deployed.set(id, { ...d, object, converted: convertOne(next, object) });
      }
    }

    // Storage that changes in its columns' types, and code that is written anew, take what stands on them along.
    const hard = new Set<string>();
    for (const id of removed) makes((deployed.get(id) as Deployed).converted).forEach((k) => hard.add(k));
    const tables: { readonly before: Table; readonly after: Table; readonly changes: ReturnType<typeof columnChanges> }[] = [];
    for (const object of changed) {
      const before = deployed.get(idOf(object)) as Deployed;
      if (object.kind === 'TABLE' && before.object.kind === 'TABLE') {
        const changes = columnChanges(before.object, object, next.shared);
        tables.push({ before: before.object, after: object, changes });
        if (changes.hard) makes(before.converted).forEach((k) => hard.add(k));
      } else makes(before.converted).forEach((k) => hard.add(k));
    }
    const gone = dependents(hard);
    for (const id of [...gone].reverse()) {
      const refusal = await all((deployed.get(id) as Deployed).converted.parts.flatMap((p) => p.targets.map((t) => dropOf(t)?.concat(' CASCADE'))));
      if (refusal !== undefined) return { refusal, items };
      if (after.has(id) === false && !removed.includes(id)) deployed.delete(id);
    }
    if (!renamed)
      for (const id of removed) {
        const d = deployed.get(id) as Deployed;
        const targets = dropsOf(d.converted).filter((t) => d.object.kind !== 'TABLE' || t.kind === 'TABLE' || t.kind === 'FUNCTION');
        const refusal = await all(targets.map((t) => dropOf(t)));
        if (refusal !== undefined) return { refusal, items };
      }
    for (const id of removed) deployed.delete(id);

    const create: TargetStatement[] = [];
    const record = (object: CatalogObject, converted: ConvertedObject): void => void deployed.set(idOf(object), { object, print: prints.get(idOf(object)) ?? '', converted, pending: isPending(converted) });
    const news = new Set<string>([...added, ...changed].flatMap((o) => [idOf(o)]));
    for (const object of objects) {
      const id = idOf(object) as string;
      const old = deployed.get(id);
      if (news.has(id) || gone.has(id)) {
        const converted = convertOne(next, object);
        if (old !== undefined && object.kind === 'TABLE') {
          const keys = new Set(old.converted.parts.slice(1).map((p) => JSON.stringify([p.ref, p.statements.map((s) => s.sql)])));
          const fresh = new Set(converted.parts.slice(1).map((p) => JSON.stringify([p.ref, p.statements.map((s) => s.sql)])));
          const part = tables.find((t) => t.after === object);
          const dropParts = old.converted.parts.slice(1).filter((p) => p.ref.kind !== 'COLUMN' && !fresh.has(JSON.stringify([p.ref, p.statements.map((s) => s.sql)]))).flatMap((p) => p.targets.map((t) => dropOf(t)));
          const refusal = await all([...(renamed ? [] : dropParts), ...(renamed ? [] : (part?.changes.statements ?? []))]);
          if (refusal !== undefined) return { refusal, items };
          if (!renamed) create.push(...converted.parts.slice(1).filter((p) => !keys.has(JSON.stringify([p.ref, p.statements.map((s) => s.sql)]))).flatMap((p) => p.statements));
        } else {
          if (old !== undefined && !gone.has(id)) {
            const refusal = await all(dropsOf(old.converted).map((t) => (t.kind === 'SCHEMA' ? undefined : dropOf(t)?.concat(isCode(object) ? ' CASCADE' : ''))));
            if (refusal !== undefined) return { refusal, items };
          }
          if (!(renamed && object.kind === 'TABLE')) create.push(...statementsOf(converted));
        }
        if (news.has(id)) items.push(...converted.parts.flatMap((p) => p.items));
        record(object, converted);
      } else if (old !== undefined && isCode(object) && (old.pending || (changed.length > 0 && [...needsOf(old.converted)].some((k) => changed.some((c) => makes((deployed.get(idOf(c)) as Deployed).converted).includes(k)))))) {
        // What is known now may be converted otherwise.
        const converted = convertOne(next, object);
        if (textOf(converted) !== textOf(old.converted)) {
          const refusal = await all(old.converted.parts.flatMap((p) => p.targets.map((t) => dropOf(t)?.concat(' CASCADE'))));
          if (refusal !== undefined) return { refusal, items };
          create.push(...statementsOf(converted));
          record(object, converted);
        }
      }
    }
    const wanted = missingSupport(next.support());
    for (const s of arrange([...wanted, ...create])) {
      const refusal = await run(s.sql);
      if (refusal !== undefined) return { refusal, items };
    }
    installed(wanted);
    return { items };
  };

  const schema: Schema = {
    growth,
    catalog: () => growth.catalog(),
    conversion,
    version: () => (conversion(), version),
    missingSupport,
    installed,
    async apply(node, at, execute) {
      if (!assumed) assume();
      const saved = schema.save();
      growth.read(node, at);
      const rename = await renaming(node, execute);
      if (rename !== undefined && rename !== true) {
        schema.restore(saved);
        return { items: [], refusal: rename };
      }
      const { refusal, items } = await work(execute, rename === true, node.kind === 'DropStatement' && node.objectType === 'SCHEMA');
      if (refusal === undefined) return { items };
      schema.restore(saved);
      return { items, refusal };
    },
    save: () => ({ catalog: growth.save(), deployed: new Map(deployed), support: new Set(support) }),
    restore(saved) {
      growth.restore(saved.catalog);
      deployed = new Map(saved.deployed);
      support = new Set(saved.support);
    },
  };

  /** sp_rename and ALTER SCHEMA keep the object: it gets another name on the target. @returns true when that was done */
  async function renaming(node: Statement, execute: Execute): Promise<true | SessionRefusal | undefined> {
    const renames = node.kind === 'AlterSchemaStatement' || (node.kind === 'ExecuteStatement' && node.target.kind === 'ExecuteProcedure' && node.target.name.kind !== 'Variable' && node.target.name.parts.at(-1)?.name.toLowerCase() === 'sp_rename');
    if (!renames) return undefined;
    const names = conversion().shared.names;
    const objects = growth.catalog().objects;
    const ids = new Set(objects.map((o) => idOf(o) as string));
    const lost = [...deployed.values()].filter((d) => !ids.has(idOf(d.object)) && d.object.kind === 'TABLE');
    const found = objects.filter((o) => !deployed.has(idOf(o)) && o.kind === 'TABLE');
    const [before, after] = [lost[0], found[0]];
    if (before !== undefined && after !== undefined) {
      const from = before.converted.parts[0].targets[0];
      const to = names.relation(after.schema, after.name);
      if (from === undefined) return undefined;
      const texts = [
        ...(from.schema === to.schema ? [] : [`CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(to.schema)}`, `ALTER TABLE ${quoteIdentifier(from.schema)}.${quoteIdentifier(from.name)} SET SCHEMA ${quoteIdentifier(to.schema)}`]),
        ...(from.name === to.name ? [] : [`ALTER TABLE ${quoteIdentifier(to.schema)}.${quoteIdentifier(from.name)} RENAME TO ${quoteIdentifier(to.name)}`]),
      ];
      for (const text of texts) {
        const { refusal } = await execute(text);
        if (refusal !== undefined) return refusal;
      }
      return true;
    }
    for (const object of objects) {
      const old = deployed.get(idOf(object))?.object;
      if (object.kind !== 'TABLE' || old?.kind !== 'TABLE' || old.columns.length !== object.columns.length) continue;
      for (const [i, column] of object.columns.entries()) {
        const was = old.columns[i];
        if (was === undefined || was.name === column.name) continue;
        const target = names.relation(object.schema, object.name);
        const previous = names.local(was.name);
        const { refusal } = await execute(`ALTER TABLE ${quoteIdentifier(target.schema)}.${quoteIdentifier(target.name)} RENAME COLUMN ${quoteIdentifier(previous)} TO ${quoteIdentifier(names.column(object.schema, object.name, column.name))}`);
        return refusal ?? true;
      }
    }
    return undefined;
  }
  return schema;
}
