import type { CatalogObject, Column, Constraint, ExtendedProperty, Fragment, Index, ObjectRef } from './model';

/** An object or part, with the fragment that defines it. */
export interface Listed {
  readonly ref: ObjectRef;
  readonly at: Fragment;
}

const descriptionName = 'MS_Description';

/** Columns that a constraint is about, for telling unnamed constraints apart. */
export function constraintColumns(constraint: Constraint): readonly string[] {
  switch (constraint.kind) {
    case 'PRIMARY_KEY':
    case 'UNIQUE':
      return constraint.columns.map((c) => c.name);
    case 'FOREIGN_KEY':
    case 'CHECK':
      return constraint.columns;
  }
}

/** What a description is about: an object, or (with a parent) a part of one. */
export interface Described {
  readonly kind?: string;
  readonly schema: string;
  readonly parent?: string;
  readonly name?: string;
}

/** How the description of an object or part is listed; a parameter's belongs to its routine, a column's names its column. */
export function commentRef(property: ExtendedProperty, { kind, schema, parent, name }: Described): ObjectRef {
  const target = property.part ?? name;
  const owner = property.part === undefined ? parent : (parent ?? name);
  return {
    kind: 'COMMENT',
    schema,
    ...(owner === undefined ? {} : { parent: owner }),
    ...(target === undefined ? {} : { name: target }),
    ...(kind === 'COLUMN' && target !== undefined ? { columns: [target] } : {}),
  };
}

/** Descriptions of a part, or (without a parent) of the object itself and its parameters. */
function* listComments(about: Described, properties: readonly ExtendedProperty[] | undefined): Generator<Listed> {
  for (const property of properties ?? []) if (property.name === descriptionName) yield { ref: commentRef(property, about), at: property.at };
}

function* listColumns(schema: string, parent: string, columns: readonly Column[]): Generator<Listed> {
  for (const column of columns) {
    yield { ref: { kind: 'COLUMN', schema, parent, name: column.name }, at: column.at };
    if (column.identity) yield { ref: { kind: 'IDENTITY', schema, parent, name: column.name }, at: column.at };
    if (column.computed) yield { ref: { kind: 'COMPUTED_COLUMN', schema, parent, name: column.name, columns: column.computed.columns }, at: column.computed.expression };
    if (column.default)
      yield {
        ref: {
          kind: 'DEFAULT',
          schema,
          parent,
          ...(column.default.name === undefined ? {} : { name: column.default.name }),
          columns: [column.name],
        },
        at: column.default.expression,
      };
    yield* listComments({ kind: 'COLUMN', schema, parent, name: column.name }, column.properties);
  }
}

function* listConstraints(schema: string, parent: string, constraints: readonly Constraint[]): Generator<Listed> {
  for (const constraint of constraints) {
    yield {
      ref: {
        kind: constraint.kind,
        schema,
        parent,
        ...(constraint.name === undefined ? {} : { name: constraint.name }),
        columns: constraintColumns(constraint),
      },
      at: constraint.at,
    };
    yield* listComments({ schema, parent, ...(constraint.name === undefined ? {} : { name: constraint.name }) }, constraint.properties);
  }
}

function* listIndexes(schema: string, parent: string, indexes: readonly Index[]): Generator<Listed> {
  for (const index of indexes) {
    yield { ref: { kind: index.kind, schema, parent, name: index.name, columns: index.keys.map((k) => k.name) }, at: index.at };
    yield* listComments({ schema, parent, name: index.name }, index.properties);
  }
}

/** The object itself, then each of its parts, in the order of the source. */
export function* listObject(object: CatalogObject): Generator<Listed> {
  const { schema, name } = object;
  const parent = object.kind === 'TRIGGER' ? object.on?.name : undefined;
  yield { ref: { kind: object.kind, schema, name, ...(parent === undefined ? {} : { parent }) }, at: object.definition };
  yield* listComments({ schema, name }, object.properties);
  if (object.kind === 'TABLE' || object.kind === 'TABLE_TYPE') {
    yield* listColumns(schema, name, object.columns);
    yield* listConstraints(schema, name, object.constraints);
    yield* listIndexes(schema, name, object.indexes);
  } else if (object.kind === 'VIEW') {
    yield* listIndexes(schema, name, object.indexes ?? []);
  }
}
