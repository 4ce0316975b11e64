// `npm run try -- file.sql --stage <stage>`: what one stage of the conversion makes of a script, for people who work on it.
import { loadSources } from './load-sources.mjs';
import { dumpFlow } from './try-flow.mjs';

const contents = `
  export * from '@ferry/source-sqlserver';
  export { sqlserverToPostgresql } from '@ferry/sqlserver-to-postgresql';
  export { postgresql } from '@ferry/target-postgresql';
  export { convertObjects, proveObjects } from '@ferry/conversion';
  export { openPaths } from '@ferry/intake';
  export { quietRun, lineMap } from '@ferry/kernel';`;

/** The conversion sees the target through this, so that the trees it prints can be shown. */
const watchedTarget = `
  import { postgresql, printStatement as print } from '@ferry/target-postgresql';
  export * from '@ferry/target-postgresql';
  export const printStatement: typeof print = (node, place) => {
    const printed = print(node, place);
    (globalThis as { ferryTrees?: Map<unknown, unknown> }).ferryTrees?.set(printed.sql, node);
    return printed;
  };
  export { postgresql };`;

const oneLine = (text, most = 70) => {
  const flat = text.replace(/\s+/g, ' ');
  return flat.length > most ? `${flat.slice(0, most - 3)}...` : flat;
};

/** A place in a piece of a file, as line:column of the file. */
function placer(ferry, piece) {
  const lines = ferry.lineMap(piece.text);
  return (offset) => {
    const { line, column } = lines.positionAt(offset);
    return `${piece.line + line - 1}:${line === 1 ? piece.column + column - 1 : column}`;
  };
}

function* batchesOf(ferry, text) {
  const stream = ferry.openBatchStream();
  yield* [...stream.push(text), ...stream.end()];
}

function dumpTokens(ferry, { text }, print) {
  const names = new Map(Object.entries(ferry.T).map(([name, kind]) => [kind, name]));
  for (const piece of batchesOf(ferry, text)) {
    const at = placer(ferry, piece);
    const tokens = ferry.lex(piece.text);
    const all = [...tokens.comments.map((c) => ({ start: c.start, end: c.end, kind: `(${c.style} comment)` }))];
    for (let i = 0; i < tokens.count; i++) all.push({ start: tokens.starts[i], end: tokens.ends[i], kind: names.get(tokens.kinds[i]) });
    for (const { start, end, kind } of all.sort((a, b) => a.start - b.start)) print(`${at(start).padEnd(9)} ${kind.padEnd(16)} ${oneLine(piece.text.slice(start, end))}`);
    for (const d of tokens.diagnostics) print(`${at(d.span.start).padEnd(9)} ${d.severity}: ${d.message}`);
  }
}

const isNode = (value) => typeof value === 'object' && value !== null && typeof value.kind === 'string';

/** A tree with a line for each node: its kind, its plain fields, its place. */
function dumpNode(node, label, depth, at, print) {
  const plain = [];
  const below = [];
  for (const [key, value] of Object.entries(node)) {
    if (key === 'kind' || key === 'span' || key === 'source' || value === undefined || value === false) continue;
    if (isNode(value)) below.push([key, value]);
    else if (Array.isArray(value)) {
      if (value.some((item) => typeof item === 'object' && item !== null)) value.forEach((item, i) => below.push([`${key}[${i}]`, { kind: item === undefined ? '(omitted)' : '', ...item }]));
      else if (value.length > 0) plain.push(`${key}=${oneLine(JSON.stringify(value), 60)}`);
    } else if (typeof value === 'object' && value !== null) below.push([key, { kind: '', ...value }]);
    else plain.push(`${key}=${oneLine(JSON.stringify(value), 60)}`);
  }
  const place = node.span && at ? `  @${at(node.span.start)}` : '';
  print(`${'  '.repeat(depth)}${label === '' ? '' : `${label}: `}${node.kind}${plain.length > 0 ? ` ${plain.join(' ')}` : ''}${place}`);
  for (const [key, value] of below) isNode(value) ? dumpNode(value, key, depth + 1, at, print) : print(`${'  '.repeat(depth + 1)}${key}: ${JSON.stringify(value)}`);
}

function dumpTree(ferry, { text }, print) {
  for (const piece of batchesOf(ferry, text)) {
    const at = placer(ferry, piece);
    const { statements, diagnostics } = ferry.parseBatch(piece.text);
    for (const statement of statements) dumpNode(statement, '', 0, at, print);
    for (const d of diagnostics) print(`${at(d.span.start)}: ${d.severity}: ${d.message}`);
    print('GO');
  }
}

function typeText(type) {
  if (type.kind !== 'scalar') return type.kind === 'table' ? `table ${type.type.schema}.${type.type.name}` : type.kind;
  const facets = [type.length, type.precision, type.scale].filter((f) => f !== undefined);
  return [
    `${type.base}${facets.length > 0 ? `(${facets.join(', ')})` : ''}`,
    type.nullable ? 'NULL' : 'NOT NULL',
    ...(type.alias ? [`alias ${type.alias.schema}.${type.alias.name}`] : []),
    ...(type.collation ? [`collation ${type.collation}`] : []),
    ...(type.literal === undefined ? [] : ['constant']),
  ].join(' ');
}

/** Binds one statement with all that it declares; expressions of a table see its columns. */
function bind(ferry, index, node) {
  const binding = ferry.emptyBinding(index);
  const parts = node.name?.parts?.map((p) => p?.name ?? '') ?? [];
  const schema = parts.at(-2) ?? 'dbo';
  const parameters = node.kind === 'CreateProcedureStatement' || node.kind === 'CreateFunctionStatement' ? ferry.parametersOf(index, node.parameters) : [];
  let environment = ferry.routineEnvironment(index, schema, parameters);
  if (node.kind === 'CreateTriggerStatement' && typeof node.on !== 'string') {
    const on = node.on.parts.map((p) => p?.name ?? '');
    const columns = index.relation(on.at(-2) ?? 'dbo', on.at(-1))?.columns;
    environment = { ...environment, transition: new Map([['inserted', columns], ['deleted', columns]]) };
  }
  const scope = ferry.rootScope(environment, index.fold);
  if (node.kind === 'CreateViewStatement') ferry.bindQuery(binding, node.query, scope);
  else if (node.kind === 'CreateFunctionStatement' && node.returns.kind === 'ReturnsQuery') ferry.bindQuery(binding, node.returns.query, scope);
  else if (Array.isArray(node.body)) {
    if (node.returns?.variable) environment.tables.set(index.fold(node.returns.variable.name), index.tableElements(node.returns.elements));
    ferry.bindStatements(binding, node.body, environment);
  } else if (node.kind === 'CreateTableStatement') {
    scope.sources.push({ alias: '', columns: index.relation(schema, parts.at(-1) ?? '')?.columns ?? [], origin: 'table' });
    ferry.walk(node, (inner) => {
      const expression = inner.kind === 'DefaultConstraint' ? inner.value : inner.kind === 'CheckConstraint' || inner.kind === 'ComputedColumn' ? inner.expression : undefined;
      if (expression !== undefined) ferry.bindExpression(binding, expression, scope);
    });
  } else ferry.bindStatements(binding, [node], environment);
  return binding;
}

async function dumpBound(ferry, { path, text, variables }, print) {
  const catalog = await ferry.readScripts([{ path, text }], { databaseName: 'db', variables }, ferry.quietRun());
  const { index } = ferry.catalogReader(catalog);
  for (const piece of batchesOf(ferry, text)) {
    const at = placer(ferry, piece);
    for (const statement of ferry.parseBatch(piece.text).statements) {
      print(`${at(statement.span.start)} ${statement.kind} ${oneLine(piece.text.slice(statement.span.start, statement.span.end))}`);
      const binding = bind(ferry, index, statement);
      const show = (node, depth) => {
        const type = binding.types.get(node);
        const symbol = binding.symbols.get(node);
        const inner = type === undefined ? depth : depth + 1;
        if (type !== undefined) {
          const what = `${'  '.repeat(depth)}${oneLine(piece.text.slice(node.span.start, node.span.end), 50)}`;
          print(`${at(node.span.start).padEnd(9)} ${what.padEnd(54)} ${typeText(type)}${symbol?.kind === undefined ? '' : `  [${symbol.kind}]`}`);
        }
        for (const child of ferry.children(node)) show(child, inner);
      };
      show(statement, 1);
    }
  }
}

async function convertAll(ferry, { path, text, variables }) {
  const run = ferry.quietRun();
  const catalog = await ferry.readScripts([{ path, text }], { databaseName: 'db', variables }, run);
  const targetVersion = ferry.postgresql.versions[0];
  const { objects, support } = await ferry.convertObjects(ferry.sqlserverToPostgresql, catalog, { settings: {}, targetVersion }, run);
  return ferry.proveObjects(ferry.postgresql, objects, support, undefined, run);
}

/** The trees as they were given to the printer, in the order of deployment. */
async function dumpTarget(ferry, input, print) {
  const trees = new Map();
  globalThis.ferryTrees = trees;
  const { deployment } = await convertAll(ferry, input);
  for (const { sql, creates } of deployment) {
    print(`-- ${creates.kind} ${creates.schema}.${creates.name}`);
    const tree = trees.get(sql);
    if (tree === undefined) print(`(text of its own: ${oneLine(sql)})`);
    else dumpNode(tree, '', 0, undefined, print);
  }
}

async function dumpSql(ferry, input, print) {
  const { deployment, refused } = await convertAll(ferry, input);
  for (const { sql } of deployment) print(`${sql}\n`);
  for (const { statement, proof } of refused) print(`-- not taken by the parser: ${proof.refusal?.message ?? ''}\n${statement.sql}\n`);
}

const dumps = { tokens: dumpTokens, tree: dumpTree, bound: dumpBound, flow: (ferry, input, print) => dumpFlow(ferry, input, print, { batches: batchesOf, placer, oneLine }), pg: dumpTarget, sql: dumpSql };

/** Prints what a stage makes of a file. */
export async function tryStage(stage, file, variables = {}) {
  const ferry = await loadSources(contents, stage === 'pg' ? { '@ferry/target-postgresql': watchedTarget } : {});
  const { texts } = await ferry.openPaths([file], ferry.quietRun());
  for (const { path, text } of texts) {
    if (texts.length > 1) console.log(`==== ${path}`);
    await dumps[stage](ferry, { path, text, variables }, (line) => console.log(line));
  }
}
