// What the console's server takes for the reads that pages make, on a large project: a part of `npm run bench -- --only browser`.
const limits = { ms: 300, kilobytes: 1024 };
const runs = 3;

const rules = (action, locator) => JSON.stringify({ rules: [{ 'rule-type': 'selection', 'rule-id': '1', 'rule-name': '1', 'rule-action': action, 'object-locator': locator }] });
const atPath = (path) => rules('explicit', { 'node-path': path });
const parentOf = (path) => path.slice(0, path.lastIndexOf('/'));
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Every read of a page: what it is for, the operation and its input. */
async function readsOf(call, project) {
  const of = { MigrationProjectIdentifier: project };
  const one = async (Origin, Kinds) => (await call('SearchMetadataModel', { ...of, Origin, Kinds, MaxRecords: 1 })).MetadataModels[0];
  const [table, procedure, target] = [await one('SOURCE', ['TABLE']), await one('SOURCE', ['PROCEDURE']), await one('TARGET', ['PROCEDURE'])];
  const locator = JSON.parse(table.SelectionRules).rules[0]['object-locator'];
  const root = atPath('Servers');
  const tables = rules('include', { ...locator, 'table-name': '%1%' });
  const search = (what, Origin, more) => [`find ${what}`, 'SearchMetadataModel', { ...of, Origin, ...more }];
  const everywhere = { TextIn: ['name', 'code', 'item'] };
  return [
    ['project', 'DescribeMigrationProjects', {}],
    ['jobs', 'DescribeJobs', {}],
    ['log', 'DescribeLogEvents', of],
    ['500 of a category', 'DescribeMetadataModelChildren', { ...of, Origin: 'SOURCE', SelectionRules: atPath(parentOf(procedure.Path)), MaxRecords: 500 }],
    ['an object', 'DescribeMetadataModel', { ...of, Origin: 'SOURCE', SelectionRules: atPath(procedure.Path) }],
    ['an object by its locator', 'DescribeMetadataModel', { ...of, Origin: 'SOURCE', SelectionRules: rules('explicit', locator) }],
    ['a target object', 'DescribeMetadataModel', { ...of, Origin: 'TARGET', SelectionRules: atPath(target.Path) }],
    ['target of everything', 'GetTargetSelectionRules', { ...of, SelectionRules: root }],
    ['target of tables like', 'GetTargetSelectionRules', { ...of, SelectionRules: tables }],
    search('a name', 'SOURCE', { Text: '123' }),
    search('in source code', 'SOURCE', { Text: 'rowcount', TextIn: ['name', 'code'] }),
    search('in target code', 'TARGET', { Text: 'update', TextIn: ['name', 'code'] }),
    search('everywhere, source', 'SOURCE', { Text: 'statistics', ...everywhere }),
    search('nothing, target', 'TARGET', { Text: 'no such text', ...everywhere }),
    search('by status', 'SOURCE', { Statuses: ['converted-with-items'] }),
    search('what has items', 'SOURCE', { WithItems: true }),
    ['related to a table', 'DescribeRelatedObjects', { ...of, Origin: 'SOURCE', SelectionRules: atPath(table.Path), Depth: 1 }],
    ['treemap of everything', 'DescribeSchemaMap', { ...of, SelectionRules: root }],
    ['summary of everything', 'DescribeAssessmentSummary', { ...of, SelectionRules: root }],
    ['summary of tables like', 'DescribeAssessmentSummary', { ...of, SelectionRules: tables }],
    ['action items', 'DescribeActionItems', { ...of, SelectionRules: root, MaxRecords: 100 }],
    ['what a dialog counts', 'DescribeSelection', { ...of, SelectionRules: root, Origin: 'SOURCE' }],
    ['results of applying', 'DescribeApplyResults', { ...of, SelectionRules: root, MaxRecords: 50 }],
    ['run history', 'DescribeAssessmentRuns', of],
    ['report over all projects', 'DescribeAggregatedAssessment', {}],
  ];
}

/** Prints a table: the median of three calls over HTTP, and the size of the answer. */
export async function reportOperations(call, project) {
  console.log(`\n${'reads of the console'.padEnd(62)} ${'ms'.padStart(7)} ${'KB'.padStart(7)}  < ${limits.ms} ms, ${limits.kilobytes} KB`);
  for (const [what, operation, input] of await readsOf(call, project)) {
    const times = [];
    let answer;
    for (let run = 0; run < runs; run++) {
      const started = performance.now();
      answer = await call(operation, input);
      times.push(performance.now() - started);
    }
    const [ms, kilobytes] = [median(times), JSON.stringify(answer).length / 1024];
    console.log(`${what.padEnd(30)} ${operation.padEnd(31)} ${ms.toFixed(0).padStart(7)} ${kilobytes.toFixed(0).padStart(7)}  ${ms < limits.ms && kilobytes < limits.kilobytes ? 'holds' : 'TOO MUCH'}`);
  }
}
