import type { CodeObject } from '@ferry/catalog';
import type { QualifiedName, Query, Statement, TableElement } from '../syntax';
import { intoOf } from './bind-queries';

/** How a routine makes a table that the scripts define nowhere. */
export type MadeTable = { readonly elements: readonly TableElement[] } | { readonly query: Query };

/** What a routine makes and calls, seen from its statements alone; names are folded. */
export interface Survey {
  /** Schema (empty when not written) and name of the procedures it executes. */
  readonly calls: readonly (readonly [schema: string, name: string])[];
  readonly temporary: ReadonlySet<string>;
  /** Cursors by name in lower case; those that a text of its own declares (they are global) with their query. */
  readonly cursors: ReadonlyMap<string, Query | undefined>;
  /** Other tables by schema and name, as `schema\0name`. */
  readonly made: ReadonlyMap<string, MadeTable>;
  /** What ALTER TABLE adds to tables, by the same keys. */
  readonly added: ReadonlyMap<string, readonly TableElement[]>;
}

type Fold = (name: string) => string;

/** The statements directly inside a statement. */
export function innerStatements(node: Statement): readonly Statement[] {
  switch (node.kind) {
    case 'BlockStatement': return node.statements;
    case 'IfStatement': return node.otherwise === undefined ? [node.then] : [node.then, node.otherwise];
    case 'WhileStatement': return [node.body];
    case 'TryCatchStatement': return [...node.attempt, ...node.handler];
    case 'WaitForStatement': return node.statement === undefined ? [] : [node.statement];
    case 'InsertStatement': return node.source.kind === 'ExecuteStatement' ? [node.source] : [];
    default: return [];
  }
}

/** Visits statements and those inside them, in the order of the text; no recursion. */
export function visitStatements(statements: readonly Statement[], visit: (node: Statement) => void): void {
  const stack = [...statements].reverse();
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    visit(node);
    const inner = innerStatements(node);
    for (let i = inner.length - 1; i >= 0; i--) stack.push(inner[i] as Statement);
  }
}

/** The statements of a routine or trigger. */
export const bodyOf = (node: Statement | undefined): readonly Statement[] =>
  node?.kind === 'CreateProcedureStatement' || node?.kind === 'CreateTriggerStatement' ? node.body : node?.kind === 'CreateFunctionStatement' ? (node.body ?? []) : [];

/** A temporary table of a text goes with the text. */
const isLocal = (name: QualifiedName): boolean => /^#[^#]/.test(name.parts[name.parts.length - 1]?.name ?? '');

/** @param texts the statements of the texts that it puts together and runs */
export function surveyRoutine(object: CodeObject, statement: Statement | undefined, fold: Fold, texts: readonly (readonly Statement[])[]): Survey {
  const calls: (readonly [string, string])[] = [];
  const temporary = new Set<string>();
  const cursors = new Map<string, Query | undefined>();
  const made = new Map<string, MadeTable>();
  const added = new Map<string, TableElement[]>();
  const keyOf = (name: QualifiedName): string => {
    const last = name.parts[name.parts.length - 1]?.name ?? '';
    return last.startsWith('##') ? fold(last) : `${fold(name.parts[name.parts.length - 2]?.name ?? object.schema)}\u0000${fold(last)}`;
  };
  const make = (name: QualifiedName, table: MadeTable): void => {
    if (isLocal(name)) temporary.add(fold(name.parts[name.parts.length - 1]?.name ?? ''));
    else made.set(keyOf(name), table);
  };
  const look = (node: Statement, ofText: boolean): void => {
    if (node.kind === 'ExecuteStatement' && node.target.kind === 'ExecuteProcedure' && node.target.name.kind === 'QualifiedName') {
      const { parts } = node.target.name;
      calls.push([fold(parts[parts.length - 2]?.name ?? ''), fold(parts[parts.length - 1]?.name ?? '')]);
    } else if (node.kind === 'CreateTableStatement' && !(ofText && isLocal(node.name))) make(node.name, node.query === undefined ? { elements: node.elements } : { query: node.query });
    else if (node.kind === 'DeclareCursorStatement') cursors.set(node.name.name.toLowerCase(), ofText ? node.cursor.query : undefined);
    else if (node.kind === 'AlterTableStatement' && node.action.kind === 'AddElements' && !isLocal(node.table)) added.set(keyOf(node.table), [...(added.get(keyOf(node.table)) ?? []), ...node.action.elements]);
    else if (node.kind === 'SelectStatement') {
      const into = intoOf(node.query);
      if (into !== undefined && !(ofText && isLocal(into))) make(into, { query: node.query });
    }
  };
  visitStatements(bodyOf(statement), (node) => look(node, false));
  for (const text of texts) visitStatements(text, (node) => look(node, true));
  return { calls, temporary, cursors, made, added };
}
