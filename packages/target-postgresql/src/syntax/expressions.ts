import type { QualifiedName, TypeName } from './names';
import type { Node } from './node';
import type { OrderItem, Query, WindowSpec } from './queries';

export interface StringLiteral extends Node {
  readonly kind: 'StringLiteral';
  readonly value: string;
}

/** A numeric literal as PostgreSQL writes it: digits, point, exponent; no sign. */
export interface NumberLiteral extends Node {
  readonly kind: 'NumberLiteral';
  readonly text: string;
}

export interface BooleanLiteral extends Node {
  readonly kind: 'BooleanLiteral';
  readonly value: boolean;
}

export interface NullLiteral extends Node {
  readonly kind: 'NullLiteral';
}

/** `date '2024-01-01'`, `interval '1 day'`. */
export interface TypedLiteral extends Node {
  readonly kind: 'TypedLiteral';
  readonly type: TypeName;
  readonly value: string;
}

/** `B'101'` or `X'1F'`: a bit string, not bytes. */
export interface BitLiteral extends Node {
  readonly kind: 'BitLiteral';
  readonly base: 'B' | 'X';
  readonly digits: string;
}

/** `DEFAULT`, as a value of INSERT, UPDATE and MERGE. */
export interface DefaultValue extends Node {
  readonly kind: 'DefaultValue';
}

/** A column, as `column`, `table.column` or `schema.table.column`. */
export interface ColumnRef extends Node {
  readonly kind: 'ColumnRef';
  readonly parts: readonly string[];
}

/** `*` or `alias.*`. */
export interface Star extends Node {
  readonly kind: 'Star';
  readonly qualifier?: readonly string[] | undefined;
}

/** A PL/pgSQL variable, parameter by name, or field of a record (`new.id`). Prints as a column does. */
export interface VariableRef extends Node {
  readonly kind: 'VariableRef';
  readonly parts: readonly string[];
}

/** `$1`. */
export interface ParameterRef extends Node {
  readonly kind: 'ParameterRef';
  readonly index: number;
}

/** `operand::type`; `CAST(operand AS type)` when `style` says so. */
export interface Cast extends Node {
  readonly kind: 'Cast';
  readonly operand: Expression;
  readonly type: TypeName;
  readonly style?: 'colons' | 'cast' | undefined;
}

/** `-x`, `+x`, `~x`, `@x` and other prefix operators. */
export interface Unary extends Node {
  readonly kind: 'Unary';
  readonly operator: string;
  readonly operand: Expression;
}

/** Any infix operator, comparisons and regular expressions (`~`, `!~*`) included. */
export interface Binary extends Node {
  readonly kind: 'Binary';
  readonly operator: string;
  /** Prints `OPERATOR(schema.op)`. */
  readonly operatorSchema?: string | undefined;
  readonly left: Expression;
  readonly right: Expression;
}

export interface Logical extends Node {
  readonly kind: 'Logical';
  readonly operator: 'AND' | 'OR';
  readonly operands: readonly Expression[];
}

export interface Not extends Node {
  readonly kind: 'Not';
  readonly operand: Expression;
}

/** `name => value`. */
export interface NamedArgument extends Node {
  readonly kind: 'NamedArgument';
  readonly name: string;
  readonly value: Expression;
}

/** `VARIADIC value`. */
export interface VariadicArgument extends Node {
  readonly kind: 'VariadicArgument';
  readonly value: Expression;
}

export type Argument = Expression | NamedArgument | VariadicArgument;

/** A function, aggregate or window function call; `coalesce`, `nullif`, `greatest` and `least` too. */
export interface Call extends Node {
  readonly kind: 'Call';
  readonly name: QualifiedName;
  readonly args: readonly Argument[];
  /** `count(*)`. */
  readonly star?: boolean | undefined;
  readonly distinct?: boolean | undefined;
  readonly orderBy?: readonly OrderItem[] | undefined;
  readonly withinGroup?: readonly OrderItem[] | undefined;
  readonly filter?: Expression | undefined;
  /** A window, or the name of one of the WINDOW clause. */
  readonly over?: WindowSpec | string | undefined;
}

/** `extract(field FROM operand)`. */
export interface Extract extends Node {
  readonly kind: 'Extract';
  readonly field: string;
  readonly operand: Expression;
}

/** `position(needle IN haystack)`. */
export interface PositionOf extends Node {
  readonly kind: 'PositionOf';
  readonly needle: Expression;
  readonly haystack: Expression;
}

/** `overlay(text PLACING replacement FROM start [FOR length])`. */
export interface Overlay extends Node {
  readonly kind: 'Overlay';
  readonly text: Expression;
  readonly replacement: Expression;
  readonly start: Expression;
  readonly length?: Expression | undefined;
}

/** `substring(text FROM pattern_or_start [FOR length])`; the plain three-argument form is a Call. */
export interface SubstringFrom extends Node {
  readonly kind: 'SubstringFrom';
  readonly text: Expression;
  readonly from: Expression;
  readonly length?: Expression | undefined;
}

/** `trim(BOTH characters FROM text)`. */
export interface Trim extends Node {
  readonly kind: 'Trim';
  readonly side: 'BOTH' | 'LEADING' | 'TRAILING';
  readonly characters?: Expression | undefined;
  readonly text: Expression;
}

export const specialValues = [
  'CURRENT_DATE', 'CURRENT_TIME', 'CURRENT_TIMESTAMP', 'LOCALTIME', 'LOCALTIMESTAMP',
  'CURRENT_USER', 'SESSION_USER', 'SYSTEM_USER', 'CURRENT_ROLE', 'CURRENT_CATALOG', 'CURRENT_SCHEMA',
] as const;

/** Functions that are called without brackets. */
export interface SpecialValue extends Node {
  readonly kind: 'SpecialValue';
  readonly name: (typeof specialValues)[number];
  readonly precision?: number | undefined;
}

export interface CaseWhen extends Node {
  readonly kind: 'CaseWhen';
  readonly when: Expression;
  readonly then: Expression;
}

export interface Case extends Node {
  readonly kind: 'Case';
  readonly operand?: Expression | undefined;
  readonly whens: readonly CaseWhen[];
  readonly otherwise?: Expression | undefined;
}

/** A query in brackets that stands for one value. */
export interface ScalarSubquery extends Node {
  readonly kind: 'ScalarSubquery';
  readonly query: Query;
}

export interface Exists extends Node {
  readonly kind: 'Exists';
  readonly query: Query;
}

export interface InList extends Node {
  readonly kind: 'InList';
  readonly operand: Expression;
  readonly values: readonly Expression[];
  readonly negated?: boolean | undefined;
}

export interface InSubquery extends Node {
  readonly kind: 'InSubquery';
  readonly operand: Expression;
  readonly query: Query;
  readonly negated?: boolean | undefined;
}

/** `operand op ANY (array or query)`. */
export interface Quantified extends Node {
  readonly kind: 'Quantified';
  readonly operand: Expression;
  readonly operator: string;
  readonly quantifier: 'ANY' | 'ALL';
  readonly argument: { readonly array: Expression } | { readonly query: Query };
}

export interface Between extends Node {
  readonly kind: 'Between';
  readonly operand: Expression;
  readonly low: Expression;
  readonly high: Expression;
  readonly negated?: boolean | undefined;
  readonly symmetric?: boolean | undefined;
}

export interface Like extends Node {
  readonly kind: 'Like';
  readonly operator: 'LIKE' | 'ILIKE' | 'SIMILAR TO';
  readonly operand: Expression;
  readonly pattern: Expression;
  readonly escape?: Expression | undefined;
  readonly negated?: boolean | undefined;
}

export interface IsNull extends Node {
  readonly kind: 'IsNull';
  readonly operand: Expression;
  readonly negated?: boolean | undefined;
}

/** `operand IS [NOT] TRUE` and its kin. */
export interface IsTest extends Node {
  readonly kind: 'IsTest';
  readonly operand: Expression;
  readonly test: 'TRUE' | 'FALSE' | 'UNKNOWN' | 'DOCUMENT' | 'NORMALIZED' | 'JSON';
  readonly negated?: boolean | undefined;
}

/** `left IS DISTINCT FROM right`; negated: `IS NOT DISTINCT FROM`, equality where NULL equals NULL. */
export interface IsDistinctFrom extends Node {
  readonly kind: 'IsDistinctFrom';
  readonly left: Expression;
  readonly right: Expression;
  readonly negated?: boolean | undefined;
}

/** `ROW(a, b)`; without the word when it is not `explicit` and has two values or more. */
export interface Row extends Node {
  readonly kind: 'Row';
  readonly values: readonly Expression[];
  readonly explicit?: boolean | undefined;
}

export interface ArrayLiteral extends Node {
  readonly kind: 'ArrayLiteral';
  readonly elements: readonly Expression[];
}

/** `ARRAY(SELECT ...)`. */
export interface ArraySubquery extends Node {
  readonly kind: 'ArraySubquery';
  readonly query: Query;
}

/** `operand[index]`, or a slice. */
export interface Subscript extends Node {
  readonly kind: 'Subscript';
  readonly operand: Expression;
  readonly index?: Expression | undefined;
  readonly slice?: boolean | undefined;
  readonly upper?: Expression | undefined;
}

/** `(operand).field`, or `(operand).*` with the field `*`. */
export interface FieldAccess extends Node {
  readonly kind: 'FieldAccess';
  readonly operand: Expression;
  readonly field: string | { readonly star: true };
}

export interface Collate extends Node {
  readonly kind: 'Collate';
  readonly operand: Expression;
  readonly collation: QualifiedName;
}

/** `operand AT TIME ZONE zone`; without a zone `AT LOCAL` (PostgreSQL 17). */
export interface AtTimeZone extends Node {
  readonly kind: 'AtTimeZone';
  readonly operand: Expression;
  readonly zone?: Expression | undefined;
}

/** A value with the name it gets: in `xmlforest` and `xmlattributes`. */
export interface XmlNamed {
  readonly value: Expression;
  readonly name?: string | undefined;
}

export interface XmlElement extends Node {
  readonly kind: 'XmlElement';
  readonly name: string;
  readonly attributes?: readonly XmlNamed[] | undefined;
  readonly content: readonly Expression[];
}

export interface XmlForest extends Node {
  readonly kind: 'XmlForest';
  readonly items: readonly XmlNamed[];
}

export interface XmlParse extends Node {
  readonly kind: 'XmlParse';
  readonly of: 'DOCUMENT' | 'CONTENT';
  readonly operand: Expression;
}

export interface XmlSerialize extends Node {
  readonly kind: 'XmlSerialize';
  readonly of: 'DOCUMENT' | 'CONTENT';
  readonly operand: Expression;
  readonly type: TypeName;
}

/** `xmlexists(path PASSING document)`. */
export interface XmlExists extends Node {
  readonly kind: 'XmlExists';
  readonly path: Expression;
  readonly document: Expression;
}

/** `CURRENT OF cursor`: only as the whole WHERE of UPDATE and DELETE. */
export interface CurrentOf extends Node {
  readonly kind: 'CurrentOf';
  readonly cursor: string;
}

export type Expression =
  | StringLiteral | NumberLiteral | BooleanLiteral | NullLiteral | TypedLiteral | BitLiteral | DefaultValue
  | ColumnRef | Star | VariableRef | ParameterRef
  | Cast | Unary | Binary | Logical | Not
  | Call | Extract | PositionOf | Overlay | SubstringFrom | Trim | SpecialValue
  | Case | ScalarSubquery | Exists | InList | InSubquery | Quantified | Between | Like
  | IsNull | IsTest | IsDistinctFrom
  | Row | ArrayLiteral | ArraySubquery | Subscript | FieldAccess | Collate | AtTimeZone
  | XmlElement | XmlForest | XmlParse | XmlSerialize | XmlExists | CurrentOf;
