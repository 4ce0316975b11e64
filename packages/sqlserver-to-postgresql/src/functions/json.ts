import type { Expression as SourceExpression } from '@ferry/source-sqlserver';
import { familyOf, scalar } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { Expression } from '@ferry/target-postgresql';
import { expressionItems } from '../action-items/expressions';
import { coerce, lowerNode } from '../lower/expressions';
import { textOf } from '../lower/literals';
import { bare, castTo, note, sqlTypeOf } from '../lower/lowering';
import type { Lowering } from '../lower/lowering';
import { support } from '../lower/support-call';
import type { CallSite, FunctionTable } from './call-site';
import { nameOf } from './call-site';
import { readJsonPath } from './json-path';
import { isJson, jsonModify, jsonModifyStrict, jsonPath } from './json-support';
import { jsonQuery, jsonValue } from './support';

/** Expressions whose text is JSON already: it is taken in as it is. */
function isJsonText(node: SourceExpression): boolean {
  const inner = bare(node);
  if (inner.kind === 'FunctionCall') return ['JSON_QUERY', 'JSON_MODIFY'].includes(nameOf(inner));
  return inner.kind === 'SubqueryExpression' && inner.query.for?.kind === 'ForJson';
}

/** A value as JSON; undefined when its text would differ. */
export function jsonOf(low: Lowering, node: SourceExpression): Expression | undefined {
  const type = sqlTypeOf(low, node);
  if (type.kind === 'null') return castTo(pg.null, 'jsonb');
  if (isJsonText(node)) return castTo(lowerNode(low, node), 'jsonb');
  switch (familyOf(type)) {
    case 'string': return pg.call('to_jsonb', castTo(coerce(low, node, scalar('nvarchar', { length: 'max' })), 'text'));
    case 'integer': case 'decimal': case 'money': return pg.call('to_jsonb', lowerNode(low, node));
    case 'bit': return low.bitIsBoolean ? pg.call('to_jsonb', lowerNode(low, node)) : undefined;
    case 'guid': return pg.call('to_jsonb', pg.call('upper', castTo(lowerNode(low, node), 'text')));
    // Both write ISO 8601 without a zone.
    case 'date-time': return familyOf(type) === 'date-time' && type.kind === 'scalar' && ['date', 'datetime', 'datetime2', 'smalldatetime'].includes(type.base) ? pg.call('to_jsonb', lowerNode(low, node)) : undefined;
    default: return undefined;
  }
}

export const keyArray = (keys: readonly string[]): Expression => (keys.length === 0 ? pg.cast(pg.text('{}'), pg.arrayOf(pg.type('text'))) : { kind: 'ArrayLiteral', elements: keys.map((k) => pg.text(k)) });

function modify(site: CallSite): Expression {
  const written = textOf(site.args[1]);
  const path = written === undefined ? undefined : readJsonPath(written);
  if (written !== undefined && path === undefined) return site.refuse('its path is none of names and positions');
  const node = site.args[2] ?? site.node;
  const value = jsonOf(site.low, node);
  if (value === undefined || familyOf(site.type(2)) === 'date-time') return site.refuse('the type of its value');
  note(site.low, site.node, expressionItems.jsonText);
  if (path === undefined) return support(site.low, jsonModify, [site.text(0), support(site.low, jsonPath, [site.text(1)]), value, pg.boolean(false)]);
  return support(site.low, path.strict ? jsonModifyStrict : jsonModify, [site.text(0), keyArray(path.keys), value, pg.boolean(path.append)]);
}

export const jsonFunctions: FunctionTable = {
  ISJSON: { args: [1, 1], volatility: 'immutable', build: (s) => support(s.low, isJson, [s.text(0)]) },
  JSON_VALUE: { args: [2, 2], volatility: 'immutable', build: (s) => support(s.low, jsonValue, [s.text(0), s.text(1)]) },
  JSON_QUERY: { args: [1, 2], volatility: 'immutable', build: (s) => support(s.low, jsonQuery, [s.text(0), s.args.length > 1 ? s.text(1) : pg.text('$')]) },
  JSON_MODIFY: { args: [3, 3], volatility: 'immutable', build: modify },
};
