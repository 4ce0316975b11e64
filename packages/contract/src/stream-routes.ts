import { z } from 'zod';
import { dataProvider } from './data-providers';
import { schemaConversionRequest } from './requests';

/**
 * The three routes beside the operation table, for what does not fit in one JSON answer.
 *
 * upload: `POST <path>?DataProviderIdentifier=<name or ARN>&FileName=<name>[&Replace=true]`, the body is the file (`.sql`, `.txt` or
 *   `.zip`) as `application/octet-stream`, one file a call; or `multipart/form-data` with any number of files. `Replace=true`
 *   takes away the files that are there. Answer: `uploadAnswer`.
 * download: `GET <path>?MigrationProjectIdentifier=<name or ARN>&RequestIdentifier=<uuid>` of an export-script request that
 *   succeeded; the answer is a zip as an attachment. `ExportSqlDetails.ObjectURL` is this address. An exported assessment is fetched
 *   with `&ReportName=<file name>` in place of the request; `ObjectURL` of `ExportMetadataModelAssessment` is this address.
 * events: `GET <path>?MigrationProjectIdentifier=<name or ARN>`, server-sent events: `event: request`, data is
 *   `requestEvent`; every running request once at the start, then each change; a comment line every 15 s keeps it open. With
 *   `&Logs=true` also `event: log`, data is `logEvent`, for everything that is logged from now on.
 */
export const streamRoutes = { upload: '/api/upload', download: '/api/download', events: '/api/events' } as const;

export const uploadAnswer = z.object({ DataProvider: dataProvider });
export type UploadAnswer = z.infer<typeof uploadAnswer>;
export const requestEvent = schemaConversionRequest;
