import type { DataType } from './data-types';
import type { ColumnReference, Expression, FunctionCall, MethodCall, Variable } from './expressions';
import type { Identifier, QualifiedName } from './names';
import type { Node } from './node';
import type { NamedOption } from './options';
import type { Query } from './queries';
import type { DeleteStatement, InsertStatement, UpdateStatement } from './dml';
import type { MergeStatement } from './merge';

/** A table, view, synonym, CTE, `inserted` or `deleted`. */
export interface NamedTable extends Node {
  readonly kind: 'NamedTable';
  readonly name: QualifiedName;
  readonly alias: Identifier | undefined;
  readonly temporal: TemporalClause | undefined;
  readonly sample: TableSample | undefined;
  readonly hints: readonly TableHint[];
  /** `FOR PATH` of graph queries. */
  readonly forPath: boolean;
}

/** `NOLOCK`, `INDEX(ix)`, `FORCESEEK(ix(a, b))`: the name in upper case, and what is in brackets as written. */
export interface TableHint extends Node {
  readonly kind: 'TableHint';
  readonly name: string;
  readonly text: string | undefined;
}

/** `FOR SYSTEM_TIME AS OF x`, `FROM x TO y`, `BETWEEN x AND y`, `CONTAINED IN (x, y)`, `ALL`. */
export interface TemporalClause extends Node {
  readonly kind: 'TemporalClause';
  readonly range: 'AS OF' | 'FROM TO' | 'BETWEEN' | 'CONTAINED IN' | 'ALL';
  readonly start: Expression | undefined;
  readonly end: Expression | undefined;
}

export interface TableSample extends Node {
  readonly kind: 'TableSample';
  readonly system: boolean;
  readonly amount: Expression;
  readonly unit: 'PERCENT' | 'ROWS' | undefined;
  readonly repeatable: Expression | undefined;
}

/** `(query) AS alias (columns)`; also `(VALUES ...) AS alias (columns)`. */
export interface DerivedTable extends Node {
  readonly kind: 'DerivedTable';
  readonly query: Query;
  readonly alias: Identifier | undefined;
  readonly columns: readonly Identifier[];
  /** `FOR PATH` of graph queries. */
  readonly forPath: boolean;
}

/** A table-valued function: `dbo.f(1) AS alias (columns)`, `STRING_SPLIT(...)`, `::fn_x()`. */
export interface FunctionTable extends Node {
  readonly kind: 'FunctionTable';
  readonly call: FunctionCall;
  readonly alias: Identifier | undefined;
  readonly columns: readonly Identifier[];
  /** The columns that PREDICT gives: `WITH (score float)`. */
  readonly withColumns: readonly RowsetColumn[];
  readonly hints: readonly TableHint[];
}

/** `@t AS alias`. */
export interface VariableTable extends Node {
  readonly kind: 'VariableTable';
  readonly variable: Variable;
  readonly alias: Identifier | undefined;
  readonly hints: readonly TableHint[];
}

/** `@x.nodes('...') AS t(c)`, `col.nodes(...) AS t(c)`. */
export interface MethodTable extends Node {
  readonly kind: 'MethodTable';
  readonly call: MethodCall;
  readonly alias: Identifier | undefined;
  readonly columns: readonly Identifier[];
}

export interface JoinedTable extends Node {
  readonly kind: 'JoinedTable';
  readonly join: 'INNER' | 'LEFT' | 'RIGHT' | 'FULL' | 'CROSS';
  readonly hint: 'HASH' | 'LOOP' | 'MERGE' | 'REMOTE' | undefined;
  readonly left: TableReference;
  readonly right: TableReference;
  /** Missing for CROSS only. */
  readonly on: Expression | undefined;
}

export interface ApplyTable extends Node {
  readonly kind: 'ApplyTable';
  readonly apply: 'CROSS' | 'OUTER';
  readonly left: TableReference;
  readonly right: TableReference;
}

/** `(a JOIN b ON ...)`, and `{oj ...}`. */
export interface ParenthesizedTable extends Node {
  readonly kind: 'ParenthesizedTable';
  readonly table: TableReference;
  readonly odbc: boolean;
}

export interface PivotTable extends Node {
  readonly kind: 'PivotTable';
  readonly source: TableReference;
  readonly aggregate: FunctionCall;
  readonly column: ColumnReference;
  readonly values: readonly Identifier[];
  readonly alias: Identifier | undefined;
}

export interface UnpivotTable extends Node {
  readonly kind: 'UnpivotTable';
  readonly source: TableReference;
  readonly value: Identifier;
  readonly column: Identifier;
  readonly columns: readonly ColumnReference[];
  readonly alias: Identifier | undefined;
}

/** A column of the WITH clause of OPENXML, OPENJSON and OPENROWSET. */
export interface RowsetColumn extends Node {
  readonly kind: 'RowsetColumn';
  readonly name: Identifier;
  readonly type: DataType;
  readonly collation: Identifier | undefined;
  readonly path: Expression | undefined;
  readonly asJson: boolean;
}

export interface OpenXmlTable extends Node {
  readonly kind: 'OpenXmlTable';
  readonly document: Expression;
  readonly path: Expression;
  readonly flags: Expression | undefined;
  readonly columns: readonly RowsetColumn[];
  /** `WITH (TableName)`. */
  readonly schemaTable: QualifiedName | undefined;
  readonly alias: Identifier | undefined;
}

export interface OpenJsonTable extends Node {
  readonly kind: 'OpenJsonTable';
  readonly document: Expression;
  readonly path: Expression | undefined;
  readonly columns: readonly RowsetColumn[];
  readonly alias: Identifier | undefined;
}

/** OPENROWSET, with its arguments as expressions (BULK form: the file first), its options, and an object name if it ends in one. */
export interface OpenRowsetTable extends Node {
  readonly kind: 'OpenRowsetTable';
  readonly bulk: boolean;
  readonly args: readonly Expression[];
  readonly object: QualifiedName | undefined;
  readonly options: readonly NamedOption[];
  readonly withColumns: readonly RowsetColumn[];
  readonly alias: Identifier | undefined;
  readonly columns: readonly Identifier[];
}

/** `OPENQUERY(server, 'query')`. */
export interface OpenQueryTable extends Node {
  readonly kind: 'OpenQueryTable';
  readonly server: Identifier;
  readonly query: Expression;
  readonly alias: Identifier | undefined;
  readonly columns: readonly Identifier[];
}

/** `OPENDATASOURCE('provider', 'init').db.schema.t`. */
export interface OpenDataSourceTable extends Node {
  readonly kind: 'OpenDataSourceTable';
  readonly args: readonly Expression[];
  readonly name: QualifiedName;
  readonly alias: Identifier | undefined;
}

/** `CONTAINSTABLE(t, columns, condition ...)`, `FREETEXTTABLE`, and the SEMANTIC* functions. */
export interface FullTextTable extends Node {
  readonly kind: 'FullTextTable';
  readonly function: string;
  readonly table: QualifiedName;
  readonly columns: readonly (ColumnReference | Expression)[];
  readonly condition: Expression | undefined;
  readonly language: Expression | undefined;
  readonly topN: Expression | undefined;
  readonly alias: Identifier | undefined;
  readonly columnAliases: readonly Identifier[];
}

/** `CHANGETABLE(CHANGES t, version)` and `CHANGETABLE(VERSION t, (keys), (values))`. */
export interface ChangeTable extends Node {
  readonly kind: 'ChangeTable';
  readonly form: 'CHANGES' | 'VERSION';
  readonly table: QualifiedName;
  readonly args: readonly Expression[];
  readonly keys: readonly Identifier[];
  readonly alias: Identifier | undefined;
  readonly columns: readonly Identifier[];
}

/** `INSERT ... SELECT ... FROM (MERGE ... OUTPUT ...) AS t`. */
export interface DmlTable extends Node {
  readonly kind: 'DmlTable';
  readonly statement: InsertStatement | UpdateStatement | DeleteStatement | MergeStatement;
  readonly alias: Identifier | undefined;
  readonly columns: readonly Identifier[];
}

export type TableReference =
  | NamedTable
  | DerivedTable
  | FunctionTable
  | VariableTable
  | MethodTable
  | JoinedTable
  | ApplyTable
  | ParenthesizedTable
  | PivotTable
  | UnpivotTable
  | OpenXmlTable
  | OpenJsonTable
  | OpenRowsetTable
  | OpenQueryTable
  | OpenDataSourceTable
  | FullTextTable
  | ChangeTable
  | DmlTable;
