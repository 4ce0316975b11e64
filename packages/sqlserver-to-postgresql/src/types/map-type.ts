import type { AliasType, TypeRef } from '@ferry/catalog';
import { targetKey } from '@ferry/conversion';
import { builtInType } from '@ferry/source-sqlserver';
import type { Lookup, Names } from '../context';
import { typeItems } from '../action-items/types';
import type { Choices } from '../settings/choices';
import { postgis } from '../support/extensions';
import { mapBuiltIn } from './built-in';
import type { MappedType, TypePlace } from './mapped-type';
import { targetType } from './target-types';

export interface TypeMapping {
  readonly choices: Choices;
  readonly names: Names;
  readonly lookup: Lookup;
}

const unknown = (type: TypeRef): MappedType => ({
  type: targetType('text'),
  base: targetType('text'),
  needs: [],
  item: { code: typeItems.unknown, details: { type: type.raw === '' ? type.name : type.raw } },
});

/**
 * The PostgreSQL type for a type as written in T-SQL: a built-in, an alias type of the catalogue (a domain), a table type (a
 * composite type). Anything else becomes `text` with an item of severity HIGH.
 */
export function mapType(type: TypeRef, place: TypePlace, mapping: TypeMapping): MappedType {
  const { choices, names, lookup } = mapping;
  const qualified = type.schema !== undefined && type.schema !== '' && lookup.fold(type.schema) !== 'sys';
  const builtIn = qualified ? undefined : builtInType(type, { nullable: true, cast: place === 'cast' });
  if (builtIn) {
    const mapped = mapBuiltIn(builtIn, choices);
    const source = type.name.toLowerCase() === 'sysname' ? 'sysname' : builtIn.base;
    const needs = mapped.type.name === 'geography' || mapped.type.name === 'geometry' ? [targetKey(postgis.creates(choices.supportSchema))] : [];
    return { ...mapped, base: mapped.type, source, needs };
  }
  const found = lookup.type(type.schema, type.name);
  if (found?.kind === 'TABLE_TYPE') {
    const target = { ...names.type(found.schema, found.name), args: [] };
    return { type: target, base: target, needs: [targetKey({ kind: 'TYPE', ...names.type(found.schema, found.name) })] };
  }
  if (found?.kind === 'TYPE') return mapAlias(found, type, mapping);
  return unknown(type);
}

/** An alias of a built-in: SQL Server allows no alias of an alias, so this looks one level deep only. */
function mapAlias(alias: AliasType, type: TypeRef, mapping: TypeMapping): MappedType {
  if (alias.base === undefined) return { ...unknown(type), item: { code: typeItems.clr, details: { type: type.raw } } };
  const builtIn = builtInType(alias.base, { nullable: alias.nullable });
  if (builtIn === undefined) return unknown(type);
  const mapped = mapBuiltIn(builtIn, mapping.choices);
  const shared = { base: mapped.type, source: builtIn.base, notNull: !alias.nullable };
  // The domain carries the range check and the alias type the item; users of it need neither.
  if (mapping.choices.aliasTypes === 'domain') {
    const domain = mapping.names.type(alias.schema, alias.name);
    return { ...shared, type: { ...domain, args: [] }, needs: [targetKey({ kind: 'DOMAIN', ...domain })] };
  }
  return { ...mapped, ...shared, needs: [] };
}
