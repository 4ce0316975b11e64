import type { SettingDefinition as ShownSetting } from '@ferry/contract';
import { resolveSettings } from '@ferry/conversion';
import type { SettingDefinition } from '@ferry/conversion';
import { AppError } from '@ferry/kernel';
import { sourceFacts, targetFacts } from '@ferry/registry/facts';
import type { EngineFacts } from '@ferry/registry/facts';
import { projects, requests } from '@ferry/store';
import type { ProjectRow } from '@ferry/store';
import { enginesOf, targetVersionOf } from './context';
import { findProject } from './find';
import type { Handlers } from './handlers';
import { arnOf } from './names';

const versionSection = 'Conversion version';
/** What DMS Schema Conversion calls the section of settings that all pairs share. */
const commonSection = 'Common project settings';

/** Names of the sections, as DMS Schema Conversion writes them: one for the path, one for the version. */
function sectionNames(project: ProjectRow): { path: string; versionKey: string } {
  const nameOf = (facts: readonly EngineFacts[], engine: string): string => facts.map((f) => f.settingsNames[engine]).find((name) => name !== undefined) ?? engine.toUpperCase();
  const path = `${nameOf(sourceFacts, project.source.engine)}_TO_${nameOf(targetFacts, project.target.engine)}`;
  return { path, versionKey: `${path}_target_engine_version` };
}

type Values = Record<string, boolean | string>;
const storedSettings = (project: ProjectRow): Values => project.settings as Values;
const keyIn = (definition: SettingDefinition): string => definition.dmsKey ?? definition.key;

function configuration(project: ProjectRow): { json: Record<string, Record<string, unknown>>; settings: ShownSetting[] } {
  const { pair } = enginesOf(project);
  const { path, versionKey } = sectionNames(project);
  const { settings } = resolveSettings(pair.settings, storedSettings(project));
  const json: Record<string, Record<string, unknown>> = { [commonSection]: {}, [path]: {} };
  const shown = pair.settings.map((definition): ShownSetting => {
    const value = settings[definition.key] ?? definition.default;
    const section = definition.common === true ? commonSection : path;
    json[section] = { ...json[section], [keyIn(definition)]: value };
    return {
      Key: definition.key,
      ...(definition.dmsKey === undefined ? {} : { DmsKey: definition.dmsKey }),
      Section: section,
      Group: definition.group,
      Label: definition.label,
      Description: definition.description,
      ...(typeof definition.type === 'string' ? {} : { Choices: [...definition.type] }),
      Type: typeof definition.type === 'string' ? definition.type : 'choice',
      Default: definition.default,
      DmsDefault: definition.dmsDefault ?? definition.default,
      Value: value,
      ...(definition.withoutEffect === undefined ? {} : { WithoutEffect: definition.withoutEffect }),
    };
  });
  return { json: { ...json, [versionSection]: { [versionKey]: String(targetVersionOf(project)) } }, settings: shown };
}

const isSection = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

function parseConfiguration(text: string): Record<string, Record<string, unknown>> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // JSON.parse reports by throwing.
    throw new AppError('invalid-input', { public: 'ConversionConfiguration is not JSON.' });
  }
  if (!isSection(json) || !Object.values(json).every(isSection))
    throw new AppError('invalid-input', { public: 'ConversionConfiguration is an object of sections, each an object of settings. Read it with DescribeConversionConfiguration first.' });
  return json as Record<string, Record<string, unknown>>;
}

function versionOf(project: ProjectRow, text: unknown): number {
  const versions = targetFacts.find((f) => f.dmsEngines.includes(project.target.engine))?.versions ?? [];
  const version = Number(text);
  if (!versions.includes(version)) throw new AppError('invalid-input', { public: `The target engine version is one of ${versions.join(', ')}.` });
  return version;
}

/**
 * A configuration on top of the project's own, checked.
 * @throws AppError that says what is wrong with it
 */
export function mergedConfiguration(project: ProjectRow, text: string): { readonly settings: Values; readonly targetVersion?: number } {
  const { pair } = enginesOf(project);
  const { path, versionKey } = sectionNames(project);
  const given = parseConfiguration(text);
  const unknown = Object.keys(given).find((name) => name !== path && name !== versionSection && name !== commonSection);
  if (unknown !== undefined) throw new AppError('invalid-input', { public: `There is no section "${unknown}"; there are "${commonSection}", "${path}" and "${versionSection}".` });
  const { settings, problems } = resolveSettings(pair.settings, { ...storedSettings(project), ...given[commonSection], ...given[path] });
  if (problems.length > 0) throw new AppError('invalid-input', { public: `The configuration is not right: ${problems.join('; ')}.` });
  const version = given[versionSection]?.[versionKey];
  return { settings, ...(version === undefined ? {} : { targetVersion: versionOf(project, version) }) };
}

export const conversionConfigurationHandlers: Pick<Handlers, 'DescribeConversionConfiguration' | 'ModifyConversionConfiguration'> = {
  DescribeConversionConfiguration: async (input, context) => {
    const project = await findProject(context, input.MigrationProjectIdentifier);
    const { json, settings } = configuration(project);
    return { MigrationProjectIdentifier: arnOf(context, 'migration-project', project.id), ConversionConfiguration: JSON.stringify(json), Settings: settings };
  },
  ModifyConversionConfiguration: async (input, context) => {
    const project = await findProject(context, input.MigrationProjectIdentifier);
    if ((await requests.unfinished(context.store, project.id)).length > 0)
      throw new AppError('invalid-state', { public: 'Settings cannot be changed while an operation of the project runs. Wait for it or cancel it.' });
    await projects.update(context.store, project.id, mergedConfiguration(project, input.ConversionConfiguration));
    return { MigrationProjectIdentifier: arnOf(context, 'migration-project', project.id) };
  },
};
