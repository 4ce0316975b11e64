import type { Expression as SourceExpression } from '@ferry/source-sqlserver';
import { scalar } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { Expression } from '@ferry/target-postgresql';
import { offsetIn } from '../functions/texts-to-values';
import { coerce } from '../lower/expressions';
import { castTo } from '../lower/lowering';
import { offsetOfVariable } from '../lower/offsets';
import { support } from '../lower/support-call';
import type { Frame } from './machine';
import type { Workshop } from './step';

const int = scalar('int', { nullable: true });
const identityType = scalar('decimal', { precision: 38, scale: 0, nullable: true });
const message = scalar('nvarchar', { length: 4000, nullable: true });

/** Global variables that the session holds. https://learn.microsoft.com/sql/t-sql/functions/system-functions-transact-sql */
export function batchGlobal(work: Workshop, frame: Frame, name: string): Expression | undefined {
  const { machine } = frame;
  const number = (value: () => number): Expression => work.bind(() => String(value()), int);
  switch (name) {
    case '@@ROWCOUNT': return number(() => machine.rowCount);
    case '@@ERROR': return number(() => machine.error);
    case '@@TRANCOUNT': return number(() => machine.depth);
    case '@@FETCH_STATUS': return number(() => machine.fetchStatus);
    case '@@NESTLEVEL': return number(() => frame.nesting);
    // Only where it is not the usual one: see the functions of dates.
    case '@@DATEFIRST OF ANOTHER DAY': return machine.options.dateFirst === 7 ? undefined : number(() => machine.options.dateFirst);
    case '@@DATEFIRST': return work.bind(() => String(machine.options.dateFirst), scalar('tinyint'));
    case '@@IDENTITY': return work.bind(() => machine.identity, identityType);
    case '@@CURSOR_ROWS': return number(() => [...machine.cursors.values()].filter((c) => c.rows !== undefined).at(-1)?.rows?.length ?? 0);
    default: return undefined;
  }
}

/** Functions whose answer the session holds. */
export function batchFunction(work: Workshop, frame: Frame, name: string, args: readonly SourceExpression[]): Expression | undefined {
  const { machine } = frame;
  switch (name) {
    case 'ERROR_NUMBER': return work.bind(() => (frame.caught === undefined ? null : String(frame.caught.number)), int);
    case 'ERROR_SEVERITY': return work.bind(() => (frame.caught === undefined ? null : String(frame.caught.severity)), int);
    case 'ERROR_STATE': return work.bind(() => (frame.caught === undefined ? null : String(frame.caught.state)), int);
    case 'ERROR_LINE': return work.bind(() => (frame.caught === undefined ? null : String(frame.caught.line)), int);
    case 'ERROR_PROCEDURE': return work.bind(() => frame.caught?.procedure ?? null, message);
    case 'ERROR_MESSAGE': return work.bind(() => frame.caught?.message ?? null, message);
    case 'XACT_STATE': return work.bind(() => String(machine.depth === 0 ? 0 : machine.doomed ? -1 : 1), scalar('smallint'));
    case offsetOfVariable: {
      const [variable] = args;
      const held = variable?.kind === 'Variable' ? frame.variables.get(variable.name.toLowerCase()) : undefined;
      return held === undefined ? undefined : support(work.low, offsetIn, [castTo(work.bind(() => held.value, message), 'text')]);
    }
    case 'SCOPE_IDENTITY': return args.length === 0 ? work.bind(() => frame.scopeIdentity, identityType) : undefined;
    case 'CURSOR_STATUS': {
      const [, which] = args;
      if (which === undefined) return undefined;
      const names = [...machine.cursors.entries()].map(([n, c]) => pg.when(pg.text(n), pg.number(c.rows === undefined ? -1 : c.rows.length === 0 ? 0 : 1)));
      return pg.case(names.length === 0 ? [pg.when(pg.text(''), pg.number(-3))] : names, pg.number(-3), pg.call('lower', coerce(work.low, which, message)));
    }
    default: return undefined;
  }
}
