import { idOf } from '@ferry/catalog';
import type { TopLevelKind } from '@ferry/catalog';
import type { DataProviderSettings } from '@ferry/contract';
import { saveNodeDetails, storable, storedObjectId } from '@ferry/store';
import type { NodeRow, ProjectRow, ProviderRow } from '@ferry/store';
import type { OperationContext } from './context';
import { enginesOf } from './context';
import { objectDetails } from './object-details';
import { sourceAddress } from './targets';

const settingsOf = (provider: { settings: unknown }): NonNullable<DataProviderSettings['MicrosoftSqlServerSettings']> => Object.values((provider.settings ?? {}) as DataProviderSettings)[0] ?? {};

/** Whether a source is read from a server. Scripts that are there are what is meant, whatever the provider says of a server. */
export function isLive(provider: Pick<ProviderRow, 'virtual' | 'files' | 'settings'>): boolean {
  const { FolderPath = '', S3Path = '' } = settingsOf(provider);
  return !provider.virtual && provider.files.length === 0 && FolderPath === '' && S3Path === '';
}

/** How long a person waits for one object, in milliseconds. */
const patience = 30_000;

/** What a node of names alone keeps of its object, until it is opened. */
interface Known {
  readonly key?: string;
}

/**
 * A node of a live source of which only the name is known is read when it is opened, and kept: the next one to open it asks no server.
 * Any other node is given back as it is.
 * @throws AppError with a cure when the server cannot be reached, `not-found` when the object is gone
 */
export async function openedNode(context: OperationContext, project: ProjectRow, node: NodeRow): Promise<NodeRow> {
  if (project.catalogHash !== null || node.origin !== 'SOURCE' || node.nodeType !== 'object' || node.definition !== null || node.kind === null || node.details === null) return node;
  const { key } = JSON.parse(node.details) as Known;
  const { server } = enginesOf(project).source;
  if (key === undefined || server === undefined) return node;
  const run = { signal: AbortSignal.timeout(patience), progress: () => undefined, log: () => undefined };
  const catalog = await server.readObject(await sourceAddress(context, project), { key, kind: node.kind as TopLevelKind }, run);
  const object = catalog.objects.find((one) => storedObjectId(idOf(one)) === node.objectId);
  if (object === undefined) return node;
  const { source, span } = object.definition;
  const definition = storable((catalog.sources[source]?.text ?? '').slice(span.start, span.end));
  const details = storable(objectDetails(object, catalog));
  await saveNodeDetails(context.store, project.id, node, { definition, details });
  return { ...node, definition, details };
}
