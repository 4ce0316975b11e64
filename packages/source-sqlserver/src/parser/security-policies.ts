import { T } from '../lexer';
import type { CreateSecurityPolicyStatement, Expression, NamedOption, QualifiedName, SecurityPredicate } from '../syntax';
import type { Cursor } from './cursor';
import { parseQualifiedName } from './names';
import { parseOptionList } from './options';
import { parseArguments } from './primary';

/** `SECURITY POLICY name ADD FILTER PREDICATE f(x) ON t, ... WITH (STATE = ON)`; SECURITY is next. */
export function parseSecurityPolicy(p: Cursor, start: number, verb: 'CREATE' | 'ALTER'): CreateSecurityPolicyStatement {
  p.position += 2;
  const name = parseQualifiedName(p, 'the name of the security policy');
  const predicates: SecurityPredicate[] = [];
  if ((p.at('ADD') || p.at('DROP')) && p.word(1) === 'NOT') {
    p.advance();
    if (!p.acceptWords('NOT', 'FOR', 'REPLICATION')) p.expected('NOT FOR REPLICATION');
  }
  while (atPredicate(p)) {
    predicates.push(parsePredicate(p));
    if (!p.acceptKind(T.Comma)) break;
  }
  let options: NamedOption[] = [];
  if (p.at('WITH') && p.kind(1) === T.LeftParen) {
    p.advance();
    options = parseOptionList(p);
  }
  p.acceptWords('NOT', 'FOR', 'REPLICATION');
  return { kind: 'CreateSecurityPolicyStatement', verb, name, predicates, options, span: p.spanFrom(start) };
}

/** Whether a predicate follows; another ALTER or DROP is a statement of its own. */
const atPredicate = (p: Cursor): boolean => {
  if (!p.at('ADD') && !p.at('ALTER') && !p.at('DROP')) return false;
  const next = p.word(1);
  return next === 'FILTER' || next === 'BLOCK' || p.at('ADD') || p.text.slice(p.startAt(p.position + 1), p.endAt(p.position + 1)).toUpperCase() === 'PREDICATE';
};

function parsePredicate(p: Cursor): SecurityPredicate {
  const start = p.start();
  const change = p.word() as SecurityPredicate['change'];
  p.advance();
  const type = p.accept('BLOCK') ? 'BLOCK' : 'FILTER';
  if (type === 'FILTER') p.accept('FILTER');
  if (p.tokenText().toUpperCase() !== 'PREDICATE') p.expected('PREDICATE', 'in the security policy');
  p.advance();
  let function_: QualifiedName | undefined;
  let args: Expression[] = [];
  if (change !== 'DROP') {
    function_ = parseQualifiedName(p, 'the predicate function');
    args = p.atKind(T.LeftParen) ? parseArguments(p) : [];
  }
  p.expect('ON', 'in the predicate');
  const on = parseQualifiedName(p, 'a table');
  let operation: string | undefined;
  if (p.at('AFTER') || p.at('BEFORE')) {
    const from = p.start();
    p.advance();
    p.advance();
    operation = p.textFrom(from).toUpperCase().replace(/\s+/g, ' ');
  }
  return { kind: 'SecurityPredicate', change, type, function: function_, args, on, operation, span: p.spanFrom(start) };
}
