import type { QueryBatch } from '@ferry/contract';
import { queryWords as words } from '@/words/query';

const shown = (value: string | null): string => (value === null ? words.nullValue : `'${value.length > 60 ? `${value.slice(0, 60)}…` : value}'`.replaceAll(/\r\n|\r|\n/g, ' '));

/** What was sent to the target, batch by batch; the values of parameters stand before their statement. */
export function convertedText(batches: readonly QueryBatch[]): string {
  return batches
    .filter((batch) => batch.Statements.length > 0)
    .map((batch) => {
      const statements = batch.Statements.map(({ Sql, Values }) => {
        const text = Sql.trimEnd().replace(/;$/, '');
        return Values.length === 0 ? `${text};` : `-- ${words.values}: ${Values.map((value, i) => `$${i + 1} = ${shown(value)}`).join(', ')}\n${text};`;
      });
      return `-- ${words.batch(batch.Batch, batch.Line)}\n${statements.join('\n\n')}\n`;
    })
    .join('\n');
}
