// The parsing half of `npm run bench`: how fast scripts are read, beside PostgreSQL's own parser in the same run, and whether
// a script of 100 MB costs as much a byte as one of 1 MB.
import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readdirSync, readFileSync, statSync, writeSync } from 'node:fs';
import path from 'node:path';
import { loadSources } from './load-sources.mjs';

const megabyte = 1e6;

/** The parser and the reader of files: what the command line runs, without its start. */
const contents = `export { openScriptParse } from '@ferry/source-sqlserver'; export { visitPaths } from '@ferry/intake'; export { quietRun } from '@ferry/kernel'; export { loadModule, parseSync } from 'libpg-query';`;

/** Milliseconds of a warm call of each, the median of `runs`; they take turns, so that what else the machine does weighs on all. */
function medians(runs, ...works) {
  const times = works.map(() => []);
  for (let i = -5; i < runs; i++)
    works.forEach((work, w) => {
      const started = performance.now();
      work();
      if (i >= 0) times[w].push(performance.now() - started);
    });
  return times.map((list) => list.sort((a, b) => a - b)[Math.floor(runs / 2)]);
}

const repeated = (text, size) => text.repeat(Math.max(1, Math.round(size / Buffer.byteLength(text))));
const speed = (bytes, ms) => bytes / 1e3 / ms;
const line = (name, ...values) => console.log(`${name.padEnd(58)} ${values.join('  ')}`);

/** @param converted the folder that `ferry convert` wrote for the samples */
export async function benchParse({ samples, converted, folder, main, probeUrl, quick }) {
  const { openScriptParse, visitPaths, quietRun, loadModule, parseSync } = await loadSources(contents);
  const files = readdirSync(samples).filter((name) => name.endsWith('.sql')).sort();
  const sample = files.map((name) => `${readFileSync(path.join(samples, name), 'utf8')}\nGO\n`).join('');
  const source = repeated(sample, megabyte);
  const bytes = Buffer.byteLength(source);
  const parseSource = () => {
    const parse = openScriptParse({ variables: {} });
    parse.push(source);
    return parse.end();
  };
  console.log('\nParsing, warm, one thread                                  MB/s');
  await loadModule();
  const target = repeated(readFileSync(path.join(converted, 'deploy.sql'), 'utf8').replace(/^\\.*$/gm, ''), bytes);
  const targetBytes = Buffer.byteLength(target);
  const [ms, targetMs] = medians(11, parseSource, () => parseSync(target));
  line(`T-SQL: the samples, ${(bytes / megabyte).toFixed(2)} MB, ${parseSource().statements} statements`, speed(bytes, ms).toFixed(1));
  line(`libpg-query: the same, converted, ${(targetBytes / megabyte).toFixed(2)} MB (bodies are strings)`, speed(targetBytes, targetMs).toFixed(1));
  if (quick) return;

  const large = path.join(folder, 'large.sql');
  const handle = openSync(large, 'w');
  for (let written = 0; written < 100 * megabyte; written += bytes) writeSync(handle, source);
  closeSync(handle);
  let largeMs = 0;
  await visitPaths([large], async ({ chunks }) => {
    const parse = openScriptParse({ variables: {} });
    for await (const chunk of chunks) {
      const started = performance.now();
      parse.push(chunk);
      largeMs += performance.now() - started;
    }
    const started = performance.now();
    parse.end();
    largeMs += performance.now() - started;
  }, quietRun());
  const largeBytes = statSync(large).size;
  const [again] = medians(11, parseSource);
  line('1 MB: ns a byte', ((again * 1e6) / bytes).toFixed(1));
  line(`${(largeBytes / megabyte).toFixed(0)} MB, read as a stream of batches: ns a byte`, ((largeMs * 1e6) / largeBytes).toFixed(1), `${(largeMs / largeBytes / (again / bytes)).toFixed(2)} times that of 1 MB`);
  const child = spawnSync(process.execPath, ['--import', probeUrl, main, 'parse', large, '--json'], { encoding: 'utf8' });
  const peak = Number(/^peak (\d+)$/m.exec(child.stderr)?.[1] ?? 0) / 1024;
  line('ferry parse of it: peak memory of the whole process', `${peak.toFixed(0)} MB`);
}
