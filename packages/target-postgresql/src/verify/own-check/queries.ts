import { parseSync } from 'libpg-query';

interface Select {
  readonly larg?: Select;
  readonly targetList?: readonly Target[];
  readonly valuesLists?: readonly { readonly List?: { readonly items?: readonly unknown[] } }[];
}
interface Target {
  readonly ResTarget?: { readonly val?: { readonly ColumnRef?: { readonly fields?: readonly { readonly A_Star?: unknown }[] } } };
}
interface Change {
  readonly returningList?: readonly Target[];
  readonly returningClause?: { readonly exprs?: readonly Target[] };
}
type Tree = {
  readonly stmts?: readonly { readonly stmt?: { readonly CreateTableAsStmt?: { readonly into?: { readonly skipData?: boolean } }; readonly SelectStmt?: Select; readonly InsertStmt?: Change; readonly UpdateStmt?: Change; readonly DeleteStmt?: Change; readonly MergeStmt?: Change } }[];
};

const statementOf = (query: string): NonNullable<NonNullable<Tree['stmts']>[number]['stmt']> => (parseSync(query) as Tree).stmts?.[0]?.stmt ?? {};

/** CREATE TABLE ... AS without the rows; another CREATE TABLE as it is. @param query one that parses; the parser is loaded */
export function withoutData(query: string): string {
  const create = statementOf(query).CreateTableAsStmt;
  if (create === undefined || create.into?.skipData === true) return query;
  return `${query.replace(/\bwith\s+data\s*$/i, '')}\nWITH NO DATA`;
}

/** Whether a statement reads: a change that gives rows back cannot stand in FROM. @param query one that parses; the parser is loaded */
export const isQuery = (query: string): boolean => statementOf(query).SelectStmt !== undefined;

/** How many columns a query or a RETURNING gives; nothing when a `*` hides it. @param query one that parses; the parser is loaded */
export function columnCount(query: string): number | undefined {
  const statement = statementOf(query);
  let select = statement.SelectStmt;
  while (select?.larg !== undefined) select = select.larg;
  const values = select?.valuesLists?.[0]?.List?.items;
  if (values !== undefined) return values.length;
  const change = statement.InsertStmt ?? statement.UpdateStmt ?? statement.DeleteStmt ?? statement.MergeStmt;
  const targets = select?.targetList ?? change?.returningClause?.exprs ?? change?.returningList;
  const stars = targets?.some((t) => t.ResTarget?.val?.ColumnRef?.fields?.some((f) => f.A_Star !== undefined));
  return stars === true ? undefined : targets?.length;
}
