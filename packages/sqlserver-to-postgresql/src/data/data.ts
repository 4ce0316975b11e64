import type { CodeObject, Fragment } from '@ferry/catalog';
import type { ActionItem, ConvertedData, TargetRef, TargetStatement } from '@ferry/conversion';
import { lineMap } from '@ferry/kernel';
import type { LineMap } from '@ferry/kernel';
import { bindStatement, catalogReader, emptyBinding, emptyEnvironment } from '@ferry/source-sqlserver';
import { phases, printStatement, stringLiteral } from '@ferry/target-postgresql';
import type { Statement as TargetNode } from '@ferry/target-postgresql';
import { collecting } from '../collecting';
import type { ConversionContext } from '../context';
import type { BoundRoutine } from '../lower/bound-routines';
import { lowerDelete, lowerTruncate, lowerUpdate } from '../lower/changes';
import { lowerInsert } from '../lower/inserts';
import { lowerMerge } from '../lower/merges';
import { routineState } from '../lower/routine-state';
import type { RoutineState } from '../lower/routine-state';
import { notSupported } from '../lower/stubs';
import { dataNodes } from './batches';
import type { DataNode } from './batches';
import { orderLoads, tableOrder } from './loads';
import type { Load } from './loads';

const batchOf = (source: number): CodeObject => ({ kind: 'PROCEDURE', schema: 'dbo', name: '', definition: { source, span: { start: 0, end: 0 } }, quotedIdentifier: true, ansiNulls: true });

function lowered(state: RoutineState, node: DataNode['node']): readonly { readonly kind: string }[] {
  switch (node.kind) {
    case 'InsertStatement': return lowerInsert(state, node);
    case 'UpdateStatement': return lowerUpdate(state, node);
    case 'DeleteStatement': return lowerDelete(state, node);
    case 'MergeStatement': return lowerMerge(state, node);
    case 'TruncateTableStatement': return lowerTruncate(state, node);
    default: return [];
  }
}

/** The statement of PostgreSQL, or the items that say why there is none. */
function lowerNode(shared: ConversionContext, { node, source }: DataNode): { readonly node: TargetNode; readonly constant: boolean } | { readonly items: readonly ActionItem[] } {
  const { index } = catalogReader(shared.catalog);
  const object = batchOf(source);
  const ctx = collecting(shared, object);
  const binding = emptyBinding(index);
  const environment = emptyEnvironment('dbo');
  bindStatement(binding, node, environment);
  const parsed = { statements: [node], diagnostics: [], tokens: { comments: [], text: '' }, statement: undefined } as unknown as BoundRoutine['parsed'];
  const state = routineState({ object, parsed, binding, environment, body: [] }, ctx, 'procedure');
  const [made, ...more] = lowered(state, node);
  if (made?.kind !== 'SqlStatement' || more.length > 0 || state.low.failures > 0 || state.lost > 0) return { items: ctx.items };
  const written = (made as unknown as { statement: TargetNode }).statement;
  // Only the table that is filled is named: what is written comes from constants.
  return { node: written, constant: written.kind === 'Insert' && written.with === undefined && written.returning === undefined && binding.sources.size <= 1 };
}

/**
 * The rows that the scripts bring along: every INSERT, UPDATE, DELETE, MERGE and TRUNCATE outside of routines. INSERTs of constants are
 * joined and put in the order of the foreign keys as far as no other statement stands between them. Control flow is not followed
 * (`ferry run` does): such a statement raises feature_not_supported.
 */
export function convertData(shared: ConversionContext): ConvertedData {
  const order = tableOrder(shared.catalog, shared.names);
  const statements: TargetStatement[] = [];
  const left: { at: Fragment; items: readonly ActionItem[] }[] = [];
  let loads: Load[] = [];
  const write = (node: TargetNode): void => {
    const name = 'into' in node ? node.into : undefined;
    const creates: TargetRef = { kind: 'DATA', schema: name?.schema ?? '', name: name?.name ?? '' };
    statements.push(printStatement(node, { creates, phase: phases.data, needs: [], version: shared.targetVersion }));
  };
  const flush = (): void => {
    orderLoads(loads, order).forEach(write);
    loads = [];
  };
  const lines = new Map<number, LineMap>();
  const lineOf = (source: number, offset: number): number => {
    const known = lines.get(source) ?? lineMap(shared.catalog.sources[source]?.text ?? '');
    lines.set(source, known);
    return known.positionAt(offset).line;
  };
  for (const at of dataNodes(shared.catalog)) {
    const made = lowerNode(shared, at);
    if ('items' in made) {
      flush();
      left.push({ at: { source: at.source, span: at.node.span }, items: made.items });
      const message = `The statement in line ${lineOf(at.source, at.node.span.start)} of ${shared.catalog.sources[at.source]?.path ?? 'the script'} was not converted from SQL Server; run the script with ferry run`;
      statements.push({ sql: `DO ${stringLiteral(`BEGIN RAISE EXCEPTION USING ERRCODE = '${notSupported}', MESSAGE = ${stringLiteral(message)}; END`)};`, links: [], creates: { kind: 'DATA', schema: '', name: '' }, phase: phases.data, needs: [] });
      continue;
    }
    const table = made.node.kind === 'Insert' ? order.placeOf(made.node.into) : undefined;
    if (made.constant && made.node.kind === 'Insert' && table !== undefined) loads.push({ insert: made.node, table });
    else {
      flush();
      write(made.node);
    }
  }
  flush();
  return { statements, left };
}
