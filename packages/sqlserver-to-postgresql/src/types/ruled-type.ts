import type { RuleDataType } from '@ferry/conversion';
import type { MappedType, TargetType } from './mapped-type';

/** Other spellings of built-in types (https://www.postgresql.org/docs/current/datatype.html, "Aliases"). */
const canonical: Readonly<Record<string, string>> = {
  'character varying': 'varchar',
  character: 'char',
  int: 'integer',
  int4: 'integer',
  int2: 'smallint',
  int8: 'bigint',
  bool: 'boolean',
  decimal: 'numeric',
  dec: 'numeric',
  float4: 'real',
  float8: 'double precision',
  float: 'double precision',
  'timestamp without time zone': 'timestamp',
  'timestamp with time zone': 'timestamptz',
  'time without time zone': 'time',
  'time with time zone': 'timetz',
  'bit varying': 'varbit',
};
const integers = new Set(['smallint', 'integer', 'bigint', 'numeric']);

/** The type that a rule names, as PostgreSQL writes it. */
export function targetTypeOf(rule: RuleDataType): TargetType {
  const name = rule.type.trim().toLowerCase().replace(/\s+/g, ' ');
  const size = rule.length ?? rule.precision;
  return { name: canonical[name] ?? name, args: size === undefined ? [] : rule.scale === undefined ? [size] : [size, rule.scale] };
}

/** What a column becomes under a rule in place of what its own type maps to. The range of values stays checked where the new type is a number. */
export function ruledType(rule: RuleDataType, mapped: MappedType): MappedType {
  const type = targetTypeOf(rule);
  return {
    type,
    base: type,
    needs: [],
    ...(mapped.source === undefined ? {} : { source: mapped.source }),
    ...(mapped.range === undefined || !integers.has(type.name) ? {} : { range: mapped.range }),
    ...(mapped.notNull === undefined ? {} : { notNull: mapped.notNull }),
  };
}
