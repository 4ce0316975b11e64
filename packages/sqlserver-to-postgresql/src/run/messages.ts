/**
 * The text of RAISERROR: `%[flags][width][.precision]type` of printf (https://learn.microsoft.com/sql/t-sql/language-elements/raiserror-transact-sql).
 * An argument that is missing or NULL is written `(null)`; the text is cut at 2,047 characters.
 */
export function formatMessage(message: string, args: readonly (string | null)[]): string {
  let next = 0;
  const take = (): string | null => args[next++] ?? null;
  const out = message.replace(/%(%|([-+0# ]*)(\*|\d+)?(?:\.(\*|\d+))?(?:I64|l|h)?([sdiuoxX]))/g, (_, whole: string, flags: string | undefined, width: string | undefined, precision: string | undefined, type: string | undefined) => {
    if (whole === '%') return '%';
    const wide = width === '*' ? Number(take() ?? 0) : Number(width ?? 0);
    const cut = precision === '*' ? Number(take() ?? 0) : precision === undefined ? undefined : Number(precision);
    const value = take();
    return padded(formatted(value, flags ?? '', cut, type ?? 's'), flags ?? '', wide, type ?? 's');
  });
  return out.length > 2047 ? `${out.slice(0, 2044)}...` : out;
}

function formatted(value: string | null, flags: string, cut: number | undefined, type: string): string {
  if (value === null) return '(null)';
  if (type === 's') return cut === undefined ? value : value.slice(0, cut);
  if (!/^-?\d+$/.test(value.trim())) return value;
  const number = BigInt(value.trim());
  const unsigned = number < 0n ? number + 4294967296n : number;
  switch (type) {
    case 'u': return unsigned.toString();
    case 'o': return (flags.includes('#') ? '0' : '') + unsigned.toString(8);
    case 'x': return (flags.includes('#') ? '0x' : '') + unsigned.toString(16);
    case 'X': return (flags.includes('#') ? '0X' : '') + unsigned.toString(16).toUpperCase();
    default: return (number >= 0n ? (flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '') : '-') + (number < 0n ? -number : number).toString().padStart(cut ?? 0, '0');
  }
}

function padded(text: string, flags: string, width: number, type: string): string {
  if (text.length >= width) return text;
  if (flags.includes('-')) return text.padEnd(width);
  if (flags.includes('0') && type !== 's') return /^[-+]/.test(text) ? text[0] + text.slice(1).padStart(width - 1, '0') : text.padStart(width, '0');
  return text.padStart(width);
}
