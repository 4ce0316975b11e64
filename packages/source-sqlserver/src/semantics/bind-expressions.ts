import type { BinaryExpression, CaseExpression, ColumnReference, Expression, OverClause, PseudoColumn, QualifiedName } from '../syntax';
import { isBoolean } from '../syntax';
import { bindCall, bindMethod, bindNextValue, bindStatic } from './bind-calls';
import { bindPredicate } from './bind-predicates';
import { bindQuery } from './bind-queries';
import { namedType } from './binding';
import type { Binding } from './binding';
import { builtInResult } from './built-ins';
import { memberType } from './built-ins/methods';
import { withCollationOf, withExplicitCollation } from './collations';
import { binaryLiteral, decimalLiteral, integerLiteral, stringLiteral } from './literals';
import type { NameSymbol, Scope } from './scope';
import { resolveColumn } from './scope';
import { familyOf, isScalar, nullType, scalar, unknownBecause, unknownType, withNull, withoutLiteral } from './sql-type';
import type { SqlType } from './sql-type';
import { arithmeticType, commonType } from './type-rules';

/** Names as texts; a part that was left out is empty. */
export const partsOf = (name: QualifiedName): string[] => name.parts.map((p) => p?.name ?? '');

/** Binds an expression and everything in it; remembers and returns its type. Predicates have the type bit. */
export function bindExpression(binding: Binding, node: Expression, scope: Scope): SqlType {
  const type = work(binding, node, scope);
  binding.types.set(node, type);
  return type;
}

export const bindAll = (binding: Binding, nodes: readonly Expression[], scope: Scope): SqlType[] => nodes.map((n) => bindExpression(binding, n, scope));

/** Text of another text keeps its collation: https://learn.microsoft.com/sql/t-sql/statements/collation-precedence-transact-sql */
const converted = (type: SqlType, operand: SqlType, attempt: boolean): SqlType => withCollationOf(withNull(type, attempt || operand.kind !== 'scalar' || operand.nullable), [operand]);

function work(binding: Binding, node: Expression, scope: Scope): SqlType {
  const bind = (e: Expression): SqlType => bindExpression(binding, e, scope);
  switch (node.kind) {
    case 'StringLiteral': return stringLiteral(node.value, node.national);
    case 'IntegerLiteral': return integerLiteral(node.value);
    case 'DecimalLiteral': return decimalLiteral(node.value);
    case 'FloatLiteral': return scalar('float', { nullable: false, literal: node.value });
    case 'MoneyLiteral': return scalar('money', { nullable: false, literal: node.value });
    case 'BinaryLiteral': return binaryLiteral(node.value);
    case 'OdbcLiteral': return node.type === 'guid' ? scalar('uniqueidentifier', { nullable: false }) : scalar('datetime', { scale: 3, nullable: false });
    case 'NullLiteral': return nullType;
    case 'SqlcmdVariable': return unknownBecause('run-time');
    case 'StarExpression': case 'DefaultValue': return unknownBecause('no-value');
    case 'KeyValueArgument': bind(node.key); bind(node.value); return unknownBecause('no-value');
    case 'Variable': return bindVariable(binding, node, scope);
    case 'GlobalVariable': return builtInResult(node.name)?.([]) ?? unknownType;
    case 'ColumnReference': return bindColumn(binding, node, scope);
    case 'PseudoColumn': return bindPseudoColumn(binding, node, scope);
    case 'UnaryExpression': {
      const operand = bind(node.operand);
      if (!isScalar(operand)) return operand.kind === 'null' ? scalar('int') : operand.kind === 'unknown' ? operand : unknownBecause('invalid');
      const negated = node.operator === '-' && operand.literal !== undefined ? { ...operand, literal: `-${operand.literal}` } : operand;
      return node.operator === '~' ? withoutLiteral(operand) : negated;
    }
    case 'BinaryExpression': return bindBinary(binding, node, scope);
    case 'ParenthesizedExpression': return bind(node.expression);
    case 'CaseExpression': return bindCase(binding, node, scope);
    case 'CastExpression': {
      const operand = bind(node.operand);
      return converted(namedType(binding, node.type, { nullable: true, cast: true }), operand, node.attempt);
    }
    case 'ConvertExpression': {
      const operand = bind(node.operand);
      if (node.style) bind(node.style);
      return converted(namedType(binding, node.type, { nullable: true, cast: true }), operand, node.attempt);
    }
    case 'ParseExpression':
      bind(node.operand);
      if (node.culture) bind(node.culture);
      return namedType(binding, node.type, { nullable: true, cast: true });
    case 'FunctionCall': return bindCall(binding, node, scope);
    case 'TrimExpression': {
      const characters = bind(node.characters);
      return builtInResult('TRIM')?.([characters, bind(node.operand)]) ?? unknownType;
    }
    case 'NiladicFunction': return builtInResult(node.name)?.([]) ?? unknownType;
    case 'MethodCall': return bindMethod(binding, node, scope);
    case 'PropertyAccess': {
      const target = bind(node.target);
      return isScalar(target) ? memberType(target.base, node.property.name) : target;
    }
    case 'StaticMember': return bindStatic(binding, node, scope);
    case 'CollateExpression': {
      const operand = bind(node.operand);
      return isScalar(operand) ? withExplicitCollation(familyOf(operand) === 'string' ? operand : scalar('varchar', { length: 8000, nullable: operand.nullable }), binding.index.collationOf(node.collation.name)) : operand;
    }
    case 'AtTimeZoneExpression': {
      const operand = bind(node.operand);
      bind(node.zone);
      return scalar('datetimeoffset', { scale: isScalar(operand) && familyOf(operand) === 'date-time' ? (operand.scale ?? 7) : 7, nullable: !isScalar(operand) || operand.nullable });
    }
    case 'NextValueFor':
      if (node.over) bindOver(binding, node.over, scope);
      return bindNextValue(binding, node, scope);
    case 'SubqueryExpression': {
      const shape = bindQuery(binding, node.query, scope);
      return withNull(withoutLiteral(shape === undefined ? unknownBecause('missing') : (shape[0]?.type ?? unknownType)), true);
    }
    default: return bindPredicate(binding, node, scope);
  }
}

/** `a + b + c + ...` leans to the left, thousands of operands deep in generated scripts: no recursion along it. */
function bindBinary(binding: Binding, node: BinaryExpression, scope: Scope): SqlType {
  const chain: BinaryExpression[] = [];
  let left: Expression = node;
  for (; left.kind === 'BinaryExpression'; left = left.left) chain.push(left);
  let type = bindExpression(binding, left, scope);
  for (let i = chain.length - 1; i >= 0; i--) {
    const each = chain[i] as BinaryExpression;
    type = arithmeticType(each.operator, type, bindExpression(binding, each.right, scope));
    binding.types.set(each, type);
  }
  return type;
}

function bindVariable(binding: Binding, node: Extract<Expression, { kind: 'Variable' }>, scope: Scope): SqlType {
  const { environment } = scope;
  const declared = environment.variables.get(node.name.toLowerCase());
  const key = scope.fold(node.name);
  const variable = declared ?? (environment.tables.has(key) ? { name: node.name, type: { kind: 'table' as const, columns: environment.tables.get(key) ?? [], type: { schema: '', name: '' } }, role: 'variable' as const } : undefined);
  binding.symbols.set(node, variable === undefined ? { kind: 'unresolved' } : { kind: 'variable', variable });
  return variable?.type ?? unknownBecause('missing');
}

function bindColumn(binding: Binding, node: ColumnReference, scope: Scope): SqlType {
  const parts = partsOf(node.name);
  const symbol: NameSymbol = resolveColumn(scope, parts.slice(0, -1), parts[parts.length - 1] ?? '');
  if (symbol.kind === 'unresolved' && parts.length > 1) {
    const property = bindColumnProperty(binding, node, parts, scope);
    if (property !== undefined) return property;
  }
  binding.symbols.set(node, symbol);
  return symbol.kind === 'column' ? (symbol.column?.type ?? unknownBecause('missing')) : unknownBecause('missing');
}

/** `Location.Lat` reads like a qualified column: it is a property of the column `Location` when no table has that name. */
function bindColumnProperty(binding: Binding, node: ColumnReference, parts: readonly string[], scope: Scope): SqlType | undefined {
  const owner = resolveColumn(scope, parts.slice(0, -2), parts[parts.length - 2] ?? '');
  if (owner.kind !== 'column' || owner.column === undefined) return undefined;
  const { type } = owner.column;
  const property = type.kind === 'scalar' ? memberType(type.base, parts[parts.length - 1] ?? '') : type;
  if (property.kind === 'unknown' && property.because === 'invalid') return undefined;
  binding.symbols.set(node, { kind: 'property', owner, name: parts[parts.length - 1] ?? '' });
  return property;
}

/** `$action` of MERGE, `$IDENTITY` and `$ROWGUID` of a table, the columns of graph tables. */
function bindPseudoColumn(binding: Binding, node: PseudoColumn, scope: Scope): SqlType {
  if (node.name === '$action') return scalar('nvarchar', { length: 10, nullable: false });
  const qualifier = node.qualifier === undefined ? undefined : partsOf(node.qualifier).pop();
  const columns = scope.sources.filter((s) => qualifier === undefined || scope.fold(s.alias) === scope.fold(qualifier)).flatMap((s) => s.columns ?? []);
  const identity = node.name === '$identity' ? columns.find((c) => c.identity === true)?.name : undefined;
  if (node.name === '$rowguid') return scalar('uniqueidentifier');
  const symbol = resolveColumn(scope, qualifier === undefined ? [] : [qualifier], identity ?? node.name);
  binding.symbols.set(node, symbol);
  return symbol.kind === 'column' ? (symbol.column?.type ?? unknownBecause('missing')) : unknownBecause('missing');
}

function bindCase(binding: Binding, node: CaseExpression, scope: Scope): SqlType {
  if (node.operand) bindExpression(binding, node.operand, scope);
  const results: SqlType[] = [];
  for (const branch of node.branches) {
    const when = bindExpression(binding, branch.when, scope);
    if (isBoolean(branch.when)) binding.types.set(branch.when, when);
    results.push(bindExpression(binding, branch.then, scope));
  }
  results.push(node.otherwise ? bindExpression(binding, node.otherwise, scope) : nullType);
  return commonType(results);
}

export function bindOver(binding: Binding, over: OverClause, scope: Scope): void {
  bindAll(binding, over.partitionBy, scope);
  for (const item of over.orderBy) bindExpression(binding, item.expression, scope);
  for (const bound of [over.frame?.start, over.frame?.end]) if (bound?.offset) bindExpression(binding, bound.offset, scope);
}
