import { idOf } from '@ferry/catalog';
import { findSource } from '@ferry/registry/engines';
import { storedObjectId } from '@ferry/store';
import { unpackCatalog } from './catalog-file';
import type { StudyResult, StudyTask } from './protocol';

/** Looks into the code of a catalogue: who uses what, parameters of routines and columns of what is selected from. */
export function studySource(task: StudyTask): StudyResult {
  const { study } = findSource(task.source);
  if (study === undefined) return { uses: [], parameters: [], columns: [] };
  const found = study(unpackCatalog(task.catalog));
  const id = (object: Parameters<typeof idOf>[0]): string => storedObjectId(idOf(object));
  return {
    uses: found.uses.map((use) => ({ from: id(use.from), to: id(use.to), kinds: use.kinds })),
    parameters: [...found.parameters].map(([object, parameters]) => ({
      objectId: id(object),
      parameters: parameters.map((one) => ({ Name: one.name, Type: one.type, Direction: one.direction, ...(one.default === undefined ? {} : { Default: one.default }) })),
    })),
    columns: [...found.columns].map(([object, columns]) => ({
      objectId: id(object),
      columns: columns.map((one) => ({ Name: one.name, Type: one.type, ...(one.nullable === undefined ? {} : { Nullable: one.nullable }), ...(one.default === undefined ? {} : { Default: one.default }) })),
    })),
  };
}
