import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { encryption, readPrelogin, wrapInTls, writePrelogin } from './encryption';
import { messageReader, packetsOf, packetTypes } from './packets';
import type { Message } from './packets';
import { readBatch, readCall, readLogin } from './requests';
import type { Login } from './requests';
import { answersChallenge, challenge } from './ntlm';
import { writeAttention, writeDone, writeError, writeLogin, writeRows, writeSspi } from './tokens';
import type { TdsError, TdsRows } from './tokens';

export type { TdsColumn, TdsError, TdsRows, TdsType, TdsValue } from './tokens';
export type { Login } from './requests';

/** What a query comes to: result sets in order, or an error. */
export type TdsAnswer = readonly TdsRows[] | TdsError;

export interface TdsOptions {
  /** Answers one statement; when the client cancels, the signal is aborted and the answer is not sent. */
  readonly answer: (sql: string, signal: AbortSignal) => Promise<TdsAnswer>;
  /** An error refuses the login. */
  readonly login?: (login: Login) => TdsError | undefined;
  /** The password of a user of a Windows domain, `DOMAIN\user`; nothing for one that there is not. */
  readonly windows?: (user: string) => string | undefined;
  readonly encryption?: 'none' | 'offered' | 'required';
  /** PEM. Needed for encryption. */
  readonly certificate?: { readonly key: string; readonly cert: string };
  readonly database?: string;
  /** Major version that the server says it has: 16 is 2022. */
  readonly version?: number;
}

export interface TdsServer {
  readonly port: number;
  close(): Promise<void>;
}

const isError = (answer: TdsAnswer): answer is TdsError => 'number' in answer;
const sets = (answer: readonly TdsRows[]): Buffer => (answer.length === 0 ? writeDone() : Buffer.concat(answer.map((set, i) => writeRows(set, i < answer.length - 1))));

/** One connection after the question of encryption is settled: login, then requests one after the other. */
function serve(wire: Duplex, options: TdsOptions): void {
  let running: AbortController | undefined;
  const reply = (content: Buffer): void => void wire.write(packetsOf(packetTypes.response, content));

  const onRequest = async (sql: string): Promise<void> => {
    const controller = new AbortController();
    running = controller;
    const answer = await options.answer(sql, controller.signal).catch((thrown: unknown): TdsError => ({ number: 50000, message: String(thrown) }));
    running = undefined;
    if (controller.signal.aborted) {
      // What was begun is ended; the attention is acknowledged after it.
      reply(writeDone());
      reply(writeAttention());
    } else reply(isError(answer) ? writeError(answer) : sets(answer));
  };

  const onMessage = ({ type, content }: Message): void => {
    switch (type) {
      case packetTypes.login: {
        const login = readLogin(content);
        if (login.sspi !== undefined) {
          reply(writeSspi(challenge));
          break;
        }
        const refused = options.login?.(login);
        reply(refused === undefined ? writeLogin(options.database ?? 'master', options.version ?? 16) : writeError(refused));
        if (refused !== undefined) wire.end();
        break;
      }
      case packetTypes.sspi: {
        const right = answersChallenge(content, options.windows ?? (() => undefined));
        reply(right ? writeLogin(options.database ?? 'master', options.version ?? 16) : writeError({ number: 18452, message: 'Login failed. The login is from an untrusted domain.', severity: 14 }));
        if (!right) wire.end();
        break;
      }
      case packetTypes.batch: {
        const sql = readBatch(content);
        // Drivers set the options of their session before anything else.
        if (/^\s*set\s/i.test(sql)) reply(writeDone());
        else void onRequest(sql);
        break;
      }
      case packetTypes.rpc:
        void onRequest(readCall(content));
        break;
      case packetTypes.attention:
        if (running === undefined) reply(writeAttention());
        else running.abort();
        break;
      default:
        wire.destroy();
    }
  };
  wire.on('data', messageReader(onMessage));
  // A client that goes away is no error of the test.
  wire.on('error', () => undefined);
}

function accept(socket: Socket, options: TdsOptions): void {
  const mode = options.encryption ?? 'none';
  const read = messageReader(({ content }) => {
    socket.off('data', read);
    const asked = readPrelogin(content);
    const wanted = asked === encryption.on || asked === encryption.required;
    const secure = options.certificate !== undefined && mode !== 'none' && (wanted || mode === 'required');
    const answer = mode === 'none' ? encryption.notSupported : mode === 'required' ? encryption.required : wanted ? encryption.on : encryption.notSupported;
    if (secure && options.certificate !== undefined) wrapInTls(socket, options.certificate.key, options.certificate.cert, (wire) => serve(wire, options));
    else serve(socket, options);
    socket.write(packetsOf(packetTypes.response, writePrelogin(answer, options.version ?? 16)));
  });
  socket.on('data', read);
  socket.on('error', () => socket.destroy());
}

/**
 * A server that speaks TDS 7.4, as much of it as a driver needs to log in and ask: PRELOGIN, TLS, LOGIN7, SQL batches and
 * `sp_executesql`, several result sets, errors, attention ([MS-TDS]: https://learn.microsoft.com/openspecs/windows_protocols/ms-tds).
 * Development only.
 */
export async function startTdsServer(options: TdsOptions): Promise<TdsServer> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    accept(socket, options);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve, reject) => {
        for (const socket of open) socket.destroy();
        server.close((error) => (error ? reject(error) : resolve()));
      }),
  };
}
