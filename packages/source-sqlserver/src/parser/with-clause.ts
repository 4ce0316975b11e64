import { T } from '../lexer';
import type { CommonTable, Expression, WithClause, XmlNamespace } from '../syntax';
import type { Cursor } from './cursor';
import { parseValue } from './expressions';
import { parenthesized } from './lists';
import { isNameKind, parseIdentifier, parseNameList } from './names';
import { parseString } from './literals';
import { parseParenthesizedQuery } from './queries';

/** Whether WITH is next and begins common tables (and is no option list). */
export const atWithClause = (p: Cursor): boolean => p.at('WITH') && isNameKind(p.kind(1));

/** `WITH ...` in front of a query or data statement; WITH is next. */
export function parseWithClause(p: Cursor): WithClause {
  const start = p.start();
  p.advance();
  let xmlNamespaces: XmlNamespace[] = [];
  let changeTrackingContext: Expression | undefined;
  const tables: CommonTable[] = [];
  do {
    if (p.at('XMLNAMESPACES') && p.kind(1) === T.LeftParen) {
      p.advance();
      xmlNamespaces = parenthesized(p, 'XMLNAMESPACES', parseNamespace);
    } else if (p.at('CHANGE_TRACKING_CONTEXT') && p.kind(1) === T.LeftParen) {
      p.advance();
      changeTrackingContext = parenthesized(p, 'CHANGE_TRACKING_CONTEXT', parseValue)[0];
    } else tables.push(parseCommonTable(p));
  } while (p.acceptKind(T.Comma));
  return { kind: 'WithClause', xmlNamespaces, tables, changeTrackingContext, span: p.spanFrom(start) };
}

function parseCommonTable(p: Cursor): CommonTable {
  const start = p.start();
  const name = parseIdentifier(p, 'the name of a common table expression');
  const columns = p.atKind(T.LeftParen) ? parseNameList(p, 'the column list of the common table expression') : [];
  p.expect('AS', 'after the name of the common table expression');
  const query = parseParenthesizedQuery(p, `the common table expression ${name.name}`);
  return { kind: 'CommonTable', name, columns, query, span: p.spanFrom(start) };
}

function parseNamespace(p: Cursor): XmlNamespace {
  const start = p.start();
  if (p.accept('DEFAULT')) {
    const uri = parseString(p).value;
    return { kind: 'XmlNamespace', uri, prefix: undefined, span: p.spanFrom(start) };
  }
  const uri = parseString(p, 'as the namespace').value;
  p.expect('AS', 'after the namespace');
  const prefix = parseIdentifier(p, 'a prefix');
  return { kind: 'XmlNamespace', uri, prefix, span: p.spanFrom(start) };
}
