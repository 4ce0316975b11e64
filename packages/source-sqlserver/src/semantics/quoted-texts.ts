import { walk } from '../syntax';
import type { ColumnReference, Expression, InsertStatement, Node, Query, SelectQuery, Statement } from '../syntax';

/** Names of columns and tables stand here: what is under these nodes is not looked at. */
const naming: ReadonlySet<string> = new Set<(Statement | Expression | Node)['kind']>(['UpdateStatement', 'DeleteStatement', 'MergeStatement', 'CreateTableStatement', 'AlterTableStatement', 'CreateIndexStatement', 'CreateStatisticsStatement', 'ExecuteStatement', 'FetchCursorStatement', 'TableVariableDeclaration', 'ReturnsTable', 'UpdatedPredicate', 'MethodCall', 'PropertyAccess', 'NamedOption']);

/**
 * Whether a routine has a name in double quotes where no table is that could have such a column: `SELECT "text"`, `SET @v = "text"`.
 * SQL Server would not have created it under SET QUOTED_IDENTIFIER ON, so it was created with OFF, and its script has lost that line
 * (https://learn.microsoft.com/sql/t-sql/statements/set-quoted-identifier-transact-sql).
 */
export function readsQuotedTexts(statements: readonly Statement[]): boolean {
  let found = false;
  const visit = (node: Node): boolean | void => {
    if (found || naming.has(node.kind) || (node.kind === 'SelectQuery' && (node as SelectQuery).from.length > 0)) return false;
    if (node.kind === 'InsertStatement') {
      const { source } = node as InsertStatement;
      if (source.kind === 'ValuesQuery') walk(source, visit);
      return false;
    }
    if (node.kind === 'Query') {
      walk((node as Query).body, visit);
      return false;
    }
    if (node.kind !== 'ColumnReference') return;
    const [only, ...rest] = (node as ColumnReference).name.parts;
    if (rest.length === 0 && only?.quoted === 'double') found = true;
  };
  for (const statement of statements) if (statement.kind !== 'CreateViewStatement') walk(statement, visit);
  return found;
}
