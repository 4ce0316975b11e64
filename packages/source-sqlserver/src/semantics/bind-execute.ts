import type { ExecuteStatement } from '../syntax';
import { findRoutine, isElsewhere } from './bind-calls';
import { bindExpression, partsOf } from './bind-expressions';
import type { Binding } from './binding';
import { systemProcedure } from './built-ins';
import type { RoutineShape } from './catalog-index';
import type { DeclaredVariable, Scope } from './scope';
import { unknownBecause } from './sql-type';

/** A procedure of the system: `sp_...` and `xp_...` of any database. */
const isSystem = (parts: readonly string[]): boolean => {
  const name = parts[parts.length - 1] ?? '';
  const schema = (parts[parts.length - 2] ?? '').toLowerCase();
  return systemProcedure(name) !== undefined && (schema === '' || schema === 'sys' || schema === 'dbo');
};

/** Binds EXEC: the values given, the procedure by its name, the parameters by theirs. */
export function bindExecute(binding: Binding, node: ExecuteStatement, scope: Scope): void {
  if (node.result) bindExpression(binding, node.result, scope);
  const { target } = node;
  let called: RoutineShape | undefined;
  let known: readonly string[] | undefined;
  if (target.kind === 'ExecuteString') bindExpression(binding, target.command, scope);
  else if (target.name.kind === 'Variable') bindExpression(binding, target.name, scope);
  else {
    const parts = partsOf(target.name);
    called = findRoutine(binding, parts, scope);
    const system = called === undefined && isSystem(parts) ? systemProcedure(parts[parts.length - 1] ?? '') : undefined;
    known = system?.parameters.map((p) => p.name);
    const where = called !== undefined ? 'catalog' : system !== undefined ? 'system' : isElsewhere(binding, parts) ? 'elsewhere' : (parts[parts.length - 1] ?? '').startsWith('#') ? 'made' : 'missing';
    binding.uses.push({ kind: 'calls', name: parts, node, where, ...(called === undefined ? {} : { object: called.object }) });
  }
  for (const arg of target.args) {
    // A bare word is a text.
    if (arg.value.kind === 'ColumnReference') binding.types.set(arg.value, unknownBecause('no-value'));
    else bindExpression(binding, arg.value, scope);
    if (arg.name !== undefined && called !== undefined) nameParameter(binding, arg.name, called);
    else if (arg.name !== undefined && known !== undefined) binding.symbols.set(arg.name, { kind: 'variable', variable: { name: arg.name.name, type: unknownBecause('run-time'), role: 'parameter' } });
  }
}

/** `@name =` names a parameter of the procedure. */
function nameParameter(binding: Binding, node: { readonly kind: string; readonly name: string; readonly span: { readonly start: number; readonly end: number } }, called: RoutineShape): void {
  const found = called.parameters.find((p) => p.name.toLowerCase() === node.name.toLowerCase());
  const variable: DeclaredVariable | undefined = found === undefined ? undefined : { name: found.name, type: found.type, role: 'parameter', output: found.output };
  binding.symbols.set(node, variable === undefined ? { kind: 'unresolved' } : { kind: 'variable', variable });
}
