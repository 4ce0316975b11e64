import { AppError } from '@ferry/kernel';
import type { ObjectLocator } from '@ferry/contract';
import { namedStatements, trees } from '@ferry/store';
import type { NodeRow, ProjectRow } from '@ferry/store';
import { enginesOf } from './context';
import type { OperationContext } from './context';
import { findProject } from './find';
import type { Handlers } from './handlers';
import { findNode } from './nodes';
import { cancelRequest, listRequests, start } from './requests';

const locatorOf = (node: NodeRow): ObjectLocator => JSON.parse(node.locator) as ObjectLocator;

/** The schema that a node is in or stands for; above the schemas the source's own first one. @throws AppError when there is none */
async function schemaOf(context: OperationContext, project: ProjectRow, rules: string): Promise<string> {
  const node = await findNode(context, project, 'SOURCE', rules);
  const named = node === undefined ? undefined : locatorOf(node)['schema-name'];
  if (named !== undefined) return named;
  const schemas = (await trees.outline(context.store.db, project.id, 'SOURCE')).filter((one) => one.nodeType === 'schema').map((one) => one.name);
  const usual = schemas.find((name) => name.toLowerCase() === 'dbo') ?? schemas[0];
  if (usual === undefined) throw new AppError('invalid-state', { public: `The source of migration project "${project.name}" has no schema that a statement could be in. Load its metadata first.` });
  return usual;
}

export const statementHandlers: Pick<Handlers, 'StartMetadataModelCreation' | 'DescribeMetadataModelCreations' | 'CancelMetadataModelCreation' | 'StartStatementDeletion'> = {
  StartMetadataModelCreation: async (input, context) => {
    const project = await findProject(context, input.MigrationProjectIdentifier);
    if (enginesOf(project).source.withStatements === undefined) throw new AppError('invalid-input', { public: `Statements of ${enginesOf(project).source.label} cannot be kept.` });
    const schema = await schemaOf(context, project, input.SelectionRules);
    const name = input.MetadataModelName;
    if (await namedStatements.exists(context.store.db, project.id, { schemaName: schema, name })) throw new AppError('already-exists', { public: `There is already a statement "${name}" in the schema "${schema}".` });
    return start(context, input.MigrationProjectIdentifier, 'create', 'SOURCE', input.SelectionRules, { statement: { schema, name, definition: input.Properties.StatementProperties.Definition } });
  },
  DescribeMetadataModelCreations: listRequests('create'),
  CancelMetadataModelCreation: cancelRequest('create'),
  StartStatementDeletion: async (input, context) => {
    const project = await findProject(context, input.MigrationProjectIdentifier);
    const node = await findNode(context, project, 'SOURCE', input.SelectionRules);
    const { 'schema-name': schema, 'statement-name': name } = node === undefined ? {} : locatorOf(node);
    if (schema === undefined || name === undefined) throw new AppError('invalid-input', { public: 'Only a named statement can be deleted: choose one under Statements.' });
    return start(context, input.MigrationProjectIdentifier, 'remove', 'SOURCE', input.SelectionRules, { statement: { schema, name } });
  },
};
