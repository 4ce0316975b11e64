import type { Statement } from '../syntax';
import { features, functionVersions } from './features';
import type { Feature } from './features';

/** The oldest major version that Ferry writes for. */
export const oldestVersion = 15;

type AnyNode = Readonly<Record<string, unknown>> & { readonly kind: string };

/** What asks for a version, by kind of node. */
const rules: Readonly<Record<string, (node: AnyNode) => readonly (Feature | false)[]>> = {
  KeyConstraint: (n) => [n['nullsNotDistinct'] === true && 'nulls-not-distinct'],
  CreateIndex: (n) => [n['nullsNotDistinct'] === true && 'nulls-not-distinct'],
  CreateView: (n) => [n['securityInvoker'] !== undefined && 'security-invoker-view'],
  FromSubquery: (n) => [n['alias'] === undefined && 'subquery-without-alias'],
  SpecialValue: (n) => [n['name'] === 'SYSTEM_USER' && 'system-user'],
  IsTest: (n) => [n['test'] === 'JSON' && 'is-json'],
  CreateCollation: (n) => [n['rules'] !== undefined && 'collation-rules', n['provider'] === 'builtin' && 'builtin-collation-provider'],
  Merge: (n) => ['merge', n['returning'] !== undefined && 'merge-returning'],
  MergeWhen: (n) => [n['match'] === 'NOT MATCHED BY SOURCE' && 'merge-not-matched-by-source'],
  AtTimeZone: (n) => [n['zone'] === undefined && 'at-local'],
  CreateEventTrigger: (n) => [n['event'] === 'login' && 'login-event-trigger'],
  TableColumn: (n) => [(n['generated'] as { stored?: boolean } | undefined)?.stored === false && 'virtual-generated-column'],
};

const returningNames = (n: AnyNode): boolean => {
  const returning = n['returning'] as { old?: string; new?: string } | undefined;
  return returning?.old !== undefined || returning?.new !== undefined;
};

const isNode = (value: object): value is AnyNode => typeof (value as { kind?: unknown }).kind === 'string';

/** The first version that has everything in this tree, and what asks for it. Walks every node once. */
export function neededVersion(root: Statement): { readonly version: number; readonly because: string } {
  let version = 0;
  let because = '';
  const raise = (to: number, what: string): void => {
    if (to > version) [version, because] = [to, what];
  };
  const stack: unknown[] = [root];
  while (stack.length > 0) {
    const value = stack.pop();
    if (typeof value !== 'object' || value === null) continue;
    if (Array.isArray(value)) {
      for (const item of value as unknown[]) stack.push(item);
      continue;
    }
    if (isNode(value)) {
      for (const feature of rules[value.kind]?.(value) ?? []) if (feature !== false) raise(features[feature], feature);
      if (returningNames(value)) raise(features['returning-old-new'], 'returning-old-new');
      if (value.kind === 'Call') {
        const name = value['name'] as { schema?: string; name: string };
        if (name.schema === undefined || name.schema === 'pg_catalog') raise(functionVersions.get(name.name) ?? 0, `${name.name}()`);
      }
    }
    for (const [key, member] of Object.entries(value)) if (key !== 'source') stack.push(member);
  }
  return { version, because };
}

/** @throws Error when the tree needs a newer PostgreSQL than the target: a mistake of the converter, which must ask `supports` first. */
export function assertSupported(root: Statement, target: number = oldestVersion): void {
  const { version, because } = neededVersion(root);
  if (version > target) throw new Error(`the statement uses ${because}, which PostgreSQL has from version ${version} on; the target is version ${target}`);
}
