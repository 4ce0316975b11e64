/** How a connection to a server is encrypted and whom it trusts, in the words of AWS's and PostgreSQL's `sslmode`. */
export const tlsModes = ['none', 'require', 'verify-ca', 'verify-full'] as const;
export type TlsMode = (typeof tlsModes)[number];

/** A database on a server, and who logs in. Holds a password: never logged, never put into an error. */
export interface ServerAddress {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  readonly tls: TlsMode;
  /** PEM of the certificate authority; without one the system's are asked. */
  readonly certificateAuthority?: string;
}
