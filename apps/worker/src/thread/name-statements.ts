import { AppError } from '@ferry/kernel';
import type { Run } from '@ferry/kernel';
import { findSource } from '@ferry/registry/engines';
import { sourceTree } from '../tree/source-tree';
import { packCatalog, unpackCatalog } from './catalog-file';
import type { ReadResult, StatementsTask } from './protocol';

/** Puts named statements into a catalogue. @throws AppError when the one that is `wanted` has no place in it; others are told in the log */
export async function nameStatements(task: StatementsTask, run: Run): Promise<ReadResult> {
  const source = findSource(task.source);
  const before = unpackCatalog(task.catalog);
  const { catalog, refused } = (await source.withStatements?.(before, task.statements, run)) ?? { catalog: before, refused: [] };
  for (const { statement, reason } of refused) {
    if (statement.schema === task.wanted?.schema && statement.name === task.wanted.name) throw new AppError('invalid-input', { public: `The statement "${statement.name}" cannot be kept. ${reason}` });
    run.log('warn', `The statement "${statement.name}" of the schema "${statement.schema}" is left out. ${reason}`, { module: 'loader' });
  }
  const { bytes, hash } = packCatalog(catalog);
  return { catalog: bytes, hash, nodes: sourceTree(catalog, source, task.server), objects: catalog.objects.length };
}
