import type { Fragment } from '@ferry/catalog';
import type { Run, Span } from '@ferry/kernel';

/*
 * The engine's words, as far as a target needs them. The engine (`@ferry/conversion`) is a neighbour, not a layer below: the
 * shapes are stated here, and the registry, which knows both, is where the compiler holds them against each other.
 */

export interface TargetRef {
  readonly kind: string;
  readonly schema: string;
  readonly name: string;
  readonly parent?: string;
}

export interface StatementLink {
  readonly source: Fragment;
  readonly target: Span;
}

export interface TargetStatement {
  readonly sql: string;
  readonly links: readonly StatementLink[];
  readonly creates: TargetRef;
  readonly phase: number;
  readonly needs: readonly string[];
}

export interface ServerMessage {
  readonly sqlstate: string;
  readonly message: string;
  readonly detail?: string;
  readonly hint?: string;
  /** Offset in the statement's text, in UTF-16 code units. */
  readonly offset?: number;
}

export interface Proof {
  readonly level: 'none' | 'parsed' | 'created' | 'checked' | 'ran' | 'equal';
  readonly by?: string;
  readonly refusal?: ServerMessage;
}

export interface Verifier {
  readonly server: string;
  create(statements: readonly TargetStatement[], run: Run): Promise<readonly Proof[]>;
  check(statements: readonly TargetStatement[], run: Run): Promise<readonly Proof[]>;
  close(): Promise<void>;
}

export interface TreeCategory {
  readonly name: string;
  readonly holds: (ref: { kind: string; flavour?: string }) => boolean;
}
