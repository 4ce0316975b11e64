import type { Expression, FunctionCall, MethodCall, NextValueFor, StaticMember } from '../syntax';
import { bindAll, bindExpression, bindOver, partsOf } from './bind-expressions';
import type { Binding } from './binding';
import { builtInFunction } from './built-ins';
import type { BuiltInFunction } from './built-ins';
import { memberType } from './built-ins/methods';
import { resolveColumn } from './scope';
import type { Scope } from './scope';
import { baseTypeNamed, builtInType, isScalar, scalar, unknownBecause, unknownType, withNull } from './sql-type';
import type { SqlType } from './sql-type';

/** `RETURNING int` behind the arguments of a JSON function names its type. */
function returning(args: readonly Expression[]): SqlType | undefined {
  const last = args[args.length - 1];
  if (last?.kind !== 'KeyValueArgument' || last.key.kind !== 'ColumnReference' || last.value.kind !== 'ColumnReference') return undefined;
  if (partsOf(last.key.name)[0]?.toUpperCase() !== 'RETURNING') return undefined;
  return builtInType({ name: partsOf(last.value.name).pop() ?? '', args: [] }, { nullable: true, cast: true });
}

/** The `int` of `IDENTITY(int, 1, 1)`: a type that reads like a column or a call. */
function typeArgument(node: Expression | undefined): SqlType {
  if (node?.kind === 'ColumnReference') return builtInType({ name: partsOf(node.name).pop() ?? '', args: [] }, { nullable: false }) ?? unknownType;
  if (node?.kind !== 'FunctionCall') return unknownType;
  const args = node.args.flatMap((a) => (a.kind === 'IntegerLiteral' ? [Number(a.value)] : []));
  return builtInType({ name: partsOf(node.name).pop() ?? '', args }, { nullable: false }) ?? unknownType;
}

/** Arguments of a built-in function; a bare word is none, and neither is the value of a named argument that is a word. */
function bindArguments(binding: Binding, node: FunctionCall, function_: BuiltInFunction | undefined, scope: Scope): SqlType[] {
  const json = function_?.name.startsWith('JSON_') === true;
  return node.args.map((arg, i) => {
    if (function_?.parameters[i]?.word === true) return unknownBecause('no-value');
    if (arg.kind !== 'KeyValueArgument') return bindExpression(binding, arg, scope);
    if (json && !(arg.key.kind === 'ColumnReference' && /^(returning|with)$/i.test(partsOf(arg.key.name)[0] ?? ''))) bindExpression(binding, arg.key, scope);
    if (arg.value.kind !== 'ColumnReference' || (json && arg.key.kind !== 'ColumnReference')) bindExpression(binding, arg.value, scope);
    binding.types.set(arg, unknownBecause('no-value'));
    return unknownBecause('no-value');
  });
}

/** The built-in function that a call names: bare, or one of schema sys. */
function builtInOf(parts: readonly string[]): BuiltInFunction | undefined {
  const name = parts[parts.length - 1] ?? '';
  if (parts.length === 1) return builtInFunction(name);
  if (parts[0]?.toUpperCase() === '$PARTITION' || parts[1]?.toUpperCase() === '$PARTITION') return builtInFunction('$PARTITION');
  const schema = (parts[parts.length - 2] ?? '').toLowerCase();
  return schema === 'sys' || (schema === 'dbo' && parts[0]?.toLowerCase() === 'master') ? builtInFunction(name) : undefined;
}

export function bindCall(binding: Binding, node: FunctionCall, scope: Scope): SqlType {
  const parts = partsOf(node.name);
  const function_ = builtInOf(parts);
  const args = bindArguments(binding, node, function_, scope);
  for (const item of node.withinGroup ?? []) bindExpression(binding, item.expression, scope);
  if (node.over) bindOver(binding, node.over, scope);
  if (function_ === undefined) return bindUserFunction(binding, node, parts, scope);
  if (function_.name === 'IDENTITY') return typeArgument(node.args[0]);
  if (function_.name.endsWith('PERCENTILE_DISC')) return function_.result([binding.types.get(node.withinGroup?.[0]?.expression ?? node) ?? unknownType]);
  return (function_.category === 'json' ? returning(node.args) : undefined) ?? function_.result(args);
}

function bindUserFunction(binding: Binding, node: FunctionCall, parts: readonly string[], scope: Scope): SqlType {
  const routine = findRoutine(binding, parts, scope);
  noteCall(binding, node, parts, routine?.object);
  if (routine === undefined) return unknownBecause(isElsewhere(binding, parts) ? 'elsewhere' : 'missing');
  return routine.returns === undefined ? unknownBecause(routine.table === undefined ? 'missing' : 'invalid') : withNull(routine.returns, true);
}

/** Whether a name of three or four parts leads out of the input. */
export const isElsewhere = (binding: Binding, parts: readonly string[]): boolean => (parts.length > 3 && parts[0] !== '') || (parts.length > 2 && !binding.index.holds(parts[parts.length - 3] ?? ''));

/** The routine of the catalogue that a name stands for. */
export function findRoutine(binding: Binding, parts: readonly string[], scope: Scope): ReturnType<Binding['index']['routine']> {
  if (isElsewhere(binding, parts)) return undefined;
  const name = parts[parts.length - 1] ?? '';
  const schema = parts.length > 1 ? (parts[parts.length - 2] ?? '') : '';
  if (schema !== '') return binding.index.routine(schema, name);
  return binding.index.routine(scope.environment.schema, name) ?? (scope.environment.schema === 'dbo' ? undefined : binding.index.routine('dbo', name));
}

export function noteCall(binding: Binding, node: Expression | FunctionCall, parts: readonly string[], object: NonNullable<ReturnType<Binding['index']['routine']>>['object'] | undefined): void {
  binding.uses.push({ kind: 'calls', name: parts, node, where: object === undefined ? (isElsewhere(binding, parts) ? 'elsewhere' : 'missing') : 'catalog', ...(object === undefined ? {} : { object }) });
}

const typeText = /^\s*([A-Za-z]+\d?)\s*(?:\(\s*(max|\d+)\s*(?:,\s*(\d+)\s*)?\))?\s*$/i;

/** The type that is named by a text: the second argument of xml's `value()`. */
export function typeFromText(text: string): SqlType {
  const match = typeText.exec(text);
  if (match === null) return unknownType;
  const args = [match[2], match[3]].filter((a) => a !== undefined).map((a): number | 'max' => (a.toLowerCase() === 'max' ? 'max' : Number(a)));
  return builtInType({ name: match[1] ?? '', args }, { nullable: true, cast: true }) ?? unknownType;
}

/** `dbo.Query(1)` reads like a method of a column `dbo`: it is a function when there is no such column. */
function methodAsFunction(binding: Binding, node: MethodCall, scope: Scope): SqlType | undefined {
  if (node.target.kind !== 'ColumnReference') return undefined;
  const parts = partsOf(node.target.name);
  if (resolveColumn(scope, parts.slice(0, -1), parts[parts.length - 1] ?? '').kind !== 'unresolved') return undefined;
  const name = [...parts, node.method.name];
  const routine = findRoutine(binding, name, scope);
  if (routine === undefined) return undefined;
  bindAll(binding, node.args, scope);
  noteCall(binding, node, name, routine.object);
  return routine.returns === undefined ? unknownBecause('invalid') : withNull(routine.returns, true);
}

export function bindMethod(binding: Binding, node: MethodCall, scope: Scope): SqlType {
  const asFunction = methodAsFunction(binding, node, scope);
  if (asFunction !== undefined) return asFunction;
  const target = bindExpression(binding, node.target, scope);
  bindAll(binding, node.args, scope);
  bindEmbedded(binding, node, scope);
  if (!isScalar(target)) return target.kind === 'unknown' && node.method.name.toLowerCase() !== 'value' ? methodOfUnknown(node, target) : valueType(binding, node, target);
  if (target.base === 'xml' && node.method.name.toLowerCase() === 'value') return valueType(binding, node, target);
  return memberType(target.base, node.method.name);
}

const embedded = /sql:(variable|column)\s*\(\s*(?:"([^"]*)"|'([^']*)')\s*\)/g;

/** `sql:variable("@v")` and `sql:column("t.c")` in the text that an xml method is given stand for expressions of the statement around. */
export function bindEmbedded(binding: Binding, node: MethodCall, scope: Scope): void {
  const [text] = node.args;
  if (text?.kind !== 'StringLiteral' || !text.value.includes('sql:')) return;
  const found = new Map<string, Expression>();
  for (const match of text.value.matchAll(embedded)) {
    const name = match[2] ?? match[3] ?? '';
    const key = `${match[1] ?? ''} ${name}`;
    if (found.has(key)) continue;
    const { span } = text;
    const parts = name.split('.').map((p) => ({ kind: 'Identifier' as const, name: p.trim().replace(/^\[(.*)\]$/, '$1'), quoted: 'none' as const, span }));
    const own: Expression = match[1] === 'variable' ? { kind: 'Variable', name, span } : { kind: 'ColumnReference', name: { kind: 'QualifiedName', parts, span }, span };
    bindExpression(binding, own, scope);
    found.set(key, own);
  }
  binding.embedded.set(text, found);
}

/** Methods that only xml has tell their type even when the column is not known. */
const methodOfUnknown = (node: MethodCall, target: SqlType): SqlType => {
  const name = node.method.name.toLowerCase();
  return name === 'query' || name === 'exist' ? memberType('xml', name) : target;
};

function valueType(binding: Binding, node: MethodCall, target: SqlType): SqlType {
  const type = node.args[1];
  if (type?.kind !== 'StringLiteral') return target.kind === 'unknown' ? target : unknownBecause('run-time');
  const builtIn = typeFromText(type.value);
  if (isScalar(builtIn)) return builtIn;
  const [name = '', schema] = type.value.trim().split('.').reverse();
  return binding.index.resolveType({ name: name.trim(), args: [], raw: type.value, ...(schema === undefined ? {} : { schema: schema.trim() }) }, { nullable: true });
}

/** `geometry::Point(1, 2, 0)`, `hierarchyid::GetRoot()`. */
export function bindStatic(binding: Binding, node: StaticMember, scope: Scope): SqlType {
  bindAll(binding, node.args ?? [], scope);
  const base = baseTypeNamed(partsOf(node.type).pop() ?? '');
  return base === undefined ? unknownBecause('clr') : memberType(base, node.member.name);
}

/** https://learn.microsoft.com/sql/t-sql/functions/next-value-for-transact-sql: the type of the sequence. */
export function bindNextValue(binding: Binding, node: NextValueFor, scope: Scope): SqlType {
  const parts = partsOf(node.sequence);
  const found = isElsewhere(binding, parts) ? undefined : binding.index.relation(parts.length > 1 ? (parts[parts.length - 2] ?? '') : scope.environment.schema, parts[parts.length - 1] ?? '');
  const sequence = found?.object.kind === 'SEQUENCE' ? found.object : undefined;
  binding.uses.push({ kind: 'reads', name: parts, node, where: sequence === undefined ? (isElsewhere(binding, parts) ? 'elsewhere' : 'missing') : 'catalog', ...(sequence === undefined ? {} : { object: sequence }) });
  return sequence?.type === undefined ? scalar('bigint', { nullable: false }) : binding.index.resolveType(sequence.type, { nullable: false });
}
