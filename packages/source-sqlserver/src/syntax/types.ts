import type { DataType } from './data-types';
import type { QualifiedName } from './names';
import type { Node } from './node';
import type { NamedOption } from './options';
import type { TableElement } from './tables';

/** `CREATE TYPE t FROM base NULL`. */
export interface CreateAliasTypeStatement extends Node {
  readonly kind: 'CreateAliasTypeStatement';
  readonly name: QualifiedName;
  readonly base: DataType;
  readonly nullability: 'NULL' | 'NOT NULL' | undefined;
}

/** `CREATE TYPE t AS TABLE (...)`. */
export interface CreateTableTypeStatement extends Node {
  readonly kind: 'CreateTableTypeStatement';
  readonly name: QualifiedName;
  readonly elements: readonly TableElement[];
  readonly options: readonly NamedOption[];
}

/** `CREATE TYPE t EXTERNAL NAME assembly.class`. */
export interface CreateClrTypeStatement extends Node {
  readonly kind: 'CreateClrTypeStatement';
  readonly name: QualifiedName;
  readonly externalName: QualifiedName;
}
