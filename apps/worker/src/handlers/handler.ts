import type { RequestProgress, RequestRow } from '@ferry/store';
import type { Run } from '@ferry/kernel';
import type { ProjectRow } from '@ferry/store';
import type { WorkerContext } from '../context';

/** What a request's handler works on. `progress` goes to the request's row, `run.log` to the project's log. */
export interface RequestWork {
  readonly request: RequestRow;
  readonly project: ProjectRow;
  readonly progress: (progress: RequestProgress) => void;
}

/** Does the work of one request. @returns the key of its result, when it has one */
export type RequestHandler = (work: RequestWork, context: WorkerContext, run: Run) => Promise<{ readonly resultKey?: string }>;
