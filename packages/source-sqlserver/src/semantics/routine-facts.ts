import type { CatalogObject, CodeObject } from '@ferry/catalog';
import type { ExecuteStatement, Statement } from '../syntax';
import { usesByNode } from './binding';
import type { BoundObject } from './bound-object';
import { executedTexts } from './executed-texts';
import type { CatalogReader } from './reader';
import { visitStatements } from './surveys';

/** What a routine does, by itself: what the routines do that it calls is theirs. */
export interface RoutineFacts {
  readonly reads: ReadonlySet<CatalogObject>;
  readonly writes: ReadonlySet<CatalogObject>;
  readonly calls: ReadonlySet<CatalogObject>;
  /** RAISERROR or THROW. */
  readonly raises: boolean;
  readonly handlesErrors: boolean;
  /** BEGIN, COMMIT, ROLLBACK or SAVE TRANSACTION. */
  readonly controlsTransactions: boolean;
  readonly runsTexts: boolean;
}

const transactions = new Set<Statement['kind']>(['BeginTransactionStatement', 'CommitTransactionStatement', 'RollbackTransactionStatement', 'SaveTransactionStatement']);

export function routineFacts(bound: BoundObject): RoutineFacts {
  const facts = { reads: new Set<CatalogObject>(), writes: new Set<CatalogObject>(), calls: new Set<CatalogObject>(), raises: false, handlesErrors: false, controlsTransactions: false, runsTexts: false };
  const look = ({ binding, body }: Pick<BoundObject, 'binding' | 'body'>): void => {
    for (const { kind, object } of binding.uses) if (object !== undefined && kind !== 'type') facts[kind].add(object);
    visitStatements(body, (node) => {
      facts.raises ||= node.kind === 'RaiserrorStatement' || node.kind === 'ThrowStatement';
      facts.handlesErrors ||= node.kind === 'TryCatchStatement';
      facts.controlsTransactions ||= transactions.has(node.kind);
    });
  };
  look(bound);
  for (const { variants } of executedTexts(bound).values()) {
    facts.runsTexts = true;
    for (const { bound: text } of variants) look(text);
  }
  return facts;
}

/** What callers of a procedure read of it. */
export interface ReadByCallers {
  /** The names of OUTPUT parameters, in lower case, with their `@`. */
  readonly outputs: ReadonlySet<string>;
  readonly returnCode: boolean;
}

/** Which OUTPUT parameters and return codes are read by some EXEC of the catalogue. */
export function readByCallers(reader: CatalogReader): ReadonlyMap<CodeObject, ReadByCallers> {
  const found = new Map<CodeObject, { outputs: Set<string>; returnCode: boolean }>();
  const note = (node: ExecuteStatement, called: CodeObject): void => {
    const entry = found.get(called) ?? { outputs: new Set<string>(), returnCode: false };
    found.set(called, entry);
    entry.returnCode ||= node.result !== undefined;
    const parameters = reader.index.routine(called.schema, called.name)?.parameters ?? [];
    node.target.args.forEach((arg, i) => {
      const name = arg.name?.name ?? parameters[i]?.name;
      if (arg.output && name !== undefined) entry.outputs.add(name.toLowerCase());
    });
  };
  for (const object of reader.index.catalog.objects) {
    if (object.kind !== 'PROCEDURE' && object.kind !== 'TRIGGER' && object.kind !== 'FUNCTION') continue;
    const bound = reader.bound(object);
    const uses = usesByNode(bound.binding);
    visitStatements(bound.body, (node) => {
      const called = node.kind === 'ExecuteStatement' ? uses.get(node)?.object : undefined;
      if (called !== undefined) note(node as ExecuteStatement, called as CodeObject);
    });
  }
  return found;
}
