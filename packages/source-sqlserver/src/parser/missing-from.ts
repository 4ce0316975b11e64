import { children } from '../syntax';
import type { ColumnReference, Expression, Node, Query } from '../syntax';
import type { Cursor } from './cursor';

/** Functions whose first argument is the name of a part of a date. */
const dateFunctions = new Set(['DATEADD', 'DATEDIFF', 'DATEDIFF_BIG', 'DATEPART', 'DATENAME', 'DATETRUNC', 'DATE_BUCKET']);
const opaque = new Set<Node['kind']>(['Query', 'KeyValueArgument', 'OverClause', 'DataType']);

/** Warns of a SELECT that stands for itself, names a column and has no FROM: there is no table the column could be of (error 207). */
export function checkSource(p: Cursor, query: Query): void {
  const { body } = query;
  if (p.failed || body.kind !== 'SelectQuery' || body.from.length > 0 || query.with !== undefined) return;
  for (const item of body.items) {
    if (item.kind === 'SelectStar') return;
    const column = findColumn(item.expression);
    if (column === undefined) continue;
    p.warn('missing-from', `The column ${p.text.slice(column.span.start, column.span.end)} has no table: this SELECT has no FROM.`, body.items.at(-1)?.span ?? column.span);
    return;
  }
}

/** The first plain column in an expression, subqueries left out. Names in double quotes may be strings and do not count. */
function findColumn(expression: Expression): ColumnReference | undefined {
  const stack: Node[] = [expression];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (isColumn(node)) return node;
    if (!opaque.has(node.kind)) stack.push(...argumentsOf(node).reverse());
  }
  return undefined;
}

const isColumn = (node: Node): node is ColumnReference => node.kind === 'ColumnReference' && isPlain(node as ColumnReference);

const isPlain = ({ name }: ColumnReference): boolean => name.parts.every((part) => part !== undefined && part.quoted !== 'double' && /^[\p{L}_]/u.test(part.name));

/** What is under a node and may hold columns. */
function argumentsOf(node: Node): Node[] {
  if (node.kind !== 'FunctionCall') return children(node);
  const call = node as Extract<Expression, { kind: 'FunctionCall' }>;
  if (call.odbc) return [];
  const name = call.name.parts.at(-1)?.name.toUpperCase() ?? '';
  if (name === 'ISJSON') return call.args.slice(0, 1);
  return dateFunctions.has(name) ? call.args.slice(1) : [...call.args];
}
