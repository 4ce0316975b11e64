import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';

/** Calls the product as a program does: for what stands before the task that a test is about. */
async function call<T>(operation: string, input: unknown): Promise<T> {
  const answer = await fetch(`${process.env['FERRY_E2E_URL'] ?? ''}/api/dms`, { method: 'POST', headers: { 'Content-Type': 'application/x-amz-json-1.1', 'X-Amz-Target': `AmazonDMSv20160101.${operation}` }, body: JSON.stringify(input) });
  const body = (await answer.json()) as T & { message?: string };
  if (!answer.ok) throw new Error(`${operation}: ${body.message ?? answer.status}`);
  return body;
}

const everything = JSON.stringify({ rules: [{ 'rule-type': 'selection', 'rule-id': '1', 'rule-name': '1', 'rule-action': 'include', 'object-locator': { 'server-name': '%' } }] });

interface RequestLook {
  readonly Requests: readonly { readonly Status: string; readonly Error?: unknown }[];
}

async function finished(operation: string, project: string, more: object): Promise<void> {
  const { RequestIdentifier } = await call<{ RequestIdentifier: string }>(operation, { MigrationProjectIdentifier: project, SelectionRules: everything, ...more });
  for (;;) {
    const { Requests } = await call<RequestLook>('DescribeRequests', { MigrationProjectIdentifier: project, Filters: [{ Name: 'request-id', Values: [RequestIdentifier] }] });
    const status = Requests[0]?.Status;
    if (status === 'SUCCESS') return;
    if (status === 'FAILED' || status === 'CANCELED') throw new Error(`${operation}: ${JSON.stringify(Requests[0])}`);
    await new Promise((next) => setTimeout(next, 200));
  }
}

export interface PreparedProject {
  readonly name: string;
  /** Address of the schema conversion screen, with a query. */
  readonly screen: (query?: Record<string, string>) => string;
  /** Path of a node of the source tree from the schemas down. */
  readonly source: (...names: readonly string[]) => string;
}

/**
 * A migration project from scripts to PostgreSQL, read and, when asked for, converted.
 * @param name also the name of its database
 */
export async function prepareProject(name: string, file: string, how: { convert: boolean } = { convert: true }): Promise<PreparedProject> {
  await call('CreateInstanceProfile', { InstanceProfileName: `${name}-profile`, NetworkType: 'IPV4' });
  await call('CreateDataProvider', { DataProviderName: `${name}-source`, Engine: 'sqlserver', Virtual: true, Settings: { MicrosoftSqlServerSettings: { DatabaseName: name } } });
  await call('CreateDataProvider', { DataProviderName: `${name}-target`, Engine: 'postgres', Virtual: false, Settings: { PostgreSqlSettings: { Embedded: true } } });
  const query = new URLSearchParams({ DataProviderIdentifier: `${name}-source`, FileName: basename(file) });
  const uploaded = await fetch(`${process.env['FERRY_E2E_URL'] ?? ''}/api/upload?${query.toString()}`, { method: 'POST', headers: { 'Content-Type': 'application/octet-stream' }, body: await readFile(file) });
  if (!uploaded.ok) throw new Error(`upload: ${await uploaded.text()}`);
  await call('CreateMigrationProject', { MigrationProjectName: name, InstanceProfileIdentifier: `${name}-profile`, SourceDataProviderDescriptors: [{ DataProviderIdentifier: `${name}-source` }], TargetDataProviderDescriptors: [{ DataProviderIdentifier: `${name}-target` }] });
  await finished('StartMetadataModelImport', name, { Origin: 'SOURCE', Refresh: true });
  if (how.convert) await finished('StartMetadataModelConversion', name, {});
  return knownProject(name);
}

/** A migration project that is there already, and has been read. */
export async function knownProject(name: string): Promise<PreparedProject> {
  const { MetadataModels } = await call<{ MetadataModels: readonly { Path: string; NodeType: string }[] }>('SearchMetadataModel', { MigrationProjectIdentifier: name, Origin: 'SOURCE', MaxRecords: 1 });
  const first = MetadataModels[0]?.Path ?? '';
  const schemas = first.slice(0, first.indexOf('/Schemas/') + '/Schemas'.length);
  return {
    name,
    screen: (parts = {}) => `/migration-projects/${name}/schema-conversion?${new URLSearchParams(parts).toString()}`,
    source: (...names) => [schemas, ...names].join('/'),
  };
}
