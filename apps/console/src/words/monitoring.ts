import type { RequestStatus } from '@ferry/contract';
import { countText } from './resources';

/** Words of jobs and logs over all projects. */
export const monitoringWords = {
  section: 'Monitoring',
  reference: 'Reference',
  jobs: {
    title: 'Jobs',
    description: 'What was asked of Ferry in all migration projects: loading, assessing, converting, applying, saving.',
    create: '',
    loading: 'Loading jobs',
    find: 'Find jobs',
    emptyTitle: 'No jobs',
    emptyText: 'Launch schema conversion of a migration project: what it does is listed here.',
  },
  job: 'Job',
  project: 'Project',
  status: 'Status',
  progress: 'Progress',
  progressOf: (percent: number, done: number, total: number): string => (total === 0 ? `${percent} %` : done === total && percent === 100 ? countText(total, 'object') : `${percent} %, ${done.toLocaleString('en-US')} of ${countText(total, 'object')}`),
  started: 'Started',
  duration: 'Duration',
  finished: 'Finished',
  result: 'Result',
  identifier: 'Request identifier',
  cancel: 'Cancel job',
  retry: 'Retry',
  viewLog: 'View log',
  cancelAsked: 'The job stops between two objects.',
  retried: 'The job was asked for again.',
  groups: {
    title: 'Log groups',
    description: 'One log group a migration project. Each job writes a stream of its own.',
    create: '',
    loading: 'Loading log groups',
    find: 'Find log groups',
    emptyTitle: 'No log groups',
    emptyText: 'Create a migration project: it has a log group from then on.',
  },
  group: 'Log group',
  events: 'Events',
  errors: 'Errors',
  lastEvent: 'Last event',
  firstEvent: 'First event',
  streams: 'Log streams',
  stream: 'Log stream',
  streamsText: 'What each job wrote. Choose one to read it, or read all of them together.',
  allStreams: 'All streams',
  noStreams: 'No log streams',
  noStreamsText: 'Launch schema conversion, assess, convert or apply: each of them writes a stream.',
  loadingStreams: 'Loading log streams',
  missing: (name: string): string => `There is no migration project "${name}".`,
  download: 'Download',
  downloading: 'Downloading',
  asText: 'As text',
  asJson: 'As JSON lines',
  cut: (count: number): string => `The newest ${count.toLocaleString('en-US')} events were downloaded; narrow the filter to get older ones.`,
} as const;

export const requestStates: Readonly<Record<RequestStatus, { readonly type: 'pending' | 'in-progress' | 'success' | 'error' | 'stopped'; readonly text: string }>> = {
  RECEIVED: { type: 'pending', text: 'Received' },
  IN_PROGRESS: { type: 'in-progress', text: 'In progress' },
  SUCCESS: { type: 'success', text: 'Success' },
  FAILED: { type: 'error', text: 'Failed' },
  CANCELING: { type: 'in-progress', text: 'Cancelling' },
  CANCELED: { type: 'stopped', text: 'Cancelled' },
};

/** Milliseconds as people say them. */
export function durationText(milliseconds: number): string {
  if (milliseconds < 1_000) return `${Math.max(0, Math.round(milliseconds))} ms`;
  const seconds = Math.round(milliseconds / 1_000);
  if (seconds < 60) return `${(milliseconds / 1_000).toFixed(1)} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Words of the catalogue of action items. */
export const actionItemWords = {
  title: 'Action items',
  description: 'What Ferry may leave for a person to do, and what it advises. Every occurrence in a project leads here.',
  create: '',
  loading: 'Loading action items',
  find: 'Find action items',
  emptyTitle: 'No action items',
  emptyText: 'The conversion raises no action items.',
  code: 'Code',
  subject: 'Subject',
  family: 'Family',
  severity: 'Severity',
  complexity: 'Complexity',
  learning: 'Learning effort',
  occurrence: 'Effort per occurrence',
  units: (count: number): string => `${count.toLocaleString('en-US')} units`,
  recommended: 'Recommended action',
  fixed: 'Needs no work from version',
  effort: 'Effort',
  effortText: 'Learning counts once for a code, the effort of an occurrence each time it is met.',
  about: (code: number): string => `Action item ${code}`,
  missing: (code: string): string => `There is no action item ${code}.`,
} as const;
