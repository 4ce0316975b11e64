import type { OpenJsonTable } from '@ferry/source-sqlserver';
import { familyOf, isScalar, scalar, sourceOf } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { FromItem, SelectItem } from '@ferry/target-postgresql';
import { keyArray } from '../functions/json';
import { readJsonPath } from '../functions/json-path';
import { jsonPairs, jsonPart, jsonRequired, jsonRows, jsonScalar } from '../functions/json-support';
import { qualifierOf } from './columns';
import { convert } from './convert';
import { coerce } from './expressions';
import { textOf } from './literals';
import type { Lowering } from './lowering';
import { support } from './support-call';

const text = scalar('nvarchar', { length: 'max' });

/** OPENJSON with a list of columns: a row for each element of the array, each column by its path (its name without one). */
export function lowerOpenJson(low: Lowering, node: OpenJsonTable): FromItem | undefined {
  const source = sourceOf(low.binding, node);
  const outer = readJsonPath(node.path === undefined ? '$' : (textOf(node.path) ?? ''));
  if (source?.columns === undefined || outer === undefined || outer.strict || outer.append) return undefined;
  if (node.columns.length === 0) {
    const pairs = support(low, jsonPairs, [coerce(low, node.document, text), keyArray(outer.keys)]);
    const alias = qualifierOf(low, source);
    const definitions = [['key', pg.type('text')], ['value', pg.type('text')], ['type', pg.type('integer')]] as const;
    return pairs.kind === 'Call' ? { kind: 'FromFunction', call: pairs, alias, definitions: definitions.map(([name, type]) => ({ name, type })), lateral: true } : undefined;
  }
  const value = pg.column('element', 'value');
  const items: SelectItem[] = [];
  for (const [i, column] of node.columns.entries()) {
    const type = source.columns[i]?.type ?? { kind: 'unknown' as const };
    const path = column.path === undefined ? { keys: [column.name.name], strict: false, append: false } : readJsonPath(textOf(column.path) ?? '');
    if (path === undefined || path.append || (path.strict && column.asJson) || !isScalar(type) || familyOf(type) === 'other') return undefined;
    const found = support(low, column.asJson ? jsonPart : path.strict ? jsonRequired : jsonScalar, [value, keyArray(path.keys)]);
    // Bytes stand in a document in base 64.
    const bytes = familyOf(type) === 'binary' ? pg.call('decode', found, pg.text('base64')) : undefined;
    items.push(pg.item(bytes ?? (column.asJson ? found : convert(low, node.document, found, text, type, 'explicit')), low.ctx.names.local(column.name.name)));
  }
  const rows = support(low, jsonRows, [coerce(low, node.document, text), keyArray(outer.keys)]);
  if (rows.kind !== 'Call') return undefined;
  const query = pg.select(items, { from: [{ kind: 'FromFunction', call: rows, alias: 'element', columns: ['value'] }] });
  return { kind: 'FromSubquery', query, lateral: true, alias: qualifierOf(low, source) };
}
