import { defaultSchema } from './draft';
import type { Name } from './draft';

/** Four quoted names of 128 characters, with room to spare. */
export const longestName = 1200;

/** Splits `schema.table.column` with brackets and double quotes. */
export function splitName(text: string): string[] {
  const parts: string[] = [];
  if (text.length > longestName) return parts;
  const pattern = /\s*(?:\[((?:[^\]]|\]\])*)\]|"((?:[^"]|"")*)"|([^.[\]"]+))\s*(?:\.|$)/gy;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    parts.push(match[1]?.replaceAll(']]', ']') ?? match[2]?.replaceAll('""', '"') ?? (match[3] ?? '').trim());
    if (pattern.lastIndex >= text.length) break;
  }
  return parts;
}

export const nameIn = (parts: readonly string[]): Name => ({ schema: parts.at(-2) ?? defaultSchema, name: parts.at(-1) ?? '' });
