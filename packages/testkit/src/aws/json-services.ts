import { AwsError } from './http';

type Input = Readonly<Record<string, unknown>>;
const text = (input: Input, name: string): string => {
  const value = input[name];
  if (typeof value !== 'string') throw new AwsError('InvalidParameterException', 400, `${name} is missing`);
  return value;
};

/** Secrets Manager's GetSecretValue, CreateSecret and DeleteSecret, in memory. */
export function secretsService() {
  const secrets = new Map<string, string>();
  const arnOf = (name: string): string => `arn:aws:secretsmanager:us-east-1:000000000000:secret:${name}`;
  const nameOf = (id: string): string => id.replace(/^arn:aws:secretsmanager:[^:]*:[^:]*:secret:/, '');
  return (operation: string, input: Input): object => {
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
}
