import type { OtherObject, TopLevelKind } from '@ferry/catalog';
import type * as syntax from '../syntax';
import { readElements, typeRef } from './columns';
import { define, find, fragment, passOver, remove, rename, report, resolve, whenKnown } from './draft';
import type { Name, Place } from './draft';

type OtherStatement =
  | syntax.CreateXmlSchemaCollectionStatement
  | syntax.CreatePartitionFunctionStatement
  | syntax.CreatePartitionSchemeStatement
  | syntax.CreateRuleStatement
  | syntax.CreateDefaultStatement
  | syntax.CreateFullTextCatalogStatement;

const otherKinds: Readonly<Record<OtherStatement['kind'], OtherObject['kind']>> = {
  CreateXmlSchemaCollectionStatement: 'XML_SCHEMA_COLLECTION',
  CreatePartitionFunctionStatement: 'PARTITION_FUNCTION',
  CreatePartitionSchemeStatement: 'PARTITION_SCHEME',
  CreateRuleStatement: 'RULE',
  CreateDefaultStatement: 'DEFAULT_OBJECT',
  CreateFullTextCatalogStatement: 'FULLTEXT_CATALOG',
};

/** Partition functions, schemes and full-text catalogs belong to no schema. */
export function createOther(place: Place, node: OtherStatement): void {
  const name: Name = node.name.kind === 'Identifier' ? { schema: '', name: node.name.name } : resolve(node.name);
  define(place, { kind: otherKinds[node.kind], ...name, definition: fragment(place, node), nameAt: fragment(place, node.name) });
}

export function createSchema(place: Place, node: syntax.CreateSchemaStatement): string | undefined {
  const name = node.name ?? node.authorization;
  if (!name) return undefined;
  define(place, { kind: 'SCHEMA', schema: name.name, name: name.name, definition: fragment(place, node), nameAt: fragment(place, name) });
  return name.name;
}

export function createType(place: Place, node: syntax.CreateAliasTypeStatement | syntax.CreateTableTypeStatement | syntax.CreateClrTypeStatement): void {
  const name = resolve(node.name);
  const common = { ...name, definition: fragment(place, node), nameAt: fragment(place, node.name) };
  if (node.kind === 'CreateTableTypeStatement') {
    const { columns, constraints, indexes } = readElements(place, node.elements, name.schema);
    define(place, { kind: 'TABLE_TYPE', ...common, columns, constraints, indexes });
  } else if (node.kind === 'CreateAliasTypeStatement') {
    define(place, { kind: 'TYPE', ...common, base: typeRef(place, node.base), nullable: node.nullability !== 'NOT NULL' });
  } else define(place, { kind: 'TYPE', ...common, nullable: true });
}

const given = <K extends string>(key: K, value: string | undefined): { readonly [key in K]?: string } => (value === undefined ? {} : ({ [key]: value } as { [key in K]: string }));

function sequenceFacts(node: syntax.SequenceStatement) {
  return {
    ...given('increment', node.increment),
    ...given('minimum', node.minimum === 'none' ? undefined : node.minimum),
    ...given('maximum', node.maximum === 'none' ? undefined : node.maximum),
    ...given('cache', node.cache === '' ? undefined : node.cache),
  };
}

export function sequence(place: Place, node: syntax.SequenceStatement): void {
  const name = resolve(node.name);
  if (node.verb === 'ALTER') {
    whenKnown(place, ['SEQUENCE'], name, node, 'ALTER SEQUENCE', (object) => {
      Object.assign(object, sequenceFacts(node), node.restart === undefined || node.restart === '' ? {} : { start: node.restart }, node.cycle === undefined ? {} : { cycle: node.cycle });
    });
    return;
  }
  define(place, {
    kind: 'SEQUENCE',
    ...name,
    definition: fragment(place, node),
    nameAt: fragment(place, node.name),
    ...(node.type === undefined ? {} : { type: typeRef(place, node.type) }),
    ...given('start', node.start),
    ...sequenceFacts(node),
    cycle: node.cycle ?? false,
  });
}

export function createSynonym(place: Place, node: syntax.CreateSynonymStatement): void {
  define(place, { kind: 'SYNONYM', ...resolve(node.name), definition: fragment(place, node), nameAt: fragment(place, node.name), target: node.target.parts.map((p) => p?.name ?? '') });
}

/** DROP's words, and the kinds they may mean. */
const dropped: Readonly<Record<string, readonly TopLevelKind[]>> = {
  TABLE: ['TABLE'],
  'EXTERNAL TABLE': ['TABLE'],
  VIEW: ['VIEW'],
  PROCEDURE: ['PROCEDURE'],
  FUNCTION: ['FUNCTION'],
  AGGREGATE: ['AGGREGATE'],
  TRIGGER: ['TRIGGER', 'DDL_TRIGGER'],
  TYPE: ['TYPE', 'TABLE_TYPE'],
  SCHEMA: ['SCHEMA'],
  SEQUENCE: ['SEQUENCE'],
  SYNONYM: ['SYNONYM'],
  'XML SCHEMA COLLECTION': ['XML_SCHEMA_COLLECTION'],
  RULE: ['RULE'],
  DEFAULT: ['DEFAULT_OBJECT'],
  'PARTITION FUNCTION': ['PARTITION_FUNCTION'],
  'PARTITION SCHEME': ['PARTITION_SCHEME'],
  'FULLTEXT CATALOG': ['FULLTEXT_CATALOG'],
  'FULLTEXT INDEX': [],
  ASSEMBLY: ['ASSEMBLY'],
  'SECURITY POLICY': ['SECURITY_POLICY'],
};

const withoutSchema = new Set<TopLevelKind>(['PARTITION_FUNCTION', 'PARTITION_SCHEME', 'FULLTEXT_CATALOG', 'ASSEMBLY']);

/**
 * The last state counts: what an earlier statement of the same file created is gone. A DROP in another file is kept out of it,
 * because nothing tells in which order the files would be run.
 */
export function drop(place: Place, node: syntax.DropStatement): void {
  passOver(place, node.span, `DROP ${node.objectType}`, 'the last state counts');
  for (const kind of dropped[node.objectType] ?? [])
    for (const written of node.names) {
      const resolved = resolve(written);
      const name = kind === 'SCHEMA' ? { schema: resolved.name, name: resolved.name } : withoutSchema.has(kind) ? { schema: '', name: resolved.name } : resolved;
      const found = find(place.draft, [kind], name);
      if (!found) continue;
      if (found.definition.source === place.source || place.depth > 0) remove(place.draft, found);
      else report(place, node, 'drop-in-other-file', `${name.schema}.${name.name} is created in ${place.draft.sources[found.definition.source]?.path ?? 'another file'} and dropped here; it is kept. Leave out the file that drops it, if it is needed.`, 'info');
    }
}

const transferable: readonly TopLevelKind[] = ['TABLE', 'VIEW', 'PROCEDURE', 'FUNCTION', 'SEQUENCE', 'SYNONYM', 'TYPE', 'TABLE_TYPE', 'XML_SCHEMA_COLLECTION', 'AGGREGATE'];

export function alterSchema(place: Place, node: syntax.AlterSchemaStatement): void {
  whenKnown(place, transferable, resolve(node.object), node, 'ALTER SCHEMA', (object) => rename(place.draft, object, { schema: node.schema.name, name: object.name }));
}
