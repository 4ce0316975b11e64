import { readFile } from 'node:fs/promises';
import { checkTransformationRules, problemText } from '@ferry/contract';
import { resolveSettings } from '@ferry/conversion';
import type { SettingDefinition, Settings, TransformationRule } from '@ferry/conversion';
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
    throw new AppError('invalid-input', { public: `${file}: the file cannot be read. Check the path and its permissions.`, cause: thrown });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (thrown) {
    // The JSON parser's answer, put into words.
    throw problem(file, `not valid JSON${placeOf(thrown instanceof Error ? thrown.message : '', text)}. Give an object such as {"setting": true}.`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw problem(file, 'the file holds no JSON object. Give an object such as {"setting": true}.');
  return value as Record<string, unknown>;
}

/** Values for variables and tokens of the scripts, under `variables` of a settings file. */
function readValues(file: string, given: unknown): Record<string, string> {
  if (given === undefined) return {};
  if (typeof given !== 'object' || given === null || Array.isArray(given)) throw problem(file, '"variables" takes an object such as {"Schema": "app"}.');
  const wrong = Object.entries(given).find(([, value]) => typeof value !== 'string');
  if (wrong) throw problem(file, `the variable "${wrong[0]}" takes a text.`);
  return given as Record<string, string>;
}

/** @throws AppError that names each rule that is wrong */
function checkRules(file: string, given: unknown): readonly TransformationRule[] {
  if (given === undefined) return [];
  if (!Array.isArray(given)) throw problem(file, '"rules" takes a list of transformation rules, as DMS Schema Conversion writes them.');
  const { rules, problems } = checkTransformationRules(given);
  if (problems.length > 0) throw problem(file, problems.map(problemText).join('; '));
  return rules;
}

/**
 * A file of transformation rules, as DMS Schema Conversion's JSON editor has it: `{"rules": [...]}`.
 * @throws AppError `invalid-input`
 */
export async function readRulesFile(file: string): Promise<readonly TransformationRule[]> {
  const { rules } = await readObject(file);
  if (rules === undefined) throw problem(file, 'holds no transformation rules. Give an object with a list: {"rules": [...]}.');
  return checkRules(file, rules);
}

export interface SettingsFile {
  readonly settings: Settings;
  /** Transformation rules, under `rules`. */
  readonly rules: readonly TransformationRule[];
  /** Values for `$(Name)` and `{Name}` in the scripts. */
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * The settings of a conversion: defaults, and what a file says.
 * @throws AppError `invalid-input` that names every unknown key and wrong value
 */
export async function readSettings(definitions: readonly SettingDefinition[], file: string | undefined): Promise<SettingsFile> {
  const { variables, rules, ...given } = file === undefined ? { variables: undefined, rules: undefined } : await readObject(file);
  const { settings, problems } = resolveSettings(definitions, given);
  if (problems.length > 0) throw problem(file ?? 'settings', problems.join('; '));
  return { settings, rules: checkRules(file ?? 'settings', rules), variables: readValues(file ?? 'settings', variables) };
}
