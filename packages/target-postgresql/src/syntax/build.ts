import type { Fragment } from '@ferry/catalog';
import type { Block, Declaration, PlStatement, Raise, Target } from './plpgsql';
import type { Argument, Call, Case, Cast, CaseWhen, ColumnRef, Expression, SpecialValue } from './expressions';
import type { QualifiedName, TypeName } from './names';
import type { FromItem, Join, OrderItem, Query, Select, SelectItem, TableRef } from './queries';

const TRUE: Expression = { kind: 'BooleanLiteral', value: true };
const FALSE: Expression = { kind: 'BooleanLiteral', value: false };
const NULL: Expression = { kind: 'NullLiteral' };
const binary = (operator: string, left: Expression, right: Expression): Expression => ({ kind: 'Binary', operator, left, right });
const operator = (op: string) => (left: Expression, right: Expression): Expression => binary(op, left, right);
const qualified = (parts: readonly [string] | readonly [string, string]): QualifiedName =>
  parts.length === 1 ? { kind: 'QualifiedName', name: parts[0] } : { kind: 'QualifiedName', schema: parts[0], name: parts[1] };
/** Operands of the same operator are taken in, so that `and(and(a, b), c)` is one list. */
const logical = (op: 'AND' | 'OR', operands: readonly Expression[]): Expression => {
  const flat = operands.flatMap((o) => (o.kind === 'Logical' && o.operator === op && o.source === undefined && o.leadingComments === undefined ? o.operands : [o]));
  return flat.length === 1 ? (flat[0] as Expression) : { kind: 'Logical', operator: op, operands: flat };
};

const sameType = (a: TypeName, b: TypeName): boolean => a.schema === b.schema && a.name === b.name && a.array === b.array && a.setof === b.setof && JSON.stringify(a.args) === JSON.stringify(b.args);

/** Thin constructors. Whatever has no constructor here is written as the object it is. */
export const pg = {
  // names and types
  /** `name('t')`, `name('schema', 't')`. */
  name: (...parts: readonly [string] | readonly [string, string]): QualifiedName => qualified(parts),
  /** A built-in type, or one found through the search path: `type('varchar', 10)`. */
  type: (name: string, ...args: readonly (number | string)[]): TypeName => (args.length === 0 ? { kind: 'TypeName', name } : { kind: 'TypeName', name, args }),
  userType: (schema: string | undefined, name: string): TypeName => ({ kind: 'TypeName', schema, name }),
  arrayOf: (type: TypeName): TypeName => ({ ...type, array: (type.array ?? 0) + 1 }),
  setOf: (type: TypeName): TypeName => ({ ...type, setof: true }),

  // expressions
  text: (value: string): Expression => ({ kind: 'StringLiteral', value }),
  /** A negative number becomes the unary minus of a literal. */
  number: (value: number | string | bigint): Expression => {
    const text = String(value);
    return text.startsWith('-') ? { kind: 'Unary', operator: '-', operand: { kind: 'NumberLiteral', text: text.slice(1) } } : { kind: 'NumberLiteral', text };
  },
  boolean: (value: boolean): Expression => (value ? TRUE : FALSE),
  null: NULL,
  default: { kind: 'DefaultValue' } as Expression,
  column: (...parts: readonly string[]): ColumnRef => ({ kind: 'ColumnRef', parts }),
  star: (...qualifier: readonly string[]): Expression => (qualifier.length === 0 ? { kind: 'Star' } : { kind: 'Star', qualifier }),
  variable: (...parts: readonly string[]): Expression => ({ kind: 'VariableRef', parts }),
  special: (name: SpecialValue['name'], precision?: number): Expression => ({ kind: 'SpecialValue', name, precision }),
  /** A cast; of what is cast to the very type already nothing more. */
  cast: (operand: Expression, type: TypeName): Cast => (operand.kind === 'Cast' && sameType(operand.type, type) ? operand : { kind: 'Cast', operand, type }),
  /** A function of the search path (in practice of `pg_catalog`): `call('lower', x)`. */
  call: (name: string, ...args: readonly Argument[]): Call => ({ kind: 'Call', name: qualified([name]), args }),
  callIn: (schema: string, name: string, ...args: readonly Argument[]): Call => ({ kind: 'Call', name: qualified([schema, name]), args }),
  named: (name: string, value: Expression): Argument => ({ kind: 'NamedArgument', name, value }),
  binary,
  unary: (op: string, operand: Expression): Expression => ({ kind: 'Unary', operator: op, operand }),
  eq: operator('='),
  ne: operator('<>'),
  lt: operator('<'),
  le: operator('<='),
  gt: operator('>'),
  ge: operator('>='),
  add: operator('+'),
  subtract: operator('-'),
  multiply: operator('*'),
  divide: operator('/'),
  modulo: operator('%'),
  concat: operator('||'),
  and: (...operands: readonly Expression[]): Expression => logical('AND', operands),
  or: (...operands: readonly Expression[]): Expression => logical('OR', operands),
  not: (operand: Expression): Expression => ({ kind: 'Not', operand }),
  isNull: (operand: Expression): Expression => ({ kind: 'IsNull', operand }),
  isNotNull: (operand: Expression): Expression => ({ kind: 'IsNull', operand, negated: true }),
  when: (when: Expression, then: Expression): CaseWhen => ({ kind: 'CaseWhen', when, then }),
  case: (whens: readonly CaseWhen[], otherwise?: Expression, operand?: Expression): Case => ({ kind: 'Case', whens, otherwise, operand }),
  subquery: (query: Query): Expression => ({ kind: 'ScalarSubquery', query }),
  exists: (query: Query): Expression => ({ kind: 'Exists', query }),
  extract: (field: string, operand: Expression): Expression => ({ kind: 'Extract', field, operand }),
  collate: (operand: Expression, ...collation: readonly [string] | readonly [string, string]): Expression => ({ kind: 'Collate', operand, collation: qualified(collation) }),
  interval: (value: string): Expression => ({ kind: 'TypedLiteral', type: { kind: 'TypeName', name: 'interval' }, value }),

  // queries
  item: (expression: Expression, alias?: string): SelectItem => ({ kind: 'SelectItem', expression, alias }),
  order: (expression: Expression, direction?: OrderItem['direction'], nulls?: OrderItem['nulls']): OrderItem => ({ kind: 'OrderItem', expression, direction, nulls }),
  select: (items: readonly SelectItem[], rest: Omit<Select, 'kind' | 'items'> = {}): Select => ({ kind: 'Select', items, ...rest }),
  table: (name: QualifiedName, alias?: string): TableRef => ({ kind: 'TableRef', name, alias }),
  join: (type: Join['type'], left: FromItem, right: FromItem, on?: Expression): Join => ({ kind: 'Join', type, left, right, on }),

  // PL/pgSQL
  target: (...parts: readonly string[]): Target => ({ parts }),
  assign: (variable: string, value: Expression): PlStatement => ({ kind: 'Assign', target: { parts: [variable] }, value }),
  block: (body: readonly PlStatement[], declarations?: readonly Declaration[]): Block => ({ kind: 'Block', body, declarations }),
  /** RAISE EXCEPTION with a text that may hold `%`; the text is an argument, not the format. */
  fail: (message: string, sqlstate: string): Raise => ({
    kind: 'Raise', level: 'EXCEPTION', format: '%', args: [{ kind: 'StringLiteral', value: message }],
    using: [{ option: 'ERRCODE', value: { kind: 'StringLiteral', value: sqlstate } }],
  }),
  declare: (name: string, type: TypeName, initial?: Expression): Declaration => ({ kind: 'DeclareVariable', name, type, initial }),

  /** The same node, linked to a place of the source. */
  at: <T extends object>(source: Fragment | undefined, node: T): T => (source === undefined ? node : { ...node, source }),
};
