import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto';
import { chmod, link, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '@ferry/kernel';

/** A text that only the holder of the key can read. */
export interface Sealed {
  /** Tells which key sealed it; says nothing about the key. */
  readonly keyId: string;
  readonly nonce: Uint8Array;
  /** Cipher text and authentication tag. */
  readonly sealed: Uint8Array;
}

/** Encrypts small secrets with AES-256-GCM. */
export interface Keyring {
  readonly keyId: string;
  /** @param id what the secret belongs to: bound to it, so that a sealed text is of no use in another row */
  seal(id: string, text: string): Sealed;
  /** @throws AppError `invalid-state` when it was sealed with another key, for another id, or was changed */
  open(id: string, sealed: Sealed): string;
  /** A secret of 32 bytes in hex that is the same whenever it is asked for under this label. */
  derive(label: string): string;
}

const keyBytes = 32;
const tagBytes = 16;
const cipherName = 'aes-256-gcm';
const fileName = 'secret.key';

export function keyringOf(key: Uint8Array): Keyring {
  const keyId = createHash('sha256').update('ferry key identifier\0').update(key).digest('hex').slice(0, 16);
  return {
    keyId,
    seal: (id, text) => {
      const nonce = randomBytes(12);
      const cipher = createCipheriv(cipherName, key, nonce).setAAD(Buffer.from(id, 'utf8'));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return { keyId, nonce, sealed: Buffer.concat([body, cipher.getAuthTag()]) };
    },
    open: (id, { keyId: usedKey, nonce, sealed }) => {
      if (usedKey !== keyId)
        throw new AppError('invalid-state', {
          public: `The credentials were encrypted with another key (${usedKey}; Ferry runs with ${keyId}). Start Ferry with the key of that time (FERRY_SECRET_KEY, or the file ${fileName} of the data folder), or enter the password again.`,
        });
      try {
        const decipher = createDecipheriv(cipherName, key, nonce).setAAD(Buffer.from(id, 'utf8')).setAuthTag(sealed.slice(-tagBytes));
        return Buffer.concat([decipher.update(sealed.slice(0, -tagBytes)), decipher.final()]).toString('utf8');
      } catch (thrown) {
        // The cipher tells of a wrong tag by throwing.
        throw new AppError('invalid-state', { public: 'The stored credentials are damaged and cannot be read. Enter the password again.', cause: thrown });
      }
    },
    derive: (label) => createHmac('sha256', key).update(`ferry derived secret\0${label}`).digest('hex'),
  };
}

/** A key in base64. @throws AppError `invalid-input`; never repeats the key */
function readKey(text: string, where: string): Uint8Array {
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length !== keyBytes || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(text.trim()))
    throw new AppError('invalid-input', { public: `${where} must hold ${keyBytes} bytes in base64. Make one with: openssl rand -base64 32` });
  return key;
}

const errorCode = (thrown: unknown): string | undefined => (thrown instanceof Error && 'code' in thrown ? String(thrown.code) : undefined);

async function readKeyFile(path: string): Promise<Uint8Array | undefined> {
  let text: string;
  try {
    const { mode } = await stat(path);
    // Windows knows no such bits.
    if (process.platform !== 'win32' && (mode & 0o077) !== 0)
      throw new AppError('invalid-state', { public: `The key file ${path} can be read by others. Allow only its owner: chmod 600 ${path}` });
    text = await readFile(path, 'utf8');
  } catch (thrown) {
    // The system tells of a missing file by throwing.
    if (errorCode(thrown) === 'ENOENT') return undefined;
    throw thrown;
  }
  return readKey(text, `The key file ${path}`);
}

/** Makes the file under its name whole or not at all; when two start at the same moment, the second takes the first one's. */
async function makeKeyFile(folder: string, path: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const temporary = join(folder, `.${fileName}-${randomBytes(6).toString('hex')}`);
  try {
    await writeFile(temporary, `${randomBytes(keyBytes).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
    await chmod(temporary, 0o600);
    await link(temporary, path).catch((thrown: unknown) => {
      if (errorCode(thrown) !== 'EEXIST') throw thrown;
    });
  } finally {
    await rm(temporary, { force: true });
  }
}

/**
 * The key of an installation: from the environment, else from a file in its data folder, which is made the first time.
 * @param options.key what FERRY_SECRET_KEY holds: 32 bytes in base64
 * @throws AppError with a cure for a key that is none, or a file that others may read
 */
export async function openKeyring(options: { readonly key?: string | undefined; readonly folder: string }): Promise<Keyring> {
  if (options.key !== undefined && options.key !== '') return keyringOf(readKey(options.key, 'FERRY_SECRET_KEY'));
  const path = join(options.folder, fileName);
  let key = await readKeyFile(path);
  if (key === undefined) {
    await makeKeyFile(options.folder, path);
    key = await readKeyFile(path);
  }
  if (key === undefined) throw new AppError('unavailable', { public: `The key file ${path} could not be made. Check the permissions of the data folder.` });
  return keyringOf(key);
}
