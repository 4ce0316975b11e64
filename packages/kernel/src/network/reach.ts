import { toAppError } from '../app-error';
import { guardHost, guardedSocket } from './host-guard';

/** One thing that was tried of a connection. */
export interface ConnectionCheck {
  readonly name: string;
  readonly passed: boolean;
  /** It only limits what can be done. */
  readonly optional?: boolean;
  readonly message: string;
  readonly cure?: string;
}

export interface ConnectionTest {
  readonly successful: boolean;
  readonly server?: string;
  readonly checks: readonly ConnectionCheck[];
}

/** A check, and whether there is no sense in going on after it. */
export interface Finding {
  readonly check: ConnectionCheck;
  readonly stop: boolean;
}
export const passed = (name: string, message: string): Finding => ({ check: { name, passed: true, message }, stop: false });
export const failed = (name: string, message: string, cure: string): Finding => ({ check: { name, passed: false, message, cure }, stop: true });
/** It fails, and something can be done all the same. */
export const limited = (name: string, message: string, cure: string): Finding => ({ check: { name, passed: false, optional: true, message, cure }, stop: false });

/** Collects findings in their order. */
export function walkChecks(): { readonly stops: (finding: Finding) => boolean; readonly ended: (server?: string) => ConnectionTest } {
  const checks: ConnectionCheck[] = [];
  return {
    stops: (finding) => {
      checks.push(finding.check);
      return finding.stop;
    },
    ended: (server) => ({ successful: checks.every((c) => c.passed || c.optional === true), checks, ...(server === undefined ? {} : { server }) }),
  };
}

/** Whether a name leads anywhere, and not where no database is. */
export async function reachHost(host: string): Promise<Finding> {
  try {
    const addresses = await guardHost(host);
    return addresses.length === 0
      ? failed('Host name', `The name "${host}" is not known.`, 'Check the server name for typing errors, and that the machine on which Ferry runs can resolve it.')
      : passed('Host name', `"${host}" is ${addresses.slice(0, 3).join(', ')}.`);
  } catch (thrown) {
    // What the guard refuses is the answer.
    return failed('Host name', toAppError(thrown).message, 'Give the DNS name or address of the database server.');
  }
}

/** How long a server may take to answer, in milliseconds. */
const patience = 8000;

const codeOf = (thrown: unknown): string => (thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '');

/**
 * Whether something listens.
 * @param words the product, and what of it decides where it listens
 */
export function reachPort(address: { readonly host: string; readonly port: number }, words: { readonly product: string; readonly listens: string }, signal: AbortSignal): Promise<Finding> {
  return new Promise((resolve) => {
    const socket = guardedSocket();
    const where = `${address.host}:${address.port}`;
    const end = (finding: Finding): void => {
      socket.destroy();
      resolve(finding);
    };
    socket.setTimeout(patience);
    socket.on('connect', () => end(passed('Port', `${where} takes connections.`)));
    socket.on('timeout', () => end(failed('Port', `${where} does not answer.`, 'Check the port, and that no firewall or security group stands between Ferry and the server.')));
    socket.on('error', (error) =>
      end(
        codeOf(error) === 'ECONNREFUSED'
          ? failed('Port', `Nothing listens at ${where}.`, `Check the port, that ${words.product} runs, and ${words.listens}.`)
          : failed('Port', `${where} cannot be reached (${codeOf(error) || 'network error'}).`, 'Check the address and the network between Ferry and the server.'),
      ),
    );
    signal.addEventListener('abort', () => end(failed('Port', 'The test was broken off.', 'Test again.')), { once: true });
    socket.connect(address.port, address.host);
  });
}

const untrusted = new Set(['DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_GET_ISSUER_CERT', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'CERT_UNTRUSTED', 'CERT_SIGNATURE_FAILURE']);

/** What Node's TLS says of a certificate, in words; undefined when it speaks of something else. @param code of the error (https://nodejs.org/api/tls.html#x509-certificate-error-codes) */
export function certificateTrouble(code: string, host: string): Finding | undefined {
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return failed('Encryption', `The server's certificate is not for the name "${host}".`, 'Give the name that stands in the certificate, or choose the SSL mode "verify-ca".');
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') return failed('Encryption', "The server's certificate is not valid at this time.", 'Renew the certificate of the server, or check the clocks of both machines.');
  if (untrusted.has(code)) return failed('Encryption', "The server's certificate was not signed by an authority that is trusted here.", 'Paste the certificate of the authority (PEM) into the data provider, or choose the SSL mode "require".');
  if (code.startsWith('ERR_SSL') || code.startsWith('ERR_OSSL') || code === 'EPROTO') return failed('Encryption', 'The encrypted connection could not be made.', 'Check the SSL mode and, if one is given, that the CA certificate is PEM text.');
  return undefined;
}
