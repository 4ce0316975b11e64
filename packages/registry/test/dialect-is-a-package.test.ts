import { convertCatalog } from '@ferry/conversion';
import { quietRun } from '@ferry/kernel';
import { toyPair, toySource, toyTarget } from '@ferry/testkit';
import { expect, test } from 'vitest';
import { defineEngines, findEngines } from '../src/find';

const lists = defineEngines({ sources: [toySource], targets: [toyTarget], pairs: [toyPair] });

test('a dialect is a package and a line in the registry: a toy pair runs through the whole pipeline', async () => {
  const { source, target, pair } = findEngines(lists, 'toy-source', 'toy-target');
  const catalog = await source.readScripts([{ path: 'a.toy', text: 'thing one\nthing two\n' }], { databaseName: 'toy', variables: {} }, quietRun());
  const verifier = await target.openVerifier('toy://', { version: 1 });
  const result = await convertCatalog(pair, target, catalog, { settings: { prefix: 'x_' }, targetVersion: 1, verifier }, quietRun());
  expect(target.script(result.deployment, { title: 'toy' })).toBe('make x_one;\nmake x_two;\n');
  expect(result.objects.map((o) => o.proofs[0]?.level)).toEqual(['created', 'created']);
});

test('what is not registered is refused with the list of what is', () => {
  expect(() => findEngines(lists, 'oracle', 'toy-target')).toThrow('It converts: toy-source to toy-target.');
});

test('a name that is registered twice and a pair of unknown engines are refused', () => {
  expect(() => defineEngines({ ...lists, sources: [toySource, toySource] })).toThrow('registered twice');
  expect(() => defineEngines({ ...lists, targets: [] })).toThrow('not registered');
});
