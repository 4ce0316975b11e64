import type { Expression } from './expressions';
import type { QualifiedName, TypeName } from './names';
import type { Node } from './node';
import type { Query } from './queries';

/** Options of a sequence; numbers are decimal texts because they may exceed a double's exact range. */
export interface SequenceOptions {
  readonly type?: TypeName | undefined;
  readonly start?: string | undefined;
  readonly increment?: string | undefined;
  readonly minimum?: string | undefined;
  readonly maximum?: string | undefined;
  readonly cache?: string | undefined;
  readonly cycle?: boolean | undefined;
  readonly ownedBy?: { readonly table: QualifiedName; readonly column: string } | undefined;
}

export interface TableColumn extends Node {
  readonly kind: 'TableColumn';
  readonly name: string;
  readonly type: TypeName;
  readonly collation?: QualifiedName | undefined;
  readonly notNull?: boolean | undefined;
  readonly default?: Expression | undefined;
  readonly identity?: { readonly always: boolean; readonly options?: SequenceOptions | undefined } | undefined;
  /** VIRTUAL is PostgreSQL 18. */
  readonly generated?: { readonly expression: Expression; readonly stored: boolean } | undefined;
  /** Constraints written at the column. */
  readonly constraints?: readonly TableConstraint[] | undefined;
}

export type ReferentialAction = 'NO ACTION' | 'RESTRICT' | 'CASCADE' | 'SET NULL' | 'SET DEFAULT';

interface ConstraintBase extends Node {
  readonly name?: string | undefined;
  readonly deferrable?: boolean | undefined;
  readonly initiallyDeferred?: boolean | undefined;
  /** Only in ALTER TABLE ADD, for CHECK and FOREIGN KEY. */
  readonly notValid?: boolean | undefined;
}

export interface KeyConstraint extends ConstraintBase {
  readonly kind: 'KeyConstraint';
  readonly type: 'PRIMARY KEY' | 'UNIQUE';
  readonly columns: readonly string[];
  readonly include?: readonly string[] | undefined;
  /** UNIQUE only, PostgreSQL 15. */
  readonly nullsNotDistinct?: boolean | undefined;
  readonly with?: StorageParameters | undefined;
}

export interface CheckConstraint extends ConstraintBase {
  readonly kind: 'CheckConstraint';
  readonly expression: Expression;
  readonly noInherit?: boolean | undefined;
}

export interface ForeignKeyConstraint extends ConstraintBase {
  readonly kind: 'ForeignKeyConstraint';
  readonly columns: readonly string[];
  readonly references: QualifiedName;
  /** The primary key of the other table when empty. */
  readonly referencedColumns: readonly string[];
  readonly match?: 'FULL' | 'SIMPLE' | undefined;
  readonly onDelete?: ReferentialAction | undefined;
  readonly onUpdate?: ReferentialAction | undefined;
}

/** `EXCLUDE USING method (element WITH operator, ...)`. */
export interface ExcludeConstraint extends ConstraintBase {
  readonly kind: 'ExcludeConstraint';
  readonly method?: string | undefined;
  readonly elements: readonly { readonly key: IndexKey; readonly operator: string }[];
  readonly where?: Expression | undefined;
}

export type TableConstraint = KeyConstraint | CheckConstraint | ForeignKeyConstraint | ExcludeConstraint;

/** `fillfactor` and its kin. */
export type StorageParameters = Readonly<Record<string, string | number | boolean>>;

export interface CreateTable extends Node {
  readonly kind: 'CreateTable';
  readonly name: QualifiedName;
  readonly persistence?: 'TEMPORARY' | 'UNLOGGED' | undefined;
  readonly ifNotExists?: boolean | undefined;
  readonly columns: readonly TableColumn[];
  readonly constraints?: readonly TableConstraint[] | undefined;
  readonly partitionBy?: { readonly strategy: 'RANGE' | 'LIST' | 'HASH'; readonly keys: readonly Expression[] } | undefined;
  readonly inherits?: readonly QualifiedName[] | undefined;
  readonly with?: StorageParameters | undefined;
  readonly onCommit?: 'PRESERVE ROWS' | 'DELETE ROWS' | 'DROP' | undefined;
}

/** `CREATE TABLE name PARTITION OF parent FOR VALUES ...`. MINVALUE and MAXVALUE are words. */
export interface CreatePartition extends Node {
  readonly kind: 'CreatePartition';
  readonly name: QualifiedName;
  readonly of: QualifiedName;
  readonly bound:
    | { readonly from: readonly PartitionValue[]; readonly to: readonly PartitionValue[] }
    | { readonly in: readonly Expression[] }
    | { readonly modulus: number; readonly remainder: number }
    | 'DEFAULT';
}
export type PartitionValue = Expression | 'MINVALUE' | 'MAXVALUE';

export interface CreateTableAs extends Node {
  readonly kind: 'CreateTableAs';
  readonly name: QualifiedName;
  readonly persistence?: 'TEMPORARY' | 'UNLOGGED' | undefined;
  readonly ifNotExists?: boolean | undefined;
  readonly columns?: readonly string[] | undefined;
  readonly onCommit?: 'PRESERVE ROWS' | 'DELETE ROWS' | 'DROP' | undefined;
  readonly query: Query;
  readonly withData?: boolean | undefined;
}

export type AlterTableAction =
  | { readonly do: 'ADD CONSTRAINT'; readonly constraint: TableConstraint }
  | { readonly do: 'VALIDATE CONSTRAINT'; readonly name: string }
  | { readonly do: 'DROP CONSTRAINT'; readonly name: string; readonly ifExists?: boolean | undefined; readonly cascade?: boolean | undefined }
  | { readonly do: 'ADD COLUMN'; readonly column: TableColumn; readonly ifNotExists?: boolean | undefined }
  | { readonly do: 'DROP COLUMN'; readonly name: string; readonly ifExists?: boolean | undefined; readonly cascade?: boolean | undefined }
  | { readonly do: 'SET DEFAULT'; readonly column: string; readonly expression: Expression }
  | { readonly do: 'DROP DEFAULT'; readonly column: string }
  | { readonly do: 'SET NOT NULL'; readonly column: string }
  | { readonly do: 'DROP NOT NULL'; readonly column: string }
  | { readonly do: 'SET TYPE'; readonly column: string; readonly type: TypeName; readonly collation?: QualifiedName | undefined; readonly using?: Expression | undefined }
  | { readonly do: 'ADD IDENTITY'; readonly column: string; readonly always: boolean; readonly options?: SequenceOptions | undefined }
  | { readonly do: 'ENABLE TRIGGER' | 'DISABLE TRIGGER'; readonly trigger: { readonly name: string } | 'ALL' | 'USER' }
  | { readonly do: 'CLUSTER ON'; readonly index: string }
  | { readonly do: 'ENABLE ROW LEVEL SECURITY' | 'DISABLE ROW LEVEL SECURITY' | 'FORCE ROW LEVEL SECURITY' }
  | { readonly do: 'RENAME TO'; readonly name: string }
  | { readonly do: 'RENAME COLUMN'; readonly column: string; readonly name: string };

export interface AlterTable extends Node {
  readonly kind: 'AlterTable';
  readonly name: QualifiedName;
  readonly only?: boolean | undefined;
  readonly ifExists?: boolean | undefined;
  readonly actions: readonly AlterTableAction[];
}

/** A key of an index: a column name, or an expression. */
export interface IndexKey extends Node {
  readonly kind: 'IndexKey';
  readonly key: string | Expression;
  readonly collation?: QualifiedName | undefined;
  readonly operatorClass?: QualifiedName | undefined;
  readonly direction?: 'ASC' | 'DESC' | undefined;
  readonly nulls?: 'FIRST' | 'LAST' | undefined;
}

export interface CreateIndex extends Node {
  readonly kind: 'CreateIndex';
  /** Always in the schema of its table. */
  readonly name?: string | undefined;
  readonly table: QualifiedName;
  readonly unique?: boolean | undefined;
  readonly ifNotExists?: boolean | undefined;
  readonly method?: string | undefined;
  readonly keys: readonly IndexKey[];
  readonly include?: readonly string[] | undefined;
  /** PostgreSQL 15. */
  readonly nullsNotDistinct?: boolean | undefined;
  readonly with?: StorageParameters | undefined;
  readonly where?: Expression | undefined;
}

export interface CreateSequence extends Node {
  readonly kind: 'CreateSequence';
  readonly name: QualifiedName;
  readonly temporary?: boolean | undefined;
  readonly ifNotExists?: boolean | undefined;
  readonly options: SequenceOptions;
}

export interface AlterSequence extends Node {
  readonly kind: 'AlterSequence';
  readonly name: QualifiedName;
  readonly options: SequenceOptions;
  readonly restart?: boolean | { readonly with: string } | undefined;
}

export type TableStatement = CreateTable | CreatePartition | CreateTableAs | AlterTable | CreateIndex | CreateSequence | AlterSequence;
