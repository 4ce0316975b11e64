import { readFileSync } from 'node:fs';
import { parseBatch } from '../../src/parser';
import { checkBatch, fixtureBatches, mutate, random } from './hostile';

/**
 * `npm run fuzz -- [count] [seed] [file.sql ...]`: parses that many mutated scripts (1,000,000) made from the fixtures, or from the
 * given files, and stops at the first that throws, takes more than two seconds or loses a token. One seed gives the same scripts.
 */
const [countText = '1000000', seedText = '1', ...files] = process.argv.slice(2);
const count = Number(countText);
const seed = Number(seedText);
if (!Number.isSafeInteger(count) || count < 1 || !Number.isSafeInteger(seed)) {
  console.error('Usage: npm run fuzz -- [count] [seed] [file.sql ...]; count and seed are whole numbers.');
  process.exit(2);
}
const originals = (files.length === 0 ? fixtureBatches() : files.flatMap((file) => readFileSync(file, 'utf8').split(/^[ \t]*GO[ \t]*\r?$/im))).filter((text) => text.trim() !== '');
const next = random(seed);
const began = performance.now();
let bytes = 0;
let slowest = 0;
for (let round = 0; round < count; round++) {
  const text = mutate(originals[round % originals.length] ?? '', next);
  const start = performance.now();
  let trouble: string | undefined;
  try {
    checkBatch(parseBatch(text), text);
  } catch (error) {
    // Any exception is what this run looks for: it is reported with the script that caused it.
    trouble = error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  const took = performance.now() - start;
  if (took > 2000) trouble ??= `took ${took.toFixed(0)} ms`;
  if (trouble !== undefined) {
    console.error(`Script ${round} of seed ${seed}: ${trouble}\n--- script\n${text}`);
    process.exit(1);
  }
  slowest = Math.max(slowest, took);
  bytes += text.length;
  if ((round + 1) % 100_000 === 0) console.log(`${round + 1} scripts, ${((performance.now() - began) / 1000).toFixed(0)} s`);
}
const seconds = (performance.now() - began) / 1000;
console.log(`${count} mutated scripts, ${(bytes / 1e6).toFixed(0)} MB, ${seconds.toFixed(1)} s, slowest ${slowest.toFixed(0)} ms: none threw, hung or lost a token.`);
