/**
 * What not every supported version can do, with the first major version that can. Rows with a `function` are found by the name
 * of a call. Source: the release notes, https://www.postgresql.org/docs/release/.
 */
export const features = {
  'nulls-not-distinct': 15,
  merge: 15,
  'security-invoker-view': 15,
  'set-null-columns': 15,
  'subquery-without-alias': 16,
  'system-user': 16,
  'is-json': 16,
  'collation-rules': 16,
  'input-is-valid': 16,
  'merge-returning': 17,
  'merge-not-matched-by-source': 17,
  'at-local': 17,
  'builtin-collation-provider': 17,
  'login-event-trigger': 17,
  'json-table': 17,
  'virtual-generated-column': 18,
  'returning-old-new': 18,
  'like-on-nondeterministic-collation': 18,
  'temporal-constraints': 18,
  'not-enforced-constraint': 18,
} as const;

export type Feature = keyof typeof features;

/** Functions of `pg_catalog` by the first major version that has them; those of 14 and before are left out. */
export const functionVersions: ReadonlyMap<string, number> = new Map(
  Object.entries({
    15: 'regexp_count regexp_instr regexp_like regexp_substr',
    16: 'any_value array_sample array_shuffle date_add date_subtract erf erfc pg_input_error_info pg_input_is_valid random_normal system_user',
    17: 'json_scalar json_serialize json_table json_exists json_query json_value merge_action to_bin to_oct unicode_version uuid_extract_timestamp uuid_extract_version xmltext',
    18: 'array_reverse array_sort casefold crc32 crc32c gamma lgamma uuidv4 uuidv7',
  }).flatMap(([version, names]) => names.split(' ').map((name): [string, number] => [name, Number(version)])),
);

/** Whether a target of this major version has the feature. */
export const supports = (feature: Feature, version: number): boolean => version >= features[feature];

/** Whether a built-in function exists in a target of this major version. */
export const hasFunction = (name: string, version: number): boolean => version >= (functionVersions.get(name) ?? 0);
