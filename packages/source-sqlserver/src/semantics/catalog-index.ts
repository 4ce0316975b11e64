import type { Catalog, CatalogObject, CodeObject, Column, Fragment, TypeRef } from '@ferry/catalog';
import type { DataType, Expression, Query, Statement, TableElement } from '../syntax';
import { bindComputedColumn, declaredShape } from './shapes';
import { builtInType, isString, scalar, unknownBecause, unknownType, withNull } from './sql-type';
import { systemView } from './built-ins';
import type { Fold } from './scope';
import type { ShapeColumn, SqlType } from './sql-type';

/** Reads pieces of the catalogue into trees; given, because the parser is a room of its own. */
export interface DefinitionReader {
  /** The CREATE statement of a code object. */
  readonly definition: (object: CodeObject) => Statement | undefined;
  readonly expression: (at: Fragment) => Expression | undefined;
  /** The columns of the query that a view or an inline function is. */
  readonly queryShape: (object: CodeObject, query: Query) => readonly ShapeColumn[] | undefined;
  /** The columns of a table that a routine makes; see `CatalogIndex.made`. */
  readonly made?: (schema: string, name: string) => { readonly columns: readonly ShapeColumn[] | undefined } | undefined;
}

export interface RoutineParameter {
  /** With its `@`. */
  readonly name: string;
  readonly type: SqlType;
  readonly hasDefault: boolean;
  readonly output: boolean;
}

export interface RoutineShape {
  readonly object: CodeObject;
  readonly parameters: readonly RoutineParameter[];
  /** Of a scalar function. */
  readonly returns?: SqlType;
  /** Of a table function; `undefined` inside when it could not be told. */
  readonly table?: { readonly columns: readonly ShapeColumn[] | undefined };
}

export interface Relation {
  readonly object: CatalogObject;
  /** Missing when the columns cannot be told. */
  readonly columns: readonly ShapeColumn[] | undefined;
}

/** Answers questions about the catalogue's objects by name; shapes are worked out once, on demand. */
export interface CatalogIndex {
  readonly catalog: Catalog;
  readonly fold: Fold;
  /** A collation as written, or the database's own; `DATABASE_DEFAULT` when the input does not tell it. */
  readonly collationOf: (written: string | undefined) => string;
  /** Whether a database of that name is the one of the catalogue, or one that the same scripts define. Empty is the catalogue's. */
  readonly holds: (database: string) => boolean;
  /** The table, view, synonym, sequence or routine of that name; nothing of it is read. */
  readonly named: (schema: string, name: string) => CatalogObject | undefined;
  readonly relation: (schema: string, name: string) => Relation | undefined;
  readonly routine: (schema: string, name: string) => RoutineShape | undefined;
  /** An alias type, CLR type or table type. */
  readonly userType: (schema: string | undefined, name: string) => CatalogObject | undefined;
  /** A table that a routine makes when it runs (`CREATE TABLE`, `SELECT ... INTO`); undefined when none does. */
  readonly made: (schema: string, name: string) => { readonly columns: readonly ShapeColumn[] | undefined } | undefined;
  /** A type as written; alias types are looked through, table types give a table. */
  readonly resolveType: (type: TypeRef, options: { nullable: boolean; cast?: boolean }) => SqlType;
  readonly dataType: (type: DataType, options: { nullable: boolean; cast?: boolean }) => SqlType;
  readonly tableElements: (elements: readonly TableElement[]) => readonly ShapeColumn[] | undefined;
}

/** A type of the tree as the catalogue words it. */
export function typeRefOf(type: DataType): TypeRef {
  const parts = type.name.parts.map((p) => p?.name ?? '');
  const name = parts[parts.length - 1] ?? '';
  const schema = parts.length > 1 ? parts[parts.length - 2] : undefined;
  const args = type.args.flatMap((arg): (number | 'max')[] => (arg.kind === 'IntegerLiteral' ? [Number(arg.value)] : arg.kind === 'MaxLength' ? ['max'] : []));
  return { name, args, raw: name, ...(schema === undefined || schema === '' || schema.toLowerCase() === 'sys' ? {} : { schema }) };
}

interface Named<T> {
  readonly set: (object: T) => void;
  readonly get: (schema: string, name: string) => T | undefined;
}

/** Objects by name; of two that differ by case only, the one that is spelled so, else the first. */
function named<T extends { readonly schema: string; readonly name: string }>(key: (schema: string, name: string) => string): Named<T> {
  const exact = new Map<string, T>();
  const folded = new Map<string, T>();
  return {
    set: (object) => {
      exact.set(`${object.schema}\u0000${object.name}`, object);
      const k = key(object.schema, object.name);
      if (!folded.has(k)) folded.set(k, object);
    },
    get: (schema, name) => exact.get(`${schema}\u0000${name}`) ?? folded.get(key(schema, name)),
  };
}

export function indexCatalog(catalog: Catalog, reader: DefinitionReader): CatalogIndex {
  const fold = (name: string): string => (catalog.database.caseSensitiveNames ? name : name.toLowerCase());
  const key = (schema: string, name: string): string => `${fold(schema)}\u0000${fold(name)}`;
  const relations = named<CatalogObject>(key);
  const routines = named<CodeObject>(key);
  const types = named<CatalogObject>(key);
  for (const object of catalog.objects) {
    if (object.kind === 'TABLE' || object.kind === 'VIEW' || object.kind === 'SYNONYM' || object.kind === 'SEQUENCE') relations.set(object);
    else if (object.kind === 'FUNCTION' || object.kind === 'PROCEDURE' || object.kind === 'AGGREGATE') routines.set(object);
    else if (object.kind === 'TYPE' || object.kind === 'TABLE_TYPE') types.set(object);
  }
  const onlyType = new Map<string, CatalogObject | null>();
  for (const object of catalog.objects) if (object.kind === 'TYPE' || object.kind === 'TABLE_TYPE') onlyType.set(fold(object.name), onlyType.has(fold(object.name)) ? null : object);
  const relationShapes = new Map<CatalogObject, Relation>();
  const routineShapes = new Map<CodeObject, RoutineShape | undefined>();

  /** A bare name is looked up in dbo; where the schema of the user would decide, the only type of that name. */
  const typeNamed = (schema: string | undefined, name: string): CatalogObject | undefined => types.get(schema ?? 'dbo', name) ?? (schema === undefined ? (onlyType.get(fold(name)) ?? undefined) : undefined);

  const resolveType: CatalogIndex['resolveType'] = (type, options) => {
    const builtIn = type.schema === undefined ? builtInType(type, options) : undefined;
    if (builtIn !== undefined) return builtIn;
    if (type.name.toLowerCase() === 'cursor') return { kind: 'cursor' };
    const object = typeNamed(type.schema, type.name);
    if (object === undefined) return type.schema === undefined ? unknownBecause('missing') : (builtInType(type, options) ?? unknownBecause('missing'));
    if (object.kind === 'TABLE_TYPE') return { kind: 'table', columns: object.columns.map(shapeColumn), type: { schema: object.schema, name: object.name } };
    if (object.kind !== 'TYPE' || object.base === undefined) return unknownBecause('clr');
    const base = resolveType(object.base, { nullable: options.nullable && object.nullable });
    return base.kind === 'scalar' ? { ...base, alias: { schema: object.schema, name: object.name } } : base;
  };
  const collationOf = (written: string | undefined): string => (written === undefined || written.toLowerCase() === 'database_default' ? (catalog.database.collation ?? 'DATABASE_DEFAULT') : written);
  const shapeColumn = (column: Column): ShapeColumn => {
    const base = column.type === undefined ? unknownType : resolveType(column.type, { nullable: column.nullable });
    const type = implicit(base, collationOf(column.collation));
    const readonly = column.computed !== undefined || (type.kind === 'scalar' && type.base === 'rowversion') || column.options.some((o) => /^generated always/i.test(o));
    return { name: column.name, type: withNull(type, column.nullable), ...(column.identity ? { identity: true } : {}), ...(readonly ? { readonly: true } : {}) };
  };

  const databases = databasesOf(catalog);
  const index: CatalogIndex = {
    catalog,
    fold,
    resolveType,
    collationOf,
    named: (schema, name) => relations.get(schema === '' ? 'dbo' : schema, name) ?? routines.get(schema === '' ? 'dbo' : schema, name),
    holds: (database) => database === '' || databases.has(database.toLowerCase()),
    userType: (schema, name) => typeNamed(schema === '' ? undefined : schema, name),
    made: reader.made ?? (() => undefined),
    dataType: (type, options) => resolveType(typeRefOf(type), options),
    relation(schema, name) {
      const object = relations.get(schema === '' ? 'dbo' : schema, name);
      if (object === undefined) return undefined;
      const known = relationShapes.get(object);
      if (known !== undefined) return known;
      relationShapes.set(object, { object, columns: undefined }); // a view that reads itself ends here
      const shape: Relation = { object, columns: columnsOf(object) };
      relationShapes.set(object, shape);
      return shape;
    },
    routine(schema, name) {
      const object = routines.get(schema === '' ? 'dbo' : schema, name) ?? synonymOf(schema === '' ? 'dbo' : schema, name);
      if (object === undefined) return undefined;
      if (routineShapes.has(object)) return routineShapes.get(object);
      const statement = reader.definition(object);
      const declared = statement === undefined ? undefined : declaredShape(index, object, statement);
      // A function that reads itself ends here: its parameters and its scalar result are declared, the columns of its query are not.
      routineShapes.set(object, declared);
      if (declared === undefined || statement?.kind !== 'CreateFunctionStatement' || statement.returns.kind !== 'ReturnsQuery') return declared;
      const shape = { ...declared, table: { columns: reader.queryShape(object, statement.returns.query) } };
      routineShapes.set(object, shape);
      return shape;
    },
    tableElements: (elements) => elementColumns(index, elements),
  };
  /** The routine that a synonym stands for; synonyms of synonyms are not allowed. */
  function synonymOf(schema: string, name: string): CodeObject | undefined {
    const object = relations.get(schema, name);
    if (object?.kind !== 'SYNONYM') return undefined;
    const [target, owner, database, server] = [...object.target].reverse();
    return target === undefined || (server !== undefined && server !== '') || !index.holds(database ?? '') ? undefined : routines.get(owner === undefined || owner === '' ? 'dbo' : owner, target);
  }
  function columnsOf(object: CatalogObject): readonly ShapeColumn[] | undefined {
    if (object.kind === 'TABLE') return tableColumns(object.columns);
    if (object.kind === 'SYNONYM') {
      const [name, schema, database, server] = [...object.target].reverse();
      if (name === undefined || (server !== undefined && server !== '') || !index.holds(database ?? '')) return undefined;
      return index.relation(schema ?? 'dbo', name)?.columns ?? systemView(schema ?? '', name)?.columns;
    }
    if (object.kind !== 'VIEW') return undefined;
    const statement = reader.definition(object);
    if (statement?.kind !== 'CreateViewStatement') return undefined;
    const shape = reader.queryShape(object, statement.query);
    return shape === undefined || statement.columns.length === 0 ? shape : statement.columns.map((name, i) => ({ name: name.name, type: shape[i]?.type ?? unknownType }));
  }
  function tableColumns(columns: readonly Column[]): readonly ShapeColumn[] {
    const inSet = columns.some(isColumnSet);
    const plain = columns.map((column): ShapeColumn => (isHidden(column) || (inSet && isSparse(column)) ? { ...shapeColumn(column), hidden: true } : shapeColumn(column)));
    return columns.map((column, i) => {
      const shape = plain[i] as ShapeColumn;
      if (column.computed === undefined) return shape;
      const expression = reader.expression(column.computed.expression);
      return expression === undefined ? shape : { ...shape, type: implicit(bindComputedColumn(index, expression, plain), collationOf(column.collation)) };
    });
  }
  return index;
}

const isHidden = (column: Column): boolean => column.options.some((o) => /^generated always.* hidden$/i.test(o));
const isSparse = (column: Column): boolean => column.options.some((o) => o.toLowerCase() === 'sparse');
/** Shows the sparse columns of its table as one: https://learn.microsoft.com/sql/relational-databases/tables/use-column-sets */
const isColumnSet = (column: Column): boolean => column.options.some((o) => o.toLowerCase().startsWith('column_set'));

/** A column's text has its collation implicitly: https://learn.microsoft.com/sql/t-sql/statements/collation-precedence-transact-sql */
export const implicit = (type: SqlType, collation: string): SqlType => (type.kind !== 'scalar' || !isString(type) ? type : { ...type, collation: type.label === 'explicit' && type.collation !== undefined ? type.collation : collation, label: 'implicit' });

/** The columns that the elements of a CREATE TABLE, a table type or a table variable define. */
function elementColumns(index: CatalogIndex, elements: readonly TableElement[]): readonly ShapeColumn[] | undefined {
  const columns: ShapeColumn[] = [];
  const keys = new Set(elements.flatMap((e) => (e.kind === 'KeyConstraint' && e.type === 'PRIMARY KEY' ? e.columns.map((c) => index.fold(c.name.name)) : [])));
  for (const element of elements) {
    if (element.kind === 'UnparsedElement') return undefined;
    if (element.kind === 'ComputedColumn') columns.push({ name: element.name.name, type: unknownType, readonly: true });
    if (element.kind !== 'ColumnDefinition') continue;
    const primary = keys.has(index.fold(element.name.name)) || element.constraints.some((c) => c.kind === 'KeyConstraint' && c.type === 'PRIMARY KEY');
    const nullable = element.nullability !== 'NOT NULL' && element.identity === undefined && !primary;
    const type = element.type === undefined ? scalar('rowversion', { nullable: false }) : implicit(index.dataType(element.type, { nullable }), index.collationOf(element.collation?.name));
    columns.push({ name: element.name.name, type, ...(element.identity ? { identity: true } : {}) });
  }
  if (!elements.some((e) => e.kind === 'ComputedColumn')) return columns;
  const computed = new Map(elements.flatMap((e) => (e.kind === 'ComputedColumn' ? [[e.name.name, e.expression] as const] : [])));
  return columns.map((c) => {
    const expression = computed.get(c.name);
    return expression === undefined ? c : { ...c, type: bindComputedColumn(index, expression, columns) };
  });
}

const useDatabase = /^[ \t]*USE[ \t]+(?:\[([^\]\n]+)\]|"([^"\n]+)"|([^\s;]+))/gim;

/** The names of the databases that the scripts define or use; all their objects are in one catalogue. */
function databasesOf(catalog: Catalog): ReadonlySet<string> {
  const names = new Set([catalog.database.name.toLowerCase()]);
  for (const { statement, source, span } of catalog.passedOver) {
    if (statement !== 'USE') continue;
    const text = catalog.sources[source]?.text.slice(span.start, span.end) ?? '';
    for (const [, bracketed, quoted, plain] of text.matchAll(useDatabase)) names.add((bracketed ?? quoted ?? plain ?? '').toLowerCase());
  }
  for (const system of ['master', 'msdb', 'tempdb', 'model']) if (system !== catalog.database.name.toLowerCase()) names.delete(system);
  return names;
}
