import type { Origin, RequestKind, SchemaConversionRequest } from '@ferry/contract';
import { progressSteps, requestKinds, requestStatuses, rootPath, selectPaths, streamRoutes } from '@ferry/contract';
import { AppError } from '@ferry/kernel';
import { projects, requests, selections, trees } from '@ferry/store';
import type { ProjectRow, RequestRow } from '@ferry/store';
import type { OperationContext } from './context';
import { findProject } from './find';
import type { Handlers } from './handlers';
import { arnOf } from './names';
import { selectedStretches } from './nodes';
import type { QueryOptions } from './query';
import { filterValues, pageOf, pageResult } from './paging';
import { parseRules } from './selection';
import { targetKindOf } from './targets';

/** What a kind of request needs beyond its selection. */
export interface RequestOptions {
  readonly fileName?: string;
  readonly overwriteEdits?: boolean;
  readonly overwriteSupport?: boolean;
  readonly oneTransaction?: boolean;
  /** Of an export to the target: what is chosen is dropped and created again. */
  readonly recreate?: boolean;
  /** Of a what-if: what it converts with in place of the project's own. */
  readonly settings?: Readonly<Record<string, boolean | string>>;
  readonly targetVersion?: number;
  readonly transformationRules?: string;
  /** Of an import: the names of a live source are enough for now. */
  readonly namesOnly?: boolean;
  /** Of a named statement that is kept; without a definition it is taken away. */
  readonly statement?: { readonly schema: string; readonly name: string; readonly definition?: string };
}

const known = <T extends string>(list: readonly T[], text: string, otherwise: T): T => list.find((one) => one === text) ?? otherwise;

/** Where the result of a request is fetched. */
const downloadUrl = (arn: string, requestId: string): string =>
  `${streamRoutes.download}?MigrationProjectIdentifier=${encodeURIComponent(arn)}&RequestIdentifier=${encodeURIComponent(requestId)}`;

export function shownRequest(context: Pick<OperationContext, 'region' | 'account'>, row: RequestRow): SchemaConversionRequest {
  const arn = arnOf(context, 'migration-project', row.projectId);
  return {
    Status: known(requestStatuses, row.status, 'FAILED'),
    RequestIdentifier: row.id,
    MigrationProjectArn: arn,
    ...(row.error === null ? {} : { Error: { defaultErrorDetails: { Message: row.error } } }),
    ...(row.kind === 'export-script' && row.resultKey !== null ? { ExportSqlDetails: { S3ObjectKey: row.resultKey, ObjectURL: downloadUrl(arn, row.id) } } : {}),
    Progress: {
      ProgressPercent: row.progressPercent,
      TotalObjects: row.total,
      ProgressStep: known(progressSteps, row.progressStep, 'IN_PROGRESS'),
      ...(row.processedObject === null ? {} : { ProcessedObject: { Name: row.processedObject } }),
      DoneObjects: row.done,
      ...(row.progressLabel === null ? {} : { StepLabel: row.progressLabel }),
    },
    ...((row.kind === 'export-to-target' || row.kind === 'extension-pack') && row.counts !== null ? { ApplyCounts: row.counts as NonNullable<SchemaConversionRequest['ApplyCounts']> } : {}),
    ...(row.kind === 'import' && row.counts !== null ? { Unread: row.counts as NonNullable<SchemaConversionRequest['Unread']> } : {}),
    ...(requestKinds.includes(row.kind as RequestKind) ? { Kind: row.kind as RequestKind } : {}),
    ...(row.origin === null ? {} : { Origin: row.origin as Origin }),
    SelectionRules: row.selectionRules,
    CreationTime: row.createdAt.toISOString(),
    ...(row.startedAt === null ? {} : { StartTime: row.startedAt.toISOString() }),
    ...(row.finishedAt === null ? {} : { FinishTime: row.finishedAt.toISOString() }),
  };
}

/** Writes the request down and hands it to the queue. A worker that starts later finds it even when the hand-over failed. */
export async function startRequest(
  context: OperationContext,
  project: ProjectRow,
  request: { kind: RequestKind | 'query'; origin?: Origin; selectionRules: string; options?: RequestOptions | QueryOptions },
): Promise<RequestRow> {
  const { kind, origin, selectionRules, options } = request;
  const row = await requests.create(context.store, { projectId: project.id, kind, selectionRules, ...(origin === undefined ? {} : { origin }), ...(options === undefined ? {} : { options: { ...options } }) });
  // Requests of a project wait for one another; a script does not change what they work on, and waits for none.
  await context.queue.enqueue({ id: row.id, kind, payload: { requestId: row.id, projectId: project.id }, group: kind === 'query' ? row.id : project.id });
  return row;
}

/** The start of an operation on nodes that have to be there. AWS's API opens schema conversion by itself. */
export async function start(context: OperationContext, identifier: string, kind: RequestKind, origin: Origin, selectionRules: string, options?: RequestOptions): Promise<{ RequestIdentifier: string }> {
  const project = await findProject(context, identifier);
  const { db } = context.store;
  const selected = await selectedStretches(context, project, origin, selectionRules);
  // Of a live source the names are enough to choose by: whoever works with the objects reads them first.
  if (origin === 'SOURCE' && project.catalogHash === null && (await trees.subtrees(db, project.id, origin, [rootPath])).length === 0)
    throw new AppError('invalid-state', { public: `The source of migration project "${project.name}" is not loaded yet. Launch schema conversion (or start a metadata model import) first.` });
  if (!(await selections.any(db, project.id, origin, selected))) throw new AppError('not-found', { public: 'No objects were found for these selection rules.' });
  if (!project.conversionOpen) await projects.update(context.store, project.id, { conversionOpen: true, openedAt: new Date() });
  const row = await startRequest(context, project, { kind, origin, selectionRules, ...(options === undefined ? {} : { options }) });
  return { RequestIdentifier: row.id };
}

/** @throws AppError for a virtual target: nothing can be read from it or applied to it */
export function demandServer(project: ProjectRow): void {
  if (targetKindOf(project.target) === 'virtual')
    throw new AppError('invalid-state', { public: `The target of migration project "${project.name}" is virtual: there is no server to connect to. Save the code as SQL, or choose another target data provider.` });
}

export const listRequests =
  (kind: RequestKind | undefined): Handlers['DescribeRequests'] =>
  async (input, context) => {
    const project = await findProject(context, input.MigrationProjectIdentifier);
    const filters = filterValues(input.Filters, ['request-id', 'schema-conversion-operation-id', 'status', ...(kind === undefined ? ['kind'] : [])]);
    const ids = [...(filters.get('request-id') ?? []), ...(filters.get('schema-conversion-operation-id') ?? [])].filter((id) => /^[0-9a-f-]{36}$/i.test(id));
    const byId = filters.has('request-id') || filters.has('schema-conversion-operation-id');
    const kinds = kind === undefined ? (filters.get('kind') ?? requestKinds) : [kind];
    const statuses = filters.get('status');
    const page = pageOf(input);
    const found = await requests.list(context.store, project.id, { ...(byId ? { ids } : {}), ...(kinds ? { kinds } : {}), ...(statuses ? { statuses } : {}) }, page);
    const { rows, ...next } = pageResult(found, page);
    return { ...next, Requests: rows.map((row) => shownRequest(context, row)) };
  };

export const cancelRequest =
  (kind: RequestKind | undefined): Handlers['CancelRequest'] =>
  async (input, context) => {
    const project = await findProject(context, input.MigrationProjectIdentifier);
    const row = await requests.find(context.store, input.RequestIdentifier);
    if (row === null || row.projectId !== project.id || (kind !== undefined && row.kind !== kind)) throw new AppError('not-found', { public: `Migration project "${project.name}" has no such request.` });
    if (!(await requests.cancel(context.store, row.id))) throw new AppError('invalid-state', { public: `The request has already ended (${row.status}).` });
    return { Request: shownRequest(context, (await requests.find(context.store, row.id)) ?? row) };
  };

export const requestHandlers: Pick<
  Handlers,
  | 'StartMetadataModelImport'
  | 'DescribeMetadataModelImports'
  | 'StartMetadataModelAssessment'
  | 'DescribeMetadataModelAssessments'
  | 'StartMetadataModelConversion'
  | 'DescribeMetadataModelConversions'
  | 'CancelMetadataModelConversion'
  | 'StartMetadataModelExportAsScript'
  | 'DescribeMetadataModelExportsAsScript'
  | 'StartMetadataModelExportToTarget'
  | 'DescribeMetadataModelExportsToTarget'
  | 'StartExtensionPackAssociation'
  | 'DescribeExtensionPackAssociations'
  | 'DescribeRequests'
  | 'CancelRequest'
> = {
  StartMetadataModelImport: async (input, context) => {
    const project = await findProject(context, input.MigrationProjectIdentifier);
    parseRules(input.SelectionRules);
    if (input.Origin === 'TARGET') demandServer(project);
    if (!project.conversionOpen) await projects.update(context.store, project.id, { conversionOpen: true, openedAt: new Date() });
    return { RequestIdentifier: (await startRequest(context, project, { kind: 'import', origin: input.Origin, selectionRules: input.SelectionRules })).id };
  },
  DescribeMetadataModelImports: listRequests('import'),
  StartMetadataModelAssessment: (input, context) => start(context, input.MigrationProjectIdentifier, 'assess', 'SOURCE', input.SelectionRules),
  DescribeMetadataModelAssessments: listRequests('assess'),
  StartMetadataModelConversion: (input, context) =>
    start(context, input.MigrationProjectIdentifier, 'convert', 'SOURCE', input.SelectionRules, input.OverwriteEdits === true ? { overwriteEdits: true } : undefined),
  DescribeMetadataModelConversions: listRequests('convert'),
  CancelMetadataModelConversion: cancelRequest('convert'),
  StartMetadataModelExportAsScript: (input, context) =>
    start(context, input.MigrationProjectIdentifier, 'export-script', input.Origin, input.SelectionRules, input.FileName === undefined ? undefined : { fileName: input.FileName }),
  DescribeMetadataModelExportsAsScript: listRequests('export-script'),
  StartMetadataModelExportToTarget: async (input, context) => {
    demandServer(await findProject(context, input.MigrationProjectIdentifier));
    return start(context, input.MigrationProjectIdentifier, 'export-to-target', 'TARGET', input.SelectionRules, { ...(input.OverwriteExtensionPack === true ? { overwriteSupport: true } : {}), ...(input.OneTransaction === true ? { oneTransaction: true } : {}), ...(input.ExistingObjects === 'DROP_AND_CREATE' ? { recreate: true } : {}) });
  },
  DescribeMetadataModelExportsToTarget: listRequests('export-to-target'),
  StartExtensionPackAssociation: async (input, context) => {
    demandServer(await findProject(context, input.MigrationProjectIdentifier));
    return start(context, input.MigrationProjectIdentifier, 'extension-pack', 'TARGET', selectPaths([rootPath]));
  },
  DescribeExtensionPackAssociations: listRequests('extension-pack'),
  DescribeRequests: listRequests(undefined),
  CancelRequest: cancelRequest(undefined),
};
