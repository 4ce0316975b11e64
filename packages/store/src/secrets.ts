import type { Secret } from '../generated/client';
import type { Page, ResourceKey } from './resources';
import type { Store } from './client';
import { changing } from './client';

export type SecretRow = Secret & { readonly sourceOf: readonly { readonly name: string }[]; readonly targetOf: readonly { readonly name: string }[] };

/** What encryption made of a password. */
export interface SealedColumns {
  readonly keyId: string;
  readonly nonce: Uint8Array;
  readonly sealed: Uint8Array;
}

const usedBy = { select: { name: true }, orderBy: { name: 'asc' } } as const;
const parts = { sourceOf: usedBy, targetOf: usedBy };
/** The client wants bytes that own their memory. */
const bytes = <T extends Partial<SealedColumns>>(columns: T) => ({
  ...columns,
  ...(columns.nonce === undefined ? {} : { nonce: new Uint8Array(columns.nonce) }),
  ...(columns.sealed === undefined ? {} : { sealed: new Uint8Array(columns.sealed) }),
});

/** Credentials, with encrypted passwords. The id is chosen by the caller: the encryption is bound to it. */
export const secrets = {
  list: async (store: Store, keys: readonly ResourceKey[] | undefined, page: Page): Promise<{ rows: SecretRow[]; total: number }> => {
    const where = keys === undefined ? {} : { OR: [...keys] };
    const [rows, total] = await Promise.all([store.db.secret.findMany({ where, include: parts, orderBy: { name: 'asc' }, skip: page.skip, take: page.take }), store.db.secret.count({ where })]);
    return { rows, total };
  },
  find: (store: Store, key: ResourceKey): Promise<SecretRow | null> => store.db.secret.findFirst({ where: key, include: parts }),
  create: (store: Store, data: { id: string; name: string; description?: string | null; username: string } & SealedColumns): Promise<SecretRow> =>
    changing(`a secret named "${data.name}"`, () => store.db.secret.create({ data: bytes(data), include: parts })),
  update: (store: Store, id: string, data: { name?: string; description?: string | null; username?: string } & Partial<SealedColumns>): Promise<SecretRow> =>
    changing(data.name === undefined ? 'The secret' : `a secret named "${data.name}"`, () => store.db.secret.update({ where: { id }, data: { ...bytes(data), updatedAt: new Date() }, include: parts })),
  /** @throws AppError `invalid-state` while a project uses it */
  remove: async (store: Store, id: string): Promise<void> => {
    await changing('The secret', () => store.db.secret.delete({ where: { id } }));
  },
};
