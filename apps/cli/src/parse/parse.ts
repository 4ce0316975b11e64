import type { ParsedScript, ReadOptions, ScriptParse } from '@ferry/conversion';
import { defaultLimits, visitPaths } from '@ferry/intake';
import type { Intake } from '@ferry/intake';
import { AppError, breathe, checkCancelled } from '@ferry/kernel';
import type { Run } from '@ferry/kernel';
import { findSource } from '@ferry/registry/engines';

export interface ParseCommand {
  readonly inputs: readonly string[];
  readonly source: string;
  readonly variables: ReadOptions['variables'];
  readonly encoding?: string;
  readonly json: boolean;
}

/** What `--json` prints of a file, one line each. */
export interface ParsedFile extends ParsedScript {
  readonly file: string;
  readonly bytes: number;
  /** Milliseconds of parsing; reading and decoding the file are not counted. */
  readonly ms: number;
  /** Only for a script that its project does not build. */
  readonly built?: false;
}

/** The last line. */
export interface ParseTotal {
  readonly files: number;
  readonly bytes: number;
  readonly batches: number;
  readonly statements: number;
  readonly errors: number;
  readonly warnings: number;
  readonly ms: number;
  /** Megabytes (10^6 bytes) a second. */
  readonly mbPerSecond: number;
}

const round = (value: number): number => Math.round(value * 100) / 100;

/** Characters between two looks at whether the user stopped the command. */
const breathEvery = 4 * 1024 * 1024;

async function parseChunks(parse: ScriptParse, chunks: AsyncIterable<string>, run: Run): Promise<{ parsed: ParsedScript; ms: number }> {
  let ms = 0;
  let sinceBreath = 0;
  const timed = <T>(work: () => T): T => {
    const started = performance.now();
    const result = work();
    ms += performance.now() - started;
    return result;
  };
  for await (const chunk of chunks) {
    timed(() => parse.push(chunk));
    sinceBreath += chunk.length;
    if (sinceBreath < breathEvery) continue;
    sinceBreath = 0;
    await breathe();
    checkCancelled(run);
  }
  const parsed = timed(() => parse.end());
  return { parsed, ms };
}

/**
 * `ferry parse`: looks at the syntax of scripts, each as a stream of batches.
 * @param tell gets each file as soon as it is done
 * @throws AppError when no script can be read
 */
export async function parse(command: ParseCommand, tell: (file: ParsedFile) => void, run: Run): Promise<{ total: ParseTotal; intake: Intake }> {
  const source = findSource(command.source);
  const { openScriptParse } = source;
  if (openScriptParse === undefined) throw new AppError('invalid-input', { public: `Scripts of ${source.label} cannot be parsed on their own. Use ferry convert.` });
  const sums = { files: 0, bytes: 0, batches: 0, statements: 0, errors: 0, warnings: 0, ms: 0 };
  const options = { ...defaultLimits, ...(command.encoding === undefined ? {} : { encoding: command.encoding }) };
  const intake = await visitPaths(
    command.inputs,
    async ({ path, bytes, chunks, built, variables }) => {
      checkCancelled(run);
      const { parsed, ms } = await parseChunks(openScriptParse({ variables: { ...variables, ...command.variables } }), chunks, run);
      sums.files += 1;
      sums.bytes += bytes;
      sums.batches += parsed.batches;
      sums.statements += parsed.statements;
      sums.errors += parsed.diagnostics.filter((d) => d.severity === 'error').length;
      sums.warnings += parsed.diagnostics.filter((d) => d.severity === 'warning').length;
      sums.ms += ms;
      tell({ file: path, bytes, batches: parsed.batches, statements: parsed.statements, diagnostics: parsed.diagnostics, ms: round(ms), ...(built ? {} : { built: false }) });
    },
    run,
    options,
  );
  return { total: { ...sums, ms: round(sums.ms), mbPerSecond: sums.ms === 0 ? 0 : round(sums.bytes / 1e3 / sums.ms) }, intake };
}
