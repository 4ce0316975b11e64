import type { DataType, SequenceStatement } from '../syntax';
import { T } from '../lexer';
import type { Cursor } from './cursor';
import { parseDataType } from './data-types';
import { parseSignedNumber } from './literals';
import { parseQualifiedName } from './names';

/** `SEQUENCE name AS type START WITH ...`; SEQUENCE is next. */
export function parseSequence(p: Cursor, start: number, verb: 'CREATE' | 'ALTER'): SequenceStatement {
  p.advance();
  const name = parseQualifiedName(p, 'the name of the sequence');
  let type: DataType | undefined;
  let begin: string | undefined;
  let restart: string | undefined;
  let increment: string | undefined;
  let minimum: string | undefined;
  let maximum: string | undefined;
  let cycle: boolean | undefined;
  let cache: string | undefined;
  for (;;) {
    if (p.accept('AS')) type = parseDataType(p);
    else if (p.accept('START')) {
      p.expect('WITH', 'after START');
      begin = parseSignedNumber(p, 'the first value');
    } else if (p.accept('RESTART')) restart = p.accept('WITH') ? parseSignedNumber(p, 'the value to restart with') : '';
    else if (p.accept('INCREMENT')) {
      p.expect('BY', 'after INCREMENT');
      increment = parseSignedNumber(p, 'the increment');
    } else if (p.accept('MINVALUE')) minimum = parseSignedNumber(p, 'the least value');
    else if (p.accept('MAXVALUE')) maximum = parseSignedNumber(p, 'the greatest value');
    else if (p.acceptWords('NO', 'MINVALUE')) minimum = 'none';
    else if (p.acceptWords('NO', 'MAXVALUE')) maximum = 'none';
    else if (p.accept('CYCLE')) cycle = true;
    else if (p.acceptWords('NO', 'CYCLE')) cycle = false;
    else if (p.accept('CACHE')) cache = p.atKind(T.Integer) ? parseSignedNumber(p, 'the size of the cache') : '';
    else if (p.acceptWords('NO', 'CACHE')) cache = 'none';
    else break;
  }
  return { kind: 'SequenceStatement', verb, name, type, start: begin, restart, increment, minimum, maximum, cycle, cache, span: p.spanFrom(start) };
}
