import { complexities, proofLevels, severities } from '@ferry/conversion';
import { objectKinds } from '@ferry/catalog';

/**
 * What a console may know of the engines without loading one: names, labels and words. No converter code is reached from here, so
 * that a browser bundle stays small; a test holds it against the engines themselves.
 */
export interface EngineFacts {
  /** The name for programs. */
  readonly name: string;
  readonly label: string;
  /** The engine names of the AWS DMS API that mean this engine. */
  readonly dmsEngines: readonly string[];
  /** What DMS Schema Conversion calls each of them in the sections of its settings. */
  readonly settingsNames: Readonly<Record<string, string>>;
  /** The member of the AWS DMS API's union of provider settings that is this engine's. */
  readonly dmsSettings: string;
  readonly defaultPort: number;
  /** Files of a sample database to try Ferry with, as modules of the engine's package. */
  readonly sample?: readonly string[];
}

export const sourceFacts: readonly EngineFacts[] = [{ name: 'sqlserver', label: 'Microsoft SQL Server', dmsEngines: ['sqlserver'], settingsNames: { sqlserver: 'MSSQL' }, dmsSettings: 'MicrosoftSqlServerSettings', defaultPort: 1433, sample: ['01-storage', '02-code', '03-data'].map((name) => `@ferry/source-sqlserver/sample/${name}.sql`) }];

export const targetFacts: readonly (EngineFacts & { readonly versions: readonly number[]; readonly defaultVersion: number })[] = [
  { name: 'postgresql', label: 'PostgreSQL', dmsEngines: ['postgres', 'aurora-postgresql'], settingsNames: { postgres: 'POSTGRESQL', 'aurora-postgresql': 'AURORA_POSTGRESQL' }, dmsSettings: 'PostgreSqlSettings', defaultPort: 5432, versions: [15, 16, 17, 18], defaultVersion: 15 },
];

export { complexities, objectKinds, proofLevels, severities };
