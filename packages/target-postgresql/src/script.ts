import { phaseLabels, phases } from './phases';
import type { ScriptOptions, TargetStatement } from '@ferry/conversion';
import { countOn } from './deploy-options';

const labels = (Object.keys(phases) as (keyof typeof phases)[]).sort((a, b) => phases[a] - phases[b]).map((p) => phaseLabels[p]);

/** Text in a `--` comment: one line, without characters that a terminal would act on. */
// eslint-disable-next-line no-control-regex
const commentText = (text: string): string => text.replace(/[\x00-\x1f\x7f\u0085\u2028\u2029]+/g, ' ').trim();

/**
 * One script for `psql -f`: stops at the first error, can be read by people, holds its statements in the order given.
 *
 * psql reads a backslash as a command of its own wherever SQL's lexer is not inside quotes or a comment
 * (https://www.postgresql.org/docs/18/app-psql.html#APP-PSQL-META-COMMANDS), and `:name` as a variable. Printed statements hold both
 * only inside literals, quoted names, dollar quotes and comments; psql's idea of where a plain literal ends depends on
 * `standard_conforming_strings`, which is why the script sets it first.
 */
export function deploymentScript(statements: readonly TargetStatement[], options: ScriptOptions): string {
  const out: string[] = [
    `-- ${commentText(options.title)}`,
    '-- Run with: psql -v ON_ERROR_STOP=1 -f <this file>',
    '',
    '\\set ON_ERROR_STOP on',
    "SET client_encoding = 'UTF8';",
    'SET standard_conforming_strings = on;',
    '-- Routines may refer to each other in a circle: their bodies are checked when they first run.',
    'SET check_function_bodies = off;',
    'SET client_min_messages = warning;',
    ...(options.oneTransaction === true ? ['BEGIN;'] : []),
    '',
  ];
  let section = -1;
  for (const statement of statements) {
    if (statement.phase !== section) {
      section = statement.phase;
      out.push(`-- ===== ${labels[section] ?? 'Other'} =====`, '');
    }
    out.push(statement.sql, '');
  }
  if (options.dataIsThere === true) out.push('-- ===== Identity columns go on after the data =====', '', countOn, '');
  if (options.oneTransaction === true) out.push('COMMIT;', '');
  return `${out.join('\n')}`;
}
