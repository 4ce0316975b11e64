import type { CatalogObject, Table } from '@ferry/catalog';
import { idOf, listObject } from '@ferry/catalog';
import { defineActionItems } from '@ferry/conversion';
import type { ConvertedPart, Pair, Proof, SourceDialect, TargetDialect, TargetStatement } from '@ferry/conversion';

/**
 * A whole source, target and pair in one small file: lines `thing NAME` become `make NAME;`. They prove that a dialect is a package
 * and a line in the registry, and let the engine be tested without a real language.
 */
export const toySource: SourceDialect = {
  name: 'toy-source',
  label: 'Toy source',
  categories: [{ name: 'Things', holds: (ref) => ref.kind === 'TABLE' }],
  readScripts: (inputs, options) => {
    const objects: CatalogObject[] = [];
    inputs.forEach((input, source) => {
      for (const match of input.text.matchAll(/^thing (\w+)$/gm)) {
        const definition = { source, span: { start: match.index, end: match.index + match[0].length } };
        const table: Table = { kind: 'TABLE', schema: 'toy', name: match[1] ?? '', definition, columns: [], constraints: [], indexes: [], options: {} };
        objects.push(table);
      }
    });
    return Promise.resolve({
      engine: 'toy-source',
      sources: inputs,
      database: { name: options.databaseName, caseSensitiveNames: true },
      objects,
      passedOver: [],
      diagnostics: [],
    });
  },
};

const refusal = (statement: TargetStatement): Proof =>
  statement.sql.includes('bad') ? { level: 'none', by: 'Toy 1', refusal: { sqlstate: 'TOY00', message: 'bad thing' } } : { level: 'created', by: 'Toy 1' };

export const toyTarget: TargetDialect = {
  name: 'toy-target',
  label: 'Toy target',
  versions: [1],
  categories: [{ name: 'Things', holds: (ref) => ref.kind === 'THING' }],
  phases: ['things'],
  parse: (statements) => Promise.resolve(statements.map((): Proof => ({ level: 'parsed', by: 'Toy 1' }))),
  openVerifier: () =>
    Promise.resolve({
      server: 'Toy 1',
      create: (statements) => Promise.resolve(statements.map(refusal)),
      check: (statements) => Promise.resolve(statements.map(refusal)),
      close: () => Promise.resolve(),
    }),
  script: (statements) => statements.map((s) => `${s.sql}\n`).join(''),
  filePath: (ref) => `${ref.schema}/things/${ref.name}`,
};

export const toyPair: Pair = {
  source: 'toy-source',
  target: 'toy-target',
  settings: [{ key: 'prefix', label: 'Prefix', description: 'Put before every name.', group: 'Names', type: 'text', default: '' }],
  actionItems: defineActionItems(),
  begin: (_catalog, options) => ({
    convert: (object) => {
      const name = `${String(options.settings['prefix'] ?? '')}${object.name}`;
      if (name === 'explode') throw new Error('a mistake of ours');
      const creates = { kind: 'THING', schema: 'toy', name };
      const statement = (sql: string): TargetStatement => ({ sql, links: [{ source: object.definition, target: { start: 0, end: sql.length } }], creates, phase: 0, needs: [] });
      const [head] = [...listObject(object)];
      const part: ConvertedPart = {
        ref: head?.ref ?? { kind: 'TABLE', schema: 'toy', name },
        at: object.definition,
        targets: [creates],
        statements: [statement(`make ${name};`)],
        fallback: [statement(`make loud_${object.name.replace('bad', 'b_d')};`)],
        items: [],
      };
      return { id: idOf(object), parts: [part] };
    },
    support: () => [],
  }),
};
