import { severities } from '@ferry/conversion';
import type { ActionItemRegistry, ItemDetails } from '@ferry/conversion';
import type { ActionItem } from '@ferry/contract';
import { wordItem } from '@ferry/reports';
import type { ItemRow, NodeRow } from '@ferry/store';

type Place = Pick<NodeRow, 'sourceIndex' | 'spanStart' | 'spanEnd' | 'fileLine' | 'fileColumn'>;

/** A source node as far as its items tell of it. */
type NamedPlace = Place & Pick<NodeRow, 'name' | 'path' | 'kind'>;

/** Where an item stands inside a node's definition; nothing when it stands elsewhere. */
function within(item: ItemRow, node: Place): Pick<ActionItem, 'Line' | 'Column' | 'Span'> {
  const { spanStart, spanEnd, fileLine, fileColumn } = item;
  if (spanStart === null || spanEnd === null || fileLine === null || fileColumn === null) return {};
  if (node.sourceIndex !== item.sourceIndex || node.spanStart === null || node.spanEnd === null || node.fileLine === null) return {};
  if (spanStart < node.spanStart || spanEnd > node.spanEnd) return {};
  return {
    Line: fileLine - node.fileLine + 1,
    Column: fileLine === node.fileLine ? fileColumn - (node.fileColumn ?? 1) + 1 : fileColumn,
    Span: { Start: spanStart - node.spanStart, End: spanEnd - node.spanStart },
  };
}

/**
 * Words stored items for people.
 * @param nodeOf the source node whose definition lines are counted in, for an item
 */
export function wordItems(items: readonly ItemRow[], registry: ActionItemRegistry, nodeOf: (item: ItemRow) => NamedPlace | undefined): ActionItem[] {
  return items.map((item): ActionItem => {
    const node = nodeOf(item);
    const words = wordItem({ code: item.code, details: JSON.parse(item.details) as ItemDetails }, registry);
    return {
      Code: item.code,
      Severity: severities[item.severity] ?? words.severity,
      Complexity: words.complexity,
      Title: words.title,
      Message: words.message,
      RecommendedAction: words.recommendedAction,
      ...(node === undefined ? {} : { ObjectName: node.name, Path: node.path, ...(node.kind === null ? {} : { ObjectKind: node.kind }), ...within(item, node) }),
      ...(item.fileName === null ? {} : { FileName: item.fileName }),
      ...(item.fileLine === null ? {} : { FileLine: item.fileLine }),
    };
  });
}
