import { nodeNames } from '@ferry/contract';
import type { OperationOutput } from '@ferry/contract';
import { transformationsOf } from '@ferry/conversion';
import type { NamePlace, RuleDataType, RuleTarget } from '@ferry/conversion';
import { trees } from '@ferry/store';
import { rulesOf } from './assessment-runs';
import { findProject } from './find';
import type { Handlers } from './handlers';
import { pageOf, slicePage } from './paging';

type Effect = OperationOutput<'DescribeTransformationEffects'>['Effects'][number];

interface Named {
  readonly target: RuleTarget;
  readonly place: NamePlace;
  readonly name: string;
  /** For people. */
  readonly shown: string;
  readonly type?: string;
}

/** `numeric(10, 2)` as the source writes it, taken apart. */
function typeOf(text: string): NamePlace['type'] {
  const found = /^\s*(?:\[?\w+\]?\s*\.\s*)?\[?([\w ]+?)\]?\s*(?:\(([^)]*)\))?\s*$/.exec(text.slice(0, 200));
  if (found === null) return undefined;
  const args = (found[2] ?? '').split(',').filter((one) => one.trim() !== '').map((one): number | 'max' => (one.trim().toLowerCase() === 'max' ? 'max' : Number(one)));
  return { name: found[1] ?? '', args };
}

const typeText = ({ type, length, precision, scale }: RuleDataType): string => {
  const args = [length ?? precision, scale].filter((one) => one !== undefined);
  return args.length === 0 ? type : `${type}(${args.join(', ')})`;
};

type NamedNode = Awaited<ReturnType<typeof trees.named>>[number];

const columnsOf = ({ details }: NamedNode): readonly { readonly Name: string; readonly Type: string }[] => (details === null ? [] : ((JSON.parse(details) as { columns?: { Name: string; Type: string }[] }).columns ?? []));

/** Everything of the source tree that a rule can name. */
function* namesOf(nodes: readonly NamedNode[]): Generator<Named> {
  for (const node of nodes) {
    // Servers / server / Databases / database / Schemas / schema / category / object
    const [, , , database = '', , schema = '', , relation = ''] = nodeNames(node.path);
    if (node.nodeType === 'database') yield { target: 'database', place: { database }, name: database, shown: database };
    else if (node.nodeType === 'schema') yield { target: 'schema', place: { database, schema }, name: schema, shown: schema };
    else if (node.nodeType === 'object' && (node.kind === 'TABLE' || node.kind === 'VIEW')) {
      const place = { database, schema, relation };
      yield { target: node.kind === 'TABLE' ? 'table' : 'view', place, name: relation, shown: `${schema}.${relation}` };
      if (node.kind === 'VIEW') {
        for (const { Name } of columnsOf(node)) yield { target: 'column', place: { ...place, column: Name, ofView: true }, name: Name, shown: `${schema}.${relation}.${Name}` };
        continue;
      }
      for (const column of columnsOf(node)) {
        const type = typeOf(column.Type);
        yield { target: 'column', place: { ...place, column: column.Name, ...(type === undefined ? {} : { type }) }, name: column.Name, shown: `${schema}.${relation}.${column.Name}`, type: column.Type };
      }
    }
  }
}

export const transformationEffectHandlers: Pick<Handlers, 'DescribeTransformationEffects'> = {
  DescribeTransformationEffects: async (input, context) => {
    const project = await findProject(context, input.MigrationProjectIdentifier);
    const rules = rulesOf(input.TransformationRules);
    const hits = rules.map(() => 0);
    const transformations = transformationsOf(rules, (index) => {
      hits[index] = (hits[index] ?? 0) + 1;
    });
    const withColumns = rules.some((rule) => rule['rule-target'] === 'column');
    const nodes = rules.length === 0 ? [] : await trees.named(context.store.db, project.id, withColumns);
    const needle = input.Text?.toLowerCase() ?? '';
    const effects: Effect[] = [];
    for (const { target, place, name, shown, type } of namesOf(nodes)) {
      const chosen = transformations.choose(target, place, name);
      if ((chosen.name === name && chosen.type === undefined) || (needle !== '' && !shown.toLowerCase().includes(needle))) continue;
      effects.push({ Kind: target, Name: shown, Result: chosen.name, ...(chosen.type === undefined || type === undefined ? {} : { Type: type, ResultType: typeText(chosen.type) }) });
    }
    const { rows, ...next } = slicePage(effects, pageOf(input));
    return { ...next, TotalCount: effects.length, Hits: hits, Effects: [...rows] };
  },
};
