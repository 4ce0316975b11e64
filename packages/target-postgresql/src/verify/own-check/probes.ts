import type { Body, Datum, Node } from './body';
import { lineOf, node, nodes, numberOf, queryOf, textOf } from './body';
import { tableName, temporaryName } from '../../check/temporary-tables';
import { columnCount, isQuery, withoutData } from './queries';

/** One question to the server: a statement of PL/pgSQL that looks at an embedded query without running it. */
export interface Probe {
  /** Line of the body. */
  readonly line: number;
  /** The query as it stands in the body, for places in it. */
  readonly query: string;
  /** The statement, and where `query` begins in what the server parses. */
  readonly code: string;
  readonly before: number;
  /** SQLSTATEs that are an answer; others say only that this question could not be asked. `undefined` for every one. */
  readonly only?: readonly string[];
}

/** Code in the order of the body: declarations, probes and the brackets around them. */
export type Piece = { readonly probe: Probe } | { readonly code: string };

/** 42804 `datatype_mismatch`: structures that do not fit; 42846 `cannot_coerce`. */
const shapes = ['42804'];
const casts = ['42846'];

const explainText = 'EXPLAIN (COSTS OFF) ';
const selectText = `${explainText}SELECT `;

/** Types whose values cannot be written into a cast, or that take anything. */
const castable = (type: string): boolean => !/%|^(?:record|refcursor|unknown|void|trigger|pg_catalog\.record)$|^"?unknown"?$/i.test(type);

/**
 * Turns the body of a routine into questions, in the order of the text and inside of the same nested blocks, so that names mean what
 * they mean there. Records get the structure of the queries that fill them, by running those with LIMIT 0.
 * @param result the routine's own type, when it returns a scalar
 */
export function probes(body: Body, result: string | undefined): readonly Piece[] {
  const pieces: Piece[] = [];
  const declared = new Set<Datum>();
  const cursorQueries = new Map<number, string>();
  const code = (text: string): number => pieces.push({ code: text });
  const explain = (line: number, query: string | undefined): void => {
    if (query !== undefined) pieces.push({ probe: { line, query, code: `FOR ferry_row IN ${explainText}${query}\nLOOP EXIT; END LOOP;`, before: explainText.length } });
  };
  const evaluate = (line: number, expression: string | undefined): void => {
    if (expression !== undefined) pieces.push({ probe: { line, query: expression, code: `FOR ferry_row IN ${selectText}${expression}\nLOOP EXIT; END LOOP;`, before: selectText.length } });
  };
  const convert = (line: number, expression: string, type: string): void => {
    evaluate(line, expression);
    if (!castable(type)) return;
    const head = `${selectText}CAST((`;
    pieces.push({ probe: { line, query: expression, code: `FOR ferry_row IN ${head}${expression}\n) AS ${type})\nLOOP EXIT; END LOOP;`, before: head.length, only: casts } });
  };
  /** Fills the targets with nothing, which gives records their structure and compares the number of columns. */
  const fill = (line: number, query: string, target: Node | undefined): void => {
    const targets = target === undefined ? [] : targetNames(target);
    // One variable of a composite type takes a whole row.
    const whole = target?.kind === 'rec' || (targets.length === 1 && body.datums.some((d) => d.type.endsWith('%rowtype') && identifier(d.name) === targets[0]));
    const columns = whole || targets.length === 0 ? undefined : columnCount(query);
    if (columns !== undefined && columns !== targets.length) {
      const message = `the query gives ${columns} ${columns === 1 ? 'column' : 'columns'} for ${targets.length} ${targets.length === 1 ? 'variable' : 'variables'}`;
      pieces.push({ probe: { line, query, code: `RAISE EXCEPTION USING ERRCODE = '42804', MESSAGE = '${message}';`, before: 0 } });
    }
    if (targets.length === 0 || !isQuery(query)) return;
    const head = `SELECT * INTO ${targets.join(', ')} FROM (`;
    pieces.push({ probe: { line, query, code: `${head}${query}\n) AS ferry_rows LIMIT 0;`, before: 'SELECT * FROM ('.length, only: shapes } });
  };
  const forget = (target: Node | undefined): void => {
    if (target?.kind === 'rec' && !/^(?:new|old)$/.test(textOf(target.fields['refname']) ?? '')) code(`${identifier(textOf(target.fields['refname']) ?? '')} := NULL;`);
  };

  const declare = (datum: Datum): string => `${identifier(datum.name)} ${datum.type};`;
  /** Variables of a block: those on the lines between what came before it and its BEGIN. */
  const variablesOf = (block: Node): readonly Datum[] => {
    const names = new Set<string>();
    return body.datums.filter((d) => {
      const own = !declared.has(d) && (d.kind === 'var' || d.kind === 'rec') && d.line > 0 && d.line <= lineOf(block) && !/^(?:sqlstate|sqlerrm)$/.test(d.name) && !d.name.startsWith('__Case__');
      if (own) declared.add(d);
      const kept = own && !names.has(d.name);
      if (kept) names.add(d.name);
      return kept;
    });
  };
  const block = (of: Node): void => {
    const variables = variablesOf(of);
    const label = textOf(of.fields['label']);
    code(`${label === undefined ? '' : `<<${identifier(label)}>>\n`}DECLARE\n${variables.map(declare).join('\n')}\nBEGIN`);
    for (const v of variables) {
      const initial = queryOf(v.fields['default_val']);
      if (initial !== undefined) convert(v.line, initial, v.type);
      const cursor = queryOf(v.fields['cursor_explicit_expr']);
      if (cursor !== undefined) {
        explain(v.line, cursor);
        cursorQueries.set(body.datums.indexOf(v), cursor);
      }
    }
    statements(of.fields['body']);
    const handlers = nodes(node(of.fields['exceptions'])?.fields['exc_list']);
    for (const handler of handlers) {
      code('DECLARE\nsqlstate text;\nsqlerrm text;\nBEGIN');
      statements(handler.fields['action']);
      code('END;');
    }
    code(`END${label === undefined ? '' : ` ${identifier(label)}`};`);
  };
  const assign = (of: Node): void => {
    const text = queryOf(of.fields['expr']);
    if (text === undefined) return;
    const at = /:?=/.exec(text);
    if (at === null) return;
    const expression = text.slice(at.index + at[0].length);
    const target = body.datums[numberOf(of.fields['varno'])];
    if (target?.kind === 'var') return convert(lineOf(of), expression, target.type);
    evaluate(lineOf(of), expression);
    // The field of a record: it must be there.
    if (target?.kind === 'recfield') evaluate(lineOf(of), text.slice(0, at.index));
  };
  const expressions = (line: number, list: unknown): void => {
    for (const e of nodes(list)) evaluate(line, textOf(e.fields['query']) ?? queryOf(e.fields['expr']));
  };
  const loopVariable = (of: Node, run: () => void): void => {
    const variable = node(of.fields['var']);
    const name = textOf(variable?.fields['refname']) ?? '';
    const line = numberOf(variable?.fields['lineno']);
    const datum = body.datums.find((d) => d.kind === 'var' && d.name === name && d.line === line);
    if (datum) declared.add(datum);
    code(`DECLARE\n${identifier(name)} integer;\nBEGIN`);
    run();
    code('END;');
  };
  const chooseCase = (of: Node): void => {
    const subject = queryOf(of.fields['t_expr']);
    evaluate(lineOf(of), subject);
    for (const branch of nodes(of.fields['case_when_list'])) {
      const condition = queryOf(branch.fields['expr']);
      evaluate(lineOf(branch), subject === undefined ? condition : condition?.replace(/"__Case__Variable_\d+__"/g, () => `(${subject}\n)`));
      statements(branch.fields['stmts']);
    }
    statements(of.fields['else_stmts']);
  };
  const execute = (of: Node): void => {
    const query = queryOf(of.fields['sqlstmt']) ?? '';
    const line = lineOf(of);
    const temporary = temporaryName(query);
    if (temporary === undefined && tableName(query) !== undefined) {
      // A table that stays is made in a transaction that is rolled back.
      pieces.push({ probe: { line, query, code: `${withoutData(query)};`, before: 0 } });
    } else if (temporary !== undefined) {
      const replace = /\bif\s+not\s+exists\b/i.test(query) ? '' : `DROP TABLE IF EXISTS pg_temp.${identifier(temporary)}; `;
      pieces.push({ probe: { line, query, code: `${replace}${withoutData(query)};`, before: 0 } });
    } else if (/^\s*(?:select|with|values|insert|update|delete|merge|\()/i.test(query)) {
      explain(line, query);
      if (of.fields['into'] === true) fill(line, query, node(of.fields['target']));
    } else if (/^\s*(?:create\s+(?:unique\s+)?index|alter\s+table)\b/i.test(query) && mentionsMade(query)) {
      pieces.push({ probe: { line, query, code: `${query}\n;`, before: 0 } });
    }
  };
  /** Whether a statement names a table that was made before it. */
  const mentionsMade = (query: string): boolean => {
    const words = new Set(query.match(/[\w$]+/g));
    return pieces.some((p) => 'probe' in p && words.has(tableName(p.probe.query) ?? ''));
  };
  const statement = (of: Node): void => {
    const { kind, fields } = of;
    const line = lineOf(of);
    switch (kind) {
      case 'stmt_block':
        return block(of);
      case 'stmt_assign':
        return assign(of);
      case 'stmt_if':
        evaluate(line, queryOf(fields['cond']));
        statements(fields['then_body']);
        for (const branch of nodes(fields['elsif_list'])) {
          evaluate(lineOf(branch), queryOf(branch.fields['cond']));
          statements(branch.fields['stmts']);
        }
        return statements(fields['else_body']);
      case 'stmt_case':
        return chooseCase(of);
      case 'stmt_while':
        evaluate(line, queryOf(fields['cond']));
        return statements(fields['body']);
      case 'stmt_loop':
        return statements(fields['body']);
      case 'stmt_exit':
        return evaluate(line, queryOf(fields['cond']));
      case 'stmt_fori':
        for (const bound of ['lower', 'upper', 'step']) evaluate(line, queryOf(fields[bound]));
        return loopVariable(of, () => statements(fields['body']));
      case 'stmt_fors': {
        const query = queryOf(fields['query']);
        explain(line, query);
        if (query !== undefined) fill(line, query, node(fields['var']));
        return statements(fields['body']);
      }
      case 'stmt_forc': {
        const query = cursorQueries.get(numberOf(fields['curvar']));
        const variable = node(fields['var']);
        const name = textOf(variable?.fields['refname']) ?? '';
        for (const datum of body.datums) if (datum.name === name && datum.line === line) declared.add(datum);
        code(`DECLARE\n${identifier(name)} record;\nBEGIN`);
        if (query !== undefined) fill(line, query, variable);
        statements(fields['body']);
        return void code('END;');
      }
      case 'stmt_dynfors':
        evaluate(line, queryOf(fields['query']));
        expressions(line, fields['params']);
        forget(node(fields['var']));
        return statements(fields['body']);
      case 'stmt_foreach_a':
        evaluate(line, queryOf(fields['expr']));
        return statements(fields['body']);
      case 'stmt_execsql':
        return execute(of);
      case 'stmt_dynexecute':
        evaluate(line, queryOf(fields['query']));
        expressions(line, fields['params']);
        return forget(node(fields['target']));
      case 'stmt_perform':
        return explain(line, queryOf(fields['expr']));
      case 'stmt_call': {
        // The right to call was taken away: the server looks at the call, compares its arguments, and then refuses to run it.
        const query = queryOf(fields['expr']);
        if (query !== undefined && fields['is_call'] === true) pieces.push({ probe: { line, query, code: `${query}\n;`, before: 0 } });
        return;
      }
      case 'stmt_return': {
        const query = queryOf(fields['expr']);
        if (query === undefined) return;
        return result === undefined ? evaluate(line, query) : convert(line, query, result);
      }
      case 'stmt_return_next':
        return evaluate(line, queryOf(fields['expr']));
      case 'stmt_return_query': {
        const query = queryOf(fields['query']);
        explain(line, query);
        if (query !== undefined && isQuery(query)) {
          const head = 'RETURN QUERY SELECT * FROM (';
          pieces.push({ probe: { line, query, code: `${head}${query}\n) AS ferry_rows LIMIT 0;`, before: 'SELECT * FROM ('.length, only: shapes } });
        }
        evaluate(line, queryOf(fields['dynquery']));
        return expressions(line, fields['params']);
      }
      case 'stmt_raise':
        expressions(line, fields['params']);
        return expressions(line, fields['options']);
      case 'stmt_assert':
        evaluate(line, queryOf(fields['cond']));
        return evaluate(line, queryOf(fields['message']));
      case 'stmt_open': {
        const query = queryOf(fields['query']);
        explain(line, query);
        if (query !== undefined) cursorQueries.set(numberOf(fields['curvar']), query);
        else if (fields['dynquery'] !== undefined) cursorQueries.delete(numberOf(fields['curvar']));
        evaluate(line, queryOf(fields['dynquery']));
        return expressions(line, fields['params']);
      }
      case 'stmt_fetch': {
        if (fields['is_move'] === true) return;
        const query = cursorQueries.get(numberOf(fields['curvar']));
        return query === undefined ? forget(node(fields['target'])) : fill(line, query, node(fields['target']));
      }
      default:
        // COMMIT, ROLLBACK, GET DIAGNOSTICS, CLOSE: nothing in them is a query.
        return;
    }
  };
  const statements = (list: unknown): void => {
    for (const of of nodes(list)) statement(of);
  };
  block(body.block);
  return pieces;
}

export const identifier = (name: string): string => `"${name.replace(/"/g, '""')}"`;

/** What stands behind INTO: a record, or a row of variables. */
function targetNames(target: Node): readonly string[] {
  if (target.kind === 'rec' || target.kind === 'var') return [identifier(textOf(target.fields['refname']) ?? '')];
  if (target.kind !== 'row') return [];
  const fields = Array.isArray(target.fields['fields']) ? (target.fields['fields'] as readonly Record<string, unknown>[]) : [];
  const names = fields.map((f) => textOf(f['name']) ?? '');
  // A field of a record is written with its dot: it is no name of one part.
  return names.includes('') ? [] : names.map((n) => n.split('.').map(identifier).join('.'));
}
