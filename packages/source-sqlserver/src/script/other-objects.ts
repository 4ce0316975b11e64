import type { OtherObject, TopLevelKind } from '@ferry/catalog';
import type * as syntax from '../syntax';
import { owner } from './administration';
import { readElements, same, typeRef } from './columns';
import { define, find, fragment, passOver, remove, rename, report, resolve, whenKnown } from './draft';
import type { Draft, DraftObject, Name, Place } from './draft';

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
  if (node.authorization !== undefined) owner(place, node, { class: 'SCHEMA', schema: '', name: name.name }, node.authorization.name);
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

/** Names of files that take back what others build: they are not run when a database is made. */
const takesBack = /(?:^|[^a-z])(?:undo|rollback|roll[-_ ]back|revert|down|uninstall|teardown|tear[-_ ]down)(?:[^a-z]|$)/i;
/** Scripts that clear a database away; with a number in front it is a migration that drops something for good. */
const clearsAway = /^(?:drop|delete|remove|clean|cleanup)(?:[^a-z]|[A-Z]|$)/;

/** Whether DROP in a file of this path is no step on the way to the database's last state. */
function isTakenBack(path: string): boolean {
  const file = path.split('/').at(-1) ?? path;
  return takesBack.test(file) || /^U\d/.test(file) || clearsAway.test(`${file.slice(0, 1).toLowerCase()}${file.slice(1)}`);
}

/**
 * The last state counts, in the order in which the scripts are read (names): what an earlier statement created is gone. A DROP
 * that stands before the CREATE finds nothing and does nothing. Scripts that undo or uninstall are kept out of it.
 */
export function drop(place: Place, node: syntax.DropStatement): void {
  passOver(place, node.span, `DROP ${node.objectType}`, 'the last state counts');
  const path = place.draft.sources[place.source]?.path ?? '';
  for (const kind of dropped[node.objectType] ?? [])
    for (const written of node.names) {
      const resolved = resolve(written);
      const name = kind === 'SCHEMA' ? { schema: resolved.name, name: resolved.name } : withoutSchema.has(kind) ? { schema: '', name: resolved.name } : resolved;
      const found = find(place.draft, [kind], name);
      if (!found) continue;
      const shown = found.schema === '' || kind === 'SCHEMA' ? found.name : `${found.schema}.${found.name}`;
      const from = place.draft.sources[found.definition.source]?.path ?? 'another file';
      if (found.definition.source === place.source || place.depth > 0) removeWhole(place.draft, found);
      else if (isTakenBack(path)) report(place, node, 'drop-in-other-file', `${shown} is created in ${from} and dropped here; it is kept, because this file looks like one that takes back what others build. Leave the file out, or rename it if the object is to go.`, 'info');
      else {
        removeWhole(place.draft, found);
        // Told only when nothing creates it again.
        place.draft.deferred.push(() => {
          if (!find(place.draft, [kind], name)) report(place, node, 'dropped', `${shown}, created in ${from}, is dropped here and left out. Leave out this file if the object is needed.`, 'info');
        });
      }
    }
}

/** Removes an object with the triggers that were made on it. */
function removeWhole(draft: Draft, object: DraftObject): void {
  remove(draft, object);
  if (object.kind !== 'TABLE' && object.kind !== 'VIEW') return;
  for (const trigger of [...draft.objects.values()])
    if (trigger.kind === 'TRIGGER' && trigger.on && same(trigger.on.schema, object.schema) && same(trigger.on.name, object.name)) remove(draft, trigger);
}

const transferable: readonly TopLevelKind[] = ['TABLE', 'VIEW', 'PROCEDURE', 'FUNCTION', 'SEQUENCE', 'SYNONYM', 'TYPE', 'TABLE_TYPE', 'XML_SCHEMA_COLLECTION', 'AGGREGATE'];

export function alterSchema(place: Place, node: syntax.AlterSchemaStatement): void {
  whenKnown(place, transferable, resolve(node.object), node, 'ALTER SCHEMA', (object) => rename(place.draft, object, { schema: node.schema.name, name: object.name }));
}
