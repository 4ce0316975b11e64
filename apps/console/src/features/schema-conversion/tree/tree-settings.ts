import type { TreeNode } from './branch';

/** What one tree leaves out. It decides what is seen and ticked there, nothing else. */
export interface TreeSettings {
  readonly hideEmptySchemas: boolean;
  /** Of the source; what was stored before there was the choice has none. */
  readonly hideEmptyDatabases?: boolean;
  /** Names of schemas and databases, separated by commas, with `%` for any letters; without case. */
  readonly hidden: string;
}

/** Whether a name is what the pattern says: its pieces between `%` follow each other in the name. */
export function matches(pattern: string, name: string): boolean {
  const pieces = pattern.toLowerCase().split('%');
  const text = name.toLowerCase();
  const [first = '', ...rest] = pieces;
  if (rest.length === 0) return text === first;
  const last = rest.pop() ?? '';
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last)) return false;
  let at = first.length;
  for (const piece of rest) {
    const found = text.indexOf(piece, at);
    if (found < 0 || found + piece.length > text.length - last.length) return false;
    at = found + piece.length;
  }
  return true;
}

/** Whether the settings leave a node out. */
export function isHidden(settings: TreeSettings, node: TreeNode): boolean {
  if (node.NodeType !== 'schema' && node.NodeType !== 'database') return false;
  if (settings.hideEmptySchemas && node.NodeType === 'schema' && node.ObjectCount === 0) return true;
  if (settings.hideEmptyDatabases === true && node.NodeType === 'database' && node.ObjectCount === 0) return true;
  return settings.hidden
    .split(',')
    .map((pattern) => pattern.trim())
    .some((pattern) => pattern !== '' && matches(pattern, node.MetadataModelName));
}
