import type { MethodCall, StaticMember } from '@ferry/source-sqlserver';
import { isScalar, partsOf, scalar } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { Expression } from '@ferry/target-postgresql';
import { hierarchyAncestor } from '../functions/hierarchyid';
import { coerce, lowerNode } from './expressions';
import { sqlTypeOf } from './lowering';
import type { Lowering } from './lowering';
import { support } from './support-call';

type Method = (low: Lowering, path: Expression, node: MethodCall) => Expression | undefined;

/**
 * Methods of hierarchyid over its text (`/1/2/`), which is how the type is kept in PostgreSQL
 * (https://learn.microsoft.com/sql/t-sql/data-types/hierarchyid-data-type-method-reference). Those that make new places in the tree
 * need its labels as numbers and are not converted.
 */
const methods: Readonly<Record<string, Method>> = {
  tostring: (_, path) => path,
  // One slash is the root; each level adds another.
  getlevel: (_, path) => pg.cast(pg.subtract(pg.subtract(pg.call('length', path), pg.call('length', pg.call('replace', path, pg.text('/'), pg.text('')))), pg.number(1)), pg.type('smallint')),
  getancestor: (low, path, node) => (node.args[0] === undefined ? undefined : support(low, hierarchyAncestor, [path, coerce(low, node.args[0], scalar('int'))])),
  isdescendantof: (low, path, node) => {
    const [ancestor] = node.args;
    if (ancestor === undefined) return undefined;
    const descends = pg.call('starts_with', path, lowerNode(low, ancestor));
    return low.bitIsBoolean ? descends : pg.cast(pg.cast(descends, pg.type('integer')), pg.type(low.ctx.choices.bit === 'smallint' ? 'smallint' : 'numeric'));
  },
};

/** @returns undefined when the value is no hierarchyid, or the method is not converted */
export function lowerHierarchyMethod(low: Lowering, node: MethodCall): Expression | undefined {
  const type = sqlTypeOf(low, node.target);
  if (!isScalar(type) || type.base !== 'hierarchyid') return undefined;
  const method = node.method.name.toLowerCase();
  return Object.hasOwn(methods, method) ? methods[method]?.(low, lowerNode(low, node.target), node) : undefined;
}

/** `hierarchyid::GetRoot()` and `hierarchyid::Parse(text)`. @returns undefined for anything else */
export function lowerHierarchyStatic(low: Lowering, node: StaticMember): Expression | undefined {
  if (partsOf(node.type).at(-1)?.toLowerCase() !== 'hierarchyid') return undefined;
  const [text] = node.args ?? [];
  switch (node.member.name.toLowerCase()) {
    case 'getroot':
      return pg.text('/');
    case 'parse':
      return text === undefined ? undefined : coerce(low, text, scalar('varchar', { length: 'max' }));
    default:
      return undefined;
  }
}
