import type { Progress } from '@ferry/kernel';

/** Where a command speaks to. Results go to `out`, everything about the way there to `err`. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Whether a person watches `err`: only then a line is drawn over and over. */
  readonly live: boolean;
  readonly columns: number;
}

export const processTerminal = (): Terminal => ({
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  live: process.stderr.isTTY === true,
  columns: process.stderr.columns || 80,
});

/** Names and messages come from the customer's files: what would move the cursor or colour the terminal is shown as `?`. */
export const harmless = (text: string): string => text.replace(/[\p{Cc}\p{Bidi_Control}]/gu, (c) => (c === '\n' || c === '\t' ? c : '?'));

/** Milliseconds between two drawings of the progress line. */
const drawEvery = 80;

/** One line that shows how far the work is; nothing at all when nobody watches. `clear` takes it away. */
export function progressLine(terminal: Terminal, shown: boolean): { readonly show: (progress: Progress) => void; readonly clear: () => void } {
  if (!shown || !terminal.live) return { show: () => undefined, clear: () => undefined };
  let drawn = false;
  let last = 0;
  return {
    show: ({ step, done, total, object }) => {
      const now = Date.now();
      if (now - last < drawEvery && done < total) return;
      last = now;
      const text = `${step} ${done}/${total}${object === undefined ? '' : ` ${harmless(object)}`}`;
      terminal.err(`\r\u001b[2K${text.slice(0, Math.max(10, terminal.columns - 1))}`);
      drawn = true;
    },
    clear: () => {
      if (drawn) terminal.err('\r\u001b[2K');
      drawn = false;
    },
  };
}
