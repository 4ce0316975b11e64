import type { ActionItemRegistry, ItemDetails, Status } from '@ferry/conversion';
import { wordItem } from '@ferry/reports';
import type { ListedItem, ListedPart } from '@ferry/reports';
import type { ItemRow, LoadedObject } from '@ferry/store';

const listedItem = (item: ItemRow, registry: ActionItemRegistry): ListedItem => ({
  ...wordItem({ code: item.code, details: JSON.parse(item.details) as ItemDetails }, registry),
  ...(item.fileName === null ? {} : { file: item.fileName }),
  ...(item.fileLine === null ? {} : { line: item.fileLine }),
  ...(item.fileColumn === null ? {} : { column: item.fileColumn }),
});

/** The rows that reports are made of, from what is kept of a conversion. */
export function storedListing(objects: readonly LoadedObject[], items: readonly ItemRow[], registry: ActionItemRegistry): ListedPart[] {
  const byPart = new Map<string, ListedItem[]>();
  for (const item of [...items].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const key = `${item.part}:${item.objectId}`;
    const list = byPart.get(key);
    if (list) list.push(listedItem(item, registry));
    else byPart.set(key, [listedItem(item, registry)]);
  }
  return objects.flatMap((object) =>
    object.parts.map((part, index) => ({ ref: part.ref, targets: part.targets, status: part.status as Status, proof: part.proof, lines: part.lines, ...(part.syntax === undefined ? {} : { syntax: part.syntax }), items: byPart.get(`${index}:${object.objectId}`) ?? [] })),
  );
}
