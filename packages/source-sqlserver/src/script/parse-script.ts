import type { Diagnostic, DiagnosticSeverity } from '@ferry/kernel';
import { lineMap } from '@ferry/kernel';
import { parseBatch } from '../parser';
import { openBatchStream } from './batch-stream';
import type { StreamedPiece } from './batch-stream';
import { expandSqlcmd, variableMap } from './sqlcmd';
import { setOption } from './statements';
import type { Session } from './draft';

/** A diagnostic at a place of the file; line and column count from 1. */
export interface PlacedDiagnostic {
  readonly line: number;
  readonly column: number;
  readonly severity: DiagnosticSeverity;
  readonly message: string;
}

export interface ParsedScript {
  readonly batches: number;
  readonly statements: number;
  readonly diagnostics: readonly PlacedDiagnostic[];
}

/** A script that is being parsed, part by part. */
export interface ScriptParse {
  push(chunk: string): void;
  end(): ParsedScript;
}

/** More diagnostics of one file than this are counted only. */
const mostDiagnostics = 10_000;

/** A copy that shares no memory with the text it was cut from. */
const own = (text: string): string => Buffer.from(text, 'utf16le').toString('utf16le');

/**
 * Parses a script as it is read, batch by batch; tokens and trees of a batch are gone with it. Never throws for what is in the
 * text. SQLCMD variables and directives are carried out as for a conversion, includes (`:r`) are not followed.
 */
export function openScriptParse(options: { readonly variables: Readonly<Record<string, string>> }): ScriptParse {
  const stream = openBatchStream();
  const given = variableMap(options.variables);
  const known = new Map<string, string>();
  const asked = new Set<string>();
  const session: Session = { quotedIdentifier: true, ansiNulls: true };
  const diagnostics: PlacedDiagnostic[] = [];
  let batches = 0;
  let statements = 0;
  let more = 0;
  let continued = false;

  const tell = (piece: StreamedPiece, text: string, found: readonly Diagnostic[]): void => {
    if (found.length === 0) return;
    const lines = lineMap(text);
    for (const { span, severity, message } of found) {
      if (diagnostics.length >= mostDiagnostics) {
        more++;
        continue;
      }
      const { line, column } = lines.positionAt(span.start);
      diagnostics.push({ line: piece.line + line - 1, column: line === 1 ? piece.column + column - 1 : column, severity, message: own(message) });
    }
  };

  const read = (piece: StreamedPiece): void => {
    const { text, variables, diagnostics: unset } = expandSqlcmd(piece.text, given, known);
    for (const [name, value] of variables) known.set(own(name), own(value));
    const fresh = unset.filter((d) => !asked.has(d.message));
    for (const d of fresh) asked.add(own(d.message));
    const parsed = parseBatch(text, undefined, { quotedIdentifier: session.quotedIdentifier });
    tell(piece, text, [...fresh, ...parsed.diagnostics]);
    for (const statement of parsed.statements) if (statement.kind === 'SetOptionStatement') setOption(session, statement);
    if (!continued) batches++;
    continued = piece.continues;
    statements += parsed.statements.length;
  };

  return {
    push: (chunk) => stream.push(chunk).forEach(read),
    end() {
      stream.end().forEach(read);
      const rest: PlacedDiagnostic[] = more === 0 ? [] : [{ line: diagnostics.at(-1)?.line ?? 1, column: 1, severity: 'warning', message: `${more} more diagnostics of this file are not listed.` }];
      return { batches, statements, diagnostics: [...diagnostics, ...rest] };
    },
  };
}
