import type { Query as SourceQuery, Statement } from '@ferry/source-sqlserver';
import { fetchLoopAt, isScalar, shapeOf, walk } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { PlStatement } from '@ferry/target-postgresql';
import { declaredCursor, readsChanged } from '../lower/cursors';
import { fragmentOf, refuseSyntax } from '../lower/lowering';
import { lowerQuery } from '../lower/queries';
import { fetchStatusVariable, freshName } from '../lower/routine-state';
import type { RoutineState } from '../lower/routine-state';
import { lowerStatements, takeComments } from '../lower/statements';
import { nameOf } from '../lower/assignments';

const leaves = (body: readonly Statement[]): boolean => {
  let found = false;
  for (const statement of body) walk(statement, (n) => void ((n.kind === 'BreakStatement' || n.kind === 'GotoStatement') && (found = true)));
  return found;
};

/**
 * The FETCH loop: `OPEN c; FETCH NEXT FROM c INTO @a; WHILE @@FETCH_STATUS = 0 BEGIN ...; FETCH NEXT FROM c INTO @a; END; CLOSE c`.
 *
 * SQL Server fetches before the test and again at the end of each round, and a FETCH past the end leaves the variables as they are.
 * PL/pgSQL's FOR over a query does the same with its own record, from which the variables are filled; a cursor of PL/pgSQL would set
 * them to NULL at the end. Rows that other statements change while the loop runs are not seen: PostgreSQL's cursors never do.
 */
export function lowerCursorLoop(state: RoutineState, statements: readonly Statement[], at: number): { readonly statements: readonly PlStatement[]; readonly last: number } | undefined {
  const found = fetchLoopAt(statements, at);
  const { low } = state;
  if (found === undefined) return undefined;
  const declared = declaredCursor(state, found.open);
  if (declared === undefined || readsChanged(state, declared, found.open)) return undefined;
  // Somebody asks for the status of a cursor: after the last row it is -1; where the loop is left in between, a cursor tells it.
  const asked = state.declarations.has('@@FETCH_STATUS');
  if (asked && leaves(found.body)) return undefined;
  const query: SourceQuery = declared.cursor.query;
  const shape = shapeOf(low.binding, query);
  const variables = found.fetch.into.map((v) => state.routine.environment.variables.get(v.name.toLowerCase()));
  const before = low.failures;
  if (shape === undefined || shape.length !== variables.length) refuseSyntax(low, found.fetch, 'FETCH into another number of variables than the cursor has columns');
  const rows = lowerQuery(low, query, { names: variables.map((_, i) => `value_${i + 1}`), types: variables.map((v) => v?.type ?? { kind: 'unknown' as const }), assign: 'assign' });
  if (low.failures > before || variables.some((v) => v === undefined || !isScalar(v.type))) return undefined;
  const record = freshName(state, 'fetched_row');
  state.declarations.set(record, { kind: 'DeclareVariable', name: record, type: pg.type('record') });
  const fill = found.fetch.into.map((v, i): PlStatement => ({ kind: 'Assign', target: pg.target(nameOf(state, v)), value: pg.variable(record, `value_${i + 1}`) }));
  state.loops++;
  const lowered = lowerStatements(state, found.body);
  const closing = takeComments(state, found.loop.span.end);
  const body: readonly PlStatement[] = closing.length === 0 ? lowered : [...lowered, { kind: 'NullStatement', leadingComments: closing }];
  state.loops--;
  const status: readonly PlStatement[] = asked ? [pg.assign(fetchStatusVariable(state), pg.number(-1))] : [];
  return { statements: [{ kind: 'ForQuery', targets: [pg.target(record)], in: { query: rows }, body: [...fill, ...body], source: fragmentOf(low, found.open) }, ...status], last: found.last };
}
