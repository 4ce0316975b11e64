import { types } from 'pg';

/** Object ids of built-in types are fixed (pg_type.dat); others are told as `other`. */
const names = new Map<number, string>(Object.entries(types.builtins).flatMap(([name, id]) => (typeof id === 'number' ? [[id, name.toLowerCase()] as const] : [])));

/** The name of a built-in type: `int4`, `numeric`, `timestamptz`. */
export const typeNameOf = (id: number): string => names.get(id) ?? 'other';
