import type { CodeReading, ServerMessage, TargetRef, TargetStatement } from '@ferry/conversion';
import { hasSqlDetails, parseSync } from 'libpg-query';
import { parseBody, parserVersion } from '../check/parse';
import { utf16Offset } from '../offset';
import { phases } from '../phases';
import type { PhaseName } from '../phases';

type Node = Readonly<Record<string, unknown>>;
interface Tree {
  readonly stmts?: readonly { readonly stmt?: Readonly<Record<string, Node>>; readonly stmt_location?: number; readonly stmt_len?: number }[];
}
interface Described {
  readonly ref: TargetRef;
  readonly phase: PhaseName;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
/** A name as the parser lists it: its last parts are schema and name. */
const nameList = (value: unknown): { schema: string; name: string } => {
  const parts = (Array.isArray(value) ? value : []).map((part: { String?: { sval?: string } }) => part.String?.sval ?? '');
  return { schema: parts.at(-2) ?? '', name: parts.at(-1) ?? '' };
};
const relation = (value: unknown): { schema: string; name: string } => {
  const { schemaname, relname } = (value ?? {}) as { schemaname?: unknown; relname?: unknown };
  return { schema: text(schemaname), name: text(relname) };
};

const constraintKinds: Readonly<Record<string, readonly [string, PhaseName]>> = {
  CONSTR_PRIMARY: ['PRIMARY_KEY', 'keys'],
  CONSTR_UNIQUE: ['UNIQUE', 'keys'],
  CONSTR_CHECK: ['CHECK', 'checks'],
  CONSTR_FOREIGN: ['FOREIGN_KEY', 'foreignKeys'],
};

/** ALTER TABLE that adds one constraint makes that constraint; any other is a step about the table. */
function alteredTable(node: Node): Described {
  const table = relation(node['relation']);
  const commands = (node['cmds'] ?? []) as readonly { readonly AlterTableCmd?: { readonly subtype?: string; readonly def?: { readonly Constraint?: { readonly contype?: string; readonly conname?: string } } } }[];
  const constraint = commands.length === 1 && commands[0]?.AlterTableCmd?.subtype === 'AT_AddConstraint' ? commands[0].AlterTableCmd.def?.Constraint : undefined;
  const kind = constraint === undefined ? undefined : constraintKinds[constraint.contype ?? ''];
  if (kind === undefined || constraint?.conname === undefined) return { ref: { kind: 'STEP', schema: table.schema, parent: table.name, name: table.name }, phase: 'finish' };
  return { ref: { kind: kind[0], schema: table.schema, parent: table.name, name: constraint.conname }, phase: kind[1] };
}

/** What a kind of statement makes. Kinds that define nothing are missing: they have no place in the code of an object. */
const describers: Readonly<Record<string, (node: Node) => Described>> = {
  CreateStmt: (node) => ({ ref: { kind: 'TABLE', ...relation(node['relation']) }, phase: 'tables' }),
  ViewStmt: (node) => ({ ref: { kind: 'VIEW', ...relation(node['view']) }, phase: 'views' }),
  CreateTableAsStmt: (node) => ({ ref: { kind: node['objtype'] === 'OBJECT_MATVIEW' ? 'MATERIALIZED_VIEW' : 'TABLE', ...relation((node['into'] as Node | undefined)?.['rel']) }, phase: 'materializedViews' }),
  CreateFunctionStmt: (node) => (node['is_procedure'] === true ? { ref: { kind: 'PROCEDURE', ...nameList(node['funcname']) }, phase: 'procedures' } : { ref: { kind: 'FUNCTION', ...nameList(node['funcname']) }, phase: 'functions' }),
  CreateTrigStmt: (node) => {
    const table = relation(node['relation']);
    return { ref: { kind: 'TRIGGER', schema: table.schema, parent: table.name, name: text(node['trigname']) }, phase: 'triggers' };
  },
  IndexStmt: (node) => {
    const table = relation(node['relation']);
    return { ref: { kind: 'INDEX', schema: table.schema, parent: table.name, name: text(node['idxname']) }, phase: 'indexes' };
  },
  AlterTableStmt: alteredTable,
  CreateSeqStmt: (node) => ({ ref: { kind: 'SEQUENCE', ...relation(node['sequence']) }, phase: 'sequences' }),
  AlterSeqStmt: (node) => ({ ref: { kind: 'STEP', ...relation(node['sequence']) }, phase: 'finish' }),
  CreateDomainStmt: (node) => ({ ref: { kind: 'DOMAIN', ...nameList(node['domainname']) }, phase: 'types' }),
  CompositeTypeStmt: (node) => ({ ref: { kind: 'TYPE', ...relation(node['typevar']) }, phase: 'types' }),
  CreateEnumStmt: (node) => ({ ref: { kind: 'TYPE', ...nameList(node['typeName']) }, phase: 'types' }),
  CreateRangeStmt: (node) => ({ ref: { kind: 'TYPE', ...nameList(node['typeName']) }, phase: 'types' }),
  CreateSchemaStmt: (node) => ({ ref: { kind: 'SCHEMA', schema: '', name: text(node['schemaname']) }, phase: 'schemas' }),
  DefineStmt: (node) => ({ ref: { kind: node['kind'] === 'OBJECT_COLLATION' ? 'COLLATION' : 'STEP', ...nameList(node['defnames']) }, phase: 'collations' }),
  CreateEventTrigStmt: (node) => ({ ref: { kind: 'EVENT_TRIGGER', schema: '', name: text(node['trigname']) }, phase: 'triggers' }),
  CommentStmt: () => ({ ref: { kind: 'COMMENT', schema: '', name: '' }, phase: 'comments' }),
  GrantStmt: () => ({ ref: { kind: 'STEP', schema: '', name: 'grant' }, phase: 'security' }),
  AlterFunctionStmt: () => ({ ref: { kind: 'STEP', schema: '', name: 'alter' }, phase: 'finish' }),
  RuleStmt: () => ({ ref: { kind: 'STEP', schema: '', name: 'rule' }, phase: 'triggers' }),
  CreateStatsStmt: () => ({ ref: { kind: 'STEP', schema: '', name: 'statistics' }, phase: 'indexes' }),
};

const same = (a: TargetRef, b: TargetRef): boolean => a.kind === b.kind && a.schema === b.schema && a.name === b.name && (a.parent ?? '') === (b.parent ?? '');
const words = (ref: TargetRef): string => `${ref.kind.toLowerCase().replaceAll('_', ' ')} ${ref.schema === '' ? '' : `${ref.schema}.`}${ref.name}`;
const refused = (message: string, offset?: number, hint?: string): CodeReading => ({ refusal: { sqlstate: '42601', message, ...(hint === undefined ? {} : { hint }), ...(offset === undefined ? {} : { offset }) } });

/** Bytes of UTF-8 to offsets in UTF-16, for places that only grow. Linear in the text. */
function byteOffsets(code: string): (bytes: number) => number {
  let [at, seen] = [0, 0];
  return (bytes) => {
    while (seen < bytes && at < code.length) {
      const point = code.codePointAt(at) as number;
      seen += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
      at += point > 0xffff ? 2 : 1;
    }
    return at;
  };
}

function parse(code: string): Tree | ServerMessage {
  try {
    return parseSync(code) as unknown as Tree;
  } catch (thrown) {
    // The parser tells of trouble in the text by throwing.
    if (!(thrown instanceof Error)) throw thrown;
    const at = hasSqlDetails(thrown) ? thrown.sqlDetails?.cursorPosition : undefined;
    return { sqlstate: '42601', message: thrown.message, ...(at !== undefined && at > 0 ? { offset: utf16Offset(code, at) } : {}) };
  }
}

interface Piece {
  readonly sql: string;
  readonly start: number;
  readonly described: Described;
  readonly plpgsql: boolean;
}

/** Cuts a text at its statements; comments before a statement stay with it, what follows the last one stays with that. */
function pieces(code: string, tree: Tree): readonly Piece[] | CodeReading {
  const out: Piece[] = [];
  const offset = byteOffsets(code);
  const statements = tree.stmts ?? [];
  let from = 0;
  for (const [index, one] of statements.entries()) {
    const begin = offset(one.stmt_location ?? 0);
    const end = one.stmt_len === undefined || one.stmt_len === 0 ? code.length : offset((one.stmt_location ?? 0) + one.stmt_len);
    const last = index === statements.length - 1;
    const tail = last ? code.length : end;
    const body = code.slice(from, tail).replace(/^;?\s+|\s+$/g, (space, at: number) => (at === 0 && space.startsWith(';') ? '' : ''));
    const [kind, node] = Object.entries(one.stmt ?? {})[0] ?? ['', {}];
    const describe = describers[kind];
    if (describe === undefined) return refused(`A statement of the kind ${kind.replace(/Stmt$/, '')} has no place here.`, begin, 'The code of an object holds statements that define it: CREATE, ALTER TABLE, COMMENT ON, GRANT.');
    const sql = body.replace(/^;\s*/, '');
    out.push({ sql: sql.trimEnd().endsWith(';') || /--[^\n]*$/.test(sql) ? sql : `${sql};`, start: code.indexOf(sql, from), described: describe(node), plpgsql: /\blanguage\s+'?plpgsql\b/i.test(sql) });
    from = end;
  }
  return out;
}

/**
 * Cuts a person's text for an object into statements as the converter would have made them: what the converter made as well keeps its
 * name, phase and needs; what is new stands in the phase of its kind and needs what the object needs.
 */
export async function readCode(code: string, like: readonly TargetStatement[]): Promise<CodeReading> {
  await parserVersion();
  const zero = code.indexOf('\0');
  if (zero >= 0) return refused('PostgreSQL texts cannot hold U+0000.', zero);
  const tree = parse(code);
  if ('sqlstate' in tree) return { refusal: tree };
  if ((tree.stmts ?? []).length === 0) return refused('There is no statement in the text.');
  const cut = pieces(code, tree);
  if (!Array.isArray(cut)) return cut as CodeReading;
  const list = cut as readonly Piece[];
  const main = [...like].sort((a, b) => a.phase - b.phase)[0]?.creates;
  if (main !== undefined && !list.some((p) => same(p.described.ref, main)))
    return refused(`The text does not define the ${words(main)}.`, undefined, 'An object keeps its kind, schema and name here; write the name with its schema.');
  const needs = [...new Set(like.flatMap((s) => s.needs))];
  const statements: TargetStatement[] = [];
  for (const [index, piece] of list.entries()) {
    if (piece.plpgsql) {
      const problem = bodyProblem(piece);
      if (problem !== undefined) return { refusal: problem };
    }
    const known = like.find((s) => s.sql === piece.sql) ?? like.find((s) => same(s.creates, piece.described.ref) && (s.creates.kind !== 'COMMENT' || s.sql === piece.sql));
    const own = piece.described.ref;
    const about: TargetRef = own.kind === 'STEP' || own.kind === 'COMMENT' ? { kind: own.kind, schema: main?.schema ?? own.schema, name: `${main?.name ?? own.name}`, ...(main?.parent === undefined ? {} : { parent: main.parent }) } : own;
    statements.push(known === undefined ? { sql: piece.sql, links: [], creates: about, phase: phases[phaseOf(piece, like)], needs } : { ...known, sql: piece.sql, links: [], needs: index === 0 ? needs : known.needs });
  }
  return { statements };
}

/** A trigger function stands where the converter put the object's own function. */
const phaseOf = (piece: Piece, like: readonly TargetStatement[]): PhaseName =>
  piece.described.ref.kind === 'FUNCTION' && like.some((s) => s.phase === phases.triggerFunctions) ? 'triggerFunctions' : piece.described.phase;

function bodyProblem(piece: Piece): ServerMessage | undefined {
  try {
    parseBody(piece.sql);
    return undefined;
  } catch (thrown) {
    // The parser tells of trouble in the text by throwing.
    if (!(thrown instanceof Error)) throw thrown;
    const at = hasSqlDetails(thrown) ? thrown.sqlDetails?.cursorPosition : undefined;
    return { sqlstate: '42601', message: thrown.message, ...(at !== undefined && at > 0 ? { offset: piece.start + utf16Offset(piece.sql, at) } : {}) };
  }
}
