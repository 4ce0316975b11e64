import { z } from 'zod';
import { identifier } from './shared';
import { dataProviderSettings, engine } from './data-providers';

/** One thing that was tried, in the order in which it was: after a failed one that the rest depends on, the rest is missing. */
export const connectionCheck = z.object({
  /** For people: `Host name`, `Port`, `Encryption`, `Login`, `Database`, `Version`, `Right to create`, `Extensions`. */
  Name: z.string(),
  Passed: z.boolean(),
  /** A failed check that only limits what can be done does not make the test fail. */
  Optional: z.boolean().optional(),
  Message: z.string(),
  /** What a person can do about it. */
  Cure: z.string().optional(),
});
export type ConnectionCheck = z.infer<typeof connectionCheck>;

export const connectionTestOperations = {
  /**
   * Ferry's: "Test connection". Tests a data provider as it is kept, or the engine and settings of a form; credentials are a kept
   * secret or a user name and password that are used once and not kept.
   */
  TestDataProviderConnection: {
    input: z.strictObject({
      DataProviderIdentifier: identifier.optional(),
      Engine: engine.optional(),
      Settings: dataProviderSettings.optional(),
      /** A kept secret, or one of AWS Secrets Manager as in a project. */
      SecretId: z.string().min(1).max(2048).optional(),
      SecretsManagerAccessRoleArn: z.string().max(2048).optional(),
      Username: z.string().max(255).optional(),
      Password: z.string().max(4096).optional(),
    }),
    output: z.object({
      Successful: z.boolean(),
      /** For example `PostgreSQL 16.4`. */
      ServerVersion: z.string().optional(),
      Checks: z.array(connectionCheck),
    }),
  },
} as const;
