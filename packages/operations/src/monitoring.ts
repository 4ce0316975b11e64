import type { Job, LogStream, RequestKind } from '@ferry/contract';
import { AppError } from '@ferry/kernel';
import { findPair, pairs } from '@ferry/registry/engines';
import { logEvents, projects, requests } from '@ferry/store';
import type { RequestRow } from '@ferry/store';
import { sourceName, targetName } from './context';
import type { OperationContext } from './context';
import { findProject } from './find';
import type { Handlers } from './handlers';
import { pageOf, pageResult } from './paging';
import { shownRequest, startRequest } from './requests';
import type { RequestOptions } from './requests';

/** As a log service would name it: one group a project. */
const groupName = (project: string): string => `/ferry/migration-projects/${project}`;

/** What can be asked for again as it was. */
const repeatable: readonly RequestKind[] = ['import', 'assess', 'convert', 'export-script', 'export-to-target', 'extension-pack'];

const streamsShown = 1_000;

function streamName(request: RequestRow | undefined): string {
  return request === undefined ? 'project' : `${request.kind}/${request.createdAt.toISOString().slice(0, 19)}/${request.id.slice(0, 8)}`;
}

export const monitoringHandlers: Pick<Handlers, 'DescribeLogGroups' | 'DescribeLogStreams' | 'DescribeJobs' | 'RetryRequest' | 'DescribeActionItemDefinitions'> = {
  DescribeLogGroups: async (_input, context) => {
    const groups = await logEvents.groups(context.store);
    return {
      LogGroups: groups.map((group) => ({ LogGroupName: groupName(group.project), MigrationProjectName: group.project, Events: group.events, Errors: group.errors, ...(group.last === null ? {} : { LastEventTime: group.last.toISOString() }) })),
    };
  },
  DescribeLogStreams: async (input, context) => {
    const project = await findProject(context, input.MigrationProjectIdentifier);
    const streams = await logEvents.streams(context.store, project.id, streamsShown);
    const rows = new Map((await requests.list(context.store, project.id, { ids: streams.flatMap((stream) => stream.requestId ?? []) }, { skip: 0, take: streamsShown })).map((row) => [row.id, row]));
    return {
      LogStreams: streams.map((stream): LogStream => {
        const request = stream.requestId === null ? undefined : rows.get(stream.requestId);
        return {
          LogStreamName: streamName(request),
          ...(stream.requestId === null ? {} : { RequestIdentifier: stream.requestId }),
          ...(request === undefined ? {} : { Request: shownRequest(context, request) }),
          Events: stream.events,
          Errors: stream.errors,
          FirstEventTime: stream.first.toISOString(),
          LastEventTime: stream.last.toISOString(),
        };
      }),
    };
  },
  DescribeJobs: async (input, context) => {
    const project = input.MigrationProjectIdentifier === undefined ? undefined : await findProject(context, input.MigrationProjectIdentifier);
    const page = pageOf(input);
    const found = await requests.all(context.store, { ...(project === undefined ? {} : { projectId: project.id }), unfinished: input.Unfinished === true }, page);
    const { rows, ...next } = pageResult(found.rows, page);
    return { ...next, TotalCount: found.total, Jobs: rows.map((row): Job => ({ ...shownRequest(context, row), MigrationProjectName: row.project.name })) };
  },
  RetryRequest: async (input, context) => {
    const project = await findProject(context, input.MigrationProjectIdentifier);
    const row = await requests.find(context.store, input.RequestIdentifier);
    const kind = repeatable.find((one) => one === row?.kind);
    if (row === null || row.projectId !== project.id) throw new AppError('not-found', { public: `Migration project "${project.name}" has no such request.` });
    if (kind === undefined) throw new AppError('invalid-state', { public: 'A request of this kind is asked for anew where it was begun.' });
    if (row.finishedAt === null) throw new AppError('invalid-state', { public: 'The request has not ended yet. Cancel it first, or wait.' });
    return { RequestIdentifier: (await again(context, project.id, row, kind)).id };
  },
  DescribeActionItemDefinitions: (input) => {
    const [first] = pairs;
    const { pair } = findPair(wanted(input.SourceEngine, sourceName, first?.source ?? ''), wanted(input.TargetEngine, targetName, first?.target ?? ''));
    return Promise.resolve({
      Definitions: [...pair.actionItems.values()]
        .sort((a, b) => a.code - b.code)
        .map((item) => ({
          Code: item.code,
          Family: item.family,
          Severity: item.severity,
          Complexity: item.complexity,
          Title: item.title,
          RecommendedAction: item.recommendedAction,
          Effort: { Learning: item.effort.learning, Occurrence: item.effort.occurrence },
          ...(item.fixedIn === undefined ? {} : { FixedInTargetVersion: item.fixedIn }),
        })),
    });
  },
};

const wanted = (engine: string | undefined, nameOf: (engine: string) => string | undefined, otherwise: string): string => (engine === undefined ? otherwise : (nameOf(engine) ?? engine));

async function again(context: OperationContext, projectId: string, row: RequestRow, kind: RequestKind): Promise<RequestRow> {
  const project = await projects.find(context.store, { id: projectId });
  if (project === null) throw new AppError('not-found', { public: 'The migration project does not exist any more.' });
  if (!project.conversionOpen) await projects.update(context.store, project.id, { conversionOpen: true, openedAt: new Date() });
  return startRequest(context, project, { kind, ...(row.origin === 'SOURCE' || row.origin === 'TARGET' ? { origin: row.origin } : {}), selectionRules: row.selectionRules, options: row.options as RequestOptions });
}
