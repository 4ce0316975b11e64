import type { CodeObject, Fragment } from '@ferry/catalog';
import type * as syntax from '../syntax';
import { define, find, fragment, isTemporary, passOver, resolve } from './draft';
import type { DraftCode, Name, Place } from './draft';
import { quotedAt } from './quoting';
import { toggleTriggers } from './tables';

type CodeStatement = syntax.CreateViewStatement | syntax.CreateProcedureStatement | syntax.CreateFunctionStatement | syntax.CreateTriggerStatement | syntax.CreateAggregateStatement | syntax.CreateSecurityPolicyStatement | syntax.CreateAssemblyStatement;

/** Whether only blanks and comments stand between two places. */
function onlyComments(text: string, from: number, to: number): boolean {
  for (let i = from; i < to; ) {
    const c = text.charCodeAt(i);
    if (c <= 32 || c === 0xa0 || c === 0xfeff) i++;
    else {
      const quoted = quotedAt(text, i);
      if (quoted?.kind !== 'line-comment' && quoted?.kind !== 'block-comment') return false;
      i = quoted.end;
    }
  }
  return true;
}

const skipBlanks = (text: string, from: number, to: number): number => {
  let i = from;
  while (i < to && (text.charCodeAt(i) <= 32 || text.charCodeAt(i) === 0xfeff)) i++;
  return i;
};

/**
 * The server stores a routine with the whole of its batch: comments before CREATE belong to it
 * (https://learn.microsoft.com/sql/relational-databases/system-catalog-views/sys-sql-modules-transact-sql).
 */
export function moduleFragment(place: Place, node: { readonly span: syntax.Node['span'] }): Fragment {
  const { batch, text } = place;
  const start = onlyComments(text, batch.start, node.span.start) ? skipBlanks(text, batch.start, node.span.start) : node.span.start;
  const end = onlyComments(text, node.span.end, batch.end) ? node.span.end + text.slice(node.span.end, batch.end).trimEnd().length : node.span.end;
  return { source: place.source, span: { start, end } };
}

const flavours = { ReturnsScalar: 'scalar', ReturnsQuery: 'inline', ReturnsTable: 'table-valued' } as const;

const kinds = {
  CreateViewStatement: 'VIEW',
  CreateProcedureStatement: 'PROCEDURE',
  CreateFunctionStatement: 'FUNCTION',
  CreateAggregateStatement: 'AGGREGATE',
  CreateSecurityPolicyStatement: 'SECURITY_POLICY',
} as const;

/** What `define` needs of a code object, apart from its own facts. */
export function codeObject(place: Place, kind: CodeObject['kind'], name: Name, node: syntax.Node, nameAt: syntax.Node | undefined): DraftCode {
  return {
    kind,
    ...name,
    definition: moduleFragment(place, node),
    ...(nameAt === undefined ? {} : { nameAt: fragment(place, nameAt) }),
    quotedIdentifier: place.session.quotedIdentifier,
    ansiNulls: place.session.ansiNulls,
  };
}

export function createCode(place: Place, node: CodeStatement, schema?: string): void {
  switch (node.kind) {
    case 'CreateAssemblyStatement':
      define(place, codeObject(place, 'ASSEMBLY', { schema: '', name: node.name.name }, node, node.name));
      break;
    case 'CreateTriggerStatement':
      createTrigger(place, node);
      break;
    case 'CreateSecurityPolicyStatement':
      createPolicy(place, node);
      break;
    default: {
      const written = resolve(node.name, schema);
      const numbered = node.kind === 'CreateProcedureStatement' && node.number !== undefined && node.number !== '1' ? `;${node.number}` : '';
      const name = { schema: written.schema, name: `${written.name}${numbered}` };
      if (isTemporary(name.name)) {
        passOver(place, node.span, 'CREATE PROCEDURE', 'a temporary procedure');
        return;
      }
      const object = codeObject(place, kinds[node.kind], name, node, node.name);
      if (node.kind === 'CreateFunctionStatement') object.flavour = flavours[node.returns.kind];
      replace(place, object, 'verb' in node && node.verb !== 'CREATE');
    }
  }
}

/** ALTER speaks of the object whatever the case of its name. */
function replace(place: Place, object: DraftCode, again: boolean): void {
  const earlier = again ? find(place.draft, [object.kind], object) : undefined;
  if (earlier) {
    object.schema = earlier.schema;
    object.name = earlier.name;
  }
  define(place, object, again);
}

/** A trigger lives in the schema of its table; one of the database belongs to no schema, and is listed under the default one. */
function createTrigger(place: Place, node: syntax.CreateTriggerStatement): void {
  const again = node.verb !== 'CREATE';
  if (typeof node.on === 'string') {
    replace(place, codeObject(place, 'DDL_TRIGGER', resolve(node.name), node, node.name), again);
    return;
  }
  const on = resolve(node.on);
  const object = codeObject(place, 'TRIGGER', resolve(node.name, on.schema), node, node.name);
  object.on = on;
  replace(place, object, again);
}

/** Changes of a policy are part of what it is; the first statement stays its definition. */
function createPolicy(place: Place, node: syntax.CreateSecurityPolicyStatement): void {
  const name = resolve(node.name);
  if (node.verb === 'CREATE') define(place, codeObject(place, 'SECURITY_POLICY', name, node, node.name));
  else passOver(place, node.span, 'ALTER SECURITY POLICY', 'the policy is listed as it was created');
}

export function toggleTriggerStatement(place: Place, node: syntax.ToggleTriggerStatement): void {
  if (typeof node.on === 'string') {
    for (const object of place.draft.objects.values())
      if (object.kind === 'DDL_TRIGGER' && (node.names.length === 0 || node.names.some((n) => resolve(n).name.toLowerCase() === object.name.toLowerCase()))) {
        if (node.enable) delete object.disabled;
        else object.disabled = true;
      }
    return;
  }
  toggleTriggers(place, resolve(node.on), node.names.map((n) => resolve(n).name), node.enable);
}
