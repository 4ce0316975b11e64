import { z } from 'zod';
import { moment, nextPage, ofProject, paging } from './shared';

export const logLevel = z.enum(['debug', 'info', 'warn', 'error']);
export const logEvent = z.object({
  EventId: z.string(),
  Time: moment,
  Level: logLevel,
  /** The part that speaks: loader, parser, converter, printer, prover, export, apply, worker. */
  Module: z.string(),
  Message: z.string(),
  RequestIdentifier: z.string().optional(),
});
export type LogEvent = z.infer<typeof logEvent>;

export const logOperations = {
  /**
   * Ferry's: log of a project, newest first; `Marker` leads to older events. With `AfterEventId` the events after it, oldest first,
   * for following the log: ask again with the last event's id. `Text` is searched in messages and modules, without case.
   */
  DescribeLogEvents: {
    input: z.strictObject({
      ...ofProject,
      RequestIdentifier: z.uuid().optional(),
      Levels: z.array(logLevel).max(4).optional(),
      Modules: z.array(z.string().max(20)).max(20).optional(),
      Text: z.string().max(255).optional(),
      AfterEventId: z.string().regex(/^\d{1,18}$/).optional(),
      ...paging,
    }),
    output: z.object({ ...nextPage, LogEvents: z.array(logEvent) }),
  },
} as const;
