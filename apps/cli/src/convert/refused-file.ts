import type { ConversionResult } from '@ferry/conversion';
import type { OutputFile } from './output-folder';

const comment = (text: string): string => text.split(/\r\n|[\r\n]/).map((line) => `-- ${line}`).join('\n');

/** The statements that the server refused and that have no stand-in, each under the server's words; nothing when there are none. */
export function refusedFile(result: ConversionResult): OutputFile[] {
  if (result.refused.length === 0) return [];
  const pieces = result.refused.map(({ statement, proof }) => {
    const { kind, schema, name } = statement.creates;
    const why = proof.refusal === undefined ? '' : `\n${comment(`${proof.refusal.sqlstate} ${proof.refusal.message}`)}`;
    return `${comment(`${kind} ${schema}.${name}`)}${why}\n${statement.sql}\n`;
  });
  return [{ path: 'refused.sql', text: `${comment('Statements that were refused; they are not part of deploy.sql.')}\n\n${pieces.join('\n')}` }];
}
