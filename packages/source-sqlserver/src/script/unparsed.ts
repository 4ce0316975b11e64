import type * as syntax from '../syntax';
import { codeObject } from './code-objects';
import { define, defaultSchema, find, fragment, isTemporary, passOver, report } from './draft';
import type { Place } from './draft';
import { headOf } from './heads';

/**
 * A definition that cannot be read is listed by its kind and name; the parser's diagnostic lies inside of it and becomes an
 * action item. Anything else is passed over, beside its diagnostic.
 */
export function defineUnparsed(place: Place, node: syntax.UnparsedStatement): void {
  const head = headOf(place.text, node.span.start, node.span.end);
  if (!head || isTemporary(head.name)) {
    passOver(place, node.span, /^\s*([A-Za-z_]+)/.exec(node.text.slice(0, 60))?.[1]?.toUpperCase() ?? 'STATEMENT', 'could not be read; the error that was told here says why');
    return;
  }
  const { kind } = head;
  const schema = head.schema ?? (head.on?.schema ?? defaultSchema);
  const name = kind === 'SCHEMA' ? { schema: head.name, name: head.name } : { schema, name: head.name };
  const common = { ...name, definition: fragment(place, node) };
  if (/^\s*ALTER\b/i.test(node.text.slice(0, 200)) && (kind === 'TABLE' || kind === 'SEQUENCE' || kind === 'SCHEMA')) {
    const owner = find(place.draft, [kind], name);
    passOver(place, node.span, `ALTER ${kind}`, 'could not be read; the error that was told here says why');
    if (owner) report(place, owner.nameAt?.source === place.source ? owner.nameAt : node, 'unread-change', `A change of ${name.schema}.${name.name} could not be read and is missing here. Correct the ALTER statement.`, 'error');
    return;
  }
  switch (kind) {
    case 'TABLE':
      return define(place, { kind, ...common, columns: [], constraints: [], indexes: [], options: {} });
    case 'TABLE_TYPE':
      return define(place, { kind, ...common, columns: [], constraints: [], indexes: [] });
    case 'TYPE':
      return define(place, { kind, ...common, nullable: true });
    case 'SEQUENCE':
      return define(place, { kind, ...common, cycle: false });
    case 'SYNONYM':
      return define(place, { kind, ...common, target: [] });
    case 'VIEW':
    case 'FUNCTION':
    case 'PROCEDURE':
    case 'TRIGGER':
    case 'DDL_TRIGGER':
    case 'AGGREGATE':
    case 'SECURITY_POLICY':
    case 'ASSEMBLY': {
      const object = codeObject(place, kind, name, node, undefined);
      if (head.on) object.on = { schema: head.on.schema ?? defaultSchema, name: head.on.name };
      return define(place, object, true);
    }
    default:
      return define(place, { kind, ...common });
  }
}
