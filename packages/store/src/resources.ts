import type { DataProvider, InstanceProfile, MigrationProject, Prisma, Secret, StoredFile } from '../generated/client';
import type { Store } from './client';
import { changing } from './client';
import { newResourceId } from './ids';

/** How a caller names a resource: by the id at the end of its ARN, or by its name. */
export type ResourceKey = { readonly id: string } | { readonly name: string };

export interface Page {
  readonly skip: number;
  readonly take: number;
}

const usedBy = { select: { name: true }, orderBy: { name: 'asc' } } as const;
const byName = [{ name: 'asc' }] as const;
const ordered = [...byName];

export type ProfileRow = InstanceProfile & { readonly projects: readonly { readonly name: string }[] };
export type ProviderRow = DataProvider & {
  readonly files: readonly StoredFile[];
  readonly sourceOf: readonly { readonly name: string }[];
  readonly targetOf: readonly { readonly name: string }[];
};
export type ProjectRow = MigrationProject & {
  readonly instanceProfile: InstanceProfile;
  readonly source: DataProvider;
  readonly target: DataProvider;
  readonly sourceSecret: Pick<Secret, 'id' | 'name'> | null;
  readonly targetSecret: Pick<Secret, 'id' | 'name'> | null;
};
export type ProfileData = Omit<Prisma.InstanceProfileUncheckedCreateInput, 'id' | 'projects' | 'createdAt'>;
export type ProviderData = Omit<Prisma.DataProviderUncheckedCreateInput, 'id' | 'files' | 'sourceOf' | 'targetOf' | 'createdAt'>;
export type ProjectData = Pick<
  Prisma.MigrationProjectUncheckedCreateInput,
  | 'name'
  | 'description'
  | 'instanceProfileId'
  | 'sourceProviderId'
  | 'targetProviderId'
  | 'sourceSecretId'
  | 'sourceStoredSecret'
  | 'sourceSecretRole'
  | 'targetSecretId'
  | 'targetStoredSecret'
  | 'targetSecretRole'
  | 'transformationRules'
  | 's3BucketPath'
  | 's3BucketRole'
  | 'artifactsFolder'
  | 'tags'
>;

const profileParts = { projects: usedBy };
const providerParts = { files: { orderBy: [{ uploadedAt: 'asc' as const }, { name: 'asc' as const }] }, sourceOf: usedBy, targetOf: usedBy };
const secretName = { select: { id: true, name: true } } as const;
const projectParts = { instanceProfile: true, source: true, target: true, sourceSecret: secretName, targetSecret: secretName };

/** Instance profiles. */
export const profiles = {
  list: async (store: Store, keys: readonly ResourceKey[] | undefined, page: Page): Promise<{ rows: ProfileRow[]; total: number }> => {
    const where = keys === undefined ? {} : { OR: [...keys] };
    const [rows, total] = await Promise.all([store.db.instanceProfile.findMany({ where, include: profileParts, orderBy: ordered, skip: page.skip, take: page.take }), store.db.instanceProfile.count({ where })]);
    return { rows, total };
  },
  find: (store: Store, key: ResourceKey): Promise<ProfileRow | null> => store.db.instanceProfile.findFirst({ where: key, include: profileParts }),
  create: (store: Store, data: ProfileData): Promise<ProfileRow> =>
    changing(`an instance profile named "${data.name}"`, () => store.db.instanceProfile.create({ data: { ...data, id: newResourceId() }, include: profileParts })),
  update: (store: Store, id: string, data: Partial<ProfileData>): Promise<ProfileRow> =>
    changing(data.name === undefined ? 'The instance profile' : `an instance profile named "${data.name}"`, () => store.db.instanceProfile.update({ where: { id }, data, include: profileParts })),
  remove: async (store: Store, id: string): Promise<void> => {
    await changing('The instance profile', () => store.db.instanceProfile.delete({ where: { id } }));
  },
};

/** Data providers and their uploaded files. */
export const providers = {
  list: async (store: Store, keys: readonly ResourceKey[] | undefined, page: Page): Promise<{ rows: ProviderRow[]; total: number }> => {
    const where = keys === undefined ? {} : { OR: [...keys] };
    const [rows, total] = await Promise.all([store.db.dataProvider.findMany({ where, include: providerParts, orderBy: ordered, skip: page.skip, take: page.take }), store.db.dataProvider.count({ where })]);
    return { rows, total };
  },
  find: (store: Store, key: ResourceKey): Promise<ProviderRow | null> => store.db.dataProvider.findFirst({ where: key, include: providerParts }),
  create: (store: Store, data: ProviderData): Promise<ProviderRow> =>
    changing(`a data provider named "${data.name}"`, () => store.db.dataProvider.create({ data: { ...data, id: newResourceId() }, include: providerParts })),
  update: (store: Store, id: string, data: Partial<ProviderData>): Promise<ProviderRow> =>
    changing(data.name === undefined ? 'The data provider' : `a data provider named "${data.name}"`, () => store.db.dataProvider.update({ where: { id }, data, include: providerParts })),
  remove: async (store: Store, id: string): Promise<void> => {
    await changing('The data provider', () => store.db.dataProvider.delete({ where: { id } }));
  },
  /** Adds an uploaded file; one of the same name is replaced. Returns the keys of objects that are not needed any more. */
  addFile: (store: Store, providerId: string, file: { name: string; size: bigint; sha256: string; objectKey: string }): Promise<string[]> =>
    changing('The data provider', () =>
      store.db.$transaction(async (db) => {
        const old = await db.storedFile.findMany({ where: { providerId, name: file.name } });
        await db.storedFile.deleteMany({ where: { id: { in: old.map((f) => f.id) } } });
        await db.storedFile.create({ data: { ...file, providerId, id: newResourceId() } });
        return old.map((f) => f.objectKey);
      }),
    ),
  removeFiles: (store: Store, providerId: string, ids?: readonly string[]): Promise<string[]> =>
    store.db.$transaction(async (db) => {
      const where = { providerId, ...(ids === undefined ? {} : { id: { in: [...ids] } }) };
      const old = await db.storedFile.findMany({ where });
      await db.storedFile.deleteMany({ where: { id: { in: old.map((f) => f.id) } } });
      return old.map((f) => f.objectKey);
    }),
};

/** Which projects a list shows; keys of one list are alternatives, the lists are all demanded. */
export interface ProjectFilter {
  readonly projects?: readonly ResourceKey[];
  readonly profiles?: readonly ResourceKey[];
  readonly providers?: readonly ResourceKey[];
  readonly sources?: readonly ResourceKey[];
  readonly targets?: readonly ResourceKey[];
}

/** Migration projects. */
export const projects = {
  list: async (store: Store, filter: ProjectFilter, page: Page): Promise<{ rows: ProjectRow[]; total: number }> => {
    const where: Prisma.MigrationProjectWhereInput = {
      AND: [
        ...(filter.projects ? [{ OR: [...filter.projects] }] : []),
        ...(filter.profiles ? [{ instanceProfile: { OR: [...filter.profiles] } }] : []),
        ...(filter.sources ? [{ source: { OR: [...filter.sources] } }] : []),
        ...(filter.targets ? [{ target: { OR: [...filter.targets] } }] : []),
        ...(filter.providers ? [{ OR: [{ source: { OR: [...filter.providers] } }, { target: { OR: [...filter.providers] } }] }] : []),
      ],
    };
    const [rows, total] = await Promise.all([store.db.migrationProject.findMany({ where, include: projectParts, orderBy: ordered, skip: page.skip, take: page.take }), store.db.migrationProject.count({ where })]);
    return { rows, total };
  },
  find: (store: Store, key: ResourceKey): Promise<ProjectRow | null> => store.db.migrationProject.findFirst({ where: key, include: projectParts }),
  create: (store: Store, data: ProjectData): Promise<ProjectRow> =>
    changing(`a migration project named "${data.name}"`, () => store.db.migrationProject.create({ data: { ...data, id: newResourceId() }, include: projectParts })),
  update: (store: Store, id: string, data: Partial<ProjectData> & Pick<Prisma.MigrationProjectUncheckedUpdateInput, 'settings' | 'targetVersion' | 'conversionOpen' | 'openedAt'>): Promise<ProjectRow> =>
    changing(data.name === undefined ? 'The migration project' : `a migration project named "${data.name}"`, () => store.db.migrationProject.update({ where: { id }, data, include: projectParts })),
  remove: async (store: Store, id: string): Promise<void> => {
    await changing('The migration project', () => store.db.migrationProject.delete({ where: { id } }));
  },
};
