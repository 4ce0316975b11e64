import type { DeployOptions } from '@ferry/reports';
import { encodingName } from '@ferry/intake';
import { AppError } from '@ferry/kernel';

/** Where converted code is tried. */
export type Verify = { readonly on: 'none' } | { readonly on: 'embedded' } | { readonly on: 'server'; readonly url: string };

export interface ConvertCommand {
  readonly inputs: readonly string[];
  readonly source: string;
  readonly target: string;
  /** Missing: the oldest that the target dialect writes for. */
  readonly targetVersion?: number;
  readonly settingsFile?: string;
  /** Transformation rules; those of the settings file come first. */
  readonly rulesFile?: string;
  readonly out: string;
  readonly verify: Verify;
  readonly variables: Readonly<Record<string, string>>;
  /** Missing: told by each file's bytes. */
  readonly encoding?: string;
  readonly deploy: DeployOptions;
  /** Also convert the rows that the scripts bring along. */
  readonly data: boolean;
  /** Also what has not changed since the last conversion into the folder. */
  readonly afresh: boolean;
  readonly quiet: boolean;
  readonly json: boolean;
}

/** @throws AppError `invalid-input`; a connection string is not repeated in it, it may hold a password. */
export function readVerify(text: string): Verify {
  if (text === 'none' || text === 'embedded') return { on: text };
  if (/^postgres(ql)?:\/\//.test(text)) return { on: 'server', url: text };
  throw new AppError('invalid-input', { public: '--verify takes embedded, none, or a connection string that begins with postgres://.' });
}

/** @throws AppError `invalid-input` */
export function readVariables(given: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    given.map((text) => {
      const at = text.indexOf('=');
      if (at < 1) throw new AppError('invalid-input', { public: `--variable takes Name=value, not "${text}".` });
      return [text.slice(0, at), text.slice(at + 1)] as const;
    }),
  );
}

/** @throws AppError `invalid-input` */
export function readVersion(text: string): number {
  if (!/^\d{1,3}$/.test(text)) throw new AppError('invalid-input', { public: `--target-version takes a major version such as 15, not "${text}".` });
  return Number(text);
}

/** @throws AppError `invalid-input` */
export function readEncoding(text: string): string {
  const name = encodingName(text);
  if (name === undefined) throw new AppError('invalid-input', { public: `--encoding takes the name of an encoding such as utf-8, utf-16le or windows-1251, not "${text}".` });
  return name;
}
