import { idOf } from '@ferry/catalog';
import type { Catalog, CatalogObject, LocatedDiagnostic, ObjectId } from '@ferry/catalog';
import { engineItems } from '@ferry/conversion';
import { nameItems } from '../action-items/names';
import type { ObjectContext } from '../context';

/** The errors that were met while reading each object, by the place of its definition. Linear but for one sort. */
export function diagnosticsOf(catalog: Catalog): ReadonlyMap<ObjectId, readonly LocatedDiagnostic[]> {
  const found = new Map<ObjectId, LocatedDiagnostic[]>();
  const errors = catalog.diagnostics.filter((d) => d.severity === 'error').sort((a, b) => a.source - b.source || a.span.start - b.span.start);
  if (errors.length === 0) return found;
  const objects = [...catalog.objects].sort((a, b) => a.definition.source - b.definition.source || a.definition.span.start - b.definition.span.start);
  let next = 0;
  for (const object of objects) {
    const { source, span } = object.definition;
    const isBefore = (d: LocatedDiagnostic): boolean => d.source < source || (d.source === source && d.span.start < span.start);
    while (next < errors.length && isBefore(errors[next] as LocatedDiagnostic)) next++;
    // Definitions do not overlap, so an error belongs to one object.
    while (next < errors.length) {
      const error = errors[next] as LocatedDiagnostic;
      if (error.source !== source || error.span.start >= span.end) break;
      const list = found.get(idOf(object));
      if (list) list.push(error);
      else found.set(idOf(object), [error]);
      next++;
    }
  }
  return found;
}

/** What is to be said about any object: errors in its source, names that could not be kept. */
export function raiseRemarks(object: CatalogObject, diagnostics: readonly LocatedDiagnostic[], ctx: ObjectContext): void {
  for (const { source, span, message } of diagnostics) ctx.raise(engineItems.sourceDiagnostic, { message }, { source, span });
  for (const { reason, source, target, at } of ctx.names.remarks(object)) ctx.raise(nameItems[reason], { source, target }, at);
}
