import { certificateTrouble, failed } from '@ferry/kernel/network';
import type { Finding, ServerAddress } from '@ferry/kernel/network';

interface DriverError {
  readonly code: string;
  /** SQL Server's error number. */
  readonly number?: number;
  readonly message: string;
}

/** The innermost cause: the driver wraps what the network and the server say. */
function causeOf(thrown: unknown): DriverError {
  let error: unknown = thrown;
  let found: DriverError = { code: '', message: String(thrown) };
  for (let depth = 0; depth < 5 && error instanceof Error; depth++) {
    const code = 'code' in error && typeof error.code === 'string' ? error.code : found.code;
    const number = 'number' in error && typeof error.number === 'number' ? error.number : found.number;
    found = { code, message: error.message, ...(number === undefined ? {} : { number }) };
    error = 'originalError' in error && error.originalError !== undefined ? error.originalError : error.cause;
  }
  return found;
}

/**
 * What a refused login means, by SQL Server's error numbers
 * (https://learn.microsoft.com/sql/relational-databases/errors-events/database-engine-events-and-errors). No text holds the password.
 */
export function loginFinding(thrown: unknown, address: ServerAddress): Finding {
  const { code, number, message } = causeOf(thrown);
  const certificate = certificateTrouble(code, address.host);
  if (certificate !== undefined) return certificate;
  switch (number) {
    case 18456:
    case 18452:
      return failed('Login', `The server refused the user name or the password of "${address.user}".`, 'Check both in the credentials, and that the server allows SQL Server logins (mixed mode).');
    case 18470:
      return failed('Login', `The login "${address.user}" is disabled.`, `ALTER LOGIN ... ENABLE, or choose other credentials.`);
    case 18486:
      return failed('Login', `The login "${address.user}" is locked out.`, 'Unlock the login (ALTER LOGIN ... UNLOCK), or wait.');
    case 18487:
    case 18488:
      return failed('Login', `The password of "${address.user}" has expired or must be changed.`, 'Change the password on the server, then in the credentials.');
    case 4060:
      return failed('Database', `There is no database "${address.database}", or "${address.user}" may not open it.`, 'Check the database name; CREATE USER for the login in this database.');
    case 40615:
      return failed('Port', 'The firewall of Azure SQL does not let this address in.', "Add the address of Ferry's machine to the firewall rules of the server.");
    default:
  }
  if (/server requires encryption|encryption is required|does not support encryption|encryption not supported|ENCRYPT/i.test(message)) return failed('Encryption', 'Client and server do not agree on encryption.', address.tls === 'none' ? 'Choose the SSL mode "require".' : 'Choose the SSL mode "none", or install a certificate on the server.');
  if (/self.signed certificate/i.test(message)) return failed('Encryption', "The server's certificate was not signed by an authority that is trusted here.", 'Paste the certificate of the authority (PEM) into the data provider, or choose the SSL mode "require".');
  if (code === 'EINSTLOOKUP') return failed('Port', `The instance of "${address.host}" is not known to the server.`, 'Check the name of the instance, and that the SQL Server Browser service runs (UDP 1434), or give the port.');
  if (code === 'ETIMEOUT') return failed('Login', 'The server took the connection and did not answer.', 'Check that a SQL Server listens at this port.');
  return failed('Login', `The server did not let us in: ${message}`, 'Check that a SQL Server listens at this address, and its error log.');
}
