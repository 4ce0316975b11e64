import type { TreeCategory } from '@ferry/conversion';
import { sqlserverServer } from './driver';
import { openScriptParse, readScripts, withStatements } from './script';
import { studyCatalog } from './study';
import { syntaxElements } from './syntax-elements';
import { tracesOf } from './traces';

const ofKind = (name: string, ...kinds: readonly string[]): TreeCategory => ({ name, holds: (ref) => kinds.includes(ref.kind) });
const functions = (name: string, flavour: string): TreeCategory => ({ name, holds: (ref) => ref.kind === 'FUNCTION' && (ref.flavour ?? 'scalar') === flavour });

/**
 * SQL Server as a source. The categories are those of DMS Schema Conversion's tree, in its order and words
 * (https://docs.aws.amazon.com/dms/latest/userguide/sc-selection-rules.html); the last ones hold what it has no branch for.
 */
export const sqlserver = {
  name: 'sqlserver',
  label: 'Microsoft SQL Server',
  categories: [
    ofKind('Tables', 'TABLE'),
    ofKind('Views', 'VIEW'),
    { name: 'Procedures', holds: (ref: { readonly kind: string; readonly flavour?: string }) => ref.kind === 'PROCEDURE' && ref.flavour !== 'statement' },
    functions('SQL scalar functions', 'scalar'),
    functions('SQL table-valued functions', 'table-valued'),
    functions('SQL inline functions', 'inline'),
    ofKind('Aggregate functions', 'AGGREGATE'),
    ofKind('Synonyms', 'SYNONYM'),
    ofKind('Sequences', 'SEQUENCE'),
    ofKind('Types', 'TYPE'),
    ofKind('Table types', 'TABLE_TYPE'),
    ofKind('XML Schema Collections', 'XML_SCHEMA_COLLECTION'),
    { name: 'Statements', holds: (ref: { readonly kind: string; readonly flavour?: string }) => ref.kind === 'PROCEDURE' && ref.flavour === 'statement' },
    ofKind('Triggers', 'TRIGGER', 'DDL_TRIGGER'),
    ofKind('Rules', 'RULE'),
    ofKind('Defaults', 'DEFAULT_OBJECT'),
    ofKind('Security policies', 'SECURITY_POLICY'),
    ofKind('Partition functions', 'PARTITION_FUNCTION'),
    ofKind('Partition schemes', 'PARTITION_SCHEME'),
    ofKind('Full-text catalogs', 'FULLTEXT_CATALOG'),
    ofKind('Assemblies', 'ASSEMBLY'),
    ofKind('Users and roles', 'PRINCIPAL'),
    ofKind('Permissions', 'PERMISSION'),
    ofKind('Linked servers', 'LINKED_SERVER'),
    ofKind('Jobs', 'JOB'),
    ofKind('Database options', 'DATABASE_OPTION'),
  ],
  readScripts,
  withStatements,
  server: sqlserverServer,
  openScriptParse,
  study: studyCatalog,
  traces: tracesOf,
  syntaxElements,
} as const;
