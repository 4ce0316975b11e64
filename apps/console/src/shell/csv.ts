/** A cell that a spreadsheet neither splits nor runs as a formula (OWASP, CSV injection). */
function cell(value: string | number): string {
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Rows as CSV (RFC 4180), with the heads first. */
export const csvText = <T>(columns: readonly (readonly [head: string, value: (row: T) => string | number])[], rows: readonly T[]): string =>
  [columns.map(([head]) => head), ...rows.map((row) => columns.map(([, value]) => value(row)))].map((line) => `${line.map(cell).join(',')}\r\n`).join('');
