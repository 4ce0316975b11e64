import { AwsError } from './http';

type Input = Readonly<Record<string, unknown>>;
const text = (input: Input, name: string): string => {
  const value = input[name];
  if (typeof value !== 'string') throw new AwsError('InvalidParameterException', 400, `${name} is missing`);
  return value;
};

/** Secrets Manager's CreateSecret, GetSecretValue and DeleteSecret, in memory. */
export function secretsService() {
  const secrets = new Map<string, string>();
  const arnOf = (name: string): string => `arn:aws:secretsmanager:us-east-1:000000000000:secret:${name}`;
  const nameOf = (id: string): string => id.replace(/^arn:aws:secretsmanager:[^:]*:[^:]*:secret:/, '');
  const answer = (operation: string, input: Input): object => {
    switch (operation) {
      case 'CreateSecret': {
        const name = text(input, 'Name');
        if (secrets.has(name)) throw new AwsError('ResourceExistsException', 400, 'The secret is there already.');
        secrets.set(name, text(input, 'SecretString'));
        return { ARN: arnOf(name), Name: name };
      }
      case 'GetSecretValue': {
        const name = nameOf(text(input, 'SecretId'));
        const SecretString = secrets.get(name);
        if (SecretString === undefined) throw new AwsError('ResourceNotFoundException', 400, "Secrets Manager can't find the specified secret.");
        return { ARN: arnOf(name), Name: name, SecretString };
      }
      case 'DeleteSecret':
        secrets.delete(nameOf(text(input, 'SecretId')));
        return {};
      default:
        throw new AwsError('UnknownOperationException', 400, `no ${operation} here`);
    }
  };
  return { answer, secrets };
}

interface LogEvent {
  readonly timestamp: number;
  readonly message: string;
}

/** CloudWatch Logs: groups, streams and their events, in memory (https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/). */
export function logsService() {
  const groups = new Map<string, Map<string, LogEvent[]>>();
  const groupOf = (input: Input): Map<string, LogEvent[]> => {
    const group = groups.get(text(input, 'logGroupName'));
    if (group === undefined) throw new AwsError('ResourceNotFoundException', 400, 'The specified log group does not exist.');
    return group;
  };
  const streamOf = (input: Input): LogEvent[] => {
    const stream = groupOf(input).get(text(input, 'logStreamName'));
    if (stream === undefined) throw new AwsError('ResourceNotFoundException', 400, 'The specified log stream does not exist.');
    return stream;
  };
  const answer = (operation: string, input: Input): object => {
    switch (operation) {
      case 'CreateLogGroup':
        if (groups.has(text(input, 'logGroupName'))) throw new AwsError('ResourceAlreadyExistsException', 400, 'The specified log group already exists');
        groups.set(text(input, 'logGroupName'), new Map());
        return {};
      case 'DeleteLogGroup':
        groups.delete(text(input, 'logGroupName'));
        return {};
      case 'CreateLogStream': {
        const group = groupOf(input);
        if (group.has(text(input, 'logStreamName'))) throw new AwsError('ResourceAlreadyExistsException', 400, 'The specified log stream already exists');
        group.set(text(input, 'logStreamName'), []);
        return {};
      }
      case 'PutLogEvents': {
        const events = input['logEvents'] as readonly LogEvent[];
        if (events.some((event, i) => event.timestamp < (events[i - 1]?.timestamp ?? 0))) throw new AwsError('InvalidParameterException', 400, 'Log events in a single PutLogEvents request must be in chronological order.');
        streamOf(input).push(...events);
        return { nextSequenceToken: 'x' };
      }
      case 'GetLogEvents':
        return { events: streamOf(input) };
      case 'DescribeLogStreams':
        return { logStreams: [...groupOf(input).keys()].map((logStreamName) => ({ logStreamName })) };
      default:
        throw new AwsError('UnknownOperationException', 400, `no ${operation} here`);
    }
  };
  return { answer, events: (): string[] => [...groups.values()].flatMap((streams) => [...streams.values()].flatMap((events) => events.map(({ message }) => message))) };
}
