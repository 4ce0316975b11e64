import type { DataProviderSettings } from '@ferry/contract';
import { AppError } from '@ferry/kernel';
import { findSource, findTarget } from '@ferry/registry/engines';
import { sourceName, targetName } from './context';
import type { OperationContext } from './context';
import { findProvider } from './find';
import type { Handlers } from './handlers';
import { secretColumns } from './secrets';
import { readCredentials, serverAddress, targetKindOf } from './targets';

/** In milliseconds. */
const patience = 30_000;

type Input = Parameters<Handlers['TestDataProviderConnection']>[0];

/** The provider as it is kept, with what the form says in its place. */
async function providerOf(input: Input, context: OperationContext): Promise<{ name: string; engine: string; virtual: boolean; settings: DataProviderSettings }> {
  const kept = input.DataProviderIdentifier === undefined ? undefined : await findProvider(context, input.DataProviderIdentifier);
  const engine = input.Engine ?? kept?.engine;
  const settings = input.Settings ?? (kept?.settings as DataProviderSettings | undefined);
  if (engine === undefined || settings === undefined) throw new AppError('invalid-input', { public: 'Name a data provider, or give an engine and its settings.' });
  return { name: kept?.name ?? 'of the form', engine, virtual: input.Settings === undefined && kept?.virtual === true, settings };
}

async function credentialsOf(input: Input, context: OperationContext): Promise<{ username: string; password: string }> {
  if (input.SecretId !== undefined) {
    const role = input.SecretsManagerAccessRoleArn === '' ? undefined : input.SecretsManagerAccessRoleArn;
    const { external, stored } = await secretColumns(context, input.SecretId, role);
    if (stored !== null) return readCredentials(context, stored);
    if (external !== null) return context.aws.credentials(external, role);
  }
  if (input.Username === undefined || input.Username === '') throw new AppError('invalid-input', { public: 'Choose credentials, or give a user name and a password.' });
  return { username: input.Username, password: input.Password ?? '' };
}

/** There is nothing to connect to before a project has its database. */
function embedded(context: OperationContext): Awaited<ReturnType<Handlers['TestDataProviderConnection']>> {
  const there = context.sandboxUrl !== undefined;
  return {
    Successful: there,
    Checks: [
      {
        Name: 'Embedded server',
        Passed: there,
        Message: there ? 'Ferry makes a database for each project on its own server.' : 'Ferry runs without a server of its own.',
        ...(there ? {} : { Cure: 'Start Ferry with npm start, or set FERRY_SANDBOX_URL.' }),
      },
    ],
  };
}

export const connectionTestHandlers: Pick<Handlers, 'TestDataProviderConnection'> = {
  TestDataProviderConnection: async (input, context) => {
    const provider = await providerOf(input, context);
    if (provider.virtual) throw new AppError('invalid-state', { public: `Data provider "${provider.name}" is virtual: there is no connection to test.` });
    if (targetKindOf(provider) === 'embedded') return embedded(context);
    const [source, target] = [sourceName(provider.engine), targetName(provider.engine)];
    const server = source === undefined ? (target === undefined ? undefined : findTarget(target).server) : findSource(source).server;
    if (server === undefined) throw new AppError('invalid-input', { public: `Connections to the engine "${provider.engine}" cannot be tested yet.` });
    const test = await server.test(serverAddress(provider, await credentialsOf(input, context)), AbortSignal.timeout(patience));
    return {
      Successful: test.successful,
      ...(test.server === undefined ? {} : { ServerVersion: test.server }),
      Checks: test.checks.map((check) => ({
        Name: check.name,
        Passed: check.passed,
        ...(check.optional === undefined ? {} : { Optional: check.optional }),
        Message: check.message,
        ...(check.cure === undefined ? {} : { Cure: check.cure }),
      })),
    };
  },
};
