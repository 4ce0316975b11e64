import type { Span } from '@ferry/kernel';
import { walk } from '../syntax';
import type { DeclareCursorStatement, DeclareStatement, ExecuteStatement, Expression, FetchCursorStatement, Identifier, Query, SelectQuery, SetVariableStatement, Statement, Variable } from '../syntax';
import { fetchLoopAt } from './flow-cursors';
import type { FetchLoop } from './flow-cursors';

/**
 * A cursor whose query puts texts together that the loop over it runs:
 *
 *     DECLARE c CURSOR FOR SELECT 'DROP TABLE ' + name FROM ...   ->   DECLARE @sql_1 nvarchar(max)
 *     ... FETCH NEXT FROM c INTO @sql                                  DECLARE c CURSOR FOR SELECT name FROM ...
 *     WHILE @@FETCH_STATUS = 0 BEGIN                                   ... FETCH NEXT FROM c INTO @sql_1
 *                                                                      WHILE @@FETCH_STATUS = 0 BEGIN
 *                                                                        SET @sql = 'DROP TABLE ' + @sql_1
 *
 * The same is run, and what is known of the text stands beside the statement that runs it. A FETCH past the end changes nothing, in
 * both forms.
 */
export function withFetchedTexts(body: readonly Statement[]): readonly Statement[] {
  const names = new Map<string, number>();
  const met = (name: string): void => void names.set(name.toLowerCase(), (names.get(name.toLowerCase()) ?? 0) + 1);
  const run = new Set<string>();
  const used = new Set<string>();
  for (const statement of body)
    walk(statement, (node) => {
      if (node.kind === 'DeclareCursorStatement') met((node as DeclareCursorStatement).name.name);
      if (node.kind === 'FetchCursorStatement') met((node as FetchCursorStatement).cursor.cursor.name);
      if (node.kind === 'Variable') used.add((node as Variable).name.toLowerCase());
      if (node.kind === 'ExecuteStatement') for (const name of textsOf(node as ExecuteStatement)) run.add(name);
    });
  // Declared once, and fetched from by one loop alone.
  const alone = new Set([...names].flatMap(([name, times]) => (times === 3 ? [name] : [])));
  if (alone.size === 0 || run.size === 0) return body;
  return rewritten(body, { run, used, alone, cursors: new Map() });
}

const fetchedPieces = new WeakMap<Expression, Expression>();

/** What the query of the cursor gives for a piece, of a variable that stands in a text for it. */
export const fetchedPiece = (variable: Expression): Expression | undefined => fetchedPieces.get(variable);

/** The variables that hold what an EXEC runs. */
function textsOf(node: ExecuteStatement): readonly string[] {
  const { target } = node;
  const value = target.kind === 'ExecuteString' ? target.command : target.args[0]?.value;
  const name = value?.kind === 'ParenthesizedExpression' ? value.expression : value;
  return name?.kind === 'Variable' ? [name.name.toLowerCase()] : [];
}

interface Rewriting {
  readonly run: ReadonlySet<string>;
  readonly used: Set<string>;
  /** Cursors that nothing else is done with. */
  readonly alone: ReadonlySet<string>;
  /** The cursors declared so far, by name in lower case, and where their queries went. */
  readonly cursors: Map<string, { readonly at: number; readonly list: Statement[] }>;
}

function rewritten(list: readonly Statement[], state: Rewriting): readonly Statement[] {
  const out: Statement[] = [];
  for (let i = 0; i < list.length; i++) {
    const node = list[i] as Statement;
    if (node.kind === 'DeclareCursorStatement' && state.alone.has(node.name.name.toLowerCase())) state.cursors.set(node.name.name.toLowerCase(), { at: out.length, list: out });
    const loop = fetchLoopAt(list, i);
    const taken = loop === undefined ? undefined : takeApart(loop, state);
    if (loop === undefined || taken === undefined) {
      out.push(inside(node, state));
      continue;
    }
    const block = loop.loop.body as Extract<Statement, { kind: 'BlockStatement' }>;
    const body = rewritten(block.statements.slice(0, -1), state);
    out.push(loop.open, taken.fetch(loop.fetch), { ...loop.loop, body: { ...block, statements: [...taken.before(body[0]?.span.start ?? block.span.start), ...body, taken.fetch(block.statements.at(-1) as FetchCursorStatement)] } });
    i += 2;
  }
  return out;
}

function inside(node: Statement, state: Rewriting): Statement {
  switch (node.kind) {
    case 'BlockStatement': return { ...node, statements: rewritten(node.statements, state) };
    case 'IfStatement': return { ...node, then: inside(node.then, state), otherwise: node.otherwise === undefined ? undefined : inside(node.otherwise, state) };
    case 'WhileStatement': return { ...node, body: inside(node.body, state) };
    case 'TryCatchStatement': return { ...node, attempt: rewritten(node.attempt, state), handler: rewritten(node.handler, state) };
    default: return node;
  }
}

interface Taken {
  readonly fetch: (node: FetchCursorStatement) => FetchCursorStatement;
  /** What makes the texts of the pieces. */
  readonly before: (at: number) => readonly Statement[];
}

function takeApart(loop: FetchLoop, state: Rewriting): Taken | undefined {
  const place = state.cursors.get(loop.open.cursor.cursor.name.toLowerCase());
  const declared = place?.list[place.at];
  if (place === undefined || declared?.kind !== 'DeclareCursorStatement') return undefined;
  const { query } = declared.cursor;
  if (query.body.kind !== 'SelectQuery' || !isPlain(query, query.body) || query.body.items.length !== loop.fetch.into.length) return undefined;
  const items = query.body.items.map((item, i) => {
    const into = loop.fetch.into[i];
    const expression = item.kind === 'SelectExpression' ? item.expression : undefined;
    return expression !== undefined && into !== undefined && state.run.has(into.name.toLowerCase()) && madeOfPieces(expression) ? { item, into, expression } : { item };
  });
  if (!items.some((i) => i.into !== undefined)) return undefined;
  const variables: Variable[] = [];
  const fetched: Variable[] = [];
  const texts: (readonly [Variable, Expression])[] = [];
  const columns = items.flatMap(({ item, into, expression }, i): SelectQuery['items'] => {
    if (into === undefined || expression === undefined) {
      fetched.push(loop.fetch.into[i] as Variable);
      return [item];
    }
    const pieces: Expression[] = [];
    const text = withVariables(expression, (piece) => {
      const variable: Variable = { kind: 'Variable', name: freshName(state, into.name), span: piece.span };
      fetchedPieces.set(variable, piece);
      variables.push(variable);
      fetched.push(variable);
      pieces.push(piece);
      return variable;
    });
    texts.push([into, text]);
    return pieces.map((piece) => ({ kind: 'SelectExpression', expression: piece, alias: undefined, aliasStyle: 'none', span: piece.span }));
  });
  const changed: DeclareCursorStatement = { ...declared, cursor: { ...declared.cursor, query: { ...query, body: { ...query.body, items: columns } } } };
  place.list.splice(place.at, 1, declaration(variables, declared.span.start), changed);
  state.cursors.delete(declared.name.name.toLowerCase());
  for (const [name, other] of state.cursors) if (other.list === place.list && other.at > place.at) state.cursors.set(name, { ...other, at: other.at + 1 });
  return {
    fetch: (node) => ({ ...node, into: fetched }),
    before: (at) => texts.map(([variable, value]): SetVariableStatement => ({ kind: 'SetVariableStatement', variable, operator: '=', value, span: { start: at, end: at } })),
  };
}

/** Rows whose number and order do not hang on what is selected of them. */
const isPlain = (query: Query, select: SelectQuery): boolean => select.quantifier !== 'DISTINCT' && select.groupBy === undefined && select.having === undefined && query.for === undefined && query.orderBy.length === 0;

/** The operands of `a + b + c`. */
function operands(node: Expression): readonly Expression[] {
  const out: Expression[] = [];
  let at = node;
  for (; at.kind === 'BinaryExpression' && at.operator === '+'; at = at.left) out.push(at.right);
  out.push(at);
  return out;
}

/** Texts and at least one piece of each row. */
const madeOfPieces = (node: Expression): boolean => {
  const all = operands(node);
  return all.some((o) => o.kind === 'StringLiteral') && all.some((o) => !isKnown(o));
};

/** Not a column: its value beside the statement is the same. */
const isKnown = (node: Expression): boolean => node.kind === 'StringLiteral' || node.kind === 'Variable';

function withVariables(node: Expression, variableFor: (piece: Expression) => Variable): Expression {
  const all: readonly Expression[] = [...operands(node)].reverse().map((o) => (o.kind === 'StringLiteral' ? o : variableFor(o)));
  return all.reduce((left, right): Expression => ({ kind: 'BinaryExpression', operator: '+', left, right, span: { start: left.span.start, end: right.span.end } }));
}

function freshName(state: Rewriting, wanted: string): string {
  for (let i = 1; ; i++) {
    const name = `${wanted}_${i}`;
    if (state.used.has(name.toLowerCase())) continue;
    state.used.add(name.toLowerCase());
    return name;
  }
}

function declaration(variables: readonly Variable[], at: number): DeclareStatement {
  const span: Span = { start: at, end: at };
  const word = (name: string): Identifier => ({ kind: 'Identifier', name, quoted: 'none', span });
  return {
    kind: 'DeclareStatement', span,
    declarations: variables.map((variable) => ({ kind: 'VariableDeclaration', variable, type: { kind: 'DataType', name: { kind: 'QualifiedName', parts: [word('nvarchar')], span }, args: [{ kind: 'MaxLength', span }], xmlSchema: undefined, span }, nullability: undefined, value: undefined, span })),
  };
}
