import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { quietRun } from '@ferry/kernel';
import { describe, expect, test } from 'vitest';
import { bindExpression, catalogReader, emptyBinding, emptyEnvironment, parseExpression, rootScope, scalar, sqlserver } from '../../src';
import type { CatalogReader, SqlType } from '../../src';

const folder = path.join(import.meta.dirname, 'expression-types');

/** `decimal(13,4) not null`, `varchar(20) collate Greek_CI_AS (implicit)`. */
function words(type: SqlType): string {
  if (type.kind !== 'scalar') return type.kind === 'unknown' ? `unknown${type.because === undefined ? '' : `: ${type.because}`}` : type.kind;
  const facets = type.precision !== undefined ? `(${type.precision},${type.scale ?? 0})` : type.length !== undefined ? `(${type.length})` : type.scale === undefined ? '' : `(${type.scale})`;
  const collation = type.label === undefined || (type.label === 'implicit' && type.collation === 'DATABASE_DEFAULT') ? '' : ` collate ${type.collation ?? ''} (${type.label})`;
  return `${type.base}${facets}${type.nullable ? '' : ' not null'}${collation}${type.alias === undefined ? '' : ` alias ${type.alias.name}`}`;
}

function typeOf(reader: CatalogReader, text: string): string {
  const { index } = reader;
  const environment = emptyEnvironment('dbo');
  environment.variables.set('@int', { name: '@int', type: scalar('int'), role: 'variable' });
  environment.variables.set('@text', { name: '@text', type: scalar('varchar', { length: 7 }), role: 'variable' });
  const scope = rootScope(environment, index.fold);
  const table = index.relation('dbo', 'T');
  scope.sources.push({ alias: 'T', schema: 'dbo', name: 'T', columns: table?.columns, origin: 'table', ...(table === undefined ? {} : { object: table.object }) });
  const { expression, diagnostics } = parseExpression(text);
  expect(diagnostics.filter((d) => d.severity === 'error')).toEqual([]);
  return words(bindExpression(emptyBinding(index), expression, scope));
}

/** Lines `expression => type` below the page of the documentation (`# https://...`) whose rule they show. */
describe('types of expressions', async () => {
  const catalog = await sqlserver.readScripts([{ path: 'tables.sql', text: readFileSync(path.join(folder, 'tables.sql'), 'utf8') }], { databaseName: 'd', variables: {} }, quietRun());
  const reader = catalogReader(catalog);
  for (const file of readdirSync(folder).filter((f) => f.endsWith('.txt'))) {
    const lines = readFileSync(path.join(folder, file), 'utf8').split('\n');
    if (process.env['UPDATE_FIXTURES'] === '1') {
      const written = lines.map((line) => (line === '' || line.startsWith('#') ? line : `${line.split(' => ')[0] ?? ''} => ${typeOf(reader, line.split(' => ')[0] ?? '')}`));
      writeFileSync(path.join(folder, file), written.join('\n'));
    }
    let page = '';
    const cases: [string, string, string][] = [];
    for (const line of lines) {
      const [text = '', type] = line.split(' => ');
      if (line.startsWith('# ')) page = line.slice(2);
      else if (type !== undefined) cases.push([text, type, page]);
    }
    test.each(cases)(`${file}: %s => %s (%s)`, (text, type) => expect(typeOf(reader, text)).toBe(type));
  }
});
