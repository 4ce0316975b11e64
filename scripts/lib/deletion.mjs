// The deletion test on whole scripts: see ../deletion.mjs.
import { loadSources } from './load-sources.mjs';

const contents = `
  export { idOf } from '@ferry/catalog';
  export { openPaths } from '@ferry/intake';
  export { quietRun } from '@ferry/kernel';
  export { catalogReader, sqlserver, walk } from '@ferry/source-sqlserver';
  export { sqlserverToPostgresql } from '@ferry/sqlserver-to-postgresql';`;

/** Numbers that look random and are the same for the same seed (mulberry32). */
function randomOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const codeKinds = new Set(['PROCEDURE', 'FUNCTION', 'VIEW', 'TRIGGER']);
/** Options that say how PostgreSQL is anyway, or only how SQL Server works: nothing is lost with them. */
const free = /^(SET\s+(NOCOUNT|XACT_ABORT|ANSI_\w+|QUOTED_IDENTIFIER|ARITHABORT|CONCAT_NULL\w+|NUMERIC_ROUNDABORT|STATISTICS|TEXTSIZE|DEADLOCK_PRIORITY|TRANSACTION ISOLATION LEVEL READ (UN)?COMMITTED)\b|(CLOSE|DEALLOCATE)\b|\w+:|;)/i;

/** Statements, and clauses that may be missing, with the text that goes with each. */
function deletable({ walk }, statement, text) {
  const found = [];
  const add = (what, start, end) => {
    if (end > start && !free.test(text.slice(start, end).trim())) found.push({ what, start, end });
  };
  const before = (start, pattern) => {
    const head = text.slice(Math.max(0, start - 80), start);
    const match = pattern.exec(head);
    return match === null ? undefined : start - (head.length - match.index);
  };
  const clause = (what, node, pattern) => {
    const start = node === undefined || node === null ? undefined : before(node.span.start, pattern);
    if (start !== undefined) add(what, start, node.span.end);
  };
  walk(statement, (node) => {
    for (const list of [node.statements, node.attempt, node.handler, Array.isArray(node.body) ? node.body : undefined]) if (Array.isArray(list)) for (const one of list) add(one.kind, one.span.start, one.span.end);
    if (node.kind === 'IfStatement') clause('ELSE', node.otherwise, /\belse\s*$/i);
    if ('where' in node) clause('WHERE', node.where, /\bwhere\s*$/i);
    if ('having' in node) clause('HAVING', node.having, /\bhaving\s*$/i);
    if (node.top) add('TOP', node.top.span.start, node.top.span.end);
    if (node.kind === 'Query' && node.orderBy.length > 0) {
      const start = before(node.orderBy[0].span.start, /\border\s+by\s*$/i);
      if (start !== undefined) add('ORDER BY', start, node.orderBy[node.orderBy.length - 1].span.end);
    }
    if (Array.isArray(node.outputs)) for (const output of node.outputs) add('OUTPUT', output.span.start, output.span.end);
    for (const list of [node.items, node.set]) {
      if (Array.isArray(list) && list.length > 1 && list.every((i) => i?.span)) for (let i = 1; i < list.length; i++) add('list item', list[i - 1].span.end, list[i].span.end);
    }
    if (node.kind === 'LogicalExpression' && node.left && node.right) add('condition', node.left.span.end, node.right.span.end);
  });
  return found;
}

function outcome({ sqlserverToPostgresql }, catalog, object) {
  const { convert } = sqlserverToPostgresql.begin(catalog, { settings: {}, targetVersion: 15 });
  let parts;
  try {
    ({ parts } = convert(object));
  } catch (failure) {
    // The engine makes an item of it.
    return `threw: ${failure.message}`;
  }
  return JSON.stringify(parts.map((p) => [p.targets, p.statements.map((s) => s.sql), p.items.map((i) => [i.code, i.details])]));
}

/** @returns how many deletions changed nothing, over all files */
export async function deleteAtRandom(files, { count, seed }) {
  const ferry = await loadSources(contents);
  const { catalogReader, idOf, openPaths, quietRun, sqlserver } = ferry;
  let all = 0;
  for (const file of files) {
    const { texts } = await openPaths([file], quietRun());
    const catalog = await sqlserver.readScripts(texts, { databaseName: 'deletion', variables: {} }, quietRun());
    const reader = catalogReader(catalog);
    const candidates = catalog.objects.filter((o) => codeKinds.has(o.kind) && reader.definition(o).statement !== undefined).map((object) => ({ object, places: undefined, whole: undefined }));
    const random = randomOf(seed);
    const lost = [];
    let done = 0;
    for (let tries = 0; done < count && tries < count * 20 && candidates.length > 0; tries++) {
      const one = candidates[Math.floor(random() * candidates.length)];
      const { object } = one;
      const source = catalog.sources[object.definition.source];
      one.places ??= deletable(ferry, reader.definition(object).statement, source.text);
      if (one.places.length === 0) continue;
      if (one.whole === undefined) {
        one.whole = outcome(ferry, catalog, object);
        // The test says something only when the same text gives the same each time.
        const copy = { ...object };
        if (outcome(ferry, { ...catalog, objects: catalog.objects.map((o) => (o === object ? copy : o)) }, copy) !== one.whole) throw new Error(`${idOf(object)} is converted differently each time.`);
      }
      const place = one.places[Math.floor(random() * one.places.length)];
      const text = `${source.text.slice(0, place.start)}${source.text.slice(place.start, place.end).replace(/[^\n]/g, ' ')}${source.text.slice(place.end)}`;
      const changed = { ...object };
      const other = { ...catalog, sources: catalog.sources.map((s) => (s === source ? { ...s, text } : s)), objects: catalog.objects.map((o) => (o === object ? changed : o)) };
      done++;
      const after = outcome(ferry, other, changed);
      if (after.startsWith('threw')) console.log(`  ${idOf(object)}: ${place.what}: ${after}`);
      if (after === one.whole) lost.push(`${idOf(object)}: ${place.what}: ${source.text.slice(place.start, place.end).replace(/\s+/g, ' ').slice(0, 120)}`);
    }
    console.log(`${file}: ${done} deletions (seed ${seed}), ${lost.length} unnoticed`);
    for (const line of lost) console.log(`  ${line}`);
    all += lost.length;
  }
  return all;
}
