import path from 'node:path';
import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '..', '..', '..');
const eslint = new ESLint({ cwd: root });

/** What the project's own configuration says about a text if it were that file. */
async function complaints(file: string, text: string): Promise<string[]> {
  const [result] = await eslint.lintText(text, { filePath: path.join(root, file) });
  return (result?.messages ?? []).map((message) => `${message.ruleId ?? 'parse'}: ${message.message}`);
}

const one = (specifier: string): string => `import { x } from '${specifier}';\n\nexport const y = x;\n`;

describe('who may import whom', () => {
  it.each([
    ['packages/kernel/src/a.ts', '@ferry/catalog'],
    ['packages/catalog/src/a.ts', '@ferry/conversion'],
    ['packages/conversion/src/a.ts', '@ferry/store'],
    ['packages/source-sqlserver/src/a.ts', '@ferry/target-postgresql'],
    ['packages/target-postgresql/src/a.ts', '@ferry/source-sqlserver'],
    ['packages/sqlserver-to-postgresql/src/a.ts', '@ferry/source-oracle'],
    ['packages/store/src/a.ts', '@ferry/jobs'],
    ['packages/operations/src/a.ts', '@ferry/sqlserver-to-postgresql'],
    ['packages/registry/src/a.ts', '@ferry/store'],
    ['packages/reports/src/a.ts', '@ferry/testkit'],
    ['apps/worker/src/a.ts', '@ferry/testkit'],
    ['apps/console/src/features/a.tsx', '@ferry/sqlserver-to-postgresql'],
    ['apps/console/src/features/a.tsx', '@ferry/source-sqlserver'],
    ['apps/console/src/features/a.tsx', '@ferry/registry/engines'],
    ['apps/console/src/features/a.tsx', '@ferry/operations'],
    ['apps/console/src/server/a.ts', '@ferry/store'],
    ['packages/newcomer/src/a.ts', '@ferry/kernel'],
  ])('%s may not import %s', async (file, specifier) => {
    expect(await complaints(file, one(specifier))).toEqual([expect.stringContaining('ferry/layers')]);
  });

  it.each([
    ['packages/catalog/src/a.ts', '@ferry/kernel'],
    ['packages/mysql-to-oracle/src/a.ts', '@ferry/source-mysql'],
    ['packages/mysql-to-oracle/src/a.ts', '@ferry/target-oracle'],
    ['packages/registry/src/a.ts', '@ferry/oracle-to-postgresql'],
    ['apps/console/src/features/a.tsx', '@ferry/registry/facts'],
    ['apps/console/src/server/a.ts', '@ferry/operations'],
    ['apps/worker/src/a.ts', '@ferry/registry/engines'],
    ['packages/store/test/a.test.ts', '@ferry/embedded-postgresql/testing'],
  ])('%s may import %s', async (file, specifier) => {
    expect(await complaints(file, one(specifier))).toEqual([]);
  });

  it('sees every way to name a module', async () => {
    const target = '@ferry/store';
    const texts = [
      `export * from '${target}';\n`,
      `export { x } from '${target}';\n`,
      `export const x = await import('${target}');\n`,
      `export type X = import('${target}').Store;\n`,
      `import type { Store } from '${target}';\n\nexport type X = Store;\n`,
    ];
    for (const text of texts) expect(await complaints('packages/jobs/src/a.ts', text)).toEqual([expect.stringContaining('ferry/layers')]);
  });

  it.each([
    ['packages/operations/src/a.ts', '@prisma/client'],
    ['packages/reports/src/a.ts', 'pg'],
    ['packages/target-postgresql/src/printer/a.ts', 'pg'],
    ['packages/source-sqlserver/src/parser/a.ts', 'mssql'],
    ['packages/operations/src/a.ts', 'pg-boss'],
    ['packages/operations/src/a.ts', 'react'],
  ])('%s may not import %s from npm', async (file, specifier) => {
    expect(await complaints(file, one(specifier))).toEqual([expect.stringContaining('ferry/layers')]);
  });

  it.each([
    ['packages/store/src/a.ts', '@prisma/client'],
    ['packages/target-postgresql/src/verify/a.ts', 'pg'],
    ['packages/source-sqlserver/src/driver/a.ts', 'mssql'],
    ['packages/jobs/src/a.ts', 'pg-boss'],
  ])('%s may import %s from npm', async (file, specifier) => {
    expect(await complaints(file, one(specifier))).toEqual([]);
  });

  it('keeps relative imports inside their package', async () => {
    expect(await complaints('packages/jobs/src/a.ts', one('../../kernel/src/index'))).toEqual([expect.stringContaining('may not leave packages/jobs')]);
    expect(await complaints('packages/jobs/src/deep/a.ts', one('../b'))).toEqual([]);
  });
});

describe('the other rules', () => {
  const file = 'packages/kernel/src/a.ts';

  it.each([
    ['any', 'export const a = (x: any): unknown => x;\n', 'no-explicit-any'],
    ['@ts-ignore', '// @ts-ignore\nexport const a = 1;\n', 'ban-ts-comment'],
    ['an empty catch', 'export function a(): void {\n  try {\n    a();\n  } catch {}\n}\n', 'no-silent-catch'],
    ['a catch that looks away', 'export const a = (p: Promise<void>): Promise<void> => p.catch(() => undefined);\n', 'no-silent-catch'],
    ['work put off', '// TODO later\nexport const a = 1;\n', 'no-warning-comments'],
    ['printing', "console.log('x');\n", 'no-console'],
  ])('refuses %s', async (_, text, rule) => {
    expect(await complaints(file, text)).toEqual([expect.stringContaining(rule)]);
  });

  it('accepts a catch that says why', async () => {
    expect(await complaints(file, 'export function a(): void {\n  try {\n    a();\n  } catch {\n    // Probing: not there.\n  }\n}\n')).toEqual([]);
  });

  it('refuses focused and skipped tests', async () => {
    const text = "import { it } from 'vitest';\n\nit.only('a', () => undefined);\nit.skip('b', () => undefined);\n";
    expect(await complaints('packages/kernel/test/a.test.ts', text)).toHaveLength(2);
  });

  it.each([
    ['packages/kernel/src/SourceText.ts', 'kebab-case'],
    ['packages/kernel/src/text-utils.ts', 'noun'],
    ['packages/kernel/src/job-manager.ts', 'noun'],
  ])('refuses the file name %s', async (name, words) => {
    expect(await complaints(name, 'export const a = 1;\n')).toEqual([expect.stringContaining(words)]);
  });

  it("keeps dialects' names out of the engine", async () => {
    expect(await complaints('packages/conversion/src/a.ts', "export const a = 'PostgreSQL';\n")).toEqual([expect.stringContaining('no-dialect-names')]);
  });
});
