import { resourceName } from '@ferry/contract';

/** Why a name is none, in the contract's words. */
export function nameError(name: string): string | undefined {
  const checked = resourceName.safeParse(name);
  const message = checked.success ? undefined : checked.error.issues[0]?.message;
  return message === undefined ? undefined : `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
}
