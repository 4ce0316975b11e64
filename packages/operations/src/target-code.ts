import { createHash } from 'node:crypto';
import { arrange, targetKey } from '@ferry/conversion';
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

const placeKey = (ref: TargetRef): string => JSON.stringify([ref.schema, ref.parent ?? '', ref.name]);

/** Tells what none of an object's targets stands for: the function of a trigger, the event trigger of a function. They have no node of their own. */
function ownerless(object: LoadedObject): (creates: TargetRef) => boolean {
  const refs = object.parts.flatMap((part) => part.targets);
  const places = new Map<string, Set<string>>();
  for (const ref of refs) places.set(placeKey(ref), (places.get(placeKey(ref)) ?? new Set()).add(ref.kind));
  const tops = new Set(refs.filter((ref) => ref.parent === undefined).map(placeKey));
  return (creates) => {
    const kinds = places.get(placeKey(creates));
    const own = kinds !== undefined && (kinds.has(creates.kind) || creates.kind === 'COMMENT' || creates.kind === 'STEP');
    return !own && !tops.has(placeKey({ kind: '', schema: creates.schema, name: creates.parent ?? '' }));
  };
}

/** The statements about one target object: those that make it, comment on it, or make a part of it; and those that go with them and have no node of their own. */
export function statementsOfTarget(object: LoadedObject, ref: TargetRef): readonly StoredStatement[] {
  const all = object.parts.flatMap((part) => part.statements);
  const found = new Set(all.filter(({ creates }) => isAbout(ref, creates)));
  if (found.size === 0 || found.size === all.length) return [...found];
  const hasNoNode = ownerless(object);
  const waiting = new Set(all.filter((statement) => !found.has(statement) && hasNoNode(statement.creates)));
  // What goes along may need more of its kind: a few rounds, as chains are short.
  for (let before = -1; waiting.size > 0 && before !== found.size; ) {
    before = found.size;
    const needed = new Set([...found].flatMap(({ needs }) => needs));
    const made = new Set([...found].map(({ creates }) => targetKey(creates)));
    for (const statement of waiting)
      if (needed.has(targetKey(statement.creates)) || statement.needs.some((need) => made.has(need))) {
        found.add(statement);
        waiting.delete(statement);
      }
  }
  return all.filter((statement) => found.has(statement));
}

export const codeOfTarget = (object: LoadedObject, ref: TargetRef): TargetCode => joined(statementsOfTarget(object, ref));

export const codeHash = (text: string): string => createHash('sha256').update(text).digest('hex');

const sameRef = (a: TargetRef, b: TargetRef): boolean => a.kind === b.kind && a.schema === b.schema && a.name === b.name && (a.parent ?? '') === (b.parent ?? '');

/** What of an edit changes the code. */
type AppliedEdit = Pick<Edit, 'objectId' | 'ref' | 'statements'>;

/** A converted object with a person's texts in place of the converter's. */
export function withEdits(object: LoadedObject, edits: readonly AppliedEdit[]): LoadedObject {
  return edits.reduce<LoadedObject>((current, edit) => {
    const owner = current.parts.findIndex((part) => part.targets.some((ref) => sameRef(ref, edit.ref)));
    const replaced = new Set(statementsOfTarget(current, edit.ref));
    return {
      ...current,
      parts: current.parts.map((part, index) => ({
        ...part,
        statements: [...part.statements.filter((statement) => !replaced.has(statement)), ...(index === Math.max(0, owner) ? edit.statements : [])],
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
