import { z } from 'zod';
import { description, filtered, identifier, moment, nextPage, resourceName, tag, total } from './shared';

/** AWS's values for `Engine`. Which of them can be converted is the registry's business. */
export const engines = ['aurora', 'aurora-postgresql', 'db2', 'db2-zos', 'docdb', 'mariadb', 'mongodb', 'mysql', 'oracle', 'postgres', 'redshift', 'sqlserver', 'sybase'] as const;
export const engine = z.enum(engines);
export type Engine = z.infer<typeof engine>;

export const sslMode = z.enum(['none', 'require', 'verify-ca', 'verify-full']);

const serverSettings = z.strictObject({
  ServerName: z.string().max(255).optional(),
  Port: z.int().min(1).max(65535).optional(),
  DatabaseName: z.string().max(255).optional(),
  SslMode: sslMode.optional(),
  CertificateArn: z.string().max(2048).optional(),
  S3Path: z.string().max(2048).optional(),
  S3AccessRoleArn: z.string().max(2048).optional(),
  /** Ferry's: PEM of the certificate authority, for the modes `verify-ca` and `verify-full`; without one the system's are asked. */
  CaCertificate: z.string().max(65_536).optional(),
});

/** Ferry's: where DDL scripts come from besides uploads, and how they are to be read. */
const scriptSettings = {
  /** A folder on the server that `FERRY_SOURCE_FOLDERS` allows: its scripts are read in place of uploaded ones. */
  FolderPath: z.string().min(1).max(4096).optional(),
  /** Values for variables in the scripts, `$(Name)` or `{token}`, by name. */
  ScriptVariables: z.record(z.string().min(1).max(128), z.string().max(4000)).optional(),
  /** Encoding of scripts without a byte order mark that are not UTF-8, for example `windows-1252`. */
  Encoding: z.string().max(40).optional(),
};

/** Ferry's: what a target may be besides a server. */
const targetSettings = {
  /** A database that Ferry creates on its own server for each project, and drops with it; no connection is asked for. */
  Embedded: z.boolean().optional(),
};

/** AWS's union: exactly one member, the one of the engine. */
export const dataProviderSettings = z
  .strictObject({
    MicrosoftSqlServerSettings: serverSettings.extend(scriptSettings).optional(),
    PostgreSqlSettings: serverSettings.extend(targetSettings).optional(),
  })
  .refine((settings) => Object.values(settings).filter((one) => one !== undefined).length === 1, 'exactly one engine\'s settings are needed');
export type DataProviderSettings = z.infer<typeof dataProviderSettings>;

/** Which member of the settings an engine has; missing for engines that Ferry knows nothing about yet. */
export const settingsMember: Partial<Record<Engine, keyof DataProviderSettings>> = {
  sqlserver: 'MicrosoftSqlServerSettings',
  postgres: 'PostgreSqlSettings',
  'aurora-postgresql': 'PostgreSqlSettings',
};

/** Ferry's: one uploaded script (or zip of scripts) of a source that is read from DDL scripts. */
export const providerFile = z.object({ FileIdentifier: z.string(), Name: z.string(), Size: z.int(), UploadTime: moment });
export type ProviderFile = z.infer<typeof providerFile>;

export const dataProvider = z.object({
  DataProviderName: z.string(),
  DataProviderArn: z.string(),
  DataProviderCreationTime: moment,
  Description: z.string().optional(),
  Engine: z.string(),
  Virtual: z.boolean(),
  Settings: dataProviderSettings,
  /** Ferry's: the uploaded scripts, in the order in which they are read. */
  Files: z.array(providerFile).optional(),
  /** Ferry's: names of the projects that use it. */
  UsedBy: z.array(z.string()).optional(),
});
export type DataProvider = z.infer<typeof dataProvider>;

export const dataProviderOperations = {
  CreateDataProvider: {
    input: z.strictObject({
      DataProviderName: resourceName.optional(),
      Description: description.optional(),
      Engine: engine,
      Virtual: z.boolean().optional(),
      Settings: dataProviderSettings,
      Tags: z.array(tag).max(50).optional(),
    }),
    output: z.object({ DataProvider: dataProvider }),
  },
  DescribeDataProviders: {
    input: z.strictObject(filtered),
    output: z.object({ ...nextPage, ...total, DataProviders: z.array(dataProvider) }),
  },
  ModifyDataProvider: {
    input: z.strictObject({
      DataProviderIdentifier: identifier,
      DataProviderName: resourceName.optional(),
      Description: description.optional(),
      Engine: engine.optional(),
      Virtual: z.boolean().optional(),
      /** True replaces the settings; otherwise the given members are merged into them. */
      ExactSettings: z.boolean().optional(),
      Settings: dataProviderSettings.optional(),
    }),
    output: z.object({ DataProvider: dataProvider }),
  },
  DeleteDataProvider: {
    input: z.strictObject({ DataProviderIdentifier: identifier }),
    output: z.object({ DataProvider: dataProvider }),
  },
  /** Ferry's: takes one uploaded script away. */
  DeleteDataProviderFile: {
    input: z.strictObject({ DataProviderIdentifier: identifier, FileIdentifier: z.string().min(1).max(64) }),
    output: z.object({ DataProvider: dataProvider }),
  },
} as const;
