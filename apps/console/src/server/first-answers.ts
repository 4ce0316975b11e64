import { rootPath } from '@ferry/contract';
import type { OperationInput, OperationName, OperationOutput, Origin } from '@ferry/contract';
import { callOperation } from '@ferry/operations';
import { QueryClient, dehydrate } from '@tanstack/react-query';
import type { DehydratedState } from '@tanstack/react-query';
import { queryKey } from '@/api/query-key';
import { branchInput, branchKey, branchOf, firstPage, openedTypes, rootInput } from '@/features/schema-conversion/tree/branch';
import type { Branch } from '@/features/schema-conversion/tree/branch';
import { log, operationContext } from './operations';

/** So many branches of one tree are sent with the page; the window asks for the others. */
const mostBranches = 12;

type Read = <N extends OperationName>(operation: N, input: OperationInput<N>) => Promise<OperationOutput<N>>;

async function readTree(client: QueryClient, read: Read, project: string, origin: Origin): Promise<void> {
  const input = rootInput(project, origin, rootPath);
  const root = await read('DescribeMetadataModel', input);
  client.setQueryData(queryKey('DescribeMetadataModel', input), root);
  const open: { readonly path: string; readonly empty: boolean }[] = [{ path: rootPath, empty: root.Node?.ChildrenCount === 0 }];
  for (let at = 0; at < Math.min(open.length, mostBranches); at++) {
    const { path, empty } = open[at] ?? { path: rootPath, empty: true };
    if (empty) continue;
    const branch: Branch = branchOf(await read('DescribeMetadataModelChildren', branchInput(project, origin, path, undefined, firstPage)), path);
    client.setQueryData(branchKey(project, origin, path), branch);
    open.push(...branch.nodes.filter((node) => openedTypes.includes(node.NodeType)).map((node) => ({ path: node.Path, empty: node.ChildrenCount === 0 })));
  }
}

/**
 * What the schema conversion screen asks for first (the project, and both trees down to the schemas), to be sent with the page: the
 * trees are there without a call a level.
 * @returns undefined when it cannot be read: the window asks for it again, and tells what is wrong
 */
export async function firstAnswers(project: string): Promise<DehydratedState | undefined> {
  const client = new QueryClient();
  try {
    const context = await operationContext();
    // As it comes over the wire: without undefined members.
    const read: Read = async (operation, input) => JSON.parse(JSON.stringify(await callOperation(operation, input, context))) as OperationOutput<typeof operation>;
    const { MigrationProjects } = await read('DescribeMigrationProjects', { Filters: [{ Name: 'migration-project-identifier', Values: [project] }] });
    const [found] = MigrationProjects;
    if (found === undefined) return undefined;
    client.setQueryData(['DescribeMigrationProjects', project], found);
    if (found.SchemaConversionStatus === 'OPEN') await Promise.all([readTree(client, read, project, 'SOURCE'), readTree(client, read, project, 'TARGET')]);
    return dehydrate(client);
  } catch (thrown) {
    // The page is drawn without: what fails here fails in the window too, where it is told.
    log('debug', 'the first answers of a page could not be read', { reason: String(thrown) });
    return undefined;
  }
}
