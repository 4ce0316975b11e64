import type { DataProvider, DataProviderSettings } from '@ferry/contract';
import type { EngineFacts } from '@ferry/registry/facts';

type OneOf<K extends keyof DataProviderSettings> = NonNullable<DataProviderSettings[K]>;
/** The members of every engine's settings: each engine has some of them. */
export type ServerSettings = OneOf<'MicrosoftSqlServerSettings'> & OneOf<'PostgreSqlSettings'>;

/** The union of the API with the one member that is this engine's. */
export const settingsFor = (facts: EngineFacts, settings: ServerSettings): DataProviderSettings => ({ [facts.dmsSettings]: settings }) as DataProviderSettings;

/** The one member that is there. */
export const settingsOf = (provider: DataProvider): ServerSettings => Object.values(provider.Settings).find((one) => one !== undefined) ?? {};
