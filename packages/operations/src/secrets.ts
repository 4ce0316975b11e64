import type { Secret } from '@ferry/contract';
import { awsSecret, secretNamePrefix } from '@ferry/cloud';
import { AppError } from '@ferry/kernel';
import { newResourceId, secrets } from '@ferry/store';
import type { SecretRow } from '@ferry/store';
import type { OperationContext } from './context';
import { findSecret } from './find';
import type { Handlers } from './handlers';
import { arnOf, listing, resourceKey } from './names';
import { filterValues, pageOf, pageResult } from './paging';

const users = (row: SecretRow): string[] => [...new Set([...row.sourceOf, ...row.targetOf].map((p) => p.name))].sort();

const shown = (context: OperationContext, row: SecretRow): Secret => ({
  SecretId: arnOf(context, 'secret', row.id),
  Name: row.name,
  ...(row.description === null ? {} : { Description: row.description }),
  Username: row.username,
  CreationTime: row.createdAt.toISOString(),
  UpdateTime: row.updatedAt.toISOString(),
  UsedBy: users(row),
  ...(row.keyId === context.keyring.keyId ? {} : { Unreadable: 'It was encrypted with another key than the one Ferry runs with. Start Ferry with that key, or enter the password again.' }),
});

/**
 * What a project's `SecretsManagerSecretId` names: a row of Ferry's own store, or credentials in AWS Secrets Manager: an ARN, `secretsmanager:<name>`,
 * or a name together with the role that may read it, as AWS's own clients say it.
 * @throws AppError `not-found`
 */
export async function secretColumns(context: OperationContext, identifier: string | undefined, role: string | undefined): Promise<{ external: string | null; stored: string | null }> {
  if (identifier === undefined || identifier === '') return { external: null, stored: null };
  if (awsSecret(identifier) !== undefined) return { external: identifier, stored: null };
  const kept = await secrets.find(context.store, resourceKey('secret', identifier));
  if (kept !== null) return { external: null, stored: kept.id };
  if (role === undefined || role === '' || identifier.startsWith('arn:'))
    throw new AppError('not-found', { public: `There is no secret "${identifier}". For one of AWS Secrets Manager give its ARN, or ${secretNamePrefix}<name>.` });
  const named = `${secretNamePrefix}${identifier}`;
  awsSecret(named);
  return { external: named, stored: null };
}

/** Ferry's own store of credentials. Passwords go in and never come out. */
export const secretHandlers: Pick<Handlers, 'CreateSecret' | 'DescribeSecrets' | 'UpdateSecret' | 'DeleteSecret'> = {
  CreateSecret: async (input, context) => {
    const id = newResourceId();
    const row = await secrets.create(context.store, { id, name: input.Name, description: input.Description ?? null, username: input.Username, ...context.keyring.seal(id, input.Password) });
    return { Secret: shown(context, row) };
  },
  DescribeSecrets: async (input, context) => {
    const wanted = filterValues(input.Filters, ['secret-identifier']).get('secret-identifier');
    const page = pageOf(input);
    const found = await secrets.list(context.store, wanted?.map((id) => resourceKey('secret', id)), page);
    const { rows, ...next } = pageResult(found.rows, page);
    return { ...next, TotalCount: found.total, Secrets: rows.map((row) => shown(context, row)) };
  },
  UpdateSecret: async (input, context) => {
    const { id } = await findSecret(context, input.SecretId);
    const row = await secrets.update(context.store, id, {
      ...(input.Name === undefined ? {} : { name: input.Name }),
      ...(input.Description === undefined ? {} : { description: input.Description }),
      ...(input.Username === undefined ? {} : { username: input.Username }),
      ...(input.Password === undefined ? {} : context.keyring.seal(id, input.Password)),
    });
    return { Secret: shown(context, row) };
  },
  DeleteSecret: async (input, context) => {
    const row = await findSecret(context, input.SecretId);
    const names = users(row);
    if (names.length > 0) throw new AppError('invalid-state', { public: `Secret "${row.name}" is used by migration project ${listing(names)} and cannot be deleted. Delete or modify that first.` });
    await secrets.remove(context.store, row.id);
    return { Secret: shown(context, row) };
  },
};
