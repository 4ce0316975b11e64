import type { RequestJobKind } from '@ferry/jobs';
import { applyExtensionPack, applySelection } from './apply';
import { assessSelection, convertSelection, tryOtherChoices } from './convert';
import { exportScript } from './export-script';
import type { RequestHandler } from './handler';
import { importMetadata, withSource } from './import';
import { runQuery } from './query';
import { changeStatements } from './statements';

/** Which handler does the work of which kind of request. */
export const requestHandlers: Readonly<Record<RequestJobKind, RequestHandler>> = {
  import: importMetadata,
  assess: withSource(assessSelection),
  convert: withSource(convertSelection),
  'what-if': withSource(tryOtherChoices),
  'export-script': withSource(exportScript),
  'export-to-target': applySelection,
  'extension-pack': applyExtensionPack,
  query: runQuery,
  create: withSource(changeStatements),
  remove: withSource(changeStatements),
};
