import { AppError } from '@ferry/kernel';

const segment = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,199}$/;

/**
 * Keys are made by us out of ids, never out of what a user typed: anything else is a mistake, or an attack.
 * @throws AppError `invalid-input` for a key with an empty, dotted or odd segment
 */
export function checkKey(key: string): string {
  if (key.length > 600 || !key.split('/').every((part) => segment.test(part)))
    throw new AppError('invalid-input', { public: 'The address of a stored file is not valid.', internal: `key ${JSON.stringify(key.slice(0, 200))}` });
  return key;
}
