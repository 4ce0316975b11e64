import type { DataProvider } from '@ferry/contract';
import { settingsOf } from '@/api/provider-settings';
import type { ServerSettings } from '@/api/provider-settings';
import { providerWords as words } from '@/words/data-providers';

export type SslMode = NonNullable<ServerSettings['SslMode']>;
export const sslModes: readonly SslMode[] = ['none', 'require', 'verify-ca', 'verify-full'];
export const needsCertificate = (mode: SslMode): boolean => mode === 'verify-ca' || mode === 'verify-full';

/** A database server as a form holds it. */
export interface ServerAddress {
  readonly serverName: string;
  readonly port: string;
  readonly databaseName: string;
  readonly sslMode: SslMode;
  /** PEM. */
  readonly certificate: string;
}

export const emptyAddress = (port: number): ServerAddress => ({ serverName: '', port: String(port), databaseName: '', sslMode: 'none', certificate: '' });

export function addressOf(provider: DataProvider, defaultPort: number): ServerAddress {
  const settings = settingsOf(provider);
  return {
    serverName: settings.ServerName ?? '',
    port: String(settings.Port ?? defaultPort),
    databaseName: settings.DatabaseName ?? '',
    sslMode: settings.SslMode ?? 'none',
    certificate: settings.CaCertificate ?? '',
  };
}

export const addressSettings = (address: ServerAddress): ServerSettings => ({
  ServerName: address.serverName.trim(),
  Port: Number(address.port),
  DatabaseName: address.databaseName.trim(),
  SslMode: address.sslMode,
  ...(needsCertificate(address.sslMode) && address.certificate.trim() !== '' ? { CaCertificate: address.certificate.trim() } : {}),
});

export interface AddressErrors {
  readonly serverName?: string;
  readonly port?: string;
  readonly databaseName?: string;
  readonly certificate?: string;
}

const isPort = (text: string): boolean => /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535;
/** A name or an IP address, also with the name of an instance (`server\\INSTANCE`); not an address with a scheme, a port or a path. */
const isHost = (text: string): boolean => /^[A-Za-z0-9._-]+(?:\\[A-Za-z0-9_$#-]{1,16})?$/.test(text) || /^[0-9A-Fa-f:.]+$/.test(text);

/** What is wrong with what was typed; what is missing only once a person `tried` to save. */
export function addressErrors(address: ServerAddress, tried: boolean): AddressErrors {
  const server = address.serverName.trim();
  const serverName = server === '' ? (tried ? words.serverNeeded : undefined) : isHost(server) ? undefined : words.serverWrong;
  const databaseName = address.databaseName.trim() === '' && tried ? words.databaseNeeded : undefined;
  const certificate = address.certificate.trim();
  return {
    ...(serverName === undefined ? {} : { serverName }),
    ...(isPort(address.port) ? {} : { port: words.portWrong }),
    ...(databaseName === undefined ? {} : { databaseName }),
    ...(certificate === '' || certificate.includes('-----BEGIN CERTIFICATE-----') ? {} : { certificate: words.certificateWrong }),
  };
}
