import { quietRun } from '@ferry/kernel';
import { toyPair, toySource, toyTarget } from '@ferry/testkit';
import { expect, test } from 'vitest';
import { convertCatalog, engineItems, statusOf } from '../src/index';

const convert = async (text: string, run = quietRun()) => {
  const catalog = await toySource.readScripts([{ path: 'a.toy', text }], { databaseName: 'toy', variables: {} }, run);
  const verifier = await toyTarget.openVerifier('', { version: 1 });
  return convertCatalog(toyPair, toyTarget, catalog, { settings: { prefix: '' }, targetVersion: 1, verifier }, run);
};

test('what the server refuses is replaced by its stand-in, with an item in the words of the server', async () => {
  const { objects, deployment, refused } = await convert('thing good\nthing bad_one\n');
  const [good, bad] = objects.map((o) => o.parts[0]);
  expect(good && statusOf(good, toyPair.actionItems)).toBe('converted');
  expect(bad && statusOf(bad, toyPair.actionItems)).toBe('not-converted');
  expect(objects.map((o) => o.proofs[0]?.level)).toEqual(['created', 'none']);
  expect(bad?.items).toEqual([expect.objectContaining({ code: engineItems.refused, details: { message: 'bad thing', sqlstate: 'TOY00' } })]);
  expect(deployment.map((s) => s.sql)).toEqual(['make good;', 'make loud_b_d_one;']);
  expect(refused).toEqual([]);
});

test('an exception of ours costs one object, and is an item on it', async () => {
  const { objects } = await convert('thing explode\nthing good\n');
  expect(objects.map((o) => o.parts[0].items.map((i) => i.code))).toEqual([[engineItems.conversionFailed], []]);
});

test('a cancelled run stops between two objects', async () => {
  const cancel = new AbortController();
  const run = { ...quietRun(cancel.signal), progress: () => cancel.abort() };
  await expect(convert('thing one\nthing two\n', run)).rejects.toMatchObject({ code: 'cancelled' });
});
