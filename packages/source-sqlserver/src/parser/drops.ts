import { T } from '../lexer';
import type { DropStatement, Statement } from '../syntax';
import type { Cursor } from './cursor';
import { parseGeneric } from './definitions';
import { parseDropIndex } from './indexes';
import { commaList } from './lists';
import { parseQualifiedName } from './names';
import { parseWithOptions } from './options';

/** One-word kinds of objects that DROP takes a list of names for. */
const simple = new Set(['TABLE', 'VIEW', 'PROCEDURE', 'FUNCTION', 'TRIGGER', 'TYPE', 'SEQUENCE', 'SYNONYM', 'SCHEMA', 'RULE', 'DEFAULT', 'AGGREGATE', 'ASSEMBLY', 'STATISTICS', 'DATABASE', 'USER', 'ROLE']);

/** `DATABASE ENCRYPTION KEY`, `DATABASE SCOPED CREDENTIAL`, `DATABASE AUDIT SPECIFICATION`. */
const databaseParts = new Set(['ENCRYPTION', 'SCOPED', 'AUDIT']);

/** DROP; it is next. */
export function parseDrop(p: Cursor, start: number): Statement {
  p.advance();
  if (p.at('INDEX')) return parseDropIndex(p, start);
  const type = p.word() === 'PROC' ? 'PROCEDURE' : p.word();
  const words = dropWords(p, type);
  if (words === 0) return parseGeneric(p, start, 'DROP');
  const typeStart = p.start();
  p.position += words;
  const objectType = words === 1 ? type : p.textFrom(typeStart).toUpperCase().replace(/\s+/g, ' ');
  const ifExists = p.acceptWords('IF', 'EXISTS');
  const names = commaList(p, (q) => parseQualifiedName(q, `the name of the ${objectType.toLowerCase()} to drop`));
  let on: string | undefined;
  if (objectType === 'TRIGGER' && p.accept('ON')) {
    on = p.at('DATABASE') ? 'DATABASE' : 'ALL SERVER';
    if (!p.accept('DATABASE') && !p.acceptWords('ALL', 'SERVER')) p.expected('DATABASE or ALL SERVER');
  }
  if (objectType === 'SCHEMA' && !p.accept('RESTRICT')) p.accept('CASCADE');
  if (p.at('WITH') && p.kind(1) === T.Word && objectType === 'ASSEMBLY') p.position += 3;
  parseWithOptions(p);
  return { kind: 'DropStatement', objectType, ifExists, names, on, span: p.spanFrom(start) } satisfies DropStatement;
}

/** How many words the kind of object takes; 0 when it is not one that has only names. */
function dropWords(p: Cursor, type: string): number {
  if (p.atWords('XML', 'SCHEMA', 'COLLECTION')) return 3;
  if (p.atWords('EXTERNAL', 'TABLE') || p.atWords('SECURITY', 'POLICY') || p.atWords('PARTITION', 'FUNCTION') || p.atWords('PARTITION', 'SCHEME') || p.atWords('FULLTEXT', 'CATALOG')) return 2;
  if (type === 'DATABASE' && databaseParts.has(p.word(1)) && (p.kind(2) === T.Word || p.kind(2) === T.Reserved) && !p.beginsLine(p.position + 2)) return 0;
  return simple.has(type) ? 1 : 0;
}
