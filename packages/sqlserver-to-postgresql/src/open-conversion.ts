import { idOf } from '@ferry/catalog';
import type { Catalog, CatalogObject, TopLevelKind } from '@ferry/catalog';
import { resolveSettings, transformationsOf } from '@ferry/conversion';
import type { Conversion, ConversionOptions, ConvertedObject } from '@ferry/conversion';
import { slice } from '@ferry/kernel';
import { otherItems } from './action-items/other-objects';
import { convertDatabaseOption } from './administration/database-options';
import { convertJob } from './administration/jobs';
import { convertLinkedServer } from './administration/linked-servers';
import { convertPermission } from './administration/privileges';
import { convertPrincipal } from './administration/roles';
import { collecting } from './collecting';
import type { ConversionContext, ObjectContext } from './context';
import { convertData } from './data/data';
import { buildLookup } from './lookup';
import { lowerDdlTrigger, lowerRoutine, lowerTrigger, lowerView } from './lower';
import { buildNames } from './names/names';
import { columnPlace } from './names/naming';
import { choicesOf, withPreset } from './settings/choices';
import { settings } from './settings/definitions';
import { convertBoundObject } from './storage/bound-rules';
import { convertAliasType } from './storage/alias-types';
import { withListedParts } from './storage/listed-parts';
import { withoutCounterpart } from './storage/not-converted';
import { convertPartitioning } from './storage/partitions';
import { schemaSupport } from './storage/schema-support';
import { convertSchema } from './storage/schemas';
import { convertSequence } from './storage/sequences';
import { convertSecurityPolicy } from './storage/security-policies';
import { diagnosticsOf, raiseRemarks } from './storage/source-trouble';
import { convertSynonym } from './storage/synonyms';
import { convertTableType } from './storage/table-types';
import { convertTable } from './storage/tables';
import { collectSupport } from './support/collector';
import { buildCollations } from './types/collations';
import { mapType } from './types/map-type';

type Converter<K extends TopLevelKind> = (object: Extract<CatalogObject, { kind: K }>, ctx: ObjectContext) => ConvertedObject;

/** How each kind of object is converted. A kind that is added to the catalogue is missing here until it has a line. */
const converters: { readonly [K in TopLevelKind]: Converter<K> } = {
  SCHEMA: convertSchema,
  TABLE: convertTable,
  TYPE: convertAliasType,
  TABLE_TYPE: convertTableType,
  SEQUENCE: convertSequence,
  SYNONYM: convertSynonym,
  XML_SCHEMA_COLLECTION: withoutCounterpart(otherItems.xmlSchemaCollection),
  PARTITION_FUNCTION: convertPartitioning,
  PARTITION_SCHEME: convertPartitioning,
  RULE: convertBoundObject,
  DEFAULT_OBJECT: convertBoundObject,
  FULLTEXT_CATALOG: withoutCounterpart(otherItems.fullTextCatalog),
  ASSEMBLY: withoutCounterpart(otherItems.assembly),
  AGGREGATE: withoutCounterpart(otherItems.aggregate),
  DDL_TRIGGER: lowerDdlTrigger,
  SECURITY_POLICY: convertSecurityPolicy,
  VIEW: lowerView,
  FUNCTION: lowerRoutine,
  PROCEDURE: lowerRoutine,
  TRIGGER: lowerTrigger,
  PRINCIPAL: convertPrincipal,
  PERMISSION: convertPermission,
  LINKED_SERVER: convertLinkedServer,
  JOB: convertJob,
  DATABASE_OPTION: convertDatabaseOption,
};

/** A conversion, and what its objects share. */
export interface OpenConversion extends Conversion {
  readonly shared: ConversionContext;
}

/** Everything that the conversion of one catalogue shares: names, types, lookups, settings. Linear in the size of the catalogue. */
export function openConversion(catalog: Catalog, options: ConversionOptions): OpenConversion {
  const choices = choicesOf(resolveSettings(settings, withPreset(options.settings)).settings);
  const lookup = buildLookup(catalog);
  const rules = transformationsOf(options.rules ?? []);
  const names = buildNames(catalog, choices, lookup, rules);
  const support = collectSupport(choices.supportSchema, options);
  const typeMapping = { choices, names, lookup };
  const shared: ConversionContext = {
    catalog,
    choices,
    targetVersion: options.targetVersion,
    names,
    columnType: (table, column) => rules.typeOf(columnPlace(catalog, table, column)),
    lookup,
    collations: buildCollations(catalog, choices),
    textOf: (at) => {
      const source = catalog.sources[at.source];
      return source === undefined ? '' : slice(source, at.span);
    },
    mapType: (type, place) => mapType(type, place, typeMapping),
    requireSupport: support.require,
  };
  const diagnostics = diagnosticsOf(catalog);
  const schemas = schemaSupport(shared);
  return {
    shared,
    convert: (object) => {
      const ctx = collecting(shared, object);
      raiseRemarks(object, diagnostics.get(idOf(object)) ?? [], ctx);
      const convert = converters[object.kind] as Converter<TopLevelKind>;
      const { done: converted, asked } = support.during(() => withListedParts(object, convert(object, ctx), shared));
      schemas.record(object, converted);
      return { ...converted, support: asked };
    },
    adopt: (object, converted) => {
      support.adopt(converted.support ?? []);
      schemas.record(object, converted);
    },
    data: () => convertData(shared),
    support: () => [...schemas.statements(), ...support.statements()],
  };
}
