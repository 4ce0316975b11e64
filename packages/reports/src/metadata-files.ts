import { createHash } from 'node:crypto';
import { objectKinds } from '@ferry/catalog';
import type { ActionItemRegistry } from '@ferry/conversion';
import { stringify } from 'csv-stringify/sync';
import { plainText } from './assessment/plain-text';
import type { ReportFile } from './script-files';

/**
 * The files in which DMS Schema Conversion keeps a project's metadata in its bucket: a JSON file a node of either tree, the catalogue of
 * action items and what they add up to, results of applying, results of reading scripts. AWS documents the table of DDL statistics only
 * (https://docs.aws.amazon.com/dms/latest/userguide/schema-conversion-create.html); the rest follows what its own files look like.
 */
export type Side = 's' | 't';

/** A node of a tree with everything that hangs in it. */
export interface MetadataNode {
  /** Path in the tree, its names joined with `/` and encoded. */
  readonly path: string;
  readonly kind: string;
  readonly name: string;
  readonly locator: unknown;
  readonly sql: string;
  /** Paths of the nodes of the other tree that it became, or came from. */
  readonly related: readonly string[];
  readonly children: readonly MetadataNode[];
}

/** An id of a node that stays the same as long as its path does. */
export const nodeIdOf = (path: string): string => createHash('md5').update(path).digest('hex');

/** Longest file name; folders of most systems take 255 bytes. */
const mostCharacters = 160;

/**
 * The file of a node: its path below the server, joined with dots. What is no plain letter or digit becomes `_`, and then a part of the
 * path's hash keeps it apart from others.
 */
export function nodeFileName(path: string): string {
  const names = path.split('/').slice(2).map((name) => decodeURIComponent(name));
  const plain = names.map((name) => name.replace(/[^A-Za-z0-9_-]/g, '_'));
  const text = plain.join('.');
  const same = plain.every((name, index) => name === names[index]) && text.length <= mostCharacters && /^[A-Za-z0-9_]/.test(text);
  return same ? text : `${text.slice(0, mostCharacters).replace(/^[^A-Za-z0-9_]/, '_')}-${nodeIdOf(path).slice(0, 8)}`;
}

const content = (node: MetadataNode): object => ({
  type: node.kind,
  'meta-type': node.kind.toLowerCase().replaceAll('_', '-'),
  id: nodeIdOf(node.path),
  name: node.name,
  locator: node.locator,
  sql: node.sql,
  synchronization_object: null,
  related_converted_objects: node.related.map(nodeIdOf),
  children: node.children.map(content),
});

/** The file of one node. @param owner id of the data provider */
export const nodeFile = (side: Side, owner: string, node: MetadataNode): ReportFile => ({ path: `${side}-${owner}/${nodeFileName(node.path)}`, text: JSON.stringify({ content: [content(node)] }) });

/** Every action item that there is, by code. */
export const actionItemsFile = (pair: string, registry: ActionItemRegistry): ReportFile => ({
  path: `action-items/${pair}-aid`,
  text: JSON.stringify(
    Object.fromEntries(
      [...registry.values()].sort((a, b) => a.code - b.code).map(({ code, severity, title, recommendedAction, family, effort }) => [code, { severityType: severity, actionItem: title, recommendedAction, topic: family, estimatedTime: effort.occurrence, learningTime: effort.learning }]),
    ),
  ),
});

/** What kinds of objects count as. */
export const objectTypesFile = (source: string): ReportFile => ({
  path: `action-items/${source}-ot`,
  text: JSON.stringify(Object.fromEntries(Object.entries(objectKinds).map(([kind, { group }]) => [kind, group === 'code' ? 'CODE_OBJECT' : 'STORAGE_OBJECT']))),
});

/** What a schema of the source adds up to. */
export interface SchemaStatistics {
  readonly path: string;
  readonly objects: number;
  readonly converted: number;
  readonly items: readonly { readonly code: number; readonly severity: string; readonly count: number; /** Paths. */ readonly nodes: readonly string[] }[];
}

export const statisticsFile = (owner: string, schema: SchemaStatistics): ReportFile => ({
  path: `action-items/${owner}/${nodeFileName(schema.path)}`,
  text: JSON.stringify({
    id: nodeIdOf(schema.path),
    statistics: { objects: schema.objects, converted: schema.converted },
    messageActions: schema.items.map(({ code, severity, count, nodes }) => ({ code, severityType: severity, count, objects: nodes.map(nodeIdOf) })),
  }),
});

/** One thing that was applied to the target. */
export interface ApplyLine {
  readonly operation: string;
  readonly category: string;
  readonly object: string;
  readonly path: string;
  readonly at: Date;
  readonly status: string;
  readonly error?: string | undefined;
  readonly detail?: string | undefined;
  readonly hint?: string | undefined;
}

const table = (header: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  stringify([header, ...rows].map((row) => row.map((cell) => (typeof cell === 'string' ? plainText(cell) : cell))) as (string | number)[][], { record_delimiter: 'windows', escape_formulas: true });

export const applyResultFile = (request: string, lines: readonly ApplyLine[]): ReportFile => ({
  path: `apply-result/ar-${request}.csv`,
  text: table(
    ['OperationId', 'Category', 'Object', 'Full Path', 'Timestamp', 'Status', 'Error', 'Detail', 'Hint'],
    lines.map((l) => [l.operation, l.category, l.object, l.path, l.at.toISOString(), l.status, l.error ?? '', l.detail ?? '', l.hint ?? '']),
  ),
});

/** What was to be applied: ids of nodes of the target tree. */
export const applyInputFile = (request: string, selectionRules: string, paths: readonly string[]): ReportFile => ({
  path: `tree-node-changes/tnc-${request}`,
  text: JSON.stringify({ operationId: request, selectionRules: JSON.parse(selectionRules) as unknown, nodes: paths.map((path) => ({ id: nodeIdOf(path), path })) }),
});

/** What came of reading one script. */
export interface ScriptStatistics {
  readonly file: string;
  readonly objects: number;
  readonly errors: number;
  readonly firstError?: string;
}

export const ddlStatisticsFile = (scripts: readonly ScriptStatistics[]): ReportFile => ({
  path: 'ddl-statistics/ds.csv',
  text: table(['File', 'Status', 'Objects', 'Errors', 'Message'], scripts.map((s) => [s.file, s.errors > 0 ? 'FAILED' : 'PARSED', s.objects, s.errors, s.firstError ?? ''])),
});
