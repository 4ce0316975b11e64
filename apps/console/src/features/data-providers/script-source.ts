import type { DataProvider } from '@ferry/contract';
import { settingsOf } from '@/api/provider-settings';
import type { ServerSettings } from '@/api/provider-settings';
import { scriptWords as words } from '@/words/data-providers';
import { fileErrors } from './script-files';

/** A source that is read from DDL scripts, as a form holds it. */
export interface ScriptSource {
  readonly from: 'upload' | 'folder';
  readonly files: readonly File[];
  readonly folder: string;
  readonly databaseName: string;
  readonly variables: readonly ScriptVariable[];
  /** Empty: told by the bytes. */
  readonly encoding: string;
}

export interface ScriptVariable {
  readonly name: string;
  readonly value: string;
}

export const emptyScriptSource: ScriptSource = { from: 'upload', files: [], folder: '', databaseName: '', variables: [], encoding: '' };

export function scriptSourceOf(provider: DataProvider): ScriptSource {
  const settings = settingsOf(provider);
  return {
    from: settings.FolderPath === undefined ? 'upload' : 'folder',
    files: [],
    folder: settings.FolderPath ?? '',
    databaseName: settings.DatabaseName ?? '',
    variables: Object.entries(settings.ScriptVariables ?? {}).map(([name, value]) => ({ name, value })),
    encoding: settings.Encoding ?? '',
  };
}

export function scriptSettings(source: ScriptSource): ServerSettings {
  const database = source.databaseName.trim();
  const variables = source.variables.filter((one) => one.name.trim() !== '');
  return {
    ...(database === '' ? {} : { DatabaseName: database }),
    ...(source.from === 'folder' ? { FolderPath: source.folder.trim() } : {}),
    ...(variables.length === 0 ? {} : { ScriptVariables: Object.fromEntries(variables.map((one) => [one.name.trim(), one.value])) }),
    ...(source.encoding === '' ? {} : { Encoding: source.encoding }),
  };
}

export interface ScriptSourceErrors {
  readonly files?: string;
  readonly folder?: string;
  readonly variables?: string;
}

/** Why the form cannot be sent. `filesNeeded`: nothing was uploaded before. */
export function scriptSourceErrors(source: ScriptSource, filesNeeded: boolean): ScriptSourceErrors {
  const names = source.variables.map((one) => one.name.trim());
  const variables = names.some((name, index) => name === '' && (source.variables[index]?.value ?? '') !== '') ? words.variableName : new Set(names).size < names.length ? words.variableTwice : undefined;
  const wrong = fileErrors(source.files).findIndex((error) => error !== null);
  const files =
    source.from !== 'upload' ? undefined : wrong >= 0 ? `${source.files[wrong]?.name ?? ''}: ${fileErrors(source.files)[wrong] ?? ''}` : filesNeeded && source.files.length === 0 ? words.filesNeeded : undefined;
  return {
    ...(files === undefined ? {} : { files }),
    ...(source.from === 'folder' && source.folder.trim() === '' ? { folder: words.folderNeeded } : {}),
    ...(variables === undefined ? {} : { variables }),
  };
}
