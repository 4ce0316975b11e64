import type { SettingDefinition } from '@ferry/conversion';

/**
 * What the user may choose. `dmsKey` is the key of DMS Schema Conversion for the same choice
 * (https://docs.aws.amazon.com/dms/latest/userguide/schema-conversion-settings.html).
 */
export const settings: readonly SettingDefinition[] = [
  {
    key: 'schemaNames',
    dmsKey: 'SchemaNameTemplate',
    label: 'Schema names',
    description: 'SCHEMA keeps the name of the schema, DB takes the name of the database for all of them, DB_SCHEMA joins both with an underscore.',
    group: 'Names',
    type: ['SCHEMA', 'DB', 'DB_SCHEMA'],
    default: 'SCHEMA',
  },
  {
    key: 'nameCase',
    label: 'Case of names',
    description: 'lower writes all names in lower case, which PostgreSQL needs no quotes for; keep keeps the spelling of the source and quotes it; snake_case also splits words (CustomerID becomes customer_id).',
    group: 'Names',
    type: ['lower', 'keep', 'snake_case'],
    default: 'lower',
  },
  {
    key: 'caseSensitivityNames',
    dmsKey: 'CaseSensitivityNames',
    label: 'Treat source database object names as case sensitive',
    description: 'Keeps the spelling of all names and quotes them: the same as "Case of names: keep".',
    group: 'Names',
    type: 'boolean',
    default: false,
  },
  {
    key: 'uniqueIndexNames',
    dmsKey: 'UniqueIndexGeneration',
    label: 'Generate unique names for indexes',
    description: 'Puts the name of the table in front of every index name. Without it only names that several tables of a schema use get it.',
    group: 'Names',
    type: 'boolean',
    default: false,
  },
  {
    key: 'bit',
    label: 'Type for BIT',
    description: 'boolean is what PostgreSQL and its drivers expect; smallint and numeric(1,0) keep 0 and 1.',
    group: 'Types',
    type: ['boolean', 'smallint', 'numeric(1,0)'],
    default: 'boolean',
  },
  {
    key: 'aliasTypes',
    label: 'Alias types',
    description: 'domain creates a domain for each alias type; base writes the built-in type in its place.',
    group: 'Types',
    type: ['domain', 'base'],
    default: 'domain',
  },
  {
    key: 'spatial',
    label: 'Spatial types',
    description: 'bytea keeps geography and geometry as bytes (EWKB); postgis uses the types of the PostGIS extension, which must be installed on the server.',
    group: 'Types',
    type: ['bytea', 'postgis'],
    default: 'bytea',
  },
  {
    key: 'descriptions',
    label: 'Extended properties',
    description: 'all writes MS_Description as the comment and adds the other extended properties to it; description leaves those out.',
    group: 'Storage objects',
    type: ['all', 'description'],
    default: 'all',
  },
  {
    key: 'supportSchema',
    label: 'Schema for support code',
    description: 'Helper functions and sequences that the converted code calls are created in this schema.',
    group: 'Storage objects',
    type: 'text',
    default: 'ferry',
  },
];
