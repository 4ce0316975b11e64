import { createHash } from 'node:crypto';
import { arrange } from '@ferry/conversion';
import type { StatementLink, TargetRef, TargetStatement } from '@ferry/conversion';
import type { Edit, LoadedObject, StoredPart, StoredStatement } from '@ferry/store';

/** Converted code as one text, with the links to the source that it came from. */
export interface TargetCode {
  readonly text: string;
  readonly links: readonly StatementLink[];
}

/** Joins statements in the order of deployment. */
export function joined(statements: readonly TargetStatement[]): TargetCode {
  const pieces: string[] = [];
  const links: StatementLink[] = [];
  let length = 0;
  for (const statement of arrange(statements)) {
    if (pieces.length > 0) {
      pieces.push('\n\n');
      length += 2;
    }
    for (const link of statement.links) links.push({ source: link.source, target: { start: length + link.target.start, end: length + link.target.end } });
    pieces.push(statement.sql);
    length += statement.sql.length;
  }
  return { text: pieces.join(''), links };
}

const statementsOf = (parts: readonly StoredPart[]): readonly TargetStatement[] => parts.flatMap((part) => part.statements);

/** Everything a source object became; for a part what it became itself, or what its object did when it has no statement of its own. */
export function codeOfSource(object: LoadedObject, part: number): TargetCode {
  const own = object.parts[part]?.statements ?? [];
  return joined(part === 0 || own.length === 0 ? statementsOf(object.parts) : own);
}

/** Whether a statement is about a target object: makes it, comments on it, or makes a part of it. */
const isAbout = (ref: TargetRef, creates: TargetRef): boolean =>
  creates.schema === ref.schema &&
  ((creates.name === ref.name && (creates.parent ?? '') === (ref.parent ?? '') && (creates.kind === ref.kind || creates.kind === 'COMMENT' || creates.kind === 'STEP')) || (ref.parent === undefined && creates.parent === ref.name));

/** The statements about one target object: those that make it, comment on it, or make a part of it. */
export const statementsOfTarget = (object: LoadedObject, ref: TargetRef): readonly StoredStatement[] => object.parts.flatMap((part) => part.statements).filter(({ creates }) => isAbout(ref, creates));

export const codeOfTarget = (object: LoadedObject, ref: TargetRef): TargetCode => joined(statementsOfTarget(object, ref));

export const codeHash = (text: string): string => createHash('sha256').update(text).digest('hex');

const sameRef = (a: TargetRef, b: TargetRef): boolean => a.kind === b.kind && a.schema === b.schema && a.name === b.name && (a.parent ?? '') === (b.parent ?? '');

/** What of an edit changes the code. */
type AppliedEdit = Pick<Edit, 'objectId' | 'ref' | 'statements'>;

/** A converted object with a person's texts in place of the converter's. */
export function withEdits(object: LoadedObject, edits: readonly AppliedEdit[]): LoadedObject {
  return edits.reduce<LoadedObject>((current, edit) => {
    const owner = current.parts.findIndex((part) => part.targets.some((ref) => sameRef(ref, edit.ref)));
    return {
      ...current,
      parts: current.parts.map((part, index) => ({
        ...part,
        statements: [...part.statements.filter(({ creates }) => !isAbout(edit.ref, creates)), ...(index === Math.max(0, owner) ? edit.statements : [])],
      })),
    };
  }, object);
}

/** All objects with all edits. Linear in both. */
export function withAllEdits(objects: readonly LoadedObject[], edits: readonly AppliedEdit[]): LoadedObject[] {
  const byObject = new Map<string, AppliedEdit[]>();
  for (const edit of edits) {
    const list = byObject.get(edit.objectId);
    if (list) list.push(edit);
    else byObject.set(edit.objectId, [edit]);
  }
  return objects.map((object) => {
    const own = byObject.get(object.objectId);
    return own === undefined || object.assessedOnly ? object : withEdits(object, own);
  });
}

/** What is put into the target of these objects: everything but what the proving server refused. */
export const acceptedStatements = (objects: readonly LoadedObject[]): readonly StoredStatement[] =>
  objects.filter((object) => !object.assessedOnly).flatMap((object) => object.parts.flatMap((part) => part.statements.filter((s) => s.refused !== true)));
