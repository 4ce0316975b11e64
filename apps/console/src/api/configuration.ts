/** A project's configuration as DMS Schema Conversion writes it: sections of settings, one of which only holds the target's version. */
export type Configuration = Record<string, Record<string, unknown>>;

const versionKey = '_target_engine_version';

export const parseConfiguration = (text: string): Configuration => JSON.parse(text) as Configuration;

/** The target version, and where it stands. */
export function targetVersionOf(configuration: Configuration): { readonly section: string; readonly key: string; readonly value: string } | undefined {
  for (const [section, values] of Object.entries(configuration))
    for (const [key, value] of Object.entries(values)) if (key.endsWith(versionKey)) return { section, key, value: String(value) };
  return undefined;
}
