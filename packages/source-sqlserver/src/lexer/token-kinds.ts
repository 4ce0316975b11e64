/** Kinds of tokens. Small numbers: they live in a byte array. */
export const T = {
  End: 0,
  /** A word that T-SQL does not reserve: a name or a contextual keyword. */
  Word: 1,
  /** A reserved word. */
  Reserved: 2,
  /** `[name]`. */
  BracketName: 3,
  /** `"name"`, with QUOTED_IDENTIFIER ON. */
  DoubleName: 4,
  String: 5,
  NationalString: 6,
  Integer: 7,
  Decimal: 8,
  Float: 9,
  Money: 10,
  Binary: 11,
  /** `@x`. */
  Variable: 12,
  /** `@@ROWCOUNT` and the other system functions; a local variable may be named `@@x` too. */
  GlobalVariable: 13,
  /** `$action`, `$IDENTITY` ..., `%%physloc%%`. */
  PseudoColumn: 14,
  LeftParen: 20,
  RightParen: 21,
  Comma: 22,
  Dot: 23,
  Semicolon: 24,
  Colon: 25,
  DoubleColon: 26,
  LeftBrace: 27,
  RightBrace: 28,
  Plus: 30,
  Minus: 31,
  Star: 32,
  Slash: 33,
  Percent: 34,
  Ampersand: 35,
  Bar: 36,
  Caret: 37,
  Tilde: 38,
  DoubleBar: 39,
  ShiftLeft: 40,
  ShiftRight: 41,
  Equal: 50,
  Less: 51,
  Greater: 52,
  LessEqual: 53,
  GreaterEqual: 54,
  NotEqual: 55,
  BangEqual: 56,
  BangLess: 57,
  BangGreater: 58,
  /** `=*`, the right outer join of old. `*=` is StarEqual. */
  EqualStar: 59,
  Bang: 60,
  PlusEqual: 70,
  MinusEqual: 71,
  StarEqual: 72,
  SlashEqual: 73,
  PercentEqual: 74,
  AmpersandEqual: 75,
  BarEqual: 76,
  CaretEqual: 77,
  DoubleBarEqual: 78,
  /** A character that begins nothing. */
  Unknown: 99,
} as const;

export type TokenKind = (typeof T)[keyof typeof T];
