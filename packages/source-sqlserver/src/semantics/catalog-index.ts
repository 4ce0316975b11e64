import type { Catalog, CatalogObject, CodeObject, Column, Fragment, TypeRef } from '@ferry/catalog';
import type { DataType, Expression, Statement, TableElement } from '../syntax';
import { bindComputedColumn, bindFunctionShape, bindViewShape } from './shapes';
import { builtInType, collated, scalar, unknownType, withNull } from './sql-type';
import type { ShapeColumn, SqlType } from './sql-type';

/** Reads pieces of the catalogue into trees; given, because the parser is a room of its own. */
export interface DefinitionReader {
  /** The CREATE statement of a code object. */
  readonly definition: (object: CodeObject) => Statement | undefined;
  readonly expression: (at: Fragment) => Expression | undefined;
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
  readonly fold: (name: string) => string;
  readonly relation: (schema: string, name: string) => Relation | undefined;
  readonly routine: (schema: string, name: string) => RoutineShape | undefined;
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
  const relationShapes = new Map<CatalogObject, Relation>();
  const routineShapes = new Map<CodeObject, RoutineShape | undefined>();

  const resolveType: CatalogIndex['resolveType'] = (type, options) => {
    const builtIn = type.schema === undefined ? builtInType(type, options) : undefined;
    if (builtIn !== undefined) return builtIn;
    if (type.name.toLowerCase() === 'cursor') return { kind: 'cursor' };
    const object = types.get(type.schema ?? 'dbo', type.name);
    if (object === undefined) return type.schema === undefined ? unknownType : (builtInType(type, options) ?? unknownType);
    if (object.kind === 'TABLE_TYPE') return { kind: 'table', columns: object.columns.map(shapeColumn), type: { schema: object.schema, name: object.name } };
    if (object.kind !== 'TYPE' || object.base === undefined) return unknownType;
    const base = resolveType(object.base, { nullable: options.nullable && object.nullable });
    return base.kind === 'scalar' ? { ...base, alias: { schema: object.schema, name: object.name } } : base;
  };
  const collationOf = (written: string | undefined): string => (written === undefined || /^database_default$/i.test(written) ? (catalog.database.collation ?? 'DATABASE_DEFAULT') : written);
  const shapeColumn = (column: Column): ShapeColumn => {
    const base = column.type === undefined ? unknownType : resolveType(column.type, { nullable: column.nullable });
    const type = collated(base, collationOf(column.collation));
    const readonly = column.computed !== undefined || (type.kind === 'scalar' && type.base === 'rowversion') || column.options.some((o) => /^generated always/i.test(o));
    return { name: column.name, type: withNull(type, column.nullable), ...(column.identity ? { identity: true } : {}), ...(readonly ? { readonly: true } : {}) };
  };

  const index: CatalogIndex = {
    catalog,
    fold,
    resolveType,
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
      const object = routines.get(schema === '' ? 'dbo' : schema, name);
      if (object === undefined) return undefined;
      if (routineShapes.has(object)) return routineShapes.get(object);
      routineShapes.set(object, undefined);
      const statement = reader.definition(object);
      const shape = statement === undefined ? undefined : bindFunctionShape(index, object, statement);
      routineShapes.set(object, shape);
      return shape;
    },
    tableElements(elements) {
      const columns: ShapeColumn[] = [];
      for (const element of elements) {
        if (element.kind === 'UnparsedElement') return undefined;
        if (element.kind === 'ComputedColumn') columns.push({ name: element.name.name, type: unknownType, readonly: true });
        if (element.kind !== 'ColumnDefinition') continue;
        const primary = element.constraints.some((c) => c.kind === 'KeyConstraint' && c.type === 'PRIMARY KEY');
        const nullable = element.nullability !== 'NOT NULL' && element.identity === undefined && !primary;
        const type = element.type === undefined ? scalar('rowversion', { nullable: false }) : index.dataType(element.type, { nullable });
        columns.push({ name: element.name.name, type: collated(type, collationOf(element.collation?.name)), ...(element.identity ? { identity: true } : {}) });
      }
      return columns;
    },
  };
  function columnsOf(object: CatalogObject): readonly ShapeColumn[] | undefined {
    if (object.kind === 'TABLE') return tableColumns(object.columns);
    if (object.kind === 'SYNONYM') {
      const [name, schema] = [...object.target].reverse();
      return name === undefined || object.target.length > 3 ? undefined : index.relation(schema ?? 'dbo', name)?.columns;
    }
    if (object.kind !== 'VIEW') return undefined;
    const statement = reader.definition(object);
    return statement === undefined ? undefined : bindViewShape(index, object, statement);
  }
  function tableColumns(columns: readonly Column[]): readonly ShapeColumn[] {
    const plain = columns.map(shapeColumn);
    return columns.map((column, i) => {
      const shape = plain[i] as ShapeColumn;
      if (column.computed === undefined) return shape;
      const expression = reader.expression(column.computed.expression);
      return expression === undefined ? shape : { ...shape, type: collated(bindComputedColumn(index, expression, plain), collationOf(column.collation)) };
    });
  }
  return index;
}
