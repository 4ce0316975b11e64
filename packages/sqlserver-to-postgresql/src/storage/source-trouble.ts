import { idOf } from '@ferry/catalog';
import type { Catalog, CatalogObject, LocatedDiagnostic, ObjectId } from '@ferry/catalog';
import { engineItems } from '@ferry/conversion';
import { nameItems } from '../action-items/names';
import type { ObjectContext } from '../context';

const startsBefore = ({ definition }: CatalogObject, error: LocatedDiagnostic): boolean =>
  definition.source < error.source || (definition.source === error.source && definition.span.start <= error.span.start);
const endsBefore = ({ definition }: CatalogObject, error: LocatedDiagnostic): boolean => definition.source < error.source || definition.span.end <= error.span.start;

/** The errors that were met while reading each object, by the place of its definition. Linear but for one sort. */
export function diagnosticsOf(catalog: Catalog): ReadonlyMap<ObjectId, readonly LocatedDiagnostic[]> {
  const found = new Map<ObjectId, LocatedDiagnostic[]>();
  const errors = catalog.diagnostics.filter((d) => d.severity === 'error').sort((a, b) => a.source - b.source || a.span.start - b.span.start);
  if (errors.length === 0) return found;
  const objects = catalog.objects
    // A schema that no statement creates is only named inside the definition of something else.
    .filter((o) => o.kind !== 'SCHEMA' || o.nameAt !== undefined)
    .sort((a, b) => a.definition.source - b.definition.source || a.definition.span.start - b.definition.span.start);
  // CREATE SCHEMA may hold the definitions of its tables: an error belongs to the innermost.
  const open: CatalogObject[] = [];
  let next = 0;
  for (const error of errors) {
    for (let object = objects[next]; object && startsBefore(object, error); object = objects[++next]) open.push(object);
    while (open.length > 0 && endsBefore(open[open.length - 1] as CatalogObject, error)) open.pop();
    const owner = open[open.length - 1];
    if (owner === undefined) continue;
    const list = found.get(idOf(owner));
    if (list) list.push(error);
    else found.set(idOf(owner), [error]);
  }
  return found;
}

/** What is to be said about any object: errors in its source, names that could not be kept. */
export function raiseRemarks(object: CatalogObject, diagnostics: readonly LocatedDiagnostic[], ctx: ObjectContext): void {
  for (const { source, span, message } of diagnostics) ctx.raise(engineItems.sourceDiagnostic, { message }, { source, span });
  for (const { reason, source, target, at } of ctx.names.remarks(object)) ctx.raise(nameItems[reason], { source, target }, at);
}
