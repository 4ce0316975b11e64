import type { Catalog, CatalogObject, Column, Constraint, Table, TableType } from '@ferry/catalog';
import { named, nullabilityFromType } from './columns';
import { databaseInfo, defaultSchema, find } from './draft';
import type { Draft, DraftObject } from './draft';

/** Works off what waited for an object, then what waited for that; what is still missing is told. */
function settle(draft: Draft): void {
  for (let last = false; ; ) {
    const waiting = draft.deferred.splice(0);
    if (waiting.length === 0) return;
    if (last) draft.final = true;
    for (const apply of waiting) apply();
    last = draft.deferred.length >= waiting.length;
  }
}

const onlyOwn = (mentioned: readonly string[], columns: readonly Column[]): string[] => [...new Set(mentioned.flatMap((name) => named(columns, name)?.name ?? []))];

function finishConstraint(constraint: Constraint, columns: readonly Column[]): Constraint {
  if (constraint.kind !== 'CHECK') return constraint;
  const own = onlyOwn(constraint.columns, columns);
  return { ...constraint, columns: own.length === 0 && constraint.column !== undefined ? [constraint.column] : own };
}

/** @param inPrimaryKey whether the column is part of the table's primary key */
function finishColumn(column: Column, table: Table | TableType, inPrimaryKey: boolean, draft: Draft): Column {
  let finished = column;
  if (column.options.includes(nullabilityFromType)) {
    const type = column.type && find(draft, ['TYPE'], { schema: column.type.schema ?? defaultSchema, name: column.type.name });
    finished = { ...finished, nullable: type?.nullable ?? true, options: column.options.filter((o) => o !== nullabilityFromType) };
  }
  if (inPrimaryKey && finished.nullable && finished.computed === undefined) finished = { ...finished, nullable: false };
  if (finished.computed) finished = { ...finished, computed: { ...finished.computed, columns: onlyOwn(finished.computed.columns, table.columns) } };
  return finished;
}

function finishObject(object: DraftObject, draft: Draft): CatalogObject {
  if (object.kind !== 'TABLE' && object.kind !== 'TABLE_TYPE') return object;
  const inPrimaryKey = new Set(object.constraints.flatMap((c) => (c.kind === 'PRIMARY_KEY' ? c.columns.map((k) => named(object.columns, k.name)) : [])));
  return { ...object, columns: object.columns.map((c) => finishColumn(c, object, inPrimaryKey.has(c), draft)), constraints: object.constraints.map((c) => finishConstraint(c, object.columns)) };
}

/** A schema that is only used has an entry too, so that it is created; its definition is the name of its first user. */
function impliedSchemas(objects: readonly DraftObject[]): CatalogObject[] {
  const known = new Set(objects.filter((o) => o.kind === 'SCHEMA').map((o) => o.name.toLowerCase()));
  const out: CatalogObject[] = [];
  for (const { kind, schema, nameAt, definition } of objects) {
    if (kind === 'SCHEMA' || schema === '' || known.has(schema.toLowerCase())) continue;
    known.add(schema.toLowerCase());
    out.push({ kind: 'SCHEMA', schema, name: schema, definition: nameAt ?? definition });
  }
  return out;
}

/** The catalogue of what was read. @param fallback the database's name when the scripts do not tell */
export function finish(draft: Draft, fallback: string): Catalog {
  settle(draft);
  const objects = [...draft.objects.values()];
  return {
    engine: 'sqlserver',
    sources: draft.sources,
    database: databaseInfo(draft, fallback),
    objects: [...impliedSchemas(objects), ...objects.map((o) => finishObject(o, draft))],
    passedOver: draft.passedOver,
    diagnostics: draft.diagnostics,
  };
}

