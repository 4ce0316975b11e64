/**
 * Every kind of object a catalogue can hold, in one table. `group` decides the half of the assessment that counts it
 * (DMS Schema Conversion's "Database storage objects" and "Database code objects"); `part` kinds are parts of another
 * object, or no part of a schema at all (users, jobs): listed, but not counted on their own.
 */
export const objectKinds = {
  SCHEMA: { label: 'Schema', group: 'storage' },
  TABLE: { label: 'Table', group: 'storage' },
  COLUMN: { label: 'Column', group: 'part' },
  IDENTITY: { label: 'Identity', group: 'part' },
  DEFAULT: { label: 'Default constraint', group: 'part' },
  COMPUTED_COLUMN: { label: 'Computed column', group: 'part' },
  PRIMARY_KEY: { label: 'Primary key', group: 'storage' },
  UNIQUE: { label: 'Unique constraint', group: 'storage' },
  FOREIGN_KEY: { label: 'Foreign key', group: 'storage' },
  CHECK: { label: 'Check constraint', group: 'storage' },
  INDEX: { label: 'Index', group: 'storage' },
  XML_INDEX: { label: 'XML index', group: 'storage' },
  SPATIAL_INDEX: { label: 'Spatial index', group: 'storage' },
  FULLTEXT_INDEX: { label: 'Full-text index', group: 'storage' },
  FULLTEXT_CATALOG: { label: 'Full-text catalog', group: 'storage' },
  TYPE: { label: 'Type', group: 'storage' },
  TABLE_TYPE: { label: 'Table type', group: 'storage' },
  SEQUENCE: { label: 'Sequence', group: 'storage' },
  SYNONYM: { label: 'Synonym', group: 'storage' },
  XML_SCHEMA_COLLECTION: { label: 'XML schema collection', group: 'storage' },
  PARTITION_FUNCTION: { label: 'Partition function', group: 'storage' },
  PARTITION_SCHEME: { label: 'Partition scheme', group: 'storage' },
  RULE: { label: 'Rule', group: 'storage' },
  DEFAULT_OBJECT: { label: 'Default', group: 'storage' },
  COMMENT: { label: 'Description', group: 'part' },
  VIEW: { label: 'View', group: 'code' },
  FUNCTION: { label: 'Function', group: 'code' },
  PROCEDURE: { label: 'Procedure', group: 'code' },
  TRIGGER: { label: 'Trigger', group: 'code' },
  DDL_TRIGGER: { label: 'DDL trigger', group: 'code' },
  AGGREGATE: { label: 'Aggregate function', group: 'code' },
  ASSEMBLY: { label: 'Assembly', group: 'code' },
  SECURITY_POLICY: { label: 'Security policy', group: 'code' },
  PRINCIPAL: { label: 'User or role', group: 'part' },
  PERMISSION: { label: 'Permission', group: 'part' },
  LINKED_SERVER: { label: 'Linked server', group: 'part' },
  JOB: { label: 'Job', group: 'part' },
  DATABASE_OPTION: { label: 'Database option', group: 'part' },
} as const;

export type ObjectKind = keyof typeof objectKinds;

export const isObjectKind = (text: string): text is ObjectKind => Object.hasOwn(objectKinds, text);
