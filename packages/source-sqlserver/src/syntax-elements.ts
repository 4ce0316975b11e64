import { listObject } from '@ferry/catalog';
import type { Catalog, CatalogObject, CodeObject, Fragment } from '@ferry/catalog';
import type { Span } from '@ferry/kernel';
import { catalogReader } from './semantics';
import { walk } from './syntax';
import type { Node } from './syntax';

/** Nodes that hold statements together and do nothing of their own. */
const brackets = new Set(['BlockStatement']);

/** Nodes that are a clause each. What is not here (names, operators, calls, joined brackets) belongs to the clause it stands in. */
const clauses = new Set([
  // Routines and variables.
  'Parameter',
  'ReturnsScalar',
  'ReturnsTable',
  'VariableDeclaration',
  'TableVariableDeclaration',
  'CursorDefinition',
  'ExecuteArgument',
  // Queries: SELECT list, TOP, WITH, each table and join, GROUP BY, OFFSET, UNION, FOR, OPTION, OVER.
  'SelectQuery',
  'TopClause',
  'CommonTable',
  'XmlNamespace',
  'GroupByClause',
  'OffsetClause',
  'SetOperation',
  'ForXml',
  'ForJson',
  'ForBrowse',
  'QueryHint',
  'OverClause',
  'WindowDefinition',
  'NamedTable',
  'DerivedTable',
  'FunctionTable',
  'VariableTable',
  'MethodTable',
  'JoinedTable',
  'ApplyTable',
  'PivotTable',
  'UnpivotTable',
  'OpenXmlTable',
  'OpenJsonTable',
  'OpenRowsetTable',
  'OpenQueryTable',
  'OpenDataSourceTable',
  'FullTextTable',
  'ChangeTable',
  'DmlTable',
  'TableHint',
  'TemporalClause',
  'TableSample',
  // Changes of data: each assignment of SET, each row of VALUES, OUTPUT, each WHEN of MERGE.
  'ColumnAssignment',
  'VariableAssignment',
  'MutatorCall',
  'ValuesRow',
  'OutputClause',
  'MergeClause',
  // Tables that a routine makes.
  'ColumnDefinition',
  'ComputedColumn',
  'IdentityClause',
  'GeneratedClause',
  'DefaultConstraint',
  'CheckConstraint',
  'KeyConstraint',
  'ForeignKeyConstraint',
  'IndexDefinition',
]);

const isStatement = ({ kind }: Node): boolean => (kind.endsWith('Statement') && !brackets.has(kind)) || kind === 'GenericDefinition';

const spanOf = (nodes: readonly Node[]): Span | undefined => {
  const [first] = nodes;
  const last = nodes[nodes.length - 1];
  return first === undefined || last === undefined ? undefined : { start: first.span.start, end: Math.max(first.span.end, last.span.end) };
};

/** Clauses that have no node of their own: WHERE, HAVING (one expression each) and ORDER BY (a list). */
function* unnamedClauses(node: Node): Generator<Span> {
  const fields = node as Node & { readonly where?: Node; readonly having?: Node; readonly orderBy?: readonly Node[] };
  if (fields.where !== undefined) yield fields.where.span;
  if (fields.having !== undefined) yield fields.having.span;
  const order = fields.orderBy === undefined ? undefined : spanOf(fields.orderBy);
  if (order !== undefined) yield order;
}

/** Statements and clauses of a tree, outer before inner. */
export function treeElements(root: Node): Span[] {
  const out: Span[] = [];
  walk(root, (node) => {
    if (isStatement(node) || clauses.has(node.kind)) out.push(node.span);
    out.push(...unnamedClauses(node));
  });
  return out;
}

const codeKinds = new Set<CatalogObject['kind']>(['VIEW', 'FUNCTION', 'PROCEDURE', 'TRIGGER']);

/**
 * The statements and clauses that an object is made of. A view, routine or trigger: those of its parsed definition. Anything else:
 * its defining statement and each part that the catalogue lists (columns, constraints, indexes, descriptions), with the filter of an index.
 */
export function syntaxElements(catalog: Catalog, object: CatalogObject): Fragment[] {
  const [, ...parts] = [...listObject(object)].map((listed) => listed.at);
  const filters = 'indexes' in object ? (object.indexes ?? []).flatMap((index) => (index.filter === undefined ? [] : [index.filter])) : [];
  const statement = codeKinds.has(object.kind) ? catalogReader(catalog).definition(object as CodeObject).statement : undefined;
  const own = statement === undefined ? [object.definition] : treeElements(statement).map((span) => ({ source: object.definition.source, span }));
  return [...own, ...parts, ...filters];
}
