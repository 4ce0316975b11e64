import type { Database } from './client';
import { storable } from './ids';

/** Ad-hoc SQL under a name, in the context of a schema. */
export interface NamedStatementRow {
  readonly schemaName: string;
  readonly name: string;
  readonly definition: string;
}

const same = (projectId: string, { schemaName, name }: Omit<NamedStatementRow, 'definition'>) => ({ projectId, schemaName: { equals: schemaName, mode: 'insensitive' as const }, name: { equals: name, mode: 'insensitive' as const } });

/** The named statements of a project, in the order of their names. */
export const namedStatements = {
  list: (db: Database, projectId: string): Promise<NamedStatementRow[]> => db.namedStatement.findMany({ where: { projectId }, orderBy: [{ schemaName: 'asc' }, { name: 'asc' }], select: { schemaName: true, name: true, definition: true } }),
  /** Names that differ in case only are the same. */
  exists: async (db: Database, projectId: string, named: Omit<NamedStatementRow, 'definition'>): Promise<boolean> => (await db.namedStatement.count({ where: same(projectId, named) })) > 0,
  save: async (db: Database, projectId: string, statement: NamedStatementRow): Promise<void> => {
    const { schemaName, name } = statement;
    const definition = storable(statement.definition);
    await db.namedStatement.upsert({ where: { projectId_schemaName_name: { projectId, schemaName, name } }, create: { projectId, schemaName, name, definition }, update: { definition } });
  },
  remove: async (db: Database, projectId: string, named: Omit<NamedStatementRow, 'definition'>): Promise<void> => void (await db.namedStatement.deleteMany({ where: same(projectId, named) })),
};
