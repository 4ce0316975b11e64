import { AppError } from '@ferry/kernel';
import type { RequestJobKind } from '@ferry/jobs';
import { assessSelection, convertSelection } from './convert';
import { exportScript } from './export-script';
import type { RequestHandler } from './handler';
import { importSource } from './import';

/** Which handler does the work of which kind of request. */
export const requestHandlers: Readonly<Record<RequestJobKind, RequestHandler>> = {
  import: importSource,
  assess: assessSelection,
  convert: convertSelection,
  'export-script': exportScript,
  'export-to-target': () => Promise.reject(new AppError('unavailable', { public: 'Applying is being built.' })),
};
