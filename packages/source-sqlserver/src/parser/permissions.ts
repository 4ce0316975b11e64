import { T } from '../lexer';
import type { ExecuteAsStatement, Identifier, Permission, PermissionStatement, Securable } from '../syntax';
import type { Cursor } from './cursor';
import { parseValue } from './expressions';
import { commaList } from './lists';
import { parseAnyIdentifier, parseNameList, parseQualifiedName } from './names';
import { parseClass } from './objects';

/** GRANT, DENY, REVOKE; one of them is next. */
export function parsePermission(p: Cursor, start: number): PermissionStatement {
  const action = p.word() as PermissionStatement['action'];
  p.advance();
  const grantOptionFor = p.acceptWords('GRANT', 'OPTION', 'FOR');
  const permissions = commaList(p, parsePermissionName);
  const on = p.accept('ON') ? parseSecurable(p) : undefined;
  if (!p.accept('TO') && !(action === 'REVOKE' && p.accept('FROM'))) p.expected(action === 'REVOKE' ? 'TO or FROM' : 'TO', `in ${action}`);
  const principals = commaList(p, (q) => parseAnyIdentifier(q, 'a user or role'));
  const withGrantOption = p.acceptWords('WITH', 'GRANT', 'OPTION');
  const cascade = p.accept('CASCADE');
  const as: Identifier | undefined = p.accept('AS') ? parseAnyIdentifier(p, 'a user or role') : undefined;
  return { kind: 'PermissionStatement', action, grantOptionFor, permissions, on, principals, withGrantOption, cascade, as, span: p.spanFrom(start) };
}

function parsePermissionName(p: Cursor): Permission {
  const start = p.start();
  const words: string[] = [];
  while ((p.kind() === T.Word || p.kind() === T.Reserved) && !p.at('ON') && !p.at('TO') && !p.at('FROM')) {
    words.push(p.tokenText().toUpperCase());
    p.advance();
  }
  if (words.length === 0) p.expected('a permission');
  const columns = p.atKind(T.LeftParen) ? parseNameList(p, 'the columns') : [];
  return { kind: 'Permission', name: words.join(' '), columns, span: p.spanFrom(start) };
}

function parseSecurable(p: Cursor): Securable {
  const start = p.start();
  const class_ = parseClass(p);
  const name = parseQualifiedName(p, 'the object');
  const columns = p.atKind(T.LeftParen) ? parseNameList(p, 'the columns') : [];
  return { kind: 'Securable', class: class_, name, columns, span: p.spanFrom(start) };
}

const contexts: Readonly<Record<string, ExecuteAsStatement['context']>> = { CALLER: 'CALLER', SELF: 'SELF', OWNER: 'OWNER', USER: 'USER', LOGIN: 'LOGIN' };

/** `EXECUTE AS context [= 'name'] [WITH NO REVERT | COOKIE INTO @c]`; EXECUTE is next. */
export function parseExecuteAs(p: Cursor, start: number): ExecuteAsStatement {
  p.position += 2;
  const context = contexts[p.word()];
  if (context === undefined) p.expected('CALLER, SELF, OWNER, USER or LOGIN', 'after EXECUTE AS');
  p.advance();
  let principal: string | undefined;
  if (p.acceptKind(T.Equal)) {
    const from = p.start();
    parseValue(p);
    principal = p.textFrom(from);
  }
  if (p.at('WITH') && (p.word(1) === 'NO' || p.kind(1) === T.Word)) {
    p.advance();
    if (p.accept('NO')) p.expect('REVERT', 'after NO');
    else {
      p.advance();
      p.expect('INTO', 'after COOKIE');
      p.expectKind(T.Variable);
    }
  }
  return { kind: 'ExecuteAsStatement', context: context ?? 'CALLER', principal, span: p.spanFrom(start) };
}
