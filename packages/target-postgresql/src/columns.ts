import type { ListedColumn } from '@ferry/conversion';
import { parseSync } from 'libpg-query';
import { parserVersion } from './check/parse';

interface Located {
  readonly location?: number;
}
interface ConstraintNode extends Located {
  readonly contype?: string;
  readonly raw_expr?: unknown;
}
interface ColumnNode extends Located {
  readonly colname?: string;
  readonly typeName?: Located;
  readonly constraints?: readonly { readonly Constraint?: ConstraintNode }[];
  readonly collClause?: Located;
}
interface ParameterNode {
  readonly name?: string;
  readonly argType?: Located;
  readonly mode?: string;
}
interface Statement {
  readonly CreateStmt?: { readonly tableElts?: readonly { readonly ColumnDef?: ColumnNode }[] };
  readonly CompositeTypeStmt?: { readonly coldeflist?: readonly { readonly ColumnDef?: ColumnNode }[] };
  readonly CreateFunctionStmt?: { readonly parameters?: readonly { readonly FunctionParameter?: ParameterNode }[] };
}

/** Longest type or default that is shown, in characters. */
const longest = 300;

/** Where what begins here ends: at a comma, a closing bracket, or a place that is known. Texts and quoted names are passed over. */
function endOf(code: string, from: number, stops: readonly number[]): number {
  let depth = 0;
  for (let i = from; i < code.length; i++) {
    if (i > from && stops.includes(i)) return i;
    const c = code.charAt(i);
    if (c === "'" || c === '"') {
      const end = code.indexOf(c, i + 1);
      if (end < 0) return code.length;
      i = end;
    } else if (c === '(' || c === '[') depth++;
    else if (c === ')' || c === ']') {
      if (--depth < 0) return i;
    } else if ((c === ',' || c === ';') && depth === 0) return i;
  }
  return code.length;
}

/** Bytes of UTF-8, as the parser counts them, to offsets in the text. */
function places(code: string): (bytes: number) => number {
  if (Buffer.byteLength(code) === code.length) return (bytes) => bytes;
  const offsets = new Uint32Array(Buffer.byteLength(code) + 1);
  let bytes = 0;
  for (let at = 0; at < code.length; ) {
    const point = code.codePointAt(at) ?? 0;
    const width = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    offsets.fill(at, bytes, bytes + width);
    bytes += width;
    at += point > 0xffff ? 2 : 1;
  }
  offsets[bytes] = code.length;
  return (wanted) => offsets[Math.min(wanted, bytes)] ?? code.length;
}

const cut = (text: string): string => (text.length <= longest ? text : `${text.slice(0, longest)}…`);

function columnOf(code: string, node: ColumnNode, place: (bytes: number) => number): ListedColumn {
  const constraints = (node.constraints ?? []).flatMap(({ Constraint }) => (Constraint === undefined ? [] : [{ type: Constraint.contype ?? '', at: place(Constraint.location ?? 0) }]));
  const stops = [...constraints.map(({ at }) => at), ...(node.collClause?.location === undefined ? [] : [place(node.collClause.location)])];
  const start = place(node.typeName?.location ?? 0);
  const given = constraints.find(({ type }) => type === 'CONSTR_DEFAULT');
  const value = given === undefined ? undefined : code.slice(given.at, endOf(code, given.at, stops)).replace(/^default\s+/i, '').trim();
  return {
    name: node.colname ?? '',
    type: cut(code.slice(start, endOf(code, start, stops)).trim()),
    nullable: !constraints.some(({ type }) => type === 'CONSTR_NOTNULL' || type === 'CONSTR_PRIMARY' || type === 'CONSTR_IDENTITY'),
    ...(value === undefined ? {} : { default: cut(value) }),
  };
}

/** The columns that the first definition of a table, a composite type or a function that returns rows gives its rows; none for other code. */
export async function columnsOf(code: string): Promise<readonly ListedColumn[]> {
  await parserVersion();
  let statements: readonly { readonly stmt?: Statement }[];
  try {
    statements = (parseSync(code) as { stmts?: readonly { stmt?: Statement }[] }).stmts ?? [];
  } catch {
    // The parser throws for what it cannot read: a person's text, shown elsewhere with what is wrong.
    return [];
  }
  const place = places(code);
  for (const { stmt } of statements) {
    const elements = stmt?.CreateStmt?.tableElts ?? stmt?.CompositeTypeStmt?.coldeflist;
    if (elements !== undefined) return elements.flatMap(({ ColumnDef }) => (ColumnDef === undefined ? [] : [columnOf(code, ColumnDef, place)]));
    const rows = (stmt?.CreateFunctionStmt?.parameters ?? []).flatMap(({ FunctionParameter }) => (FunctionParameter?.mode === 'FUNC_PARAM_TABLE' ? [FunctionParameter] : []));
    if (rows.length > 0)
      return rows.map(({ name, argType }) => {
        const start = place(argType?.location ?? 0);
        return { name: name ?? '', type: cut(code.slice(start, endOf(code, start, [])).trim()) };
      });
  }
  return [];
}
