import { T } from '../lexer';
import type { CloseCursorStatement, CursorDefinition, CursorOption, CursorReference, DeallocateCursorStatement, DeclareCursorStatement, Expression, FetchCursorStatement, Identifier, OpenCursorStatement } from '../syntax';
import type { Cursor } from './cursor';
import { parseArithmetic } from './expressions';
import { commaList } from './lists';
import { isNameKind, parseIdentifier, parseVariable, takeIdentifier } from './names';
import { parseQuery } from './queries';

const options = new Set<string>(['LOCAL', 'GLOBAL', 'FORWARD_ONLY', 'SCROLL', 'STATIC', 'KEYSET', 'DYNAMIC', 'FAST_FORWARD', 'READ_ONLY', 'SCROLL_LOCKS', 'OPTIMISTIC', 'TYPE_WARNING', 'INSENSITIVE']);

const parseOptions = (p: Cursor): CursorOption[] => {
  const found: CursorOption[] = [];
  while (options.has(p.word())) {
    found.push(p.word() as CursorOption);
    p.advance();
  }
  return found;
};

/** Whether `name [INSENSITIVE] [SCROLL] CURSOR` follows DECLARE. */
export const atCursorDeclaration = (p: Cursor): boolean => isNameKind(p.kind()) && (p.word(1) === 'CURSOR' || ((p.word(1) === 'INSENSITIVE' || p.word(1) === 'SCROLL') && (p.word(2) === 'CURSOR' || p.word(3) === 'CURSOR')));

/** `name CURSOR options FOR query`; DECLARE was read. */
export function parseDeclareCursor(p: Cursor, start: number): DeclareCursorStatement {
  const name = takeIdentifier(p);
  const before = parseOptions(p);
  const cursor = parseCursorDefinition(p, before);
  return { kind: 'DeclareCursorStatement', name, cursor, span: p.spanFrom(start) };
}

/** `CURSOR options FOR query [FOR READ ONLY | UPDATE [OF columns]]`; CURSOR is next. */
export function parseCursorDefinition(p: Cursor, before: readonly CursorOption[] = []): CursorDefinition {
  const start = p.start();
  p.expect('CURSOR');
  const found = [...before, ...parseOptions(p)];
  p.expect('FOR', 'before the query of the cursor');
  const query = parseQuery(p);
  let access: CursorDefinition['access'];
  let updateColumns: Identifier[] = [];
  if (p.at('FOR')) {
    p.advance();
    if (p.accept('UPDATE')) {
      access = 'UPDATE';
      if (p.accept('OF')) updateColumns = commaList(p, parseUpdateColumn);
    } else {
      p.expect('READ', 'ONLY or UPDATE after FOR');
      p.expect('ONLY', 'after READ');
      access = 'READ ONLY';
    }
  }
  return { kind: 'CursorDefinition', options: found, query, access, updateColumns, span: p.spanFrom(start) };
}

function parseUpdateColumn(p: Cursor): Identifier {
  let name = parseIdentifier(p, 'a column name');
  while (p.acceptKind(T.Dot)) name = parseIdentifier(p, 'a column name');
  return name;
}

export function parseCursorReference(p: Cursor): CursorReference {
  const start = p.start();
  if (p.atKind(T.Variable)) return { kind: 'CursorReference', global: false, cursor: parseVariable(p), span: p.spanFrom(start) };
  const global = p.at('GLOBAL') && isNameKind(p.kind(1)) && p.accept('GLOBAL');
  return { kind: 'CursorReference', global, cursor: parseIdentifier(p, 'the name of a cursor'), span: p.spanFrom(start) };
}

/** `OPEN cursor`; OPEN is next. */
export function parseOpen(p: Cursor, start: number): OpenCursorStatement {
  p.advance();
  return { kind: 'OpenCursorStatement', cursor: parseCursorReference(p), span: p.spanFrom(start) };
}

/** `CLOSE cursor`; CLOSE is next. */
export function parseClose(p: Cursor, start: number): CloseCursorStatement {
  p.advance();
  return { kind: 'CloseCursorStatement', cursor: parseCursorReference(p), span: p.spanFrom(start) };
}

/** `DEALLOCATE cursor`; DEALLOCATE is next. */
export function parseDeallocate(p: Cursor, start: number): DeallocateCursorStatement {
  p.advance();
  p.accept('CURSOR');
  return { kind: 'DeallocateCursorStatement', cursor: parseCursorReference(p), span: p.spanFrom(start) };
}

const directions: Readonly<Record<string, FetchCursorStatement['direction']>> = { NEXT: 'NEXT', PRIOR: 'PRIOR', FIRST: 'FIRST', LAST: 'LAST', ABSOLUTE: 'ABSOLUTE', RELATIVE: 'RELATIVE' };

/** FETCH; it is next. */
export function parseFetch(p: Cursor, start: number): FetchCursorStatement {
  p.advance();
  let direction: FetchCursorStatement['direction'];
  let offset: Expression | undefined;
  const candidate = directions[p.word()];
  if (candidate !== undefined && (p.word(1) === 'FROM' || candidate === 'ABSOLUTE' || candidate === 'RELATIVE' || isNameKind(p.kind(1)) || p.kind(1) === T.Variable) && !(isNameKind(p.kind(1)) && p.beginsLine(p.position + 1))) {
    direction = candidate;
    p.advance();
    if (candidate === 'ABSOLUTE' || candidate === 'RELATIVE') offset = parseArithmetic(p, 1);
  }
  if (direction === undefined) p.accept('FROM');
  else p.expect('FROM', `after ${direction}`);
  const cursor = parseCursorReference(p);
  const into = p.accept('INTO') ? commaList(p, parseVariable) : [];
  return { kind: 'FetchCursorStatement', direction, offset, cursor, into, span: p.spanFrom(start) };
}
