import { expect, test } from 'vitest';
import { parseBatch } from '../../src/parser';
import { dynamicSqlOf } from '../../src/semantics';
import type { DynamicSql } from '../../src/semantics';
import type { Statement } from '../../src/syntax';
import { checkCases } from './cases';

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** What is known of a text, in lines. */
function tell(sql: string, found: DynamicSql): string[] {
  const textAt = (at: { start: number; end: number }): string => oneLine(sql.slice(at.start, at.end));
  const lines = [`${textAt(found.node.span)}: ${found.form}, ${found.known}${found.exhaustive || found.variants.length === 0 ? '' : ', not all listed'}${found.reason === undefined ? '' : ` (${found.reason})`}`];
  if (found.parameters === undefined) lines.push('  parameters unknown');
  for (const p of found.parameters ?? []) lines.push(`  ${p.declaration.variable.name} ${p.declaration.type.name.parts.at(-1)?.name ?? ''}${p.declaration.output ? ' OUTPUT' : ''} = ${p.argument === undefined ? 'missing' : textAt(p.argument.value.span)}`);
  for (const variant of found.variants) {
    const when = variant.conditions.map((c) => `${c.holds ? '' : 'not '}${c.expression === undefined ? '?' : textAt(c.expression.span)}`).join(' and ');
    lines.push(`  ${when === '' ? '' : `[${when}] `}${oneLine(variant.text)}${variant.read ? '' : ' -- cannot be read'}`);
    for (const hole of variant.holes) lines.push(`    ${hole.position}: ${hole.part.kind === 'repeat' ? 'any number of pieces' : `${textAt(hole.part.expression.span)}${hole.part.quoting === 'none' ? '' : ` (quoted ${hole.part.quoting})`}${hole.expression === undefined ? ', not to be evaluated here' : ''}`}`);
    const [first] = variant.statements;
    if (first !== undefined) lines.push(`    ${variant.statements.map((s) => s.kind).join(', ')}; begins at ${JSON.stringify(sql.slice(variant.place(first.span.start).start, variant.place(first.span.start).start + 12))}`);
    for (const d of variant.diagnostics.slice(0, 1)) lines.push(`    ${d.message} at ${JSON.stringify(sql.slice(d.at.start, d.at.start + 12))}`);
  }
  return lines;
}

/** The statements of the routine that a batch defines, or its own. */
const bodyOf = (statements: readonly Statement[]): readonly Statement[] => {
  const [first] = statements;
  return first?.kind === 'CreateProcedureStatement' || first?.kind === 'CreateTriggerStatement' ? first.body : statements;
};

checkCases('dynamic-sql', (sql) => [...dynamicSqlOf(bodyOf(parseBatch(sql).statements)).values()].flatMap((found) => tell(sql, found)));

test('texts that would be too long written out one by one are not listed one by one', () => {
  const columns = Array.from({ length: 300 }, (_, i) => `t.column_${i}`).join(', ');
  const pieces = Array.from({ length: 6 }, (_, i) => `IF @p${i} IS NOT NULL SET @s = @s + N' AND t.column_${i} = 1'`).join('\n');
  const { statements } = parseBatch(`DECLARE @s nvarchar(max) = N'SELECT ${columns} FROM dbo.t AS t WHERE 1 = 1'\n${pieces}\nEXEC (@s)`);
  const [sql] = [...dynamicSqlOf(statements).values()];
  expect(sql?.exhaustive).toBe(false);
  expect(sql?.variants.reduce((sum, v) => sum + v.text.length, 0)).toBeLessThan(70_000);
  for (let i = 0; i < 6; i++) expect(sql?.variants.some((v) => v.text.includes(`column_${i} = 1`))).toBe(true);
});
