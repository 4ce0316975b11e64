import { CloudWatchLogsClient, CreateLogGroupCommand, CreateLogStreamCommand, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { clientAccess } from './aws-access';
import type { AwsAccess } from './aws-access';
import { awsRefusal } from './aws-refusals';

/** One line of a log. */
export interface LogLine {
  readonly at: Date;
  readonly level: string;
  /** The part of Ferry that says it; a stream each. */
  readonly module: string;
  readonly message: string;
}

/** A log beside the built-in one. */
export interface LogSink {
  /** @throws AppError with the permission that is missing */
  write(projectId: string, lines: readonly LogLine[]): Promise<void>;
  close(): void;
}

/** The group of a migration project, as DMS Schema Conversion names it. */
export const logGroupOf = (projectId: string): string => `dms-tasks-sct-${projectId}`;

/** Limits of PutLogEvents (https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html). */
const mostEvents = 10_000;
const mostBytes = 1_048_576;
const eventOverhead = 26;

const isThere = (thrown: unknown): boolean => thrown instanceof Error && thrown.name === 'ResourceAlreadyExistsException';
const isMissing = (thrown: unknown): boolean => thrown instanceof Error && thrown.name === 'ResourceNotFoundException';

/** Lines in batches that the service takes, in the order of their times. */
export function batches(lines: readonly LogLine[]): { timestamp: number; message: string }[][] {
  const out: { timestamp: number; message: string }[][] = [];
  let size = 0;
  for (const { at, level, message } of [...lines].sort((a, b) => a.at.getTime() - b.at.getTime())) {
    const text = `${level.toUpperCase()} ${message}`;
    const bytes = Buffer.byteLength(text) + eventOverhead;
    const last = out.at(-1);
    if (last === undefined || last.length >= mostEvents || size + bytes > mostBytes) {
      out.push([{ timestamp: at.getTime(), message: text }]);
      size = bytes;
    } else {
      last.push({ timestamp: at.getTime(), message: text });
      size += bytes;
    }
  }
  return out;
}

/** CloudWatch Logs: a group a project, a stream a module; both are made when they are first needed. */
export function cloudWatchLogs(access: AwsAccess): LogSink {
  const client = new CloudWatchLogsClient(clientAccess(access));
  const known = new Set<string>();
  const making = async (work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
    } catch (thrown) {
      // Another worker has made it.
      if (!isThere(thrown)) throw thrown;
    }
  };
  const make = async (logGroupName: string, logStreamName: string): Promise<void> => {
    await making(() => client.send(new CreateLogGroupCommand({ logGroupName })));
    await making(() => client.send(new CreateLogStreamCommand({ logGroupName, logStreamName })));
    known.add(`${logGroupName}/${logStreamName}`);
  };
  return {
    write: async (projectId, lines) => {
      const logGroupName = logGroupOf(projectId);
      const streams = new Map<string, LogLine[]>();
      for (const line of lines) {
        const list = streams.get(line.module);
        if (list) list.push(line);
        else streams.set(line.module, [line]);
      }
      try {
        for (const [logStreamName, own] of streams) {
          if (!known.has(`${logGroupName}/${logStreamName}`)) await make(logGroupName, logStreamName);
          for (const logEvents of batches(own)) {
            const put = (): Promise<unknown> => client.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
            try {
              await put();
            } catch (thrown) {
              // Somebody has deleted the group meanwhile.
              if (!isMissing(thrown)) throw thrown;
              await make(logGroupName, logStreamName);
              await put();
            }
          }
        }
      } catch (thrown) {
        // The SDK reports what the service refuses by throwing.
        throw awsRefusal(thrown, `the log group "${logGroupName}"`, 'logs:CreateLogGroup, logs:CreateLogStream and logs:PutLogEvents');
      }
    },
    close: () => client.destroy(),
  };
}
