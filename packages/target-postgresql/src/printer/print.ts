import { printDoc } from '@ferry/kernel';
import type { Printed } from '@ferry/kernel';
import type { StatementLink, TargetRef, TargetStatement } from '@ferry/conversion';
import type { Expression, Statement } from '../syntax';
import { assertSupported } from '../versions';
import { expression } from './expressions';
import type { FragmentSpan } from './layout';
import { onOwnLines } from './layout';
import { statementBody } from './statement';

/** What a printed statement is about, and where it belongs in a deployment. */
export interface StatementPlace {
  readonly creates: TargetRef;
  readonly phase: number;
  readonly needs?: readonly string[];
  /** Major version that the code is written for; the oldest that Ferry writes for when missing. */
  readonly version?: number;
}

export type PrintedStatement = TargetStatement;

/** The kernel hands every mark's span back as it was given. */
const linksOf = (printed: Printed): StatementLink[] => printed.links.map((l) => ({ source: (l.source as FragmentSpan).of, target: l.target }));

/** The text of a statement with its comments and semicolon, and its links. */
export function printText(node: Statement): { readonly sql: string; readonly links: readonly StatementLink[] } {
  const printed = printDoc(onOwnLines(node, statementBody(node), ';'));
  return { sql: printed.text, links: linksOf(printed) };
}

/** An expression as one line where it fits; for messages and tests. */
export const printExpression = (node: Expression): string => printDoc(expression(node)).text;

/**
 * Prints a statement for deployment.
 * @throws Error when the tree holds a construct newer than the target version, or text that PostgreSQL cannot hold (U+0000)
 */
export function printStatement(node: Statement, place: StatementPlace): TargetStatement {
  assertSupported(node, place.version);
  return { ...printText(node), creates: place.creates, phase: place.phase, needs: place.needs ?? [] };
}
