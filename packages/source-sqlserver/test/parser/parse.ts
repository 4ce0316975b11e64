import type { Diagnostic } from '@ferry/kernel';
import { expect } from 'vitest';
import { parseBatch, parseExpression } from '../../src/parser';
import type { ParseOptions } from '../../src/parser';
import { walk } from '../../src/syntax';
import type { Expression, Node, Statement } from '../../src/syntax';

/** Errors and warnings, without what is only told. */
export const trouble = (diagnostics: readonly Diagnostic[]): Diagnostic[] => diagnostics.filter((d) => d.severity !== 'info');

/** The statements of a batch that must have no diagnostic. */
export function statements(text: string, options?: ParseOptions): readonly Statement[] {
  const batch = parseBatch(text, undefined, options);
  expect(trouble(batch.diagnostics).map((d) => `${d.span.start}: ${d.message}`), text).toEqual([]);
  return batch.statements;
}

/** The one statement of a batch. */
export function statement<K extends Statement['kind']>(text: string, kind: K): Extract<Statement, { kind: K }> {
  const all = statements(text);
  expect(all.map((s) => s.kind), text).toEqual([kind]);
  return all[0] as Extract<Statement, { kind: K }>;
}

export function expression(text: string): Expression {
  const parsed = parseExpression(text);
  expect(parsed.diagnostics.map((d) => d.message), text).toEqual([]);
  return parsed.expression;
}

/** The kinds of all nodes, outer before inner. */
export function kinds(node: Node): string[] {
  const out: string[] = [];
  walk(node, (inner) => void out.push(inner.kind));
  return out;
}

export const messages = (text: string): string[] => parseBatch(text).diagnostics.map((d) => d.message);

/** An expression with all its brackets, to see what binds to what. */
export function bracketed(e: Expression): string {
  switch (e.kind) {
    case 'BinaryExpression':
    case 'ComparisonExpression':
      return `(${bracketed(e.left)} ${e.operator} ${bracketed(e.right)})`;
    case 'LogicalExpression':
      return `(${e.operands.map(bracketed).join(` ${e.operator} `)})`;
    case 'NotExpression':
      return `(NOT ${bracketed(e.operand)})`;
    case 'UnaryExpression':
      return `(${e.operator}${bracketed(e.operand)})`;
    case 'ParenthesizedExpression':
      return bracketed(e.expression);
    case 'ColumnReference':
      return e.name.parts.map((part) => part?.name ?? '').join('.');
    case 'IntegerLiteral':
      return e.value;
    case 'CollateExpression':
      return `(${bracketed(e.operand)} COLLATE ${e.collation.name})`;
    case 'BetweenPredicate':
      return `(${bracketed(e.operand)} BETWEEN ${bracketed(e.low)} AND ${bracketed(e.high)})`;
    default:
      return e.kind;
  }
}
