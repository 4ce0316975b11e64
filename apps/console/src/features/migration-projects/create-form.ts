import { sourceFacts, targetFacts } from '@ferry/registry/facts';
import { settingsFor } from '@/api/provider-settings';
import { nameError } from '@/shell/name-rule';
import { createProjectWords as words } from '@/words/migration-projects';
import type { NewProject } from './create-project';
import { fileErrors } from './script-files';

/** The form as it stands on the screen. */
export interface ProjectForm {
  readonly name: string;
  readonly description: string;
  /** ARN, or `new`. */
  readonly profile: string;
  readonly sourceKind: 'scripts' | 'existing';
  readonly sourceEngine: string;
  readonly files: readonly File[];
  readonly databaseName: string;
  readonly sourceProvider: string;
  readonly targetKind: 'virtual' | 'existing';
  readonly targetEngine: string;
  readonly targetVersion: number;
  readonly targetProvider: string;
}

const firstSource = sourceFacts[0]?.dmsEngines[0] ?? '';
const firstTarget = targetFacts[0];

export const emptyForm: ProjectForm = {
  name: '',
  description: '',
  profile: 'new',
  sourceKind: 'scripts',
  sourceEngine: firstSource,
  files: [],
  databaseName: '',
  sourceProvider: '',
  targetKind: 'virtual',
  targetEngine: firstTarget?.dmsEngines[0] ?? '',
  targetVersion: firstTarget?.defaultVersion ?? 0,
  targetProvider: '',
};

export interface FormErrors {
  readonly name?: string;
  readonly files?: string;
  readonly source?: string;
  readonly target?: string;
}

export function errorsOf(form: ProjectForm): FormErrors {
  const errors: { -readonly [key in keyof FormErrors]: string } = {};
  const name = form.name === '' ? words.nameNeeded : nameError(form.name);
  if (name !== undefined) errors.name = name;
  if (form.sourceKind === 'scripts') {
    const wrong = fileErrors(form.files).findIndex((error) => error !== null);
    if (form.files.length === 0) errors.files = words.filesNeeded;
    else if (wrong >= 0) errors.files = `${form.files[wrong]?.name ?? ''}: ${fileErrors(form.files)[wrong] ?? ''}`;
  } else if (form.sourceProvider === '') errors.source = words.providerNeeded;
  if (form.targetKind === 'existing' && form.targetProvider === '') errors.target = words.providerNeeded;
  return errors;
}

/** A form without errors as what is to be made. */
export function newProjectOf(form: ProjectForm): NewProject {
  const source = sourceFacts.find((facts) => facts.dmsEngines.includes(form.sourceEngine));
  const target = targetFacts.find((facts) => facts.dmsEngines.includes(form.targetEngine));
  if (source === undefined || target === undefined) throw new Error('the form offers an engine that has no facts');
  const database = form.databaseName.trim();
  return {
    name: form.name,
    description: form.description.trim(),
    profile: form.profile === 'new' ? undefined : form.profile,
    source:
      form.sourceKind === 'existing'
        ? { existing: form.sourceProvider }
        : { engine: form.sourceEngine, files: form.files, settings: settingsFor(source, database === '' ? {} : { DatabaseName: database }) },
    target: form.targetKind === 'existing' ? { existing: form.targetProvider } : { engine: form.targetEngine, settings: settingsFor(target, {}) },
    targetVersion: form.targetVersion,
  };
}

/** A name out of a file's: `My shop (v2).sql` gives `My-shop-v2`. */
export function nameFromFile(fileName: string): string {
  const stem = fileName.replace(/\.[^.]*$/, '').replace(/[^A-Za-z0-9]+/g, '-').replace(/^[^A-Za-z]+/, '').replace(/-+$/, '');
  return stem.slice(0, 60).replace(/-+$/, '');
}
