import type { Settings } from '@ferry/conversion';

/** The settings of the pair, typed: one member for each definition in `definitions.ts`. */
export interface Choices {
  readonly nameCase: 'lower' | 'keep' | 'snake_case';
  readonly schemaNames: 'SCHEMA' | 'DB' | 'DB_SCHEMA';
  readonly uniqueIndexNames: boolean;
  readonly aliasTypes: 'domain' | 'base';
  readonly bit: 'boolean' | 'smallint' | 'numeric(1,0)';
  readonly spatial: 'bytea' | 'postgis';
  readonly collation: 'icu' | 'citext' | 'lower' | 'case-sensitive';
  readonly hierarchyid: 'text' | 'ltree';
  readonly decimalIdentities: 'numeric' | 'integer';
  readonly masking: 'none' | 'view';
  readonly partitions: 'declarative' | 'none';
  readonly indexedViews: 'materialized' | 'view';
  readonly descriptions: 'all' | 'description';
  readonly supportSchema: string;
  readonly proceduresAsFunctions: boolean;
  readonly keepParameterNames: boolean;
  readonly parameterLengths: boolean;
  readonly ownershipChains: 'definer' | 'caller';
}

const oneOf = <T extends string>(settings: Settings, key: string, values: readonly T[]): T => {
  const value = settings[key];
  return values.find((v) => v === value) ?? (values[0] as T);
};
const flag = (settings: Settings, key: string): boolean => settings[key] === true;

/** The keys of DMS Schema Conversion say the same as one choice of ours. */
function collationOf(settings: Settings): Choices['collation'] {
  if (flag(settings, 'useCitext')) return 'citext';
  return flag(settings, 'avoidLower') ? 'case-sensitive' : oneOf(settings, 'collation', ['icu', 'citext', 'lower', 'case-sensitive']);
}

/** What DMS Schema Conversion chooses where the user leaves it to the preset (https://docs.aws.amazon.com/dms/latest/userguide/schema-conversion-sql-server.html). */
const dmsChoices: Settings = { schemaNames: 'DB_SCHEMA', uniqueIndexNames: true, bit: 'numeric(1,0)', collation: 'lower', spatial: 'postgis', decimalIdentities: 'integer', partitions: 'none', indexedViews: 'view', descriptions: 'description', ownershipChains: 'caller' };

/** The settings as given, on top of the preset that they name. */
export const withPreset = (given: Settings): Settings => (given['preset'] === 'dms' ? { ...dmsChoices, ...given } : given);

/** Types the resolved settings; a missing one has its default (the first of its values). */
export function choicesOf(settings: Settings): Choices {
  const supportSchema = settings['supportSchema'];
  return {
    nameCase: settings['caseSensitivityNames'] === true ? 'keep' : oneOf(settings, 'nameCase', ['lower', 'keep', 'snake_case']),
    schemaNames: oneOf(settings, 'schemaNames', ['SCHEMA', 'DB', 'DB_SCHEMA']),
    uniqueIndexNames: flag(settings, 'uniqueIndexNames'),
    aliasTypes: oneOf(settings, 'aliasTypes', ['domain', 'base']),
    bit: oneOf(settings, 'bit', ['boolean', 'smallint', 'numeric(1,0)']),
    spatial: oneOf(settings, 'spatial', ['bytea', 'postgis']),
    collation: collationOf(settings),
    hierarchyid: oneOf(settings, 'hierarchyid', ['text', 'ltree']),
    decimalIdentities: oneOf(settings, 'decimalIdentities', ['numeric', 'integer']),
    masking: oneOf(settings, 'masking', ['none', 'view']),
    partitions: oneOf(settings, 'partitions', ['declarative', 'none']),
    indexedViews: oneOf(settings, 'indexedViews', ['materialized', 'view']),
    descriptions: oneOf(settings, 'descriptions', ['all', 'description']),
    supportSchema: typeof supportSchema === 'string' && supportSchema !== '' ? supportSchema : 'ferry_sqlserver',
    proceduresAsFunctions: flag(settings, 'proceduresAsFunctions'),
    keepParameterNames: flag(settings, 'keepParameterNames'),
    parameterLengths: flag(settings, 'parameterLengths'),
    ownershipChains: oneOf(settings, 'ownershipChains', ['definer', 'caller']),
  };
}
