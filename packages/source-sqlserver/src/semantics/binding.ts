import type { CatalogObject } from '@ferry/catalog';
import type { DataType, Expression, Query, QueryExpression, SelectStar, Statement, TableReference } from '../syntax';
import type { Node } from '../syntax';
import type { CatalogIndex } from './catalog-index';
import { typeRefOf } from './catalog-index';
import type { NameSymbol, RowSource, Scope } from './scope';
import { builtInType, unknownType } from './sql-type';
import type { ShapeColumn, SqlType } from './sql-type';

/** One column that a `*` stands for. */
export interface StarColumn {
  readonly source: RowSource;
  readonly column: ShapeColumn;
}

/** `reads`, `writes` (also TRUNCATE), `calls` (EXEC, a function), `type`: a value, column or parameter is of it. */
export type UseKind = 'reads' | 'writes' | 'calls' | 'type';

/** That a piece of code uses something by its name. */
export interface Use {
  readonly kind: UseKind;
  /** The parts as written, outermost first. */
  readonly name: readonly string[];
  readonly node: Node;
  /**
   * `catalog`: an object of the input; `system`: comes with SQL Server; `made`: a table that a routine makes; `elsewhere`: another
   * database or server; `missing`: defined nowhere in the input.
   */
  readonly where: 'catalog' | 'system' | 'made' | 'elsewhere' | 'missing';
  readonly object?: CatalogObject;
}

/** What names stand for and what expressions are: side tables by node, so that the tree stays untouched. */
export interface Binding {
  readonly index: CatalogIndex;
  readonly types: Map<Node, SqlType>;
  /** Of expressions; of the names in the column list of INSERT, of assignments in SET, of cursors and of parameters in EXEC too. */
  readonly symbols: Map<Node, NameSymbol>;
  readonly sources: Map<Node, RowSource>;
  readonly shapes: Map<Node, readonly ShapeColumn[] | undefined>;
  readonly stars: Map<Node, readonly StarColumn[] | undefined>;
  /** The scope of a SELECT, after its FROM; of a statement, its own. */
  readonly scopes: Map<Node, Scope>;
  /** Values of SQL in the texts of xml methods, by the text: `variable @v`, `column t.c`. */
  readonly embedded: Map<Node, ReadonlyMap<string, Expression>>;
  /** In the order of binding; one for each place. */
  readonly uses: Use[];
}

export const emptyBinding = (index: CatalogIndex): Binding => ({ index, types: new Map(), symbols: new Map(), sources: new Map(), shapes: new Map(), stars: new Map(), scopes: new Map(), embedded: new Map(), uses: [] });

/** The type of an expression; `unknown` for what was not bound. */
export const typeOf = (binding: Binding, node: Expression): SqlType => binding.types.get(node) ?? unknownType;
export const symbolOf = (binding: Binding, node: Expression): NameSymbol | undefined => binding.symbols.get(node);
export const sourceOf = (binding: Binding, node: TableReference): RowSource | undefined => binding.sources.get(node);
/** The columns of a query; undefined when they cannot be told. */
export const shapeOf = (binding: Binding, node: Query | QueryExpression | Statement): readonly ShapeColumn[] | undefined => binding.shapes.get(node);
export const starOf = (binding: Binding, node: SelectStar): readonly StarColumn[] | undefined => binding.stars.get(node);

/** The type that a DataType names, noting the use of a type of the user. */
export function namedType(binding: Binding, node: DataType, options: { nullable: boolean; cast?: boolean }): SqlType {
  const ref = typeRefOf(node);
  const plain = ref.schema === undefined ? builtInType(ref, options) : undefined;
  if (plain !== undefined) return plain;
  const type = binding.index.dataType(node, options);
  noteType(binding, node, ref.schema, ref.name, type);
  return type;
}

function noteType(binding: Binding, node: DataType, schema: string | undefined, name: string, type: SqlType): void {
  if (type.kind === 'cursor' || (type.kind === 'scalar' && type.alias === undefined)) return;
  const object = binding.index.userType(schema, name);
  binding.uses.push({ kind: 'type', name: schema === undefined ? [name] : [schema, name], node, where: object === undefined ? 'missing' : 'catalog', ...(object === undefined ? {} : { object }) });
}

const byNode = new WeakMap<readonly Use[], ReadonlyMap<Node, Use>>();

/** The uses of a finished binding by their nodes. */
export function usesByNode({ uses }: Binding): ReadonlyMap<Node, Use> {
  let known = byNode.get(uses);
  if (known === undefined) byNode.set(uses, (known = new Map(uses.map((u) => [u.node, u]))));
  return known;
}
