import { resourceName } from '@ferry/contract';

interface Schema {
  readonly safeParse: (value: unknown) => { readonly success: true } | { readonly success: false; readonly error: { readonly issues: readonly { readonly message: string }[] } };
}

/** Why a text is not what the contract asks for, in the contract's words. */
export function schemaError(schema: Schema, text: string): string | undefined {
  const checked = schema.safeParse(text);
  const message = checked.success ? undefined : checked.error.issues[0]?.message;
  return message === undefined ? undefined : `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
}

/** Why a name is none. */
export const nameError = (name: string): string | undefined => schemaError(resourceName, name);
