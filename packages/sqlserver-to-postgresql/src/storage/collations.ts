import type { Column } from '@ferry/catalog';
import { pg } from '@ferry/target-postgresql';
import type { QualifiedName, TableColumn } from '@ferry/target-postgresql';
import type { ObjectContext } from '../context';
import { citext } from '../support/extensions';
import type { TargetCollation } from '../types/collations';
import type { MappedType } from '../types/mapped-type';
import { isCharacter, targetType } from '../types/target-types';

/** Types of SQL Server that have a collation. */
const texts = new Set(['char', 'varchar', 'nchar', 'nvarchar', 'text', 'ntext', 'sysname']);
const isText = (type: MappedType): boolean => type.source !== undefined && texts.has(type.source) && isCharacter(type.base);

/** What COLLATE names; the default collation of the database is not written. */
function written(collation: TargetCollation, ctx: ObjectContext): QualifiedName | undefined {
  if (ctx.choices.collation !== 'icu' || collation.key === 'default') return undefined;
  if (collation.piece !== undefined) ctx.requireSupport(collation.piece).forEach(ctx.need);
  return collation.name;
}

/** The collation of a domain: that of the source's database. */
export const databaseCollation = (type: MappedType, ctx: ObjectContext): QualifiedName | undefined => (isText(type) ? written(ctx.collations.of(), ctx) : undefined);

export interface CollatedColumn {
  readonly type: MappedType;
  readonly collation: QualifiedName | undefined;
  /** Keeps the length of a text whose type has none. */
  readonly check?: TableColumn['constraints'];
}

/** The collation of a column, or its type where that says the same (citext). */
export function columnCollation(name: string, column: Pick<Column, 'collation'>, type: MappedType, ctx: ObjectContext): CollatedColumn {
  // A domain has its own.
  if (!isText(type) || type.type.schema !== undefined) return { type, collation: undefined };
  const collation = ctx.collations.of(column.collation);
  if (ctx.choices.collation !== 'citext' || !collation.ignoresCase) return { type, collation: written(collation, ctx) };
  ctx.requireSupport(citext).forEach(ctx.need);
  const [length] = type.base.args;
  const check: TableColumn['constraints'] = length === undefined ? undefined : [{ kind: 'CheckConstraint', expression: pg.binary('<=', pg.call('char_length', pg.column(name)), pg.number(length)) }];
  return { type: { ...type, type: targetType('citext'), base: targetType('citext') }, collation: undefined, ...(check === undefined ? {} : { check }) };
}
