import { group, hardline, indent, join, line } from '@ferry/kernel';
import type { Doc } from '@ferry/kernel';
import type { Block, Condition, CursorDirection, Declaration, DeclareCursor, ExceptionHandler, Expression, Into, Node, PlStatement, Target } from '../syntax';
import { inline } from './comments';
import { ddlBody } from './ddl';
import { dmlBody, dmlDoc } from './dml';
import { argumentList, expression } from './expressions';
import { quoteIdentifier, quoteParts } from './identifiers';
import { brackets, commas, leading, link, onOwnLines, words } from './layout';
import { stringLiteral } from './literals';
import { typeText } from './names';
import { isQuery, query, queryBody } from './queries';
import { isDml } from './statement';
import { literalDoc } from './text';

type Printers = { readonly [K in PlStatement['kind']]: (node: Extract<PlStatement, { readonly kind: K }>) => Doc };

const target = (t: Target): Doc => [quoteParts(t.parts), (t.subscripts ?? []).map((s) => ['[', expression(s), ']'])];
const oneLine = (items: readonly Doc[]): Doc => group(indent(commas(items)));
const targets = (list: readonly Target[]): Doc => oneLine(list.map(target));

const into = (i: Into): Doc => [`INTO ${i.strict === true ? 'STRICT ' : ''}`, targets(i.targets)];

const condition = (c: Condition): string => ('name' in c ? quoteIdentifier(c.name.toLowerCase()) : `SQLSTATE ${stringLiteral(c.sqlstate)}`);

/** Statements on lines of their own; a place that needs one and has none gets none: PL/pgSQL allows empty lists. */
export const statements = (list: readonly PlStatement[]): Doc => join(hardline, list.map((s) => onOwnLines(s, (printers[s.kind] as (node: PlStatement) => Doc)(s), ';')));

const indented = (list: readonly PlStatement[]): Doc => (list.length === 0 ? '' : indent(hardline, statements(list)));

const using = (list: readonly Expression[] | undefined): Doc => (list && list.length > 0 ? [' USING ', oneLine(list.map((e) => expression(e)))] : '');

/** Nodes whose parts stand in brackets of their own. */
const bracketed = new Set(['Call', 'ScalarSubquery', 'Exists', 'InSubquery', 'QuantifiedSubquery']);
const holdsCase = (value: unknown): boolean => {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some(holdsCase);
  const { kind } = value as { readonly kind?: unknown };
  return kind === 'Case' || (!bracketed.has(String(kind)) && Object.values(value).some(holdsCase));
};

/** A condition in front of THEN: PL/pgSQL reads up to the first THEN that stands in no brackets, which may be one of a CASE. */
const untilThen = (e: Expression): Doc => (holdsCase(e) ? brackets(expression(e)) : expression(e));

type DeclarationPrinters = { readonly [K in Declaration['kind']]: (node: Extract<Declaration, { readonly kind: K }>) => Doc };

const scroll = (n: { readonly scroll?: boolean | undefined }): string => (n.scroll === undefined ? '' : n.scroll ? 'SCROLL ' : 'NO SCROLL ');

const cursorParameters = (n: DeclareCursor): string =>
  n.parameters && n.parameters.length > 0 ? ` (${n.parameters.map((p) => `${quoteIdentifier(p.name)} ${typeText(p.type)}`).join(', ')})` : '';

const declarations: DeclarationPrinters = {
  DeclareVariable: (n) =>
    words(
      quoteIdentifier(n.name),
      n.constant === true && 'CONSTANT',
      typeText(n.type),
      n.collation !== undefined && `COLLATE ${quoteIdentifier(n.collation)}`,
      n.notNull === true && 'NOT NULL',
      n.initial && [':= ', expression(n.initial)],
    ),
  DeclareCursor: (n) => [`${quoteIdentifier(n.name)} ${scroll(n)}CURSOR${cursorParameters(n)} FOR`, indent(hardline, query(n.query))],
  DeclareAlias: (n) => `${quoteIdentifier(n.name)} ALIAS FOR ${/^\$\d+$/.test(n.of) ? n.of : quoteIdentifier(n.of)}`,
};

const declaration = (d: Declaration): Doc => onOwnLines(d, (declarations[d.kind] as (node: Declaration) => Doc)(d), ';');

const handler = (h: ExceptionHandler): Doc => [
  hardline,
  onOwnLines(h, [`WHEN ${h.conditions.map(condition).join(' OR ')} THEN`, indented(h.body)], ''),
];

/** The statement that a statement of PL/pgSQL holds: its comments before the semicolon that is not its own. */
const inner = (n: Pick<Node, 'source' | 'leadingComments' | 'trailingComment'>, body: Doc): Doc => [
  leading(n.leadingComments),
  link(n.source, body),
  n.trailingComment === undefined ? '' : [' ', inline(n.trailingComment)],
];

/** A block without its comments and last semicolon. */
function block(b: Block): Doc {
  return [
    b.label === undefined ? '' : [`<<${quoteIdentifier(b.label)}>>`, hardline],
    b.declarations && b.declarations.length > 0 ? ['DECLARE', indent(hardline, join(hardline, b.declarations.map(declaration))), hardline] : '',
    'BEGIN',
    indented(b.body),
    b.handlers && b.handlers.length > 0 ? [hardline, 'EXCEPTION', indent(b.handlers.map(handler))] : '',
    b.closingComments && b.closingComments.length > 0 ? indent(hardline, leadingWithoutLastBreak(b.closingComments)) : '',
    hardline,
    'END',
    b.label === undefined ? '' : ` ${quoteIdentifier(b.label)}`,
  ];
}

const leadingWithoutLastBreak = (comments: readonly string[]): Doc => join(hardline, comments.map((c) => (leading([c]) as readonly Doc[])[0] as Doc));

/** The block as the whole text of a routine's body. */
export const bodyBlock = (b: Block): Doc => onOwnLines(b, block(b), ';');

const labelled = (label: string | undefined, head: Doc, body: readonly PlStatement[]): Doc => [
  label === undefined ? '' : [`<<${quoteIdentifier(label)}>>`, hardline],
  head,
  'LOOP',
  indented(body),
  hardline,
  'END LOOP',
  label === undefined ? '' : ` ${quoteIdentifier(label)}`,
];

/** `RETURN next`, `RETURN query` and `FOR i IN reverse` would be read as PL/pgSQL's own words. */
const guarded = (e: Expression, trap: RegExp): Doc => {
  const first = e.kind === 'VariableRef' || e.kind === 'ColumnRef' ? e.parts[0] : e.kind === 'Call' && e.name.schema === undefined ? e.name.name : undefined;
  return first !== undefined && trap.test(first) ? brackets(expression(e)) : expression(e);
};

const exit = (word: string, n: { readonly label?: string | undefined; readonly when?: Expression | undefined }): Doc =>
  words(word, n.label !== undefined && quoteIdentifier(n.label), n.when && ['WHEN ', expression(n.when)]);

function direction(d: CursorDirection): Doc {
  return 'count' in d ? [`${d.to} `, expression(d.count)] : d.to;
}

const printers: Printers = {
  Block: block,
  Assign: (n) => [target(n.target), ' := ', expression(n.value)],
  If: (n) => [
    n.branches.map((b, i) => [i === 0 ? 'IF ' : [hardline, 'ELSIF '], indent(untilThen(b.condition)), ' THEN', indented(b.body)]),
    n.otherwise ? [hardline, 'ELSE', indented(n.otherwise)] : '',
    hardline,
    'END IF',
  ],
  CaseStatement: (n) => [
    'CASE',
    n.operand ? [' ', expression(n.operand)] : '',
    indent(
      n.branches.map((b) => [hardline, 'WHEN ', oneLine(b.whens.map((e) => untilThen(e))), ' THEN', indented(b.body)]),
      n.otherwise ? [hardline, 'ELSE', indented(n.otherwise)] : '',
    ),
    hardline,
    'END CASE',
  ],
  Loop: (n) => labelled(n.label, '', n.body),
  While: (n) => labelled(n.label, ['WHILE ', indent(expression(n.condition)), ' '], n.body),
  ForInteger: (n) =>
    labelled(
      n.label,
      [`FOR ${quoteIdentifier(n.variable)} IN ${n.reverse === true ? 'REVERSE ' : ''}`, guarded(n.from, /^reverse$/), ' .. ', expression(n.to), n.by ? [' BY ', expression(n.by)] : '', ' '],
      n.body,
    ),
  ForQuery: (n) => {
    const source: Doc =
      'cursor' in n.in
        ? [`${quoteIdentifier(n.in.cursor)}`, n.in.args && n.in.args.length > 0 ? brackets(argumentList(n.in.args)) : '', ' ']
        : 'execute' in n.in
          ? ['EXECUTE ', expression(n.in.execute), using(n.in.using), ' ']
          : [indent(hardline, isQuery(n.in.query) ? query(n.in.query) : dmlDoc(n.in.query)), hardline];
    return labelled(n.label, ['FOR ', targets(n.targets), 'query' in n.in ? ' IN' : ' IN ', source], n.body);
  },
  ForEach: (n) => labelled(n.label, ['FOREACH ', targets(n.targets), n.slice === undefined ? '' : ` SLICE ${n.slice}`, ' IN ARRAY ', expression(n.array), ' '], n.body),
  Exit: (n) => exit('EXIT', n),
  Continue: (n) => exit('CONTINUE', n),
  Return: (n) => (n.value ? ['RETURN ', guarded(n.value, /^(?:next|query)$/)] : 'RETURN'),
  ReturnNext: (n) => (n.value ? ['RETURN NEXT ', expression(n.value)] : 'RETURN NEXT'),
  ReturnQuery: (n) =>
    'execute' in n.of
      ? ['RETURN QUERY EXECUTE ', expression(n.of.execute), using(n.of.using)]
      : ['RETURN QUERY', indent(hardline, isQuery(n.of.query) ? query(n.of.query) : dmlDoc(n.of.query))],
  Raise: (n) => {
    const options = (n.using ?? []).map((u): Doc => [`${u.option} = `, expression(u.value)]);
    const subject: Doc = n.format !== undefined ? literalDoc(n.format) : n.condition ? condition(n.condition) : '';
    return group(
      words('RAISE', n.level, subject),
      (n.args ?? []).map((a) => [', ', expression(a)]),
      options.length === 0 ? '' : [indent(line, 'USING ', commas(options))],
    );
  },
  Perform: (n) => {
    const q = n.query;
    // PERFORM stands in the place of SELECT and takes no WITH in front of it.
    if (q.with !== undefined) return ['PERFORM *', hardline, 'FROM ', brackets(query(q)), ' AS performed'];
    return inner(q, queryBody(q, { perform: true }));
  },
  SqlStatement: (n) => {
    const s = n.statement;
    const body: Doc = isQuery(s) ? queryBody(s, n.into ? { into: into(n.into) } : {}) : isDml(s) ? [dmlBody(s), n.into ? [hardline, into(n.into)] : ''] : ddlBody(s);
    return inner(s, body);
  },
  Execute: (n) => ['EXECUTE ', indent(expression(n.command)), n.into ? [' ', into(n.into)] : '', using(n.using)],
  CallStatement: (n) => inner(n.call, ddlBody(n.call)),
  OpenCursor: (n) => [
    `OPEN ${quoteIdentifier(n.cursor)}`,
    n.args && n.args.length > 0 ? [' ', brackets(argumentList(n.args))] : '',
    n.for === undefined
      ? ''
      : [` ${scroll(n)}FOR`, 'execute' in n.for ? [' EXECUTE ', expression(n.for.execute), using(n.for.using)] : indent(hardline, query(n.for.query))],
  ],
  FetchCursor: (n) => ['FETCH ', n.direction ? [direction(n.direction), ' FROM '] : '', `${quoteIdentifier(n.cursor)} INTO `, targets(n.into)],
  MoveCursor: (n) => ['MOVE ', n.direction ? [direction(n.direction), ' FROM '] : '', quoteIdentifier(n.cursor)],
  CloseCursor: (n) => `CLOSE ${quoteIdentifier(n.cursor)}`,
  GetDiagnostics: (n) => ['GET DIAGNOSTICS ', oneLine(n.items.map((i) => [target(i.target), ` = ${i.item}`]))],
  GetStackedDiagnostics: (n) => group('GET STACKED DIAGNOSTICS', indent(line, commas(n.items.map((i) => [target(i.target), ` = ${i.item}`])))),
  Commit: (n) => `COMMIT${n.chain === true ? ' AND CHAIN' : ''}`,
  Rollback: (n) => `ROLLBACK${n.chain === true ? ' AND CHAIN' : ''}`,
  NullStatement: () => 'NULL',
  Assert: (n) => ['ASSERT ', expression(n.condition), n.message ? [', ', expression(n.message)] : ''],
};
