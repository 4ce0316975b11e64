import { T } from '../lexer';
import type { CreateTriggerStatement, DefinitionVerb, NamedOption, QualifiedName, ToggleTriggerStatement } from '../syntax';
import type { Cursor } from './cursor';
import { commaList } from './lists';
import { parseQualifiedName, spell } from './names';
import { parseModuleOptions } from './options';
import { atBody, recoverHead } from './recovery';
import { parseBody, parseExternalName } from './routines';

/** `ON table | DATABASE | ALL SERVER`; ON was read. */
function parseTarget(p: Cursor): CreateTriggerStatement['on'] {
  if (p.accept('DATABASE')) return 'DATABASE';
  if (p.acceptWords('ALL', 'SERVER')) return 'ALL SERVER';
  return parseQualifiedName(p, 'a table, a view, DATABASE or ALL SERVER');
}

/** TRIGGER; it is next. The body reaches to the end of the batch. */
export function parseCreateTrigger(p: Cursor, start: number, verb: DefinitionVerb): CreateTriggerStatement {
  p.advance();
  const name = parseQualifiedName(p, 'the name of the trigger');
  p.expect('ON', 'after the name of the trigger');
  const on = parseTarget(p);
  let options: NamedOption[] = [];
  if (p.at('WITH') && p.word(1) !== 'APPEND' && p.accept('WITH')) options = parseModuleOptions(p);
  const timing = parseTiming(p);
  const head = p.position;
  const events = commaList(p, (q) => parseEvent(q, typeof on !== 'string'));
  const withAppend = p.acceptWords('WITH', 'APPEND');
  const notForReplication = p.acceptWords('NOT', 'FOR', 'REPLICATION');
  if (atBody(p)) p.want('AS', `before the body of TRIGGER ${spell(name)}`);
  else p.expect('AS', `before the body of TRIGGER ${spell(name)}`);
  const lost = p.failed && name.parts.at(-1)?.name !== '' ? recoverHead(p, Math.min(head, p.failedAt)) : undefined;
  if (lost !== undefined) p.accept('AS');
  const externalName = parseExternalName(p);
  if (!externalName && p.atEnd()) p.expected('a statement', `as the body of TRIGGER ${spell(name)}`);
  const body = externalName || p.failed ? [] : [...(lost === undefined ? [] : [lost]), ...parseBody(p)];
  return { kind: 'CreateTriggerStatement', verb, name, on, timing, events, options, withAppend, notForReplication, externalName, body, span: p.spanFrom(start) };
}

function parseTiming(p: Cursor): CreateTriggerStatement['timing'] {
  if (p.accept('FOR')) return 'FOR';
  if (p.accept('AFTER')) return 'AFTER';
  if (p.accept('INSTEAD')) {
    p.expect('OF', 'after INSTEAD');
    return 'INSTEAD OF';
  }
  p.expected('FOR, AFTER or INSTEAD OF', 'in CREATE TRIGGER');
  return 'FOR';
}

function parseEvent(p: Cursor, ofTable: boolean): string {
  const text = p.tokenText().toUpperCase();
  const changes = p.at('INSERT') || p.at('UPDATE') || p.at('DELETE');
  if (!changes && ofTable) p.expected('INSERT, UPDATE or DELETE', 'as the event of a trigger on a table or view');
  else if (!changes && p.kind() !== T.Word) p.expected('INSERT, UPDATE, DELETE or a DDL event');
  p.advance();
  return text;
}

/** `ENABLE | DISABLE TRIGGER names | ALL ON ...`; the first word is next. */
export function parseToggleTrigger(p: Cursor, start: number): ToggleTriggerStatement {
  const enable = p.at('ENABLE');
  p.position += 2;
  const names: QualifiedName[] = p.accept('ALL') ? [] : commaList(p, (q) => parseQualifiedName(q, 'the name of a trigger'));
  p.expect('ON', 'after the names of the triggers');
  return { kind: 'ToggleTriggerStatement', enable, names, on: parseTarget(p), span: p.spanFrom(start) };
}
