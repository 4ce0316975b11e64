import { builtInType, unknownType } from '../sql-type';
import type { ShapeColumn } from '../sql-type';

const columnText = /^(\S+) ([a-z0-9_]+)(?:\((max|\d+)(?:,(\d+))?\))?(!?)$/;

/**
 * `name sysname!, object_id int!, value sql_variant`: `!` for NOT NULL. A type without length stands for itself.
 * The tables of columns are written so, because there are some thousands of them.
 */
export function columnsFromText(text: string): readonly ShapeColumn[] {
  return text.split(',\n').flatMap((line) => line.split(', ')).map((part) => {
    const match = columnText.exec(part.trim());
    if (match === null) return { name: part.trim(), type: unknownType };
    const [, name = '', type = '', first, second, required] = match;
    const args = [first, second].filter((a) => a !== undefined).map((a): number | 'max' => (a === 'max' ? 'max' : Number(a)));
    return { name, type: builtInType({ name: type, args }, { nullable: required !== '!' }) ?? unknownType };
  });
}
