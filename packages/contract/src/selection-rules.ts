import { z } from 'zod';

/**
 * Selection rules as DMS Schema Conversion writes them
 * (https://docs.aws.amazon.com/dms/latest/userguide/sc-selection-rules.html): JSON text with a list of rules; each locates a node
 * by server, database, schema and one leaf name or category. `%` and `_` are wildcards in include and exclude rules only.
 * Ferry's addition is `node-path`: the path of any node of a tree, also of those that AWS has no leaf key for.
 */
const text = z.string().min(1).max(1024);
export const leafKeys = [
  'table-name',
  'procedure-name',
  'scalar-function-name',
  'table-valued-function-name',
  'inline-function-name',
  'aggregate-function-name',
  'function-name',
  'synonym-name',
  'sequence-name',
  'type-name',
  'domain-name',
  'table-type-name',
  'user-defined-type-name',
  'xml-schema-collection-name',
  'materialized-view-name',
  'statement-name',
] as const;
export type LeafKey = (typeof leafKeys)[number];

const leaves = Object.fromEntries(leafKeys.map((key) => [key, text.optional()])) as { [key in LeafKey]: z.ZodOptional<typeof text> };

export const objectLocator = z.strictObject({
  'server-name': text.optional(),
  'database-name': text.optional(),
  'schema-name': text.optional(),
  ...leaves,
  'table-type': z.enum(['table', 'view']).optional(),
  'category-name': text.optional(),
  'node-path': z.string().min(1).max(8192).optional(),
});
export type ObjectLocator = z.infer<typeof objectLocator>;

export const selectionRule = z.strictObject({
  'rule-type': z.literal('selection'),
  'rule-id': z.union([z.string().max(64), z.int()]),
  'rule-name': z.union([z.string().max(256), z.int()]),
  'rule-action': z.enum(['explicit', 'include', 'exclude']),
  'object-locator': objectLocator,
});
export type SelectionRule = z.infer<typeof selectionRule>;

export const selectionRules = z.strictObject({ rules: z.array(selectionRule).min(1).max(10_000) });
export type SelectionRules = z.infer<typeof selectionRules>;

/** The path of a node from the root `Servers`, outermost first, as a list of names. */
export type NodeNames = readonly string[];
/** The same as one text, safe inside a URL: names are percent-encoded and joined with `/`. */
export type NodePath = string & { readonly nodePath?: never };

const loneSurrogates = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;
/** Dots are encoded too: browsers resolve `..` in an address. Half a surrogate pair cannot be encoded (nor stored). */
const encodeName = (name: string): string => encodeURIComponent(name.replace(loneSurrogates, '\uFFFD')).replaceAll('%20', ' ').replaceAll('.', '%2E');

export const nodePath = (names: NodeNames): NodePath => names.map(encodeName).join('/');
export function nodeNames(path: NodePath): string[] {
  return path.split('/').map((part) => decodeURIComponent(part));
}
/** The root of either tree. */
export const rootPath: NodePath = 'Servers';

/** Selection rules that pick exactly these nodes, for any operation that takes rules. */
export function selectPaths(paths: readonly NodePath[]): string {
  const rules = paths.map((path, index): SelectionRule => ({
    'rule-type': 'selection',
    'rule-id': String(index + 1),
    'rule-name': String(index + 1),
    'rule-action': 'explicit',
    'object-locator': { 'node-path': path },
  }));
  return JSON.stringify({ rules });
}
