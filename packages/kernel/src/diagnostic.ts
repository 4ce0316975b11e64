import type { Span } from './span';

export type DiagnosticSeverity = 'error' | 'warning' | 'info';

/** Trouble in the customer's SQL is data: it never throws. */
export interface Diagnostic {
  readonly severity: DiagnosticSeverity;
  /** Stable identifier of the kind of trouble, for example `expected-token`. */
  readonly code: string;
  /** A sentence for people: what was found, what was expected, what to do. */
  readonly message: string;
  readonly span: Span;
}
