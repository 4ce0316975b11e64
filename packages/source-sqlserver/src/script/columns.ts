import type { Check, Column, Constraint, ForeignKey, Index, KeyColumn, KeyConstraint, ReferentialAction, TypeRef } from '@ferry/catalog';
import { walk } from '../syntax';
import type * as syntax from '../syntax';
import { fragment, resolve, textOf } from './draft';
import type { Place } from './draft';
import { columnHeadOf } from './heads';

/** What the elements of a table's list, or of ALTER TABLE ADD, come to. */
export interface Elements {
  readonly columns: Column[];
  readonly constraints: Constraint[];
  readonly indexes: Index[];
  readonly options: Record<string, string>;
  /** `DEFAULT value FOR column` of ALTER TABLE ADD. */
  readonly defaults: { readonly column: string; readonly default: NonNullable<Column['default']> }[];
}

export const same = (a: string, b: string): boolean => a === b || a.toLowerCase() === b.toLowerCase();

/** What a list has under a name: the very name, else one that differs by case only. In a case-sensitive database both may stand side by side. */
export const named = <T extends { readonly name?: string }>(list: readonly T[], name: string): T | undefined =>
  list.find((part) => part.name === name) ?? list.find((part) => part.name !== undefined && same(part.name, name));

export function typeRef(place: Place, type: syntax.DataType): TypeRef {
  const raw = textOf(place, type);
  const known = place.draft.types.get(raw);
  if (known !== undefined) return known;
  const { parts } = type.name;
  const schema = parts.at(-2)?.name;
  const args = type.args.flatMap((arg): (number | 'max')[] => (arg.kind === 'MaxLength' ? ['max'] : arg.kind === 'IntegerLiteral' ? [Number(arg.value)] : []));
  const made: TypeRef = {
    ...(schema === undefined ? {} : { schema }),
    name: parts.at(-1)?.name ?? '',
    args,
    raw,
    ...(type.xmlSchema === undefined ? {} : { detail: textOf(place, type.xmlSchema) }),
  };
  place.draft.types.set(raw, made);
  return made;
}

/** Options by name, in the order written; one without a value is on. */
export const optionRecord = (options: readonly syntax.NamedOption[]): Record<string, string> => Object.fromEntries(options.map((o) => [o.name, o.value ?? 'ON']));

/** Names that an expression mentions as columns; which of them are columns of the table is decided when all are known. */
export function mentioned(expression: syntax.Node): string[] {
  const names = new Set<string>();
  walk(expression, (node) => {
    if (node.kind !== 'ColumnReference') return;
    const name = (node as syntax.ColumnReference).name.parts.at(-1)?.name;
    if (name !== undefined) names.add(name);
  });
  return [...names];
}

const keyColumns = (columns: readonly syntax.IndexColumn[]): KeyColumn[] => columns.map((c) => ({ name: c.name.name, descending: c.direction === 'DESC' }));

const storage = (on: syntax.StorageLocation | undefined): Record<string, string> =>
  on === undefined ? {} : on.columns.length === 0 ? { FILEGROUP: on.name.name } : { PARTITION: `${on.name.name}(${on.columns.map((c) => c.name).join(', ')})` };

function keyConstraint(place: Place, node: syntax.KeyConstraint, column: string | undefined): KeyConstraint {
  return {
    kind: node.type === 'PRIMARY KEY' ? 'PRIMARY_KEY' : 'UNIQUE',
    ...(node.name === undefined ? {} : { name: node.name.name }),
    columns: node.columns.length === 0 && column !== undefined ? [{ name: column, descending: false }] : keyColumns(node.columns),
    ...(node.clustered === undefined ? {} : { clustered: node.clustered }),
    options: { ...optionRecord(node.options), ...(node.hash ? { HASH: 'ON' } : {}), ...storage(node.on) },
    at: fragment(place, node),
  };
}

const action = (given: syntax.ReferentialAction | undefined): ReferentialAction => given ?? 'NO ACTION';

function foreignKey(place: Place, node: syntax.ForeignKeyConstraint, column: string | undefined, schema: string): ForeignKey {
  const table = resolve(node.table, schema);
  return {
    kind: 'FOREIGN_KEY',
    ...(node.name === undefined ? {} : { name: node.name.name }),
    columns: node.columns.length === 0 && column !== undefined ? [column] : node.columns.map((c) => c.name),
    references: { schema: table.schema, table: table.name, columns: node.referencedColumns.map((c) => c.name) },
    onDelete: action(node.onDelete),
    onUpdate: action(node.onUpdate),
    at: fragment(place, node),
  };
}

function check(place: Place, node: syntax.CheckConstraint, column: string | undefined): Check {
  return {
    kind: 'CHECK',
    ...(node.name === undefined ? {} : { name: node.name.name }),
    expression: fragment(place, node.expression),
    ...(column === undefined ? {} : { column }),
    columns: mentioned(node.expression),
    at: fragment(place, node),
  };
}

/** Not for edge and default constraints, which are no constraints of the catalogue. */
function constraint(place: Place, node: syntax.ColumnConstraint, column: string | undefined, schema: string): Constraint {
  switch (node.kind) {
    case 'KeyConstraint':
      return keyConstraint(place, node, column);
    case 'ForeignKeyConstraint':
      return foreignKey(place, node, column, schema);
    case 'CheckConstraint':
      return check(place, node, column);
  }
}

export function inlineIndex(place: Place, node: syntax.IndexDefinition, column: string | undefined): Index {
  return {
    kind: 'INDEX',
    name: node.name.name,
    unique: node.unique,
    clustered: node.clustered ?? false,
    columnstore: node.columnstore,
    keys: node.columns.length === 0 && column !== undefined ? [{ name: column, descending: false }] : keyColumns(node.columns),
    include: node.include.map((c) => c.name),
    ...(node.where === undefined ? {} : { filter: fragment(place, node.where) }),
    options: { ...optionRecord(node.options), ...(node.hash ? { HASH: 'ON' } : {}), ...storage(node.on) },
    at: fragment(place, node),
  };
}

export { keyColumns, storage };

/**
 * A column that says neither NULL nor NOT NULL takes NULL (ANSI_NULL_DFLT_ON, the default of every driver), except identity and
 * period columns and rowversion: https://learn.microsoft.com/sql/t-sql/statements/create-table-transact-sql#nullability-rules-within-a-table-definition
 * Alias types and primary keys are looked at when all are known.
 */
function isNullable(node: syntax.ColumnDefinition, type: string): boolean {
  if (node.nullability !== undefined) return node.nullability === 'NULL';
  const primary = node.constraints.some((c) => c.kind === 'KeyConstraint' && c.type === 'PRIMARY KEY');
  return !(primary || node.identity || node.generated || /^(rowversion|timestamp|sysname)$/i.test(type));
}

/** Marks a column whose nullability its alias type decides; taken away again at the end. */
export const nullabilityFromType = 'nullability from type';

/** Shared: most columns have no options. */
const none: readonly never[] = [];

function column(place: Place, node: syntax.ColumnDefinition): Column {
  // `timestamp` alone is a column of that name and type.
  const type: TypeRef = node.type === undefined ? { name: 'timestamp', args: [], raw: textOf(place, node.name) } : typeRef(place, node.type);
  const options = node.options.map((o) => `${o.name.toLowerCase()}${o.value === undefined ? '' : ` ${o.value}`}`);
  if (node.generated) options.push(`generated always as ${node.generated.as.toLowerCase()}${node.generated.hidden ? ' hidden' : ''}`);
  if (node.identity?.notForReplication === true) options.push('identity not for replication');
  const fromType = node.nullability === undefined && isNullable(node, type.name);
  return {
    name: node.name.name,
    type,
    nullable: isNullable(node, type.name),
    ...(node.collation === undefined ? {} : { collation: node.collation.name }),
    ...(node.identity === undefined ? {} : { identity: { seed: node.identity.seed ?? '1', increment: node.identity.increment ?? '1' } }),
    ...(node.default === undefined ? {} : { default: defaultOf(place, node.default) }),
    options: fromType ? [...options, nullabilityFromType] : options.length === 0 ? none : options,
    at: fragment(place, node),
  };
}

export const defaultOf = (place: Place, node: syntax.DefaultConstraint): NonNullable<Column['default']> => ({
  ...(node.name === undefined ? {} : { name: node.name.name }),
  expression: fragment(place, node.value),
});

const computed = (place: Place, node: syntax.ComputedColumn): Column => ({
  name: node.name.name,
  nullable: node.nullability !== 'NOT NULL',
  computed: { expression: fragment(place, node.expression), persisted: node.persisted, columns: mentioned(node.expression) },
  options: [],
  at: fragment(place, node),
});

/** A column whose definition could not be read is listed by its name and, where it has one, its type; the parser's diagnostic lies inside of it. */
function unreadColumn(place: Place, node: syntax.UnparsedElement): Column | undefined {
  const head = columnHeadOf(place.text, node.span.start, node.span.end);
  if (head === undefined) return undefined;
  const raw = head.type === undefined ? '' : `${head.type.name}${head.type.args.length > 0 ? `(${head.type.args.join(', ')})` : ''}`;
  return { name: head.name, type: { name: '', args: [], ...head.type, raw }, nullable: !head.notNull, options: [], at: fragment(place, node) };
}

/** Sorts the elements of a list into what they are. What the parser could not read has a diagnostic of its own. */
/** `[dbo].[t]`: a name that is kept in a text. */
const quotedName = (name: syntax.QualifiedName, schema: string): string => {
  const full = resolve(name, schema);
  return [full.schema, full.name].map((part) => `[${part.replaceAll(']', ']]')}]`).join('.');
};

export function readElements(place: Place, elements: readonly syntax.TableElement[], schema: string): Elements {
  const out: Elements = { columns: [], constraints: [], indexes: [], options: {}, defaults: [] };
  // A key with a list of columns may stand behind a column without a comma; what follows it without such a list is about that column.
  let last: string | undefined;
  for (const node of elements) {
    switch (node.kind) {
      case 'ColumnDefinition':
      case 'ComputedColumn': {
        out.columns.push(node.kind === 'ColumnDefinition' ? column(place, node) : computed(place, node));
        for (const c of node.constraints) out.constraints.push(constraint(place, c, node.name.name, schema));
        for (const i of node.indexes) out.indexes.push(inlineIndex(place, i, node.name.name));
        last = node.name.name;
        break;
      }
      case 'IndexDefinition':
        out.indexes.push(inlineIndex(place, node, undefined));
        break;
      case 'PeriodDefinition':
        out.options['PERIOD FOR SYSTEM_TIME'] = `${node.start.name}, ${node.end.name}`;
        break;
      case 'DefaultConstraint':
        if (node.column) out.defaults.push({ column: node.column.name, default: defaultOf(place, node) });
        break;
      case 'ConnectionConstraint':
        out.options[`CONNECTION ${node.name?.name ?? String(Object.keys(out.options).length + 1)}`] = `${node.pairs.map(({ from, to }) => `${quotedName(from, schema)} TO ${quotedName(to, schema)}`).join(', ')}${node.onDelete === 'CASCADE' ? ' ON DELETE CASCADE' : ''}`;
        break;
      case 'UnparsedElement': {
        const unread = unreadColumn(place, node);
        if (unread) out.columns.push(unread);
        break;
      }
      default:
        out.constraints.push(constraint(place, node, node.kind === 'CheckConstraint' ? undefined : last, schema));
    }
  }
  return out;
}

