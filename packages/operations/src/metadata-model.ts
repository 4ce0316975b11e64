import type { CodeLink, ObjectLocator, OperationOutput, Origin } from '@ferry/contract';
import type { Fragment } from '@ferry/catalog';
import type { ActionItemRegistry, ListedColumn, TargetRef } from '@ferry/conversion';
import { codeMatches, converted, edits, searchNodes, targetLocators, trees } from '@ferry/store';
import type { NodeRow, ProjectRow } from '@ferry/store';
import { enginesOf } from './context';
import type { OperationContext } from './context';
import { findProject } from './find';
import type { Handlers } from './handlers';
import { openedNode } from './live-source';
import { findNode, nodesOfRules, shownNode } from './nodes';
import { pageOf, pageResult } from './paging';
import { parseRules } from './selection';
import { codeOfSource, codeOfTarget, withEdits } from './target-code';
import type { TargetCode } from './target-code';
import { nodeCode, targetCodeState } from './target-code-state';
import type { NodeCode } from './target-code-state';
import { wordItems } from './word-items';

type Model = OperationOutput<'DescribeMetadataModel'>;

/** What a node's `details` hold: the tabs, and for a target node which object it stands for. */
interface Details {
  readonly properties?: NonNullable<Model['Properties']>;
  readonly columns?: NonNullable<Model['Columns']>;
  readonly parameters?: NonNullable<Model['Parameters']>;
  readonly ref?: TargetRef;
}

const detailsOf = (row: NodeRow): Details => (row.details === null ? {} : (JSON.parse(row.details) as Details));

/** Links whose source lies in this node's definition, with offsets that count from its start. */
function linksWithin(links: TargetCode['links'], node: NodeRow): CodeLink[] {
  const { sourceIndex, spanStart, spanEnd } = node;
  if (spanStart === null || spanEnd === null) return [];
  const inside = (at: Fragment): boolean => at.source === sourceIndex && at.span.start >= spanStart && at.span.end <= spanEnd;
  return links
    .filter((link) => inside(link.source))
    .map((link) => ({ Source: { Start: link.source.span.start - spanStart, End: link.source.span.end - spanStart }, Target: { Start: link.target.start, End: link.target.end } }));
}

/** The source text of a node; a part that is written inside its object is cut out of the object's. */
async function definitionOf(context: OperationContext, project: ProjectRow, node: NodeRow): Promise<string | undefined> {
  if (node.definition !== null) return node.definition;
  if (node.objectId === null || node.spanStart === null || node.spanEnd === null) return undefined;
  const head = (await trees.objects(context.store, project.id, [node.objectId])).find((row) => row.part === 0);
  if (head === undefined || head.definition === null || head.spanStart === null || head.sourceIndex !== node.sourceIndex) return undefined;
  return head.definition.slice(node.spanStart - head.spanStart, node.spanEnd - head.spanStart);
}

/** The converted code of a source node, with links; nothing when it was assessed only. */
async function convertedCode(context: OperationContext, project: ProjectRow, node: NodeRow): Promise<TargetCode | undefined> {
  const { objectId, part } = node;
  if (objectId === null || part === null) return undefined;
  const [object] = await converted.load(context.store.db, project.id, [objectId]);
  if (object === undefined || object.assessedOnly) return undefined;
  return codeOfSource(withEdits(object, await edits.list(context.store.db, project.id, [objectId])), part);
}

async function sourceModel(context: OperationContext, project: ProjectRow, node: NodeRow, brief: boolean): Promise<Partial<Model>> {
  const targets = await trees.at(context.store, project.id, 'TARGET', await trees.links(context.store, project.id, 'SOURCE', [node.position]));
  const definition = await definitionOf(context, project, node);
  const base = { TargetMetadataModels: targets.map(shownNode), ...(definition === undefined ? {} : { Definition: definition }) };
  if (node.objectId === null || node.part === null) return base;
  const file = node.fileName === null || node.fileLine === null ? {} : { SourceFile: { Name: node.fileName, Line: node.fileLine } };
  const part = node.part;
  const [object] = await converted.outlines(context.store.db, project.id, [node.objectId]);
  if (object === undefined) return { ...base, ...file };
  const items = (await converted.items(context.store.db, project.id, [node.objectId])).filter((item) => part === 0 || item.part === part);
  const code = brief && targets.length > 0 ? undefined : await convertedCode(context, project, node);
  const proof = object.parts[part]?.proof;
  const refusal = proof?.refusal;
  const shown = shownNode(node);
  return {
    ...base,
    ...file,
    ...(code === undefined ? {} : { TargetDefinition: code.text, ...(brief ? {} : { Links: linksWithin(code.links, node) }) }),
    Items: wordItems(items, enginesOf(project).pair.actionItems, () => node),
    Node:
      refusal === undefined || shown.Proof === undefined
        ? shown
        : { ...shown, Proof: { ...shown.Proof, Refusal: { SqlState: refusal.sqlstate, Message: refusal.message, ...(refusal.detail === undefined ? {} : { Detail: refusal.detail }), ...(refusal.hint === undefined ? {} : { Hint: refusal.hint }) } } },
  };
}

/** The links of a target node's code: none where a person wrote it. */
function linksOfTarget(code: NodeCode, source: NodeRow | undefined): CodeLink[] {
  return source === undefined || code.edit !== undefined ? [] : linksWithin(codeOfTarget(code.effective, code.ref).links, source);
}

/** Target objects whose rows have columns that their code tells. */
const withColumns = new Set(['TABLE', 'TYPE', 'FUNCTION']);

const shownColumn = ({ name, type, nullable, default: value }: ListedColumn) => ({ Name: name, Type: type, ...(nullable === undefined ? {} : { Nullable: nullable }), ...(value === undefined ? {} : { Default: value }) });

async function targetModel(context: OperationContext, project: ProjectRow, node: NodeRow, brief: boolean): Promise<Partial<Model>> {
  const sources = await trees.at(context.store, project.id, 'SOURCE', await trees.links(context.store, project.id, 'TARGET', [node.position]));
  const base = { TargetMetadataModels: [], SourceMetadataModels: sources.map(shownNode) };
  const { ref } = detailsOf(node);
  if (node.objectId === null || ref === undefined) return base;
  const [object] = await converted.load(context.store.db, project.id, [node.objectId]);
  if (object === undefined) return base;
  const code = await nodeCode(context, project, object, ref);
  const columns = withColumns.has(ref.kind) ? ((await enginesOf(project).target.columns?.(code.text)) ?? []) : [];
  return { ...base, Definition: code.text, ...(columns.length === 0 ? {} : { Columns: columns.map(shownColumn) }), ...(brief ? {} : { Links: linksOfTarget(code, sources[0]) }), TargetCode: await targetCodeState(context, project, node, code) };
}

async function codeLinks(context: OperationContext, project: ProjectRow, origin: Origin, node: NodeRow): Promise<CodeLink[]> {
  if (origin === 'SOURCE') return linksWithin((await convertedCode(context, project, node))?.links ?? [], node);
  const { ref } = detailsOf(node);
  const [source] = await trees.at(context.store, project.id, 'SOURCE', await trees.links(context.store, project.id, 'TARGET', [node.position]));
  const [object] = node.objectId === null ? [] : await converted.load(context.store.db, project.id, [node.objectId]);
  return ref === undefined || object === undefined ? [] : linksOfTarget(await nodeCode(context, project, object, ref), source);
}

/** Codes of the action items whose number, title or advice holds the text. */
function codesAbout(registry: ActionItemRegistry, text: string): number[] {
  const needle = text.toLowerCase();
  return [...registry.values()].filter((item) => [String(item.code), item.title, item.recommendedAction].some((words) => words.toLowerCase().includes(needle))).map((item) => item.code);
}

const isStatement = (node: NodeRow): boolean => (JSON.parse(node.locator) as ObjectLocator)['statement-name'] !== undefined;

export const metadataModelHandlers: Pick<Handlers, 'DescribeCodeLinks' | 'DescribeMetadataModel' | 'DescribeMetadataModelChildren' | 'GetTargetSelectionRules' | 'SearchMetadataModel'> = {
  DescribeMetadataModel: async (input, context) => {
    const project = await findProject(context, input.MigrationProjectIdentifier);
    const found = await findNode(context, project, input.Origin, input.SelectionRules);
    const node = found === undefined ? undefined : await openedNode(context, project, found);
    if (node === undefined) return { MetadataModelName: 'Servers', MetadataModelType: 'root', TargetMetadataModels: [] };
    const { properties, columns, parameters } = detailsOf(node);
    const model = await (input.Origin === 'SOURCE' ? sourceModel : targetModel)(context, project, node, input.Brief === true);
    return {
      MetadataModelName: node.name,
      MetadataModelType: isStatement(node) ? 'statement' : (node.kind ?? node.nodeType).toLowerCase().replaceAll('_', '-'),
      TargetMetadataModels: [],
      Node: shownNode(node),
      ...(properties === undefined ? {} : { Properties: properties }),
      ...(columns === undefined ? {} : { Columns: columns }),
      ...(parameters === undefined ? {} : { Parameters: parameters }),
      ...model,
    };
  },
  DescribeCodeLinks: async (input, context) => {
    const project = await findProject(context, input.MigrationProjectIdentifier);
    const node = await findNode(context, project, input.Origin, input.SelectionRules);
    return { Links: node === undefined ? [] : await codeLinks(context, project, input.Origin, node) };
  },
  DescribeMetadataModelChildren: async (input, context) => {
    const project = await findProject(context, input.MigrationProjectIdentifier);
    const node = await findNode(context, project, input.Origin, input.SelectionRules);
    if (node === undefined) return { MetadataModelChildren: [], TotalCount: 0 };
    const page = pageOf(input);
    const { rows, ...next } = pageResult(await trees.children(context.store, project.id, input.Origin, node.position, page), page);
    return { ...next, TotalCount: node.childrenCount, MetadataModelChildren: rows.map(shownNode) };
  },
  GetTargetSelectionRules: async (input, context) => {
    const project = await findProject(context, input.MigrationProjectIdentifier);
    const { heads } = await nodesOfRules(context, project, 'SOURCE', parseRules(input.SelectionRules));
    const locators = await targetLocators(context.store.db, project.id, heads.map((node) => node.position));
    const rules = locators.map((locator, index) => ({
      'rule-type': 'selection',
      'rule-id': String(index + 1),
      'rule-name': String(index + 1),
      'rule-action': 'explicit',
      'object-locator': JSON.parse(locator) as unknown,
    }));
    return { TargetSelectionRules: JSON.stringify({ rules }) };
  },
  SearchMetadataModel: async (input, context) => {
    const project = await findProject(context, input.MigrationProjectIdentifier);
    const page = pageOf(input);
    const places = input.TextIn ?? ['name'];
    const text = input.Text ?? '';
    const found = await searchNodes(
      context.store,
      project.id,
      input.Origin,
      {
        ...(text === '' ? {} : { text, places }),
        ...(places.includes('item') ? { itemCodes: codesAbout(enginesOf(project).pair.actionItems, text) } : {}),
        ...(input.Kinds === undefined ? {} : { kinds: input.Kinds }),
        ...(input.Statuses === undefined ? {} : { statuses: input.Statuses }),
        ...(input.WithItems === undefined ? {} : { withItems: input.WithItems }),
        ...(input.ProofLevels === undefined ? {} : { proofLevels: input.ProofLevels }),
        ...(input.Edited === undefined ? {} : { edited: input.Edited }),
        ...(input.ApplyStatuses === undefined ? {} : { applyStatuses: input.ApplyStatuses }),
      },
      page,
    );
    const { rows, ...next } = pageResult(found.rows, page);
    const matches = places.includes('code') ? await codeMatches(context.store, project.id, input.Origin, rows.map((row) => row.position), text) : [];
    const pathAt = new Map(rows.map((row) => [row.position, row.path]));
    return {
      ...next,
      TotalCount: found.total,
      MetadataModels: rows.map(shownNode),
      ...(matches.length === 0 ? {} : { CodeMatches: matches.map((match) => ({ Path: pathAt.get(match.position) ?? '', Line: match.line, Excerpt: match.excerpt })) }),
    };
  },
};
