import type { AppliedObject, ApplyResult, ApplyStatus, NodeType, Proof as ShownProof, TargetCodeState } from '@ferry/contract';
import type { Proof, ServerMessage, TargetRef } from '@ferry/conversion';
import { applied, edits } from '@ferry/store';
import type { AppliedRow, Edit, LoadedObject, NodeRow, ProjectRow } from '@ferry/store';
import { jointStatus, placeIn, rowsByKey } from './apply-state';
import { enginesOf } from './context';
import type { OperationContext } from './context';
import { mergeCode } from './merge-code';
import { codeHash, codeOfTarget, statementsOfTarget, withEdits } from './target-code';

export const shownProof = (proof: Proof): ShownProof => ({
  Level: proof.level,
  ...(proof.by === undefined ? {} : { By: proof.by }),
  ...(proof.refusal === undefined
    ? {}
    : {
        Refusal: {
          SqlState: proof.refusal.sqlstate,
          Message: proof.refusal.message,
          ...(proof.refusal.detail === undefined ? {} : { Detail: proof.refusal.detail }),
          ...(proof.refusal.hint === undefined ? {} : { Hint: proof.refusal.hint }),
        },
      }),
});

const place = (text: string | undefined, message: ServerMessage): Pick<ApplyResult, 'Line' | 'Column'> => {
  if (text === undefined || message.offset === undefined) return {};
  const { line, column } = placeIn(text, message.offset);
  return { Line: line, Column: column };
};

export const shownResult = (row: AppliedRow): ApplyResult => ({
  Status: row.status as ApplyStatus,
  ...(row.message === undefined
    ? {}
    : {
        Message: row.message.message,
        ...(row.message.detail === undefined ? {} : { Detail: row.message.detail }),
        ...(row.message.hint === undefined ? {} : { Hint: row.message.hint }),
        SqlState: row.message.sqlstate,
        ...place(row.text, row.message),
      }),
  Time: row.at.toISOString(),
  ...(row.requestId === undefined ? {} : { RequestIdentifier: row.requestId }),
});

export const shownApplied = (row: AppliedRow, path: string | undefined): AppliedObject => ({
  ...shownResult(row),
  ObjectName: row.ref.name,
  Kind: row.ref.kind,
  ...(row.ref.schema === '' ? {} : { SchemaName: row.ref.schema }),
  ...(row.ref.parent === undefined ? {} : { ParentName: row.ref.parent }),
  ...(path === undefined ? {} : { Path: path }),
  ...(row.text === undefined ? {} : { Definition: row.text }),
});

/** The code of one target node as it is now. */
export interface NodeCode {
  readonly object: LoadedObject;
  readonly ref: TargetRef;
  readonly edit: Edit | undefined;
  /** The object with all hand edits. */
  readonly effective: LoadedObject;
  readonly converted: string;
  readonly text: string;
  readonly version: number;
  readonly revision: string;
}

const sameRef = (a: TargetRef, b: TargetRef): boolean => a.kind === b.kind && a.schema === b.schema && a.name === b.name && (a.parent ?? '') === (b.parent ?? '');

export async function nodeCode(context: OperationContext, project: ProjectRow, object: LoadedObject, ref: TargetRef): Promise<NodeCode> {
  const own = await edits.list(context.store.db, project.id, [object.objectId]);
  const edit = own.find((one) => sameRef(one.ref, ref));
  const effective = withEdits(object, own);
  const now = codeOfTarget(effective, ref).text;
  const text = edit?.text ?? now;
  const version = await edits.lastVersion(context.store, project.id, ref);
  return { object, ref, edit, effective, converted: effective === object ? now : codeOfTarget(object, ref).text, text, version, revision: `${version}:${codeHash(text).slice(0, 32)}` };
}

/** Where an object is edited whose text is part of another's: the path of that node. Nothing for one that has its own text. */
export function editPath(node: Pick<NodeRow, 'path' | 'nodeType'>, ref: TargetRef, object: LoadedObject): string | undefined {
  if (ref.parent === undefined || (node.nodeType as NodeType) !== 'part') return undefined;
  const ownerIsHere = object.parts.some((part) => part.targets.some((target) => target.schema === ref.schema && target.name === ref.parent && target.parent === undefined));
  return ownerIsHere ? node.path.split('/').slice(0, -2).join('/') : undefined;
}

/** The edit with what the converter changed since it was made. */
function mergeOf(edit: Edit, now: string): Pick<TargetCodeState, 'Merge'> {
  if (edit.baseText === undefined || edit.baseHash === codeHash(now)) return {};
  const { text, conflicts } = mergeCode(edit.text, edit.baseText, now);
  return { Merge: { Definition: text, Conflicts: conflicts } };
}

/** What an editor must know of a target node. */
export async function targetCodeState(context: OperationContext, project: ProjectRow, node: NodeRow, code: NodeCode): Promise<TargetCodeState> {
  const { edit, ref } = code;
  const elsewhere = editPath(node, ref, code.object);
  const { server } = enginesOf(project).target;
  const units = server?.units([], statementsOfTarget(code.effective, ref).filter((s) => s.refused !== true)) ?? [];
  const rows = rowsByKey(await applied.list(context.store.db, project.id, units.map((unit) => unit.key)));
  const results = units.flatMap((unit) => rows.get(applied.keyHash(unit.key)) ?? []);
  const last = results.find((row) => row.status === 'failed') ?? results.find((row) => row.status === 'kept') ?? results[0];
  const status = jointStatus(units, rows);
  return {
    Editable: elsewhere === undefined && ref.kind !== 'SCHEMA',
    ...(elsewhere === undefined ? {} : { EditPath: elsewhere }),
    Revision: code.revision,
    Edited: edit !== undefined,
    Version: code.version,
    ...(edit === undefined
      ? {}
      : { EditTime: edit.savedAt.toISOString(), BaseChanged: edit.baseHash !== codeHash(code.converted), ...mergeOf(edit, code.converted), ConvertedDefinition: code.converted, Proof: shownProof(edit.proof) }),
    ...(status === undefined ? {} : { ApplyStatus: status }),
    ...(last === undefined ? {} : { LastApply: shownResult(placedIn(last, code.text)) }),
  };
}

/** A result whose text is a piece of the node's: its place counts in the whole. */
function placedIn(row: AppliedRow, whole: string): AppliedRow {
  const start = row.text === undefined ? -1 : whole.indexOf(row.text);
  if (start < 0 || row.message?.offset === undefined) return row;
  return { ...row, text: whole, message: { ...row.message, offset: row.message.offset + start } };
}
