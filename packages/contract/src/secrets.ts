import { z } from 'zod';
import { description, filtered, identifier, moment, nextPage, total } from './shared';

/**
 * Ferry's own store of credentials, beside AWS Secrets Manager: a migration project names one as `SecretsManagerSecretId`, by its
 * identifier (`arn:aws:dms:<region>:<account>:secret:<26 letters and digits>`) or its name. Passwords go in and never come out.
 */
export const secretName = z
  .string()
  .min(1, 'a name is needed')
  .max(255, 'a name has at most 255 characters')
  .regex(/^[A-Za-z0-9/_+=.@-]+$/, 'a name holds ASCII letters, digits and the characters / _ + = . @ - only');

/** Secret texts are encrypted; nothing but their length is limited. */
const password = z.string().min(1).max(4096);
const username = z.string().min(1).max(255);

export const secret = z.object({
  SecretId: z.string(),
  Name: z.string(),
  Description: z.string().optional(),
  Username: z.string(),
  CreationTime: moment,
  UpdateTime: moment,
  /** Names of the projects that use it: it cannot be deleted while there is one. */
  UsedBy: z.array(z.string()),
  /** Why it cannot be read any more (it was encrypted with another key); missing when all is well. */
  Unreadable: z.string().optional(),
});
export type Secret = z.infer<typeof secret>;

export const secretOperations = {
  /** Ferry's. */
  CreateSecret: {
    input: z.strictObject({ Name: secretName, Description: description.optional(), Username: username, Password: password }),
    output: z.object({ Secret: secret }),
  },
  /** Ferry's. Filters: `secret-identifier`. */
  DescribeSecrets: {
    input: z.strictObject(filtered),
    output: z.object({ ...nextPage, ...total, Secrets: z.array(secret) }),
  },
  /** Ferry's: what is left out stays as it is. */
  UpdateSecret: {
    input: z.strictObject({ SecretId: identifier, Name: secretName.optional(), Description: description.optional(), Username: username.optional(), Password: password.optional() }),
    output: z.object({ Secret: secret }),
  },
  /** Ferry's: refused while a project uses it. */
  DeleteSecret: {
    input: z.strictObject({ SecretId: identifier }),
    output: z.object({ Secret: secret }),
  },
} as const;
