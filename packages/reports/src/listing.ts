import { idOf } from '@ferry/catalog';
import type { Catalog, Fragment, ObjectRef } from '@ferry/catalog';
import { countSyntax, itemDefinition, statusOf, unproved } from '@ferry/conversion';
import type { ActionItem, ActionItemRegistry, Complexity, Proof, ProvedObject, Severity, SourceDialect, Status, SyntaxCount, TargetRef } from '@ferry/conversion';
import { lineMap } from '@ferry/kernel';
import type { LineMap } from '@ferry/kernel';

/** An action item, worded and placed: what every report shows. Line and column count from 1, in the file. */
export interface ListedItem {
  readonly code: number;
  readonly severity: Severity;
  readonly complexity: Complexity;
  readonly title: string;
  readonly message: string;
  readonly recommendedAction: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

/** What became of one object or part of the source: the rows that objects.json, the summary and the CSV files are made of. */
export interface ListedPart {
  readonly ref: ObjectRef;
  readonly targets: readonly TargetRef[];
  readonly status: Status;
  readonly proof: Proof;
  readonly items: readonly ListedItem[];
  /** Lines of source that define it; 0 for what is written inside another. */
  readonly lines: number;
  /** Its statements and clauses, without those of its parts; missing when the source does not count them. */
  readonly syntax?: SyntaxCount;
}

/** Answers "which file, line and column" for places of a catalogue; line maps are made once a file. */
export function placer(catalog: Pick<Catalog, 'sources'>): (at: Fragment) => { file: string; line: number; column: number } {
  const maps = new Map<number, LineMap>();
  return (at) => {
    const source = catalog.sources[at.source];
    let map = maps.get(at.source);
    if (map === undefined) {
      map = lineMap(source?.text ?? '');
      maps.set(at.source, map);
    }
    return { file: source?.path ?? '', ...map.positionAt(at.span.start) };
  };
}

/** Words an item from its code and details. */
export function wordItem(item: Pick<ActionItem, 'code' | 'details'>, registry: ActionItemRegistry): Omit<ListedItem, 'file' | 'line' | 'column'> {
  const definition = itemDefinition(registry, item.code);
  return {
    code: item.code,
    severity: definition.severity,
    complexity: definition.complexity,
    title: definition.title,
    message: definition.message(item.details),
    recommendedAction: definition.recommendedAction,
  };
}

/** Counts the syntax of converted objects of a catalogue, part by part; nothing for a source that does not tell its elements. */
export function syntaxCounter({ syntaxElements }: Pick<SourceDialect, 'syntaxElements'>, catalog: Catalog, registry: ActionItemRegistry): (object: ProvedObject) => readonly SyntaxCount[] {
  const byId = new Map(catalog.objects.map((object) => [idOf(object), object]));
  return (converted) => {
    const object = byId.get(converted.id);
    return object === undefined || syntaxElements === undefined ? [] : countSyntax(converted, syntaxElements(catalog, object), registry);
  };
}

const none: readonly never[] = [];

/** Lists every part of every object, in the order of the source. */
export function listParts(source: Pick<SourceDialect, 'syntaxElements'>, catalog: Catalog, objects: readonly ProvedObject[], registry: ActionItemRegistry): ListedPart[] {
  const place = placer(catalog);
  const countOf = syntaxCounter(source, catalog, registry);
  return objects.flatMap((object) => {
    const counts = countOf(object);
    return object.parts.map((part, index): ListedPart => {
      const syntax = counts[index];
      return {
        ref: part.ref,
        targets: part.targets,
        status: statusOf(part, registry),
        proof: object.proofs[index] ?? unproved,
        items: part.items.length === 0 ? none : part.items.map((item) => ({ ...wordItem(item, registry), ...(item.at === undefined ? {} : place(item.at)) })),
        lines: partLines(catalog.sources, part.at, index === 0 ? undefined : object.parts[0].at),
        ...(syntax === undefined ? {} : { syntax }),
      };
    });
  });
}

/** Lines of source of one part. @param head its object, whose lines hold those of what is written inside of it @returns 0 for what is inside */
export function partLines(sources: Catalog['sources'], at: Fragment, head?: Fragment): number {
  if (head !== undefined && at.source === head.source && head.span.start <= at.span.start && at.span.end <= head.span.end) return 0;
  const text = sources[at.source]?.text ?? '';
  let lines = 1;
  for (let i = at.span.start; i < at.span.end; i++) if (text.charCodeAt(i) === 10) lines++;
  return lines;
}
