import type { RunResult } from '@ferry/conversion';
import type { ExecuteStatement, InsertStatement, ShapeColumn } from '@ferry/source-sqlserver';
import { familyOf, isScalar, partsOf } from '@ferry/source-sqlserver';
import { printText, pg } from '@ferry/target-postgresql';
import { changedTable } from '../lower/changes';
import { columnName } from '../lower/columns';
import { pgType } from '../lower/lowering';
import { runExecute } from './execute';
import { errorAt, errorOf, errorOfItems, fail } from './failures';
import { next } from './machine';
import type { Frame, Signal } from './machine';
import { bindNow, sendCount } from './statements';
import { take, workshop } from './step';
import { guarded } from './transactions';

/**
 * `INSERT ... EXEC`: what the text or procedure would send goes into the table instead
 * (https://learn.microsoft.com/sql/t-sql/statements/insert-transact-sql#execute_statement).
 */
export async function insertExecuted(frame: Frame, node: InsertStatement, source: ExecuteStatement): Promise<Signal> {
  const { machine } = frame;
  const own = machine.results;
  machine.results = [];
  const signal = await runExecute(frame, source);
  const sent = machine.results;
  machine.results = own;
  own.push(...sent.filter((r) => r.type === 'error' || r.type === 'message'));
  if (signal.kind !== 'next' || sent.some((r) => r.type === 'error')) return signal;
  bindNow(frame, { ...node, source: { kind: 'DefaultValues', span: node.span } });
  const work = workshop(frame, node);
  const table = changedTable(work.low, node.target);
  if (table === undefined) {
    take(frame, work.ctx.items);
    const { error, compile } = errorOfItems(frame, node, work.ctx.items);
    return fail(frame, error, { compile });
  }
  const all = table.source.columns ?? [];
  const fold = frame.binding.index.fold;
  const columns = node.columns.length === 0 ? all.filter((c) => c.identity !== true && c.readonly !== true && c.hidden !== true) : node.columns.flatMap((c) => all.find((a) => fold(a.name) === fold(partsOf(c).pop() ?? '')) ?? []);
  const sets = sent.filter((r): r is Extract<RunResult, { type: 'rows' }> => r.type === 'rows');
  const wrong = sets.find((s) => s.columns.length !== columns.length);
  if (wrong !== undefined) return fail(frame, errorAt(frame, node, 213, 'Column name or number of supplied values does not match table definition.'));
  const values = columns.map((c, i) => pg.cast({ kind: 'ParameterRef', index: i + 1 }, isScalar(c.type) ? pgType(work.low, c.type) : pg.type('text')));
  const sql = printText({ kind: 'Insert', into: table.name, columns: columns.map((c) => columnName(work.low, table.source, c.name)), rows: { kind: 'Values', rows: [values] } }).sql;
  let count = 0;
  const answer = await guarded(machine, async () => {
    const alone = machine.depth === 0;
    if (alone) await machine.session.execute('BEGIN');
    for (const row of sets.flatMap((s) => s.rows)) {
      const answered = await machine.session.execute(sql, row.map((v, i) => written(v, columns[i])));
      if (answered.refusal !== undefined) {
        if (alone) await machine.session.execute('ROLLBACK');
        return answered;
      }
      count++;
    }
    if (alone) await machine.session.execute('COMMIT');
    return { columns: [], rows: [], count, notices: [] };
  });
  if (answer.refusal !== undefined) return fail(frame, errorOf(frame, node, answer.refusal));
  machine.error = 0;
  sendCount(frame, count);
  return next;
}

/** A canonical value as PostgreSQL reads it. */
function written(value: string | null, column: ShapeColumn | undefined): string | null {
  if (value === null || column === undefined) return value;
  if (familyOf(column.type) === 'binary' && /^0x/i.test(value)) return `\\x${value.slice(2)}`;
  // A number is cut to its length by the column's type, a text is not.
  return familyOf(column.type) === 'integer' && /^-?\d+\.\d+$/.test(value) ? value.replace(/\..*$/, '') : value;
}
