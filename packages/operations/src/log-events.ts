import type { LogEvent } from '@ferry/contract';
import { AppError } from '@ferry/kernel';
import { logEvents } from '@ferry/store';
import type { LogEventRow } from '@ferry/store';
import { findProject } from './find';
import type { Handlers } from './handlers';

export const shownEvent = (row: LogEventRow): LogEvent => ({
  EventId: String(row.id),
  Time: row.at.toISOString(),
  Level: row.level as LogEvent['Level'],
  Module: row.module,
  Message: row.message,
  ...(row.requestId === null ? {} : { RequestIdentifier: row.requestId }),
});

export const logHandlers: Pick<Handlers, 'DescribeLogEvents'> = {
  DescribeLogEvents: async (input, context) => {
    const project = await findProject(context, input.MigrationProjectIdentifier);
    if (input.Marker !== undefined && !/^\d{1,18}$/.test(input.Marker)) throw new AppError('invalid-input', { public: 'The marker is not one that an earlier answer gave.' });
    const size = input.MaxRecords ?? 100;
    const rows = await logEvents.list(
      context.store,
      project.id,
      {
        ...(input.RequestIdentifier === undefined ? {} : { requestId: input.RequestIdentifier }),
        ...(input.Levels === undefined ? {} : { levels: input.Levels }),
        ...(input.Modules === undefined ? {} : { modules: input.Modules }),
        ...(input.AfterEventId === undefined ? {} : { after: BigInt(input.AfterEventId) }),
        ...(input.Text === undefined || input.Text === '' ? {} : { text: input.Text }),
        ...(input.Marker === undefined ? {} : { before: BigInt(input.Marker) }),
      },
      size + 1,
    );
    const last = rows[size - 1];
    return {
      ...(rows.length > size && last !== undefined ? { Marker: String(last.id) } : {}),
      LogEvents: rows.slice(0, size).map(shownEvent),
    };
  },
};
