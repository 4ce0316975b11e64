import type { CreateAliasTypeStatement, CreateClrTypeStatement, CreateTableTypeStatement } from '../syntax';
import type { Cursor } from './cursor';
import { parseDataType } from './data-types';
import { nameOf, parseQualifiedName, spell, takeIdentifier } from './names';
import { parseWithOptions } from './options';
import { parseExternalName } from './routines';
import { parseTableElements } from './table-elements';

/** TYPE; it is next, CREATE was read. */
export function parseCreateType(p: Cursor, start: number): CreateAliasTypeStatement | CreateTableTypeStatement | CreateClrTypeStatement {
  p.advance();
  const name = parseQualifiedName(p, 'the name of the type');
  if (p.accept('FROM')) {
    const base = parseDataType(p);
    const nullability = p.acceptWords('NOT', 'NULL') ? 'NOT NULL' : p.accept('NULL') ? 'NULL' : undefined;
    return { kind: 'CreateAliasTypeStatement', name, base, nullability, span: p.spanFrom(start) };
  }
  if (p.accept('AS')) {
    p.expect('TABLE', 'after AS');
    const elements = parseTableElements(p, `the column list of TYPE ${spell(name)}`);
    return { kind: 'CreateTableTypeStatement', name, elements, options: parseWithOptions(p), span: p.spanFrom(start) };
  }
  const externalName = parseExternalName(p);
  if (!externalName) p.expected('FROM, AS TABLE or EXTERNAL NAME', 'in CREATE TYPE');
  return { kind: 'CreateClrTypeStatement', name, externalName: externalName ?? nameOf(takeIdentifier(p)), span: p.spanFrom(start) };
}
