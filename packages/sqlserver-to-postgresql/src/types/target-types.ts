import type { TargetType } from './mapped-type';

/** A built-in type of PostgreSQL. */
export const targetType = (name: string, ...args: number[]): TargetType => ({ name, args });

/** As it is written in SQL, for messages and keys. */
export function typeText(type: TargetType): string {
  const args = type.args.length === 0 ? '' : `(${type.args.join(', ')})`;
  return `${type.schema === undefined ? '' : `${type.schema}.`}${type.name}${args}${type.array === true ? '[]' : ''}`;
}

const characterTypes = new Set(['text', 'varchar', 'char', 'citext']);
export const isCharacter = (type: TargetType): boolean => type.schema === undefined && type.array !== true && characterTypes.has(type.name);
