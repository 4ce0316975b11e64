import type { DataType } from './data-types';
import type { Expression } from './expressions';
import type { IndexColumn, IndexDefinition, StorageLocation } from './indexes';
import type { Identifier, QualifiedName } from './names';
import type { Node } from './node';
import type { NamedOption } from './options';
import type { Query } from './queries';
import type { UnparsedElement } from './unparsed';

export interface CreateTableStatement extends Node {
  readonly kind: 'CreateTableStatement';
  readonly name: QualifiedName;
  readonly elements: readonly TableElement[];
  readonly options: readonly NamedOption[];
  readonly on: StorageLocation | undefined;
  readonly textImageOn: Identifier | undefined;
  readonly filestreamOn: StorageLocation | undefined;
  /** `CREATE TABLE t AS SELECT ...` of warehouses and external tables. */
  readonly query: Query | undefined;
  readonly form: 'TABLE' | 'NODE' | 'EDGE' | 'FILETABLE' | 'EXTERNAL';
}

export type TableElement = ColumnDefinition | ComputedColumn | TableConstraint | IndexDefinition | PeriodDefinition | UnparsedElement;

export interface ColumnDefinition extends Node {
  readonly kind: 'ColumnDefinition';
  readonly name: Identifier;
  /** Missing for `name timestamp`-like shorthand: a column `timestamp` without a type. */
  readonly type: DataType | undefined;
  readonly nullability: 'NULL' | 'NOT NULL' | undefined;
  readonly collation: Identifier | undefined;
  readonly identity: IdentityClause | undefined;
  readonly default: DefaultConstraint | undefined;
  /** PRIMARY KEY, UNIQUE, REFERENCES and CHECK at the column. */
  readonly constraints: readonly ColumnConstraint[];
  readonly indexes: readonly IndexDefinition[];
  readonly generated: GeneratedClause | undefined;
  /** SPARSE, ROWGUIDCOL, FILESTREAM, HIDDEN, MASKED (value: its function), ENCRYPTED (value: as written), COLUMN_SET, NOT FOR REPLICATION. */
  readonly options: readonly NamedOption[];
}

export interface ComputedColumn extends Node {
  readonly kind: 'ComputedColumn';
  readonly name: Identifier;
  readonly expression: Expression;
  readonly persisted: boolean;
  readonly nullability: 'NULL' | 'NOT NULL' | undefined;
  readonly constraints: readonly ColumnConstraint[];
  readonly indexes: readonly IndexDefinition[];
}

/** Seed and increment are decimal texts with sign; both missing means (1, 1). */
export interface IdentityClause extends Node {
  readonly kind: 'IdentityClause';
  readonly seed: string | undefined;
  readonly increment: string | undefined;
  readonly notForReplication: boolean;
}

/** `GENERATED ALWAYS AS ROW START [HIDDEN]`. */
export interface GeneratedClause extends Node {
  readonly kind: 'GeneratedClause';
  readonly as: 'ROW START' | 'ROW END' | 'TRANSACTION_ID START' | 'TRANSACTION_ID END' | 'SEQUENCE_NUMBER START' | 'SEQUENCE_NUMBER END' | 'SUSER_SID START' | 'SUSER_SID END' | 'SUSER_SNAME START' | 'SUSER_SNAME END';
  readonly hidden: boolean;
}

/** `PERIOD FOR SYSTEM_TIME (start, end)`. */
export interface PeriodDefinition extends Node {
  readonly kind: 'PeriodDefinition';
  readonly start: Identifier;
  readonly end: Identifier;
}

export type ColumnConstraint = KeyConstraint | ForeignKeyConstraint | CheckConstraint;
export type TableConstraint = KeyConstraint | ForeignKeyConstraint | CheckConstraint | DefaultConstraint | ConnectionConstraint;

/** `columns` is empty when it stands at a column. */
export interface KeyConstraint extends Node {
  readonly kind: 'KeyConstraint';
  readonly type: 'PRIMARY KEY' | 'UNIQUE';
  readonly name: Identifier | undefined;
  readonly clustered: boolean | undefined;
  readonly hash: boolean;
  readonly columns: readonly IndexColumn[];
  readonly options: readonly NamedOption[];
  readonly on: StorageLocation | undefined;
}

export type ReferentialAction = 'NO ACTION' | 'CASCADE' | 'SET NULL' | 'SET DEFAULT';

/** `columns` is empty when it stands at a column; `referencedColumns` when left out. */
export interface ForeignKeyConstraint extends Node {
  readonly kind: 'ForeignKeyConstraint';
  readonly name: Identifier | undefined;
  readonly columns: readonly Identifier[];
  readonly table: QualifiedName;
  readonly referencedColumns: readonly Identifier[];
  readonly onDelete: ReferentialAction | undefined;
  readonly onUpdate: ReferentialAction | undefined;
  readonly notForReplication: boolean;
}

/** `expression` has no outer brackets of the constraint's own syntax. */
export interface CheckConstraint extends Node {
  readonly kind: 'CheckConstraint';
  readonly name: Identifier | undefined;
  readonly expression: Expression;
  readonly notForReplication: boolean;
}

/** At a column, or `DEFAULT value FOR column` in ALTER TABLE ADD. */
export interface DefaultConstraint extends Node {
  readonly kind: 'DefaultConstraint';
  readonly name: Identifier | undefined;
  readonly value: Expression;
  readonly column: Identifier | undefined;
  readonly withValues: boolean;
}

/** `CONNECTION (a TO b, c TO d)` of edge tables. */
export interface ConnectionConstraint extends Node {
  readonly kind: 'ConnectionConstraint';
  readonly name: Identifier | undefined;
  readonly pairs: readonly ConnectionEnds[];
  readonly onDelete: ReferentialAction | undefined;
}

/** `from TO to`: the node tables that an edge may lead between. */
export interface ConnectionEnds extends Node {
  readonly kind: 'ConnectionEnds';
  readonly from: QualifiedName;
  readonly to: QualifiedName;
}

export interface AlterTableStatement extends Node {
  readonly kind: 'AlterTableStatement';
  readonly table: QualifiedName;
  readonly action: AlterTableAction;
}

export type AlterTableAction =
  | AddElements
  | AlterColumn
  | DropElements
  | ToggleConstraints
  | ToggleTriggers
  | SetTableOptions
  | SwitchPartition
  | OtherTableAction;

/** `[WITH CHECK | NOCHECK] ADD elements`. */
export interface AddElements extends Node {
  readonly kind: 'AddElements';
  /** `true` for WITH CHECK, `false` for WITH NOCHECK. */
  readonly check: boolean | undefined;
  readonly elements: readonly TableElement[];
}

/** `ALTER COLUMN name type ...`; without a type it is `ADD | DROP option`, held in `change`. */
export interface AlterColumn extends Node {
  readonly kind: 'AlterColumn';
  readonly name: Identifier;
  readonly type: DataType | undefined;
  readonly collation: Identifier | undefined;
  readonly nullability: 'NULL' | 'NOT NULL' | undefined;
  /** `ADD ROWGUIDCOL`, `DROP PERSISTED`, `ADD MASKED WITH (...)` as written. */
  readonly change: string | undefined;
  readonly options: readonly NamedOption[];
}

export interface DropElements extends Node {
  readonly kind: 'DropElements';
  readonly items: readonly DroppedElement[];
}

export interface DroppedElement extends Node {
  readonly kind: 'DroppedElement';
  /** The word CONSTRAINT may be left out. PERIOD has no name. */
  readonly type: 'COLUMN' | 'CONSTRAINT' | 'INDEX' | 'PERIOD';
  readonly ifExists: boolean;
  readonly name: Identifier | undefined;
}

/** `[WITH CHECK | NOCHECK] CHECK | NOCHECK CONSTRAINT names | ALL`. */
export interface ToggleConstraints extends Node {
  readonly kind: 'ToggleConstraints';
  readonly check: boolean | undefined;
  readonly enable: boolean;
  /** Empty for ALL. */
  readonly names: readonly Identifier[];
}

/** `ENABLE | DISABLE TRIGGER names | ALL`. */
export interface ToggleTriggers extends Node {
  readonly kind: 'ToggleTriggers';
  readonly enable: boolean;
  readonly names: readonly Identifier[];
}

/** `SET (SYSTEM_VERSIONING = ON (...))`, `SET (LOCK_ESCALATION = ...)`. */
export interface SetTableOptions extends Node {
  readonly kind: 'SetTableOptions';
  readonly options: readonly NamedOption[];
}

/** `SWITCH PARTITION 1 TO t PARTITION 2`: rows go from one table to another. */
export interface SwitchPartition extends Node {
  readonly kind: 'SwitchPartition';
  /** Missing for the whole table. */
  readonly partition: Expression | undefined;
  readonly to: QualifiedName;
  readonly toPartition: Expression | undefined;
}

/** REBUILD, CHANGE_TRACKING, SPLIT / MERGE RANGE ...: the leading words in upper case. */
export interface OtherTableAction extends Node {
  readonly kind: 'OtherTableAction';
  readonly words: string;
}
