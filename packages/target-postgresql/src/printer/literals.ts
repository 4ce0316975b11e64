/** Control characters that tools and terminals change or hide; tab and line feed are kept as they are. */
// eslint-disable-next-line no-control-regex
const needsEscape = /[\x01-\x08\x0b-\x1f\x7f]/;

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', "'": "''", '\n': '\\n', '\r': '\\r', '\t': '\\t', '\b': '\\b', '\f': '\\f' };

/**
 * A text as a string literal under `standard_conforming_strings = on` (the default since PostgreSQL 9.1): a backslash means
 * itself. The `E''` form is used only for control characters.
 * @throws Error for U+0000, which no PostgreSQL text can hold.
 */
export function stringLiteral(value: string): string {
  if (value.includes('\0')) throw new Error('PostgreSQL texts cannot hold U+0000');
  if (!needsEscape.test(value)) return `'${value.replaceAll("'", "''")}'`;
  // eslint-disable-next-line no-control-regex
  const body = value.replace(/[\\'\x01-\x1f\x7f]/g, (c) => escapes[c] ?? `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`);
  return `E'${body}'`;
}

/** A dollar-quote tag that does not occur in the body: `$$`, else `$body$`, `$body1$` ... */
export function dollarTag(body: string): string {
  // A body that ends in `$` would join with the closing tag.
  if (!body.includes('$$') && !body.endsWith('$')) return '$$';
  for (let i = 0; ; i++) {
    const tag = i === 0 ? '$body$' : `$body${i}$`;
    if (!body.includes(tag.slice(0, -1))) return tag;
  }
}
