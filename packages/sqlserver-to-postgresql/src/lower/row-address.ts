import type { RowSource } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { Expression } from '@ferry/target-postgresql';
import { partitionsOf } from '../storage/partitions';
import type { Lowering } from './lowering';

/** The columns that tell where a row is: its place in its table and, where partitions are tables of their own, which of them. */
export function addressColumns(low: Lowering, source: RowSource, qualifier: string): readonly Expression[] {
  const divided = source.object?.kind === 'TABLE' && partitionsOf(source.object, low.ctx) !== undefined;
  const place = pg.column(qualifier, 'ctid');
  return divided ? [pg.column(qualifier, 'tableoid'), place] : [place];
}

/** The same as one value. */
export function rowAddress(low: Lowering, source: RowSource, qualifier: string): Expression {
  const [first, ...others] = addressColumns(low, source, qualifier);
  return others.length === 0 ? (first as Expression) : { kind: 'Row', values: [first as Expression, ...others], explicit: true };
}
