import type { Expression, Query, QueryExpression, SelectStar, Statement, TableReference } from '../syntax';
import type { Node } from '../syntax';
import type { CatalogIndex } from './catalog-index';
import type { NameSymbol, RowSource, Scope } from './scope';
import { unknownType } from './sql-type';
import type { ShapeColumn, SqlType } from './sql-type';

/** One column that a `*` stands for. */
export interface StarColumn {
  readonly source: RowSource;
  readonly column: ShapeColumn;
}

/** What names stand for and what expressions are: side tables by node, so that the tree stays untouched. */
export interface Binding {
  readonly index: CatalogIndex;
  readonly types: Map<Node, SqlType>;
  readonly symbols: Map<Node, NameSymbol>;
  readonly sources: Map<Node, RowSource>;
  readonly shapes: Map<Node, readonly ShapeColumn[] | undefined>;
  readonly stars: Map<Node, readonly StarColumn[] | undefined>;
  /** The scope of a SELECT, after its FROM; of a statement, its own. */
  readonly scopes: Map<Node, Scope>;
}

export const emptyBinding = (index: CatalogIndex): Binding => ({ index, types: new Map(), symbols: new Map(), sources: new Map(), shapes: new Map(), stars: new Map(), scopes: new Map() });

/** The type of an expression; `unknown` for what was not bound. */
export const typeOf = (binding: Binding, node: Expression): SqlType => binding.types.get(node) ?? unknownType;
export const symbolOf = (binding: Binding, node: Expression): NameSymbol | undefined => binding.symbols.get(node);
export const sourceOf = (binding: Binding, node: TableReference): RowSource | undefined => binding.sources.get(node);
/** The columns of a query; undefined when they cannot be told. */
export const shapeOf = (binding: Binding, node: Query | QueryExpression | Statement): readonly ShapeColumn[] | undefined => binding.shapes.get(node);
export const starOf = (binding: Binding, node: SelectStar): readonly StarColumn[] | undefined => binding.stars.get(node);
