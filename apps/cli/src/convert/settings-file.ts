import { readFile } from 'node:fs/promises';
import { resolveSettings } from '@ferry/conversion';
import type { SettingDefinition, Settings } from '@ferry/conversion';
import { AppError, lineMap } from '@ferry/kernel';

const problem = (file: string, text: string): AppError => new AppError('invalid-input', { public: `${file}: ${text}` });

/** Where JSON.parse stopped, when its message tells. */
function placeOf(message: string, text: string): string {
  const at = /position (\d+)/.exec(message)?.[1];
  if (at === undefined) return '';
  const { line, column } = lineMap(text).positionAt(Number(at));
  return ` in line ${line}, column ${column}`;
}

async function readObject(file: string): Promise<Record<string, unknown>> {
  let text: string;
  try {
    text = (await readFile(file, 'utf8')).replace(/^\ufeff/, '');
  } catch (thrown) {
    // The operating system's answer about the file that was named.
    throw new AppError('invalid-input', { public: `${file}: the settings file cannot be read. Check the path and its permissions.`, cause: thrown });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (thrown) {
    // The JSON parser's answer, put into words.
    throw problem(file, `not valid JSON${placeOf(thrown instanceof Error ? thrown.message : '', text)}. Give an object such as {"setting": true}.`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw problem(file, 'the settings file holds no JSON object. Give an object such as {"setting": true}.');
  return value as Record<string, unknown>;
}

/**
 * The settings of a conversion: defaults, and what a file says.
 * @throws AppError `invalid-input` that names every unknown key and wrong value
 */
export async function readSettings(definitions: readonly SettingDefinition[], file: string | undefined): Promise<Settings> {
  const { settings, problems } = resolveSettings(definitions, file === undefined ? {} : await readObject(file));
  if (problems.length > 0) throw problem(file ?? 'settings', problems.join('; '));
  return settings;
}
