import type { DmlTable } from '../syntax';
import type { Cursor } from './cursor';
import { parseDelete, parseInsert, parseUpdate } from './dml';
import { parseMerge } from './merge';

/** The data statement inside `FROM (MERGE ... OUTPUT ...)`; one of its four words is next. */
export function parseNestedDml(p: Cursor): DmlTable['statement'] {
  const start = p.start();
  switch (p.word()) {
    case 'INSERT':
      return parseInsert(p, start, undefined);
    case 'UPDATE':
      return parseUpdate(p, start, undefined);
    case 'DELETE':
      return parseDelete(p, start, undefined);
    default:
      return parseMerge(p, start, undefined);
  }
}
