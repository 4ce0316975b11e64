import { isFinished, requestStatuses, usualRows } from '@ferry/contract';
import type { OperationOutput } from '@ferry/contract';
import { AppError } from '@ferry/kernel';
import { requests } from '@ferry/store';
import type { ProjectRow } from '@ferry/store';
import { findProject } from './find';
import type { Handlers } from './handlers';
import { demandServer, startRequest } from './requests';

/** What a script is run with, as its request keeps it. */
export interface QueryOptions {
  readonly script: string;
  readonly allowChanges: boolean;
  readonly mostRows: number;
}

/** What a script came to, as it is kept. */
export type QueryOutcome = Pick<OperationOutput<'DescribeQuery'>, 'Server' | 'Stopped' | 'Batches'>;

/** Where it lies: with everything else of its project. */
export const queryKey = (project: Pick<ProjectRow, 'id'>, requestId: string): string => `projects/${project.id}/queries/${requestId}.json`;

export const queryHandlers: Pick<Handlers, 'StartQuery' | 'DescribeQuery'> = {
  StartQuery: async (input, context) => {
    const project = await findProject(context, input.MigrationProjectIdentifier);
    demandServer(project);
    if (project.catalogKey === null) throw new AppError('invalid-state', { public: `The source of migration project "${project.name}" is not loaded yet. Launch schema conversion, and load the metadata of a live source.` });
    const options: QueryOptions = { script: input.Script, allowChanges: input.AllowChanges === true, mostRows: input.MaxRows ?? usualRows };
    return { RequestIdentifier: (await startRequest(context, project, { kind: 'query', selectionRules: '', options })).id };
  },
  DescribeQuery: async (input, context) => {
    const project = await findProject(context, input.MigrationProjectIdentifier);
    const row = await requests.find(context.store, input.RequestIdentifier);
    if (row === null || row.projectId !== project.id || row.kind !== 'query') throw new AppError('not-found', { public: `Migration project "${project.name}" has no such query.` });
    const status = requestStatuses.find((one) => one === row.status) ?? 'FAILED';
    const { allowChanges } = row.options as unknown as QueryOptions;
    return {
      Status: status,
      AllowChanges: allowChanges,
      ...(row.error === null ? {} : { Error: row.error }),
      ...(isFinished(status) && row.resultKey !== null ? (JSON.parse(Buffer.from(await context.objects.get(row.resultKey)).toString('utf8')) as QueryOutcome) : {}),
    };
  },
};
