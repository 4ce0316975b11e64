import type { SetOptionStatement } from '@ferry/source-sqlserver';
import { errorAt, fail } from './failures';
import { next } from './machine';
import type { Frame, Signal } from './machine';

/** Options that change nothing in what a converted statement does. */
const harmless = new Set(['ARITHABORT', 'ARITHIGNORE', 'ANSI_PADDING', 'ANSI_NULL_DFLT_ON', 'ANSI_NULL_DFLT_OFF', 'NUMERIC_ROUNDABORT', 'STATISTICS IO', 'STATISTICS TIME', 'STATISTICS PROFILE', 'STATISTICS XML', 'DEADLOCK_PRIORITY', 'LOCK_TIMEOUT', 'TEXTSIZE', 'QUERY_GOVERNOR_COST_LIMIT', 'CURSOR_CLOSE_ON_COMMIT', 'REMOTE_PROC_TRANSACTIONS', 'FORCEPLAN', 'OFFSETS', 'CONTEXT_INFO', 'SHOWPLAN_ALL', 'SHOWPLAN_TEXT', 'SHOWPLAN_XML']);

const isolation: Readonly<Record<string, string>> = { 'READ UNCOMMITTED': 'READ COMMITTED', 'READ COMMITTED': 'READ COMMITTED', 'REPEATABLE READ': 'REPEATABLE READ', SNAPSHOT: 'REPEATABLE READ', SERIALIZABLE: 'SERIALIZABLE' };

/** SET option: https://learn.microsoft.com/sql/t-sql/statements/set-statements-transact-sql */
export async function setOption(frame: Frame, node: SetOptionStatement): Promise<Signal> {
  const { machine } = frame;
  const on = /^\s*on\b/i.test(node.value) || /\bon\s*$/i.test(node.value);
  const number = Number(/\d+/.exec(node.value)?.[0] ?? frame.variables.get(node.value.trim().toLowerCase())?.value ?? 0);
  for (const name of node.names) {
    switch (name) {
      case 'NOCOUNT': machine.options.nocount = on; break;
      case 'XACT_ABORT': machine.options.xactAbort = on; break;
      case 'IMPLICIT_TRANSACTIONS': machine.options.implicitTransactions = on; break;
      case 'ROWCOUNT':
        if (machine.options.rowLimit !== number) machine.shapes++;
        machine.options.rowLimit = number;
        break;
      case 'DATEFIRST':
        machine.options.dateFirst = number;
        machine.shapes++;
        break;
      case 'QUOTED_IDENTIFIER': machine.options.quotedIdentifier = on; break;
      case 'ANSI_NULLS':
        if (machine.options.ansiNulls !== on) machine.shapes++;
        machine.options.ansiNulls = on;
        break;
      case 'NOEXEC': machine.options.noExec = on; break;
      case 'FMTONLY': break;
      case 'PARSEONLY': machine.options.parseOnly = on; break;
      case 'ANSI_DEFAULTS': machine.options.quotedIdentifier = on; break;
      case 'IDENTITY_INSERT': machine.options.identityInsert = on ? node.value.replace(/\bon\s*$/i, '').trim().toLowerCase() : undefined; break;
      case 'ANSI_WARNINGS': case 'CONCAT_NULL_YIELDS_NULL':
        if (!on) return fail(frame, errorAt(frame, node, 40510, `SET ${name} OFF is not supported by the conversion.`));
        break;
      default: {
        const words = `${name} ${node.value}`.toUpperCase();
        const level = Object.keys(isolation).find((l) => words.includes('ISOLATION LEVEL') && words.includes(l));
        if (level !== undefined) {
          if (machine.depth === 0) await machine.session.execute(`SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL ${isolation[level] ?? 'READ COMMITTED'}`);
          break;
        }
        if (name === 'DATEFORMAT') {
          const order = node.value.trim().replace(/[^a-z]/gi, '').toLowerCase();
          const styles: Readonly<Record<string, string>> = { mdy: 'MDY', dmy: 'DMY', ymd: 'YMD' };
          if (styles[order] === undefined) return fail(frame, errorAt(frame, node, 40510, `SET DATEFORMAT ${node.value.trim()} is not supported by the conversion.`));
          await machine.session.execute(`SET DateStyle = 'ISO, ${styles[order] ?? 'MDY'}'`);
          break;
        }
        if (name === 'LANGUAGE') {
          if (/us_english|english/i.test(node.value)) break;
          return fail(frame, errorAt(frame, node, 40510, `SET LANGUAGE ${node.value.trim()} is not supported by the conversion.`));
        }
        if (!harmless.has(name)) return fail(frame, errorAt(frame, node, 195, `'${name}' is not a recognized SET option.`), { ends: true });
      }
    }
  }
  machine.error = 0;
  return next;
}
