import { T } from '../lexer';
import type { CreateViewStatement, DefinitionVerb, NamedOption } from '../syntax';
import type { Cursor } from './cursor';
import { parseNameList, parseQualifiedName, spell } from './names';
import { parseModuleOptions, parseOptionList } from './options';
import { parseQuery } from './queries';

/** VIEW; it (or MATERIALIZED VIEW) is next. */
export function parseCreateView(p: Cursor, start: number, verb: DefinitionVerb): CreateViewStatement {
  p.accept('MATERIALIZED');
  p.expect('VIEW');
  const name = parseQualifiedName(p, 'the name of the view');
  const columns = p.atKind(T.LeftParen) ? parseNameList(p, `the column list of VIEW ${spell(name)}`) : [];
  let options: NamedOption[] = [];
  if (p.accept('WITH')) {
    options = p.atKind(T.LeftParen) ? parseOptionList(p, 'the options of the view') : parseModuleOptions(p);
  }
  if (p.at('SELECT')) p.want('AS', `before the query of VIEW ${spell(name)}`);
  else p.expect('AS', `before the query of VIEW ${spell(name)}`);
  const query = parseQuery(p);
  const checkOption = p.acceptWords('WITH', 'CHECK', 'OPTION');
  return { kind: 'CreateViewStatement', verb, name, columns, options, query, checkOption, span: p.spanFrom(start) };
}
