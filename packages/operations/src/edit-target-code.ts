import type { CodeMessage, OperationOutput } from '@ferry/contract';
import { arrange, weaker } from '@ferry/conversion';
import type { Proof, ServerMessage, TargetRef, TargetStatement } from '@ferry/conversion';
import { AppError, quietRun } from '@ferry/kernel';
import { converted, edits, selections, trees } from '@ferry/store';
import type { Edit, NodeRow, ProjectRow, VersionKind } from '@ferry/store';
import { nodeFinder, placeIn } from './apply-state';
import { enginesOf, targetVersionOf } from './context';
import type { OperationContext } from './context';
import { findProject } from './find';
import type { Handlers } from './handlers';
import { findNode, selectedStretches } from './nodes';
import { pageOf, pageResult } from './paging';
import { acceptedStatements, codeHash, statementsOfTarget, withAllEdits } from './target-code';
import { editPath, nodeCode, shownProof } from './target-code-state';
import type { NodeCode } from './target-code-state';
import { refreshNodeStates } from './target-states';
import { targetServer } from './targets';

/** At most so many objects that a change breaks are named. */
const brokenShown = 20;

interface Opened {
  readonly project: ProjectRow;
  readonly node: NodeRow;
  readonly code: NodeCode;
}

/** The code of the one node that rules name. @throws AppError for a node that has none, or whose code is another node's */
async function open(context: OperationContext, identifier: string, rules: string): Promise<Opened> {
  const project = await findProject(context, identifier);
  const node = await findNode(context, project, 'TARGET', rules);
  const ref = node?.details === null || node === undefined ? undefined : (JSON.parse(node.details) as { ref?: TargetRef }).ref;
  const [object] = node?.objectId === null || node === undefined ? [] : await converted.load(context.store.db, project.id, [node.objectId]);
  if (node === undefined || ref === undefined || object === undefined) throw new AppError('invalid-input', { public: 'Only an object of the target tree has code that can be edited.' });
  const elsewhere = editPath(node, ref, object);
  if (elsewhere !== undefined) throw new AppError('invalid-input', { public: `"${node.name}" is part of "${ref.parent ?? ''}" and is edited there.` });
  return { project, node, code: await nodeCode(context, project, object, ref) };
}

const message = (text: string, words: ServerMessage, start: number, severity: CodeMessage['Severity'] = 'error'): CodeMessage => {
  const offset = words.offset === undefined ? undefined : start + words.offset;
  const at = offset === undefined ? undefined : placeIn(text, offset);
  return {
    Severity: severity,
    Message: words.message,
    ...(words.detail === undefined ? {} : { Detail: words.detail }),
    ...(words.hint === undefined ? {} : { Hint: words.hint }),
    SqlState: words.sqlstate,
    ...(at === undefined || offset === undefined ? {} : { Line: at.line, Column: at.column, Offset: offset }),
  };
};

interface Trial {
  readonly proof: Proof;
  readonly messages: readonly CodeMessage[];
  readonly statements: readonly TargetStatement[];
}

/** Where each statement begins in the text that it was cut out of. */
function startsOf(text: string, statements: readonly TargetStatement[]): number[] {
  let from = 0;
  return statements.map(({ sql }) => {
    const at = text.indexOf(sql.replace(/;$/, ''), from);
    if (at < 0) return 0;
    from = at;
    return at;
  });
}

/**
 * Tries a text for an object inside the whole converted database on the sandbox server. A text that cannot be parsed is refused at once.
 * What the server refuses with the text and took without it is told as well.
 */
export async function tryCode(context: Pick<OperationContext, 'store' | 'sandboxUrl'>, project: ProjectRow, code: Pick<NodeCode, 'object' | 'ref' | 'edit'>, text: string): Promise<Trial> {
  const { target } = enginesOf(project);
  const reading = await targetServer(project).readCode(text, statementsOfTarget(code.object, code.ref));
  if ('refusal' in reading) return { proof: { level: 'none', refusal: reading.refusal }, messages: [message(text, reading.refusal, 0)], statements: [] };
  const { statements } = reading;
  if (context.sandboxUrl === undefined)
    return { proof: { level: 'parsed' }, messages: [{ Severity: 'info', Message: 'Ferry runs without a server of its own: the text was parsed, not tried.' }], statements };
  const db = context.store.db;
  const others = (await edits.list(db, project.id)).filter((edit) => edit.keyHash !== code.edit?.keyHash);
  const edit: Pick<Edit, 'objectId' | 'ref' | 'statements'> = { objectId: code.object.objectId, ref: code.ref, statements };
  const objects = withAllEdits(await converted.load(db, project.id), [...others, edit]);
  const support = (await converted.support(context.store, project.id)).filter((s) => !s.refused).map((s) => s.statement);
  const all = arrange([...support, ...acceptedStatements(objects)]);
  const run = quietRun(AbortSignal.timeout(120_000));
  const verifier = await target.openVerifier(context.sandboxUrl, { version: targetVersionOf(project) });
  try {
    const proofs = new Map<TargetStatement, Proof>();
    const create = async (list: readonly TargetStatement[]): Promise<void> => (await verifier.create(list, run)).forEach((proof, index) => void proofs.set(list[index] as TargetStatement, proof));
    await create(all);
    // What failed only because of order succeeds the second time, as when everything is converted.
    const refused = all.filter((s) => proofs.get(s)?.refusal !== undefined);
    if (refused.length > 0) await create(refused);
    const created = statements.filter((s) => proofs.get(s)?.refusal === undefined);
    (await verifier.check(created, run)).forEach((proof, index) => void proofs.set(created[index] as TargetStatement, proof));
    const starts = startsOf(text, statements);
    const own = statements.flatMap((s, index) => {
      const refusal = proofs.get(s)?.refusal;
      return refusal === undefined ? [] : [message(text, refusal, starts[index] ?? 0)];
    });
    const proof = statements.map((s) => proofs.get(s) ?? { level: 'none' as const }).reduce(weaker);
    return { proof, messages: [...own, ...(await broken(context, project, all, new Set(statements), proofs))], statements };
  } finally {
    await verifier.close();
  }
}

/** Other objects that the server does not take any more. They were all taken when they were converted. */
async function broken(context: Pick<OperationContext, 'store'>, project: ProjectRow, all: readonly TargetStatement[], own: ReadonlySet<TargetStatement>, proofs: ReadonlyMap<TargetStatement, Proof>): Promise<CodeMessage[]> {
  const list = all.filter((s) => !own.has(s) && proofs.get(s)?.refusal !== undefined).slice(0, brokenShown);
  if (list.length === 0) return [];
  const nodes = await trees.targets(context.store.db, project.id);
  const pathOf = nodeFinder(nodes.flatMap((node) => (node.details === null ? [] : [{ ref: (JSON.parse(node.details) as { ref: TargetRef }).ref, node: node.path }])));
  return list.map((s) => {
    const refusal = proofs.get(s)?.refusal;
    const path = pathOf(s.creates);
    return {
      Severity: 'warning' as const,
      Message: `${s.creates.kind.toLowerCase().replaceAll('_', ' ')} ${s.creates.schema}.${s.creates.name} is refused with this text: ${refusal?.message ?? ''}`,
      ...(refusal === undefined ? {} : { SqlState: refusal.sqlstate }),
      ObjectName: `${s.creates.schema}.${s.creates.name}`,
      ...(path === undefined ? {} : { Path: path }),
    };
  });
}

async function saved(context: OperationContext, opened: Opened, text: string, revision: string, savedBy: string): Promise<OperationOutput<'SaveTargetCode'>> {
  const { project, code } = opened;
  const conflict = (): AppError =>
    new AppError('invalid-state', { public: `The code of "${opened.node.name}" was changed meanwhile, in another window or by a conversion. Your text was not kept: reload the object, compare, and save again.` });
  if (revision !== code.revision) throw conflict();
  const trial = await tryCode(context, project, code, text);
  if (trial.statements.length === 0) {
    const [first] = trial.messages;
    throw new AppError('invalid-input', { public: `The text cannot be read${first?.Line === undefined ? '' : ` (line ${first.Line})`}: ${first?.Message ?? 'unknown'} It was not saved.` });
  }
  const edit = await edits.save(context.store, project.id, { objectId: code.object.objectId, ref: code.ref, text, statements: trial.statements, baseHash: codeHash(code.converted), baseText: code.converted, proof: trial.proof }, code.version, 'edited', savedBy);
  await refreshNodeStates(context, project);
  return { Proof: shownProof(trial.proof), Messages: [...trial.messages], Version: edit.version, Revision: `${edit.version}:${codeHash(edit.text).slice(0, 32)}`, EditTime: edit.savedAt.toISOString() };
}

/** Editing target code: try it, keep it, take it back. */
export const editTargetCodeHandlers: Pick<Handlers, 'CheckTargetCode' | 'SaveTargetCode' | 'RestoreConvertedCode' | 'DescribeTargetCodeVersions'> = {
  CheckTargetCode: async (input, context) => {
    const opened = await open(context, input.MigrationProjectIdentifier, input.SelectionRules);
    const trial = await tryCode(context, opened.project, opened.code, input.Definition);
    return { Proof: shownProof(trial.proof), Messages: [...trial.messages] };
  },
  SaveTargetCode: async (input, context) => saved(context, await open(context, input.MigrationProjectIdentifier, input.SelectionRules), input.Definition, input.Revision, input.SavedBy ?? ''),
  RestoreConvertedCode: async (input, context) => {
    const project = await findProject(context, input.MigrationProjectIdentifier);
    const selected = await selectedStretches(context, project, 'TARGET', input.SelectionRules);
    const details = await selections.editedDetails(context.store.db, project.id, 'TARGET', selected);
    const refs = new Set(details.map((text) => JSON.stringify((JSON.parse(text) as { ref?: TargetRef }).ref)));
    const own = (await edits.list(context.store.db, project.id)).filter((edit) => refs.has(JSON.stringify(edit.ref)));
    const count = await edits.remove(context.store, project.id, own.map((edit) => edit.keyHash), 'restored');
    if (count > 0) await refreshNodeStates(context, project);
    return { Restored: count };
  },
  DescribeTargetCodeVersions: async (input, context) => {
    const { project, code } = await open(context, input.MigrationProjectIdentifier, input.SelectionRules);
    const page = pageOf(input);
    const { rows, ...next } = pageResult(await edits.versions(context.store, project.id, code.ref, page), page);
    return { ...next, Versions: rows.map((row) => ({ Version: row.version, Time: row.savedAt.toISOString(), Kind: row.kind as VersionKind, Definition: row.text, ...(row.savedBy === '' ? {} : { SavedBy: row.savedBy }) })) };
  },
};
