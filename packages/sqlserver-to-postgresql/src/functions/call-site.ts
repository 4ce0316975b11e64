import type { Expression as SourceExpression, FunctionCall, ScalarType, SqlType } from '@ferry/source-sqlserver';
import { familyOf, isScalar, isString, scalar, symbolOf, walk } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { Call, Expression } from '@ferry/target-postgresql';
import { expressionItems } from '../action-items/expressions';
import type { Volatility } from '../context';
import { coerce, lowerNode } from '../lower/expressions';
import type { ConversionMode } from '../lower/convert';
import { literalAs } from '../lower/literals';
import { castTo, note, refuse, sqlTypeOf } from '../lower/lowering';
import type { Lowering } from '../lower/lowering';
import { lowerOrder, lowerOver } from '../lower/windows';

/** One call of a built-in function, as its row in the table sees it. */
export interface CallSite {
  readonly low: Lowering;
  readonly node: FunctionCall;
  readonly args: readonly SourceExpression[];
  readonly result: SqlType;
  readonly type: (index: number) => SqlType;
  /** An argument in its own type. */
  readonly value: (index: number) => Expression;
  readonly as: (index: number, type: ScalarType, mode?: ConversionMode) => Expression;
  readonly text: (index: number) => Expression;
  readonly int: (index: number) => Expression;
  readonly float: (index: number) => Expression;
  /** A date, with its type to be seen. */
  readonly date: (index: number) => Expression;
  /** An aggregate or window function: takes DISTINCT and OVER along. */
  readonly aggregate: (name: string, args: readonly Expression[], rest?: Partial<Call>) => Expression;
  readonly refuse: (reason?: string) => Expression;
}

export interface FunctionRow {
  /** Least and most arguments. */
  readonly args: readonly [number, number];
  readonly volatility: Volatility;
  readonly build: (site: CallSite) => Expression;
}

/** What a system function tells of the server or the session, near to what SQL Server tells. */
export const near = (args: readonly [number, number], to: string, build: (site: CallSite) => Expression): FunctionRow => ({
  args,
  volatility: 'stable',
  build: (site) => {
    note(site.low, site.node, expressionItems.systemValue, { function: nameOf(site.node), to });
    return build(site);
  },
});

/** A name of the server's catalogue as a text like others: as the column of a subquery it gives way to the collation of what it meets. */
export const withoutCollation = (name: Expression): Expression => ({ kind: 'Collate', operand: name, collation: pg.name('default') });

export type FunctionTable = Readonly<Record<string, FunctionRow>>;

const varchar = scalar('varchar', { length: 'max' });
const int = scalar('int');
const float = scalar('float');
export const datetime = scalar('datetime', { scale: 3 });
const datetime2 = scalar('datetime2', { scale: 7 });
/** Functions that read a text as datetime2: https://learn.microsoft.com/sql/t-sql/functions/datepart-transact-sql */
const fine = new Set(['DATEPART', 'DATENAME', 'DATEDIFF', 'DATEDIFF_BIG', 'DATETRUNC', 'YEAR', 'MONTH', 'DAY', 'EOMONTH']);

export function callSite(low: Lowering, node: FunctionCall): CallSite {
  const at = (index: number): SourceExpression => node.args[index] ?? node;
  const type = (index: number): SqlType => (index < node.args.length ? sqlTypeOf(low, at(index)) : { kind: 'unknown' });
  const as = (index: number, to: ScalarType, mode: ConversionMode = 'implicit'): Expression => coerce(low, at(index), to, mode);
  return {
    low,
    node,
    args: node.args,
    result: sqlTypeOf(low, node),
    type,
    value: (index) => lowerNode(low, at(index)),
    as,
    text: (index) => as(index, varchar),
    int: (index) => wholeNumber(low, at(index), as(index, int)),
    float: (index) => as(index, float),
    date: (index) => {
      const own = type(index);
      const wanted = isScalar(own) && familyOf(own) === 'date-time' ? own : isString(own) ? (fine.has(nameOf(node)) ? datetime2 : datetime) : datetime;
      return literalAs(low, at(index), wanted, 'typed') ?? as(index, wanted);
    },
    aggregate: (name, args, rest = {}) => ({ ...pg.call(name, ...args), ...rest, ...(node.quantifier === 'DISTINCT' ? { distinct: true } : {}), ...(node.over ? { over: lowerOver(low, node.over) } : {}) }),
    refuse: (reason) => refuse(low, node, expressionItems.builtIn, { function: nameOf(node), ...(reason === undefined ? {} : { reason }) }),
  };
}

/** Functions whose int of SQL Server is a bigint in PostgreSQL. */
const widened = new Set(['COUNT', 'SUM']);
/** Rows whose columns may be such an int. */
const counted = new Set(['cte', 'derived', 'view']);

/** Whether what is an int in SQL Server may be a bigint in PostgreSQL. */
export function isWidened(low: Lowering, node: SourceExpression): boolean {
  let wide = false;
  walk(node, (n) => {
    if (n.kind === 'SubqueryExpression') wide = true;
    if (n.kind === 'GlobalVariable' || (n.kind === 'FunctionCall' && widened.has(nameOf(n as FunctionCall)))) wide = true;
    const symbol = n.kind === 'ColumnReference' ? symbolOf(low.binding, n as SourceExpression) : undefined;
    if (symbol?.kind === 'column' && counted.has(symbol.source.origin)) wide = true;
  });
  return wide;
}

/** An int that a function of PostgreSQL takes: none of them takes a bigint. */
function wholeNumber(low: Lowering, node: SourceExpression, value: Expression): Expression {
  const own = sqlTypeOf(low, node);
  return isWidened(low, node) || (isScalar(own) && own.base === 'bigint' && value.kind !== 'NumberLiteral') ? castTo(value, 'integer') : value;
}

export const nameOf = (node: FunctionCall): string => (node.name.parts[node.name.parts.length - 1]?.name ?? '').toUpperCase();
export const orderOf = (site: CallSite): ReturnType<typeof lowerOrder> => lowerOrder(site.low, site.node.withinGroup ?? []);

/** A row that is only another name. */
export const renamed = (name: string, count: number, arg: 'text' | 'int' | 'float' | 'value' = 'value', volatility: Volatility = 'immutable'): FunctionRow => ({
  args: [count, count],
  volatility,
  build: (site) => pg.call(name, ...Array.from({ length: count }, (_, i) => site[arg](i))),
});
