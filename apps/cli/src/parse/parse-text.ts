import type { Intake } from '@ferry/intake';
import { sizeText } from '@ferry/kernel';
import { harmless } from '../terminal';
import type { ParsedFile, ParseTotal } from './parse';

/** At most so many diagnostics of a file are shown to a person; `--json` has them all. */
const shown = 20;

/** One line for a file, and one for each diagnostic below it. */
export function fileText({ file, bytes, batches, statements, diagnostics, ms, built }: ParsedFile): string {
  const lines = diagnostics.slice(0, shown).map((d) => `  ${file}:${d.line}:${d.column}: ${d.severity}: ${d.message}`);
  const more = diagnostics.length > shown ? [`  ... and ${diagnostics.length - shown} more (--json lists them)`] : [];
  const head = `${file}  ${sizeText(bytes)}, ${batches} batches, ${statements} statements, ${diagnostics.length === 0 ? 'no diagnostics' : `${diagnostics.length} diagnostics`}, ${ms.toFixed(1)} ms${built === false ? ', not in the build list of the project' : ''}`;
  return `${harmless([head, ...lines, ...more].join('\n'))}\n`;
}

export function totalText(total: ParseTotal, intake: Intake): string {
  const problems = intake.problems.map((p) => `${p.path}: ${p.message}\n`).join('');
  const { files, bytes, batches, statements, errors, warnings, ms, mbPerSecond } = total;
  return `${harmless(problems)}Total: ${files} files, ${sizeText(bytes)}, ${batches} batches, ${statements} statements, ${errors} errors, ${warnings} warnings, ${ms.toFixed(0)} ms, ${mbPerSecond.toFixed(1)} MB/s\n`;
}
