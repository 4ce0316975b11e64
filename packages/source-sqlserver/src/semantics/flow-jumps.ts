import type { GotoStatement, LabelStatement, Statement } from '../syntax';
import { eachStatement, innerStatements } from './flow-graph';

/**
 * What a GOTO does. `clean-up`: forward, to a label of the routine's own list, behind which it runs to its end; `retry`: back to a
 * label before it in a list around it; `leave`: out of a loop, to right behind it; `skip`: forward in a list around it; `enter`: into a
 * block that it does not stand in; `lost`: to no label.
 */
export type JumpIdiom = 'clean-up' | 'retry' | 'leave' | 'skip' | 'enter' | 'lost';

export interface Jump {
  readonly goto: GotoStatement;
  readonly label: LabelStatement | undefined;
  readonly idiom: JumpIdiom;
}

interface Place {
  readonly list: readonly Statement[];
  readonly at: number;
}

/** Where a statement stands: its list, then the lists around it, innermost first. */
type Places = ReadonlyMap<Statement, { readonly place: Place; readonly around: Statement | undefined }>;

function listsOf(node: Statement): readonly (readonly Statement[])[] {
  if (node.kind === 'BlockStatement') return [node.statements];
  if (node.kind === 'TryCatchStatement') return [node.attempt, node.handler];
  return innerStatements(node).map((s) => [s]);
}

function placesIn(body: readonly Statement[]): Places {
  const places = new Map<Statement, { place: Place; around: Statement | undefined }>();
  const note = (list: readonly Statement[], around: Statement | undefined): void => list.forEach((node, at) => void places.set(node, { place: { list, at }, around }));
  note(body, undefined);
  eachStatement(body, (node) => listsOf(node).forEach((list) => note(list, node)));
  return places;
}

/** The routine's own list: a single BEGIN ... END around all is none of its own. */
function ownList(body: readonly Statement[]): readonly Statement[] {
  let list = body;
  for (let only = list[0]; list.length === 1 && only?.kind === 'BlockStatement'; only = list[0]) list = only.statements;
  return list;
}

/** The GOTO statements of a routine and what they do. */
export function findJumps(body: readonly Statement[]): readonly Jump[] {
  const labels = new Map<string, LabelStatement>();
  const gotos: GotoStatement[] = [];
  eachStatement(body, (node) => {
    if (node.kind === 'LabelStatement') labels.set(node.label.name.toLowerCase(), node);
    else if (node.kind === 'GotoStatement') gotos.push(node);
  });
  if (gotos.length === 0) return [];
  const places = placesIn(body);
  const own = ownList(body);
  const back = new Set<LabelStatement>();
  for (const goto of gotos) {
    const label = labels.get(goto.label.name.toLowerCase());
    if (label !== undefined && label.span.start < goto.span.start) back.add(label);
  }
  return gotos.map((goto) => {
    const label = labels.get(goto.label.name.toLowerCase());
    return { goto, label, idiom: label === undefined ? 'lost' : idiomOf(goto, label, places, own, back) };
  });
}

function idiomOf(goto: GotoStatement, label: LabelStatement, places: Places, own: readonly Statement[], back: ReadonlySet<LabelStatement>): JumpIdiom {
  const target = places.get(label)?.place;
  if (target === undefined) return 'lost';
  // The statement of the label's list that the GOTO stands in.
  let at: Statement | undefined = goto;
  while (at !== undefined && places.get(at)?.place.list !== target.list) at = places.get(at)?.around;
  if (at === undefined) return 'enter';
  const from = places.get(at)?.place.at ?? 0;
  if (from > target.at) return 'retry';
  if (target.list === own && endsRoutine(own, target.at, back)) return 'clean-up';
  return at.kind === 'WhileStatement' && target.at === from + 1 ? 'leave' : 'skip';
}

/** Whether what stands behind a label runs to the end of the routine: no jump leads back into it. */
const endsRoutine = (own: readonly Statement[], at: number, back: ReadonlySet<LabelStatement>): boolean => !own.slice(at).some((node) => node.kind === 'LabelStatement' && back.has(node));
