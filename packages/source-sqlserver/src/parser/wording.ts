import { T } from '../lexer';

const marks: Readonly<Record<number, string>> = {
  [T.LeftParen]: '(',
  [T.RightParen]: ')',
  [T.Comma]: 'a comma',
  [T.Dot]: 'a dot',
  [T.Semicolon]: ';',
  [T.Colon]: ':',
  [T.DoubleColon]: '::',
  [T.Equal]: '=',
  [T.RightBrace]: '}',
  [T.Minus]: '-',
  [T.Plus]: '+',
  [T.Less]: '<',
  [T.Greater]: '>',
  [T.Variable]: 'a variable (@name)',
  [T.String]: 'a string',
  [T.Integer]: 'a whole number',
};

/** A kind of token in words for a message. */
export const describeKind = (kind: number): string => marks[kind] ?? 'another token';
