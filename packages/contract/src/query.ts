import { z } from 'zod';
import { severity } from './proof';
import { requestStatus } from './requests';
import { ofProject } from './shared';

/** Longest script that is run at once, in characters. */
export const longestScript = 1_000_000;
/** Rows of a result that are shown: as many as one asks for, and when nothing is said. */
export const mostRows = 10_000;
export const usualRows = 1000;

/** One thing that SQL Server would have sent. */
export const queryResult = z.discriminatedUnion('Type', [
  z.object({
    Type: z.literal('rows'),
    Columns: z.array(z.object({ Name: z.string(), SourceType: z.string() })),
    /** Values in canonical form: see `ScriptRunner` of the conversion engine. */
    Rows: z.array(z.array(z.string().nullable())),
    /** How many rows there were, when not all are given. */
    TotalRows: z.int().optional(),
  }),
  z.object({ Type: z.literal('count'), Count: z.int() }),
  z.object({ Type: z.literal('message'), Text: z.string(), Severity: z.int() }),
  z.object({ Type: z.literal('error'), Number: z.int(), Severity: z.int(), State: z.int(), Procedure: z.string().optional(), Line: z.int(), Message: z.string() }),
]);
export type QueryResult = z.infer<typeof queryResult>;

/** What one batch (the text between two GO lines) came to. */
export const queryBatch = z.object({
  Batch: z.int(),
  /** Line of the script where it begins, from 1. */
  Line: z.int(),
  /** What was sent to the target for it, each statement once, with the values of its parameters. */
  Statements: z.array(z.object({ Sql: z.string(), Values: z.array(z.string().nullable()) })),
  Results: z.array(queryResult),
  Items: z.array(z.object({ Code: z.int(), Severity: severity, Title: z.string(), Message: z.string(), RecommendedAction: z.string() })),
});
export type QueryBatch = z.infer<typeof queryBatch>;

export const queryOperations = {
  /**
   * Ferry's: runs a script of the source's SQL on the target of a project, converted batch by batch with the knowledge of the project's
   * source. Nothing is changed unless `AllowChanges` says so: the session is read only and is rolled back in the end. `CancelRequest`
   * stops it.
   */
  StartQuery: {
    input: z.strictObject({ ...ofProject, Script: z.string().min(1).max(longestScript), AllowChanges: z.boolean().optional(), MaxRows: z.int().min(1).max(mostRows).optional() }),
    output: z.object({ RequestIdentifier: z.string() }),
  },
  /** Ferry's: what a script came to. The results of the latest scripts of a project are kept. */
  DescribeQuery: {
    input: z.strictObject({ ...ofProject, RequestIdentifier: z.uuid() }),
    output: z.object({
      Status: requestStatus,
      Error: z.string().optional(),
      AllowChanges: z.boolean(),
      /** Product and version of the target, for example `PostgreSQL 16.4`. */
      Server: z.string().optional(),
      /** Why the script was stopped before its end, when it was. */
      Stopped: z.string().optional(),
      Batches: z.array(queryBatch).optional(),
    }),
  },
} as const;
