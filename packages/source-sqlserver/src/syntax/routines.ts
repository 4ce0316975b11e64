import type { DataType } from './data-types';
import type { Expression, Variable } from './expressions';
import type { QualifiedName } from './names';
import type { Node } from './node';
import type { NamedOption } from './options';
import type { Query } from './queries';
import type { Statement } from './statements';
import type { TableElement } from './tables';

export type DefinitionVerb = 'CREATE' | 'ALTER' | 'CREATE OR ALTER';

export interface Parameter extends Node {
  readonly kind: 'Parameter';
  readonly variable: Variable;
  readonly type: DataType;
  readonly nullability: 'NULL' | 'NOT NULL' | undefined;
  readonly varying: boolean;
  readonly default: Expression | undefined;
  readonly output: boolean;
  readonly readonly: boolean;
}

export interface CreateProcedureStatement extends Node {
  readonly kind: 'CreateProcedureStatement';
  readonly verb: DefinitionVerb;
  readonly name: QualifiedName;
  /** The `;2` of numbered procedures. */
  readonly number: string | undefined;
  readonly parameters: readonly Parameter[];
  readonly options: readonly NamedOption[];
  readonly forReplication: boolean;
  readonly externalName: QualifiedName | undefined;
  /** To the end of the batch. An outer BEGIN ... END is its one statement. */
  readonly body: readonly Statement[];
}

export interface CreateFunctionStatement extends Node {
  readonly kind: 'CreateFunctionStatement';
  readonly verb: DefinitionVerb;
  readonly name: QualifiedName;
  readonly parameters: readonly Parameter[];
  readonly returns: FunctionReturns;
  readonly options: readonly NamedOption[];
  readonly externalName: QualifiedName | undefined;
  /** Missing for an inline or CLR function: the inline one has its query in `returns`. */
  readonly body: readonly Statement[] | undefined;
}

export type FunctionReturns = ReturnsScalar | ReturnsQuery | ReturnsTable;

export interface ReturnsScalar extends Node {
  readonly kind: 'ReturnsScalar';
  readonly type: DataType;
  readonly nullability: 'NULL' | 'NOT NULL' | undefined;
}

/** `RETURNS TABLE ... RETURN (query)`. */
export interface ReturnsQuery extends Node {
  readonly kind: 'ReturnsQuery';
  readonly query: Query;
}

/** `RETURNS @t TABLE (...)`, and the unnamed table of a CLR function. */
export interface ReturnsTable extends Node {
  readonly kind: 'ReturnsTable';
  readonly variable: Variable | undefined;
  readonly elements: readonly TableElement[];
}

export interface CreateAggregateStatement extends Node {
  readonly kind: 'CreateAggregateStatement';
  readonly name: QualifiedName;
  readonly parameters: readonly Parameter[];
  readonly returns: DataType;
  readonly externalName: QualifiedName;
}
