import type { Prisma, SubnetGroup } from '../generated/client';
import type { Store } from './client';
import { changing } from './client';
import { newResourceId } from './ids';
import type { Page, ResourceKey } from './resources';

export type SubnetGroupRow = SubnetGroup;
export type SubnetGroupData = Omit<Prisma.SubnetGroupUncheckedCreateInput, 'id' | 'createdAt'>;

/** Subnet groups. */
export const subnetGroups = {
  list: async (store: Store, keys: readonly ResourceKey[] | undefined, page: Page): Promise<{ rows: SubnetGroupRow[]; total: number }> => {
    const where = keys === undefined ? {} : { OR: [...keys] };
    const [rows, total] = await Promise.all([store.db.subnetGroup.findMany({ where, orderBy: { name: 'asc' }, skip: page.skip, take: page.take }), store.db.subnetGroup.count({ where })]);
    return { rows, total };
  },
  find: (store: Store, key: ResourceKey): Promise<SubnetGroupRow | null> => store.db.subnetGroup.findFirst({ where: key }),
  /** Names of the instance profiles that name a group. */
  usedBy: async (store: Store, name: string): Promise<string[]> =>
    (await store.db.instanceProfile.findMany({ where: { subnetGroup: { equals: name, mode: 'insensitive' } }, select: { name: true }, orderBy: { name: 'asc' } })).map((row) => row.name),
  create: (store: Store, data: SubnetGroupData): Promise<SubnetGroupRow> => changing(`a subnet group named "${data.name}"`, () => store.db.subnetGroup.create({ data: { ...data, id: newResourceId() } })),
  update: (store: Store, id: string, data: Partial<SubnetGroupData>): Promise<SubnetGroupRow> => changing('The subnet group', () => store.db.subnetGroup.update({ where: { id }, data })),
  remove: async (store: Store, id: string): Promise<void> => {
    await changing('The subnet group', () => store.db.subnetGroup.delete({ where: { id } }));
  },
};
