import { T } from '../lexer';
import type { ForClause, ForJson, ForXml, NamedOption } from '../syntax';
import type { Cursor } from './cursor';
import { parseString } from './literals';
import { takeWordOption } from './options';

const xmlModes: Readonly<Record<string, ForXml['mode']>> = { RAW: 'RAW', AUTO: 'AUTO', PATH: 'PATH', EXPLICIT: 'EXPLICIT' };
const jsonModes: Readonly<Record<string, ForJson['mode']>> = { AUTO: 'AUTO', PATH: 'PATH' };

/** `FOR XML`, `FOR JSON`, `FOR BROWSE`; nothing is read when FOR means something else (a cursor's FOR UPDATE). */
export function parseForClause(p: Cursor): ForClause | undefined {
  const start = p.start();
  switch (p.word(1)) {
    case 'XML':
      return parseForXml(p, start);
    case 'JSON':
      return parseForJson(p, start);
    case 'BROWSE':
      p.position += 2;
      return { kind: 'ForBrowse', span: p.spanFrom(start) };
    default:
      return undefined;
  }
}

function parseForXml(p: Cursor, start: number): ForXml {
  p.position += 2;
  const mode = xmlModes[p.word()];
  if (mode === undefined) p.expected('RAW, AUTO, PATH or EXPLICIT', 'after FOR XML');
  else p.advance();
  let element: string | undefined;
  if (p.atKind(T.LeftParen)) {
    const open = p.position;
    p.advance();
    element = parseString(p, 'as the name of the element').value;
    p.expectClose(open, 'FOR XML');
  }
  const options: NamedOption[] = [];
  while (p.acceptKind(T.Comma)) options.push(parseForOption(p));
  return { kind: 'ForXml', mode: mode ?? 'AUTO', element, options, span: p.spanFrom(start) };
}

function parseForJson(p: Cursor, start: number): ForJson {
  p.position += 2;
  const mode = jsonModes[p.word()];
  if (mode === undefined) p.expected('AUTO or PATH', 'after FOR JSON');
  else p.advance();
  const options: NamedOption[] = [];
  while (p.acceptKind(T.Comma)) options.push(parseForOption(p));
  return { kind: 'ForJson', mode: mode ?? 'AUTO', options, span: p.spanFrom(start) };
}

function parseForOption(p: Cursor): NamedOption {
  const start = p.start();
  const two = (p.at('ELEMENTS') && (p.word(1) === 'XSINIL' || p.word(1) === 'ABSENT')) || (p.at('BINARY') && p.word(1) === 'BASE64');
  if (p.kind() !== T.Word && p.kind() !== T.Reserved) p.expected('an option of FOR XML or FOR JSON');
  const option = takeWordOption(p, two ? 2 : 1);
  if (!p.atKind(T.LeftParen)) return option;
  const open = p.position;
  p.advance();
  const value = parseString(p).raw;
  p.expectClose(open, 'the option');
  return { ...option, value, span: p.spanFrom(start) };
}
