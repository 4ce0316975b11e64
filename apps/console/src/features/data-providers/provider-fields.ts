import type { DataProvider, DataProviderSettings } from '@ferry/contract';
import { sourceFacts, targetFacts } from '@ferry/registry/facts';
import type { EngineFacts } from '@ferry/registry/facts';
import { settingsFor, settingsOf } from '@/api/provider-settings';
import type { ServerSettings } from '@/api/provider-settings';
import { nameError } from '@/shell/name-rule';
import { sourceOf, targetOf } from '@/words/engines';
import { addressErrors, addressOf, addressSettings, emptyAddress } from './server-address';
import type { AddressErrors, ServerAddress } from './server-address';
import { emptyScriptSource, scriptSettings, scriptSourceErrors, scriptSourceOf } from './script-source';
import type { ScriptSource, ScriptSourceErrors } from './script-source';

/** The form of a data provider as it stands on the screen. */
export interface ProviderForm {
  readonly name: string;
  readonly description: string;
  readonly engine: string;
  /** AWS's "Virtual mode": a source is read from scripts, a target is only written as SQL. */
  readonly virtual: boolean;
  /** Of a target that is not virtual: a database that Ferry keeps, or a server. */
  readonly database: 'embedded' | 'server';
  readonly scripts: ScriptSource;
  readonly address: ServerAddress;
}

export const engineNames = [...sourceFacts, ...targetFacts].flatMap((facts) => facts.dmsEngines);
export const factsOf = (engine: string): EngineFacts | undefined => sourceOf(engine) ?? targetOf(engine);
export const isSource = (engine: string): boolean => sourceOf(engine) !== undefined;

/** A new engine begins with what is usual for it. */
export const withEngine = (form: ProviderForm, engine: string): ProviderForm => ({ ...form, engine, virtual: isSource(engine), address: { ...form.address, port: String(factsOf(engine)?.defaultPort ?? '') } });

export function emptyProvider(): ProviderForm {
  const engine = engineNames[0] ?? '';
  return { name: '', description: '', engine, virtual: true, database: 'embedded', scripts: emptyScriptSource, address: emptyAddress(factsOf(engine)?.defaultPort ?? 0) };
}

export const providerFormOf = (provider: DataProvider): ProviderForm => ({
  name: provider.DataProviderName,
  description: provider.Description ?? '',
  engine: provider.Engine,
  virtual: provider.Virtual,
  database: settingsOf(provider).Embedded === true || provider.Virtual ? 'embedded' : 'server',
  scripts: scriptSourceOf(provider),
  address: addressOf(provider, factsOf(provider.Engine)?.defaultPort ?? 0),
});

const asksForServer = (form: ProviderForm): boolean => !form.virtual && (isSource(form.engine) || form.database === 'server');

export interface ProviderErrors {
  readonly name?: string;
  readonly scripts: ScriptSourceErrors;
  readonly address: AddressErrors;
}

/** What is typed is judged at once; what is missing once a person `tried` to save. */
export function providerErrors(form: ProviderForm, tried: boolean): ProviderErrors {
  const name = form.name === '' && !tried ? undefined : nameError(form.name);
  const scripts = form.virtual && isSource(form.engine) && tried ? scriptSourceErrors(form.scripts, false) : {};
  return { ...(name === undefined ? {} : { name }), scripts, address: asksForServer(form) ? addressErrors(form.address, tried) : {} };
}

export const hasErrors = (errors: ProviderErrors): boolean => errors.name !== undefined || Object.keys(errors.scripts).length + Object.keys(errors.address).length > 0;

/** Settings that no form asks for stay as they are. */
function untouched(old: ServerSettings): ServerSettings {
  const { CertificateArn, S3Path, S3AccessRoleArn } = old;
  return { ...(CertificateArn === undefined ? {} : { CertificateArn }), ...(S3Path === undefined ? {} : { S3Path }), ...(S3AccessRoleArn === undefined ? {} : { S3AccessRoleArn }) };
}

/** @throws Error when the form holds an engine that has no facts */
export function providerSettings(form: ProviderForm, old: DataProvider | undefined): DataProviderSettings {
  const facts = factsOf(form.engine);
  if (facts === undefined) throw new Error('the form offers an engine that has no facts');
  const kept = old === undefined ? {} : untouched(settingsOf(old));
  if (asksForServer(form)) return settingsFor(facts, { ...kept, ...addressSettings(form.address) });
  if (isSource(form.engine)) return settingsFor(facts, { ...kept, ...scriptSettings(form.scripts) });
  const database = form.address.databaseName.trim();
  const name = database === '' ? {} : { DatabaseName: database };
  return settingsFor(facts, form.virtual ? { ...kept, ...name } : { ...kept, Embedded: true });
}
