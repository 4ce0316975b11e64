import type { DataProvider, MigrationProject } from '@ferry/contract';
import { sourceFacts, targetFacts } from '@ferry/registry/facts';
import { settingsFor, settingsOf } from '@/api/provider-settings';
import { nameError } from '@/shell/name-rule';
import { createProjectWords as words } from '@/words/migration-projects';
import { artifactErrors, artifactsOf } from '../artifacts/artifacts';
import type { ArtifactErrors, Artifacts } from '../artifacts/artifacts';
import { emptyScriptSource, scriptSettings, scriptSourceErrors } from '../data-providers/script-source';
import type { ScriptSource, ScriptSourceErrors } from '../data-providers/script-source';
import type { NewProject } from './create-project';

/** The form as it stands on the screen. */
export interface ProjectForm {
  readonly name: string;
  readonly description: string;
  /** ARN, or `new`. */
  readonly profile: string;
  readonly sourceKind: 'scripts' | 'existing';
  readonly sourceEngine: string;
  readonly scripts: ScriptSource;
  /** ARN of an existing provider. */
  readonly sourceProvider: string;
  /** Identifier of a kept secret. */
  readonly sourceSecret: string;
  /** ARN of the role that reads it, of a secret of AWS. */
  readonly sourceRole: string;
  readonly targetKind: 'embedded' | 'virtual' | 'existing';
  readonly targetEngine: string;
  readonly targetVersion: number;
  readonly targetProvider: string;
  readonly targetSecret: string;
  readonly targetRole: string;
  readonly artifacts: Artifacts;
}

const firstSource = sourceFacts[0]?.dmsEngines[0] ?? '';
const firstTarget = targetFacts[0];

export const emptyForm: ProjectForm = {
  name: '',
  description: '',
  profile: 'new',
  sourceKind: 'scripts',
  sourceEngine: firstSource,
  scripts: emptyScriptSource,
  sourceProvider: '',
  sourceSecret: '',
  sourceRole: '',
  targetKind: 'embedded',
  targetEngine: firstTarget?.dmsEngines[0] ?? '',
  targetVersion: firstTarget?.defaultVersion ?? 0,
  targetProvider: '',
  targetSecret: '',
  targetRole: '',
  artifacts: artifactsOf({}),
};

export const formOf = (project: MigrationProject): ProjectForm => ({
  ...emptyForm,
  name: project.MigrationProjectName,
  description: project.Description ?? '',
  profile: project.InstanceProfileArn,
  sourceKind: 'existing',
  sourceProvider: project.SourceDataProviderDescriptors[0]?.DataProviderArn ?? '',
  sourceSecret: project.SourceDataProviderDescriptors[0]?.SecretsManagerSecretId ?? '',
  sourceRole: project.SourceDataProviderDescriptors[0]?.SecretsManagerAccessRoleArn ?? '',
  targetKind: 'existing',
  targetProvider: project.TargetDataProviderDescriptors[0]?.DataProviderArn ?? '',
  targetSecret: project.TargetDataProviderDescriptors[0]?.SecretsManagerSecretId ?? '',
  targetRole: project.TargetDataProviderDescriptors[0]?.SecretsManagerAccessRoleArn ?? '',
  artifacts: artifactsOf(project.SchemaConversionApplicationAttributes ?? {}),
});

/** Virtual and embedded providers are reached without credentials. */
export const needsCredentials = (provider: DataProvider | undefined): boolean => provider !== undefined && !provider.Virtual && settingsOf(provider).Embedded !== true;

/** How a project names a secret, and the role that reads it where it is one of AWS. */
export interface SecretMembers {
  readonly SecretsManagerSecretId?: string;
  readonly SecretsManagerAccessRoleArn?: string;
}
export const secretMembers = (secret: string, role: string): SecretMembers => ({ SecretsManagerSecretId: secret, ...(role.trim() === '' ? {} : { SecretsManagerAccessRoleArn: role.trim() }) });

export interface FormErrors {
  readonly name?: string;
  readonly scripts: ScriptSourceErrors;
  readonly source?: string;
  readonly target?: string;
  readonly sourceSecret?: string;
  readonly targetSecret?: string;
  readonly artifacts: ArtifactErrors;
}

/** The existing providers that are chosen, where some are. */
export interface Chosen {
  readonly source: DataProvider | undefined;
  readonly target: DataProvider | undefined;
}

/** What is typed is judged at once, what is missing once a person `tried` to save. */
export function errorsOf(form: ProjectForm, chosen: Chosen, tried: boolean): FormErrors {
  const name = form.name === '' ? (tried ? words.nameNeeded : undefined) : nameError(form.name);
  const existing = form.targetKind === 'existing';
  return {
    ...(name === undefined ? {} : { name }),
    scripts: tried && form.sourceKind === 'scripts' ? scriptSourceErrors(form.scripts, true) : {},
    ...(tried && form.sourceKind === 'existing' && form.sourceProvider === '' ? { source: words.providerNeeded } : {}),
    ...(tried && existing && form.targetProvider === '' ? { target: words.providerNeeded } : {}),
    ...(tried && form.sourceKind === 'existing' && needsCredentials(chosen.source) && form.sourceSecret === '' ? { sourceSecret: words.secretNeeded } : {}),
    ...(tried && existing && needsCredentials(chosen.target) && form.targetSecret === '' ? { targetSecret: words.secretNeeded } : {}),
    artifacts: artifactErrors(form.artifacts, tried),
  };
}

export const hasErrors = ({ scripts, artifacts, ...others }: FormErrors): boolean => Object.keys(scripts).length + Object.keys(artifacts).length + Object.keys(others).length > 0;

/** A form without errors as what is to be made. */
export function newProjectOf(form: ProjectForm, chosen: Chosen): NewProject {
  const source = sourceFacts.find((facts) => facts.dmsEngines.includes(form.sourceEngine));
  const facts = targetFacts.find((one) => one.dmsEngines.includes(form.targetEngine));
  if (source === undefined || facts === undefined) throw new Error('the form offers an engine that has no facts');
  const virtual = form.targetKind === 'virtual';
  return {
    name: form.name,
    description: form.description.trim(),
    profile: form.profile === 'new' ? undefined : form.profile,
    source: form.sourceKind === 'existing' ? { existing: form.sourceProvider } : { engine: form.sourceEngine, virtual: true, files: form.scripts.from === 'upload' ? form.scripts.files : [], settings: settingsFor(source, scriptSettings(form.scripts)) },
    target: form.targetKind === 'existing' ? { existing: form.targetProvider } : { engine: form.targetEngine, virtual, settings: settingsFor(facts, virtual ? {} : { Embedded: true }) },
    sourceSecret: form.sourceKind === 'existing' && needsCredentials(chosen.source) ? secretMembers(form.sourceSecret, form.sourceRole) : {},
    targetSecret: form.targetKind === 'existing' && needsCredentials(chosen.target) ? secretMembers(form.targetSecret, form.targetRole) : {},
    targetVersion: form.targetVersion,
    artifacts: form.artifacts,
  };
}

/** A name out of a file's: `My shop (v2).sql` gives `My-shop-v2`. */
export function nameFromFile(fileName: string): string {
  const stem = fileName.replace(/\.[^.]*$/, '').replace(/[^A-Za-z0-9]+/g, '-').replace(/^[^A-Za-z]+/, '').replace(/-+$/, '');
  return stem.slice(0, 60).replace(/-+$/, '');
}
