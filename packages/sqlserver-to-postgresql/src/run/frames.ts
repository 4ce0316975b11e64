import type { LineMap } from '@ferry/kernel';
import type { Statement } from '@ferry/source-sqlserver';
import { catalogReader, emptyBinding, emptyEnvironment, walk } from '@ferry/source-sqlserver';
import { quotedTemporary } from './statements';
import type { Frame, Machine } from './machine';

export interface FrameText {
  readonly text: string;
  readonly source: number;
  readonly lines: LineMap;
  readonly firstLine: number;
  readonly statements: readonly Statement[];
  readonly nesting: number;
  readonly tries: number;
}

/** A batch before its first statement: all its variables are there, and NULL. */
export function openFrame(machine: Machine, given: FrameText): Frame {
  const { index } = catalogReader(machine.schema.catalog());
  const frame: Frame = {
    machine, text: given.text, source: given.source, lines: given.lines, firstLine: given.firstLine, environment: emptyEnvironment('dbo'), variables: new Map(), cursorVariables: new Map(), ownTables: new Set(),
    binding: emptyBinding(index), steps: new Map(), tries: given.tries, outerTries: given.tries, caught: undefined, scopeIdentity: null, nesting: given.nesting,
  };
  for (const statement of given.statements) {
    if (definesBody.has(statement.kind)) continue;
    walk(statement, (n) => {
      if (n.kind !== 'DeclareStatement') return;
      for (const d of (n as Extract<Statement, { kind: 'DeclareStatement' }>).declarations) {
        if (d.kind === 'TableVariableDeclaration') continue;
        const key = d.variable.name.toLowerCase();
        const type = index.dataType(d.type, { nullable: true });
        if (type.kind === 'cursor') frame.cursorVariables.set(key, '');
        else {
          frame.variables.set(key, { type, value: null });
          frame.environment.variables.set(key, { name: d.variable.name, type, role: 'variable' });
        }
      }
    });
  }
  return frame;
}

/** Definitions whose variables are their own. */
const definesBody = new Set<Statement['kind']>(['CreateProcedureStatement', 'CreateFunctionStatement', 'CreateTriggerStatement', 'CreateViewStatement']);

/** The batch is over: its table variables and cursor variables go. */
export async function closeFrame(frame: Frame): Promise<void> {
  const { machine } = frame;
  for (const target of frame.ownTables) {
    await machine.session.execute(`DROP TABLE IF EXISTS ${quotedTemporary(target)}`);
    const at = machine.tableVariables.findIndex((t) => t.target === target);
    if (at >= 0) machine.tableVariables.splice(at, 1);
  }
  for (const name of frame.cursorVariables.keys()) machine.cursors.delete(name);
}
