import { arrange } from '@ferry/conversion';
import type { StatementLink, TargetRef, TargetStatement } from '@ferry/conversion';
import type { LoadedObject, StoredPart } from '@ferry/store';

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

/** The statements about one target object: those that make it, comment on it, or make a part of it. */
export function codeOfTarget(object: LoadedObject, ref: TargetRef): TargetCode {
  return joined(
    statementsOf(object.parts).filter(
      ({ creates }) =>
        creates.schema === ref.schema &&
        ((creates.name === ref.name && (creates.parent ?? '') === (ref.parent ?? '') && (creates.kind === ref.kind || creates.kind === 'COMMENT')) || (ref.parent === undefined && creates.parent === ref.name)),
    ),
  );
}
