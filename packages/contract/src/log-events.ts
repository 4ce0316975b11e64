import { z } from 'zod';
import { moment, nextPage, ofProject, paging } from './shared';

export const logLevel = z.enum(['debug', 'info', 'warn', 'error']);
export const logEvent = z.object({
  EventId: z.string(),
  Time: moment,
  Level: logLevel,
  /** The part that speaks: loader, parser, converter, printer, prover, export. */
  Module: z.string(),
  Message: z.string(),
  RequestIdentifier: z.string().optional(),
});
export type LogEvent = z.infer<typeof logEvent>;

export const logOperations = {
  /** Ferry's: log of a project, newest first. */
  DescribeLogEvents: {
    input: z.strictObject({
      ...ofProject,
      RequestIdentifier: z.uuid().optional(),
      Levels: z.array(logLevel).max(4).optional(),
      Text: z.string().max(255).optional(),
      ...paging,
    }),
    output: z.object({ ...nextPage, LogEvents: z.array(logEvent) }),
  },
} as const;
