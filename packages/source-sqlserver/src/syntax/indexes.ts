import type { Expression } from './expressions';
import type { Identifier, QualifiedName } from './names';
import type { Node } from './node';
import type { NamedOption } from './options';

export interface IndexColumn extends Node {
  readonly kind: 'IndexColumn';
  readonly name: Identifier;
  readonly direction: 'ASC' | 'DESC' | undefined;
}

/** `ON filegroup`, `ON scheme(column)`, `ON [PRIMARY]`, `ON "default"`. */
export interface StorageLocation extends Node {
  readonly kind: 'StorageLocation';
  readonly name: Identifier;
  readonly columns: readonly Identifier[];
}

/** CREATE INDEX, also COLUMNSTORE. */
export interface CreateIndexStatement extends Node {
  readonly kind: 'CreateIndexStatement';
  readonly unique: boolean;
  /** Missing when not written. */
  readonly clustered: boolean | undefined;
  readonly columnstore: boolean;
  readonly name: Identifier;
  readonly table: QualifiedName;
  readonly columns: readonly IndexColumn[];
  readonly include: readonly Identifier[];
  /** `ORDER (a, b)` of columnstore. */
  readonly orderColumns: readonly IndexColumn[];
  readonly where: Expression | undefined;
  readonly options: readonly NamedOption[];
  readonly on: StorageLocation | undefined;
  readonly filestreamOn: Identifier | undefined;
}

/** An index inside CREATE TABLE; `columns` is empty when it stands at a column. `hash` is of memory-optimised tables. */
export interface IndexDefinition extends Node {
  readonly kind: 'IndexDefinition';
  readonly name: Identifier;
  readonly unique: boolean;
  readonly clustered: boolean | undefined;
  readonly columnstore: boolean;
  readonly hash: boolean;
  readonly columns: readonly IndexColumn[];
  readonly include: readonly Identifier[];
  readonly where: Expression | undefined;
  readonly options: readonly NamedOption[];
  readonly on: StorageLocation | undefined;
}

export interface CreateXmlIndexStatement extends Node {
  readonly kind: 'CreateXmlIndexStatement';
  readonly primary: boolean;
  readonly selective: boolean;
  readonly name: Identifier;
  readonly table: QualifiedName;
  readonly column: Identifier;
  /** The primary index that a secondary one uses. */
  readonly using: Identifier | undefined;
  readonly for: 'VALUE' | 'PATH' | 'PROPERTY' | undefined;
  /** Promoted paths of a selective index, as written. */
  readonly paths: string | undefined;
  readonly options: readonly NamedOption[];
}

export interface CreateSpatialIndexStatement extends Node {
  readonly kind: 'CreateSpatialIndexStatement';
  readonly name: Identifier;
  readonly table: QualifiedName;
  readonly column: Identifier;
  readonly tessellation: Identifier | undefined;
  readonly options: readonly NamedOption[];
  readonly on: StorageLocation | undefined;
}

export interface FullTextColumn extends Node {
  readonly kind: 'FullTextColumn';
  readonly name: Identifier;
  readonly typeColumn: Identifier | undefined;
  readonly language: Expression | undefined;
  readonly statisticalSemantics: boolean;
}

export interface CreateFullTextIndexStatement extends Node {
  readonly kind: 'CreateFullTextIndexStatement';
  readonly table: QualifiedName;
  readonly columns: readonly FullTextColumn[];
  readonly keyIndex: Identifier | undefined;
  readonly catalog: Identifier | undefined;
  readonly options: readonly NamedOption[];
}

export interface CreateStatisticsStatement extends Node {
  readonly kind: 'CreateStatisticsStatement';
  readonly name: Identifier;
  readonly table: QualifiedName;
  readonly columns: readonly Identifier[];
  readonly where: Expression | undefined;
  readonly options: readonly NamedOption[];
}

/** `ALTER INDEX name | ALL ON table REBUILD | DISABLE | REORGANIZE | SET ...`. */
export interface AlterIndexStatement extends Node {
  readonly kind: 'AlterIndexStatement';
  /** Missing for ALL. */
  readonly name: Identifier | undefined;
  readonly table: QualifiedName;
  /** The leading word of the action in upper case. */
  readonly action: string;
  readonly options: readonly NamedOption[];
}

export interface DropIndexStatement extends Node {
  readonly kind: 'DropIndexStatement';
  readonly ifExists: boolean;
  readonly indexes: readonly DroppedIndex[];
}

/** `ix ON t`, and the form of old `t.ix`. */
export interface DroppedIndex extends Node {
  readonly kind: 'DroppedIndex';
  readonly name: Identifier;
  readonly table: QualifiedName;
}
