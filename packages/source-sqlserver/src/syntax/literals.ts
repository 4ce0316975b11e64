import type { Node } from './node';

interface LiteralNode extends Node {
  /** As written. */
  readonly raw: string;
}

/** `'text'`, `N'text'`, and `"text"` under QUOTED_IDENTIFIER OFF. `value` has its quotes and line continuations undone. */
export interface StringLiteral extends LiteralNode {
  readonly kind: 'StringLiteral';
  readonly value: string;
  readonly national: boolean;
}

/** `42`: `value` is its decimal text (it may exceed a double's exact range). The sign is a UnaryExpression. */
export interface IntegerLiteral extends LiteralNode {
  readonly kind: 'IntegerLiteral';
  readonly value: string;
}

/** `1.50`: exact; precision and scale follow from the text. */
export interface DecimalLiteral extends LiteralNode {
  readonly kind: 'DecimalLiteral';
  readonly value: string;
}

/** `1.5E3`. */
export interface FloatLiteral extends LiteralNode {
  readonly kind: 'FloatLiteral';
  readonly value: string;
}

/** `$12.50`, `-$1`: `value` has no currency sign and no separators. */
export interface MoneyLiteral extends LiteralNode {
  readonly kind: 'MoneyLiteral';
  readonly value: string;
}

/** `0x1F`: `value` is the hexadecimal digits, without line continuations. */
export interface BinaryLiteral extends LiteralNode {
  readonly kind: 'BinaryLiteral';
  readonly value: string;
}

export interface NullLiteral extends LiteralNode {
  readonly kind: 'NullLiteral';
}

/** `{d '2020-01-01'}`, `{t '10:00'}`, `{ts '...'}`, `{guid '...'}`. */
export interface OdbcLiteral extends LiteralNode {
  readonly kind: 'OdbcLiteral';
  readonly type: 'd' | 't' | 'ts' | 'guid';
  readonly value: string;
}

/** A SQLCMD variable that was left in place, `$(Name)`. */
export interface SqlcmdVariable extends LiteralNode {
  readonly kind: 'SqlcmdVariable';
  readonly name: string;
}

export type Literal =
  | StringLiteral
  | IntegerLiteral
  | DecimalLiteral
  | FloatLiteral
  | MoneyLiteral
  | BinaryLiteral
  | NullLiteral
  | OdbcLiteral
  | SqlcmdVariable;
