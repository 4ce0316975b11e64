/** Offset in UTF-16 code units of a place that PostgreSQL counts in characters, from 0. */
export function utf16Offset(text: string, characters: number): number {
  let offset = 0;
  for (let i = 0; i < characters && offset < text.length; i++) offset += (text.codePointAt(offset) as number) > 0xffff ? 2 : 1;
  return offset;
}
