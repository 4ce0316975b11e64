import type { DataProviderSettings, OperationInput } from '@ferry/contract';
import { call } from '@/api/client';
import { parseConfiguration, targetVersionOf } from '@/api/configuration';
import { createProjectWords as words } from '@/words/migration-projects';
import { artifactMembers } from '../artifacts/artifacts';
import type { Artifacts } from '../artifacts/artifacts';
import { sendFiles } from '../data-providers/send-files';
import type { Sending } from '../data-providers/send-files';
import type { SecretMembers } from './project-form';

interface NewProvider {
  readonly engine: string;
  readonly virtual: boolean;
  readonly settings: DataProviderSettings;
}

/** What the form says: of each side either a provider that exists, or what makes a new one. */
export interface NewProject {
  readonly name: string;
  readonly description: string;
  /** ARN of an existing instance profile. */
  readonly profile: string | undefined;
  readonly source: { readonly existing: string } | (NewProvider & { readonly files: readonly File[] });
  readonly target: { readonly existing: string } | NewProvider;
  readonly sourceSecret: SecretMembers;
  readonly targetSecret: SecretMembers;
  readonly targetVersion: number | undefined;
  readonly artifacts: Artifacts;
  /** Transformation rules in AWS's JSON. */
  readonly rules?: string;
  readonly tags?: Pick<OperationInput<'CreateMigrationProject'>, 'Tags'>;
}

/** What was made by an attempt that failed later, so that the next attempt does not make it twice. */
export interface Made {
  profile?: string;
  source?: string;
  target?: string;
  project?: string;
  readonly sent: Set<File>;
}

export interface CreateStep {
  readonly label: string;
  readonly sending?: Sending;
}

type Engine = OperationInput<'CreateDataProvider'>['Engine'];

async function makeProvider(name: string, part: NewProvider): Promise<string> {
  const made = await call('CreateDataProvider', { DataProviderName: name, Engine: part.engine as Engine, Virtual: part.virtual, Settings: part.settings });
  return made.DataProvider.DataProviderArn;
}

/**
 * Makes what the form asks for, in order: profile, source (with its scripts), target, project.
 * @throws ApiError of the step that failed; `made` then holds what stands already.
 */
export async function createProject(form: NewProject, made: Made, onStep: (step: CreateStep) => void): Promise<void> {
  let profile = form.profile ?? made.profile;
  if (profile === undefined) {
    onStep({ label: words.stepProfile });
    profile = (await call('CreateInstanceProfile', { InstanceProfileName: `${form.name}-profile`, NetworkType: 'IPV4' })).InstanceProfile.InstanceProfileArn;
    made.profile = profile;
  }
  let source = 'existing' in form.source ? form.source.existing : made.source;
  if (source === undefined && !('existing' in form.source)) {
    onStep({ label: words.stepSource });
    source = await makeProvider(`${form.name}-source`, form.source);
    made.source = source;
  }
  if (source !== undefined && !('existing' in form.source)) await sendFiles(source, form.source.files, made.sent, (sending) => onStep({ label: words.stepUpload(sending.file), sending }));
  let target = 'existing' in form.target ? form.target.existing : made.target;
  if (target === undefined && !('existing' in form.target)) {
    onStep({ label: words.stepTarget });
    target = await makeProvider(`${form.name}-target`, form.target);
    made.target = target;
  }
  onStep({ label: words.stepProject });
  if (made.project === undefined) {
    const project = await call('CreateMigrationProject', {
      MigrationProjectName: form.name,
      ...(form.description === '' ? {} : { Description: form.description }),
      InstanceProfileIdentifier: profile,
      SourceDataProviderDescriptors: [{ DataProviderIdentifier: source ?? '', ...form.sourceSecret }],
      TargetDataProviderDescriptors: [{ DataProviderIdentifier: target ?? '', ...form.targetSecret }],
      ...(form.artifacts.kind === 'default' ? {} : { SchemaConversionApplicationAttributes: artifactMembers(form.artifacts) }),
      ...(form.rules === undefined ? {} : { TransformationRules: form.rules }),
      ...form.tags,
    });
    made.project = project.MigrationProject.MigrationProjectArn;
  }
  if (form.targetVersion !== undefined) await setTargetVersion(made.project, form.targetVersion);
}

/** The target version is one of the project's settings. */
async function setTargetVersion(project: string, version: number): Promise<void> {
  const identifier = { MigrationProjectIdentifier: project };
  const { ConversionConfiguration } = await call('DescribeConversionConfiguration', identifier);
  const now = targetVersionOf(parseConfiguration(ConversionConfiguration));
  if (now === undefined || now.value === String(version)) return;
  await call('ModifyConversionConfiguration', { ...identifier, ConversionConfiguration: JSON.stringify({ [now.section]: { [now.key]: String(version) } }) });
}
