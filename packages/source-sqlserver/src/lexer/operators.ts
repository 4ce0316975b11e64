import { T } from './token-kinds';

export interface Operator {
  readonly kind: number;
  readonly length: number;
}

const unknown: Operator = { kind: T.Unknown, length: 1 };

/** Operators by their first character, the longest first. */
const byFirst: (readonly { readonly rest: string; readonly operator: Operator }[])[] = [];

const define = (text: string, kind: number): void => {
  const code = text.charCodeAt(0);
  const entries = [...(byFirst[code] ?? []), { rest: text.slice(1), operator: { kind, length: text.length } }];
  byFirst[code] = entries.sort((a, b) => b.rest.length - a.rest.length);
};

const spelling: readonly (readonly [string, number])[] = [
  ['(', T.LeftParen], [')', T.RightParen], [',', T.Comma], ['.', T.Dot], [';', T.Semicolon], [':', T.Colon], ['::', T.DoubleColon],
  ['{', T.LeftBrace], ['}', T.RightBrace], ['+', T.Plus], ['-', T.Minus], ['*', T.Star], ['/', T.Slash], ['%', T.Percent],
  ['&', T.Ampersand], ['|', T.Bar], ['^', T.Caret], ['~', T.Tilde], ['||', T.DoubleBar], ['<<', T.ShiftLeft], ['>>', T.ShiftRight],
  ['=', T.Equal], ['<', T.Less], ['>', T.Greater], ['<=', T.LessEqual], ['>=', T.GreaterEqual], ['<>', T.NotEqual], ['!=', T.BangEqual],
  ['!<', T.BangLess], ['!>', T.BangGreater], ['=*', T.EqualStar], ['!', T.Bang], ['+=', T.PlusEqual], ['-=', T.MinusEqual],
  ['*=', T.StarEqual], ['/=', T.SlashEqual], ['%=', T.PercentEqual], ['&=', T.AmpersandEqual], ['|=', T.BarEqual], ['^=', T.CaretEqual],
  ['||=', T.DoubleBarEqual],
];
for (const [text, kind] of spelling) define(text, kind);

/** The operator or punctuation mark at an offset; one unknown character when there is none. */
export function operatorAt(text: string, at: number, end: number): Operator {
  const entries = byFirst[text.charCodeAt(at)];
  if (entries === undefined) return unknown;
  for (const { rest, operator } of entries) if (at + operator.length <= end && (rest === '' || text.startsWith(rest, at + 1))) return operator;
  return unknown;
}
