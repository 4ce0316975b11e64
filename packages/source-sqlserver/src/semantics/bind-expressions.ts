import type { CaseExpression, ColumnReference, DataType, Expression, FunctionCall, MethodCall, OverClause, QualifiedName, StringLiteral } from '../syntax';
import { isBoolean } from '../syntax';
import { bindQuery } from './bind-queries';
import type { Binding } from './binding';
import { builtInResult } from './function-types';
import type { NameSymbol, Scope } from './scope';
import { resolveColumn } from './scope';
import { broughtCollation, builtInType, collated, isScalar, isString, nullType, scalar, unknownType, withNull, withoutLiteral } from './sql-type';
import type { SqlType } from './sql-type';
import { arithmeticType, commonType } from './type-rules';

/** Functions whose first argument is a bare word and no expression. */
const withDatePart = new Set(['DATEADD', 'DATEDIFF', 'DATEDIFF_BIG', 'DATEPART', 'DATENAME', 'DATETRUNC', 'DATE_BUCKET']);

/** Names as texts; a part that was left out is empty. */
export const partsOf = (name: QualifiedName): string[] => name.parts.map((p) => p?.name ?? '');

/** Binds an expression and everything in it; remembers and returns its type. Predicates have the type bit. */
export function bindExpression(binding: Binding, node: Expression, scope: Scope): SqlType {
  const own = work(binding, node, scope);
  const type = isScalar(own) && own.collation === undefined && isString(own) ? collated(own, broughtCollation(textsOf(node).map((n) => binding.types.get(n) ?? unknownType))) : own;
  binding.types.set(node, type);
  return type;
}

/** Functions whose text is new: it does not have the collation of what they are given. */
const newTexts = new Set(['JSON_VALUE', 'JSON_QUERY', 'JSON_MODIFY', 'FORMAT', 'OBJECT_NAME', 'SCHEMA_NAME', 'DB_NAME', 'USER_NAME', 'SUSER_SNAME', 'SUSER_NAME', 'SPACE', 'CHAR', 'NCHAR', 'STR', 'DATENAME']);

/** The parts of an expression whose collation its own text takes over (https://learn.microsoft.com/sql/t-sql/statements/collation-precedence-transact-sql). */
function textsOf(node: Expression): readonly Expression[] {
  switch (node.kind) {
    case 'BinaryExpression': return [node.left, node.right];
    case 'ParenthesizedExpression': return [node.expression];
    case 'CastExpression': case 'ConvertExpression': case 'TrimExpression': return [node.operand];
    case 'FunctionCall': return node.name.parts.length === 1 && newTexts.has((node.name.parts[0]?.name ?? '').toUpperCase()) ? [] : node.args;
    default: return [];
  }
}

const bindAll = (binding: Binding, nodes: readonly Expression[], scope: Scope): SqlType[] => nodes.map((n) => bindExpression(binding, n, scope));
const predicate: SqlType = scalar('bit', { nullable: true });

function decimalLiteral(value: string): SqlType {
  const [whole = '', fraction = ''] = value.split('.');
  const digits = whole.replace(/^0+/, '');
  return scalar('decimal', { precision: Math.max(1, digits.length + fraction.length), scale: fraction.length, nullable: false, literal: value });
}

function work(binding: Binding, node: Expression, scope: Scope): SqlType {
  const bind = (e: Expression): SqlType => bindExpression(binding, e, scope);
  const cast = (type: DataType): SqlType => binding.index.dataType(type, { nullable: true, cast: true });
  switch (node.kind) {
    case 'StringLiteral': return scalar(node.national ? 'nvarchar' : 'varchar', { length: Math.max(1, node.value.length), nullable: false, literal: node.value });
    case 'IntegerLiteral': {
      const digits = node.value.replace(/^0+(?=\d)/, '');
      const big = digits.length > 10 || (digits.length === 10 && digits > '2147483647');
      return big ? scalar('decimal', { precision: digits.length, scale: 0, nullable: false, literal: digits }) : scalar('int', { nullable: false, literal: digits });
    }
    case 'DecimalLiteral': return decimalLiteral(node.value);
    case 'FloatLiteral': return scalar('float', { nullable: false, literal: node.value });
    case 'MoneyLiteral': return scalar('money', { nullable: false, literal: node.value });
    case 'BinaryLiteral': return scalar('varbinary', { length: Math.max(1, Math.ceil(node.value.length / 2)), nullable: false, literal: node.value });
    case 'OdbcLiteral': return node.type === 'guid' ? scalar('uniqueidentifier', { nullable: false }) : scalar('datetime', { scale: 3, nullable: false });
    case 'NullLiteral': return nullType;
    case 'SqlcmdVariable': case 'StarExpression': case 'DefaultValue': case 'KeyValueArgument': return unknownType;
    case 'Variable': return bindVariable(binding, node, scope);
    case 'GlobalVariable': return builtInResult(node.name)?.([]) ?? unknownType;
    case 'ColumnReference': return bindColumn(binding, node, scope);
    case 'PseudoColumn': return unknownType;
    case 'UnaryExpression': {
      const operand = bind(node.operand);
      if (!isScalar(operand)) return operand.kind === 'null' ? scalar('int') : unknownType;
      const negated = node.operator === '-' && operand.literal !== undefined ? { ...operand, literal: `-${operand.literal}` } : operand;
      return node.operator === '~' ? withoutLiteral(operand) : negated;
    }
    case 'BinaryExpression': {
      const [left, right] = [bind(node.left), bind(node.right)];
      return arithmeticType(node.operator === '||' ? '+' : node.operator, left, right);
    }
    case 'ParenthesizedExpression': return bind(node.expression);
    case 'CaseExpression': return bindCase(binding, node, scope);
    case 'CastExpression': {
      const operand = bind(node.operand);
      return withNull(cast(node.type), node.attempt || operand.kind !== 'scalar' || operand.nullable);
    }
    case 'ConvertExpression': {
      const operand = bind(node.operand);
      if (node.style) bind(node.style);
      return withNull(cast(node.type), node.attempt || operand.kind !== 'scalar' || operand.nullable);
    }
    case 'ParseExpression':
      bind(node.operand);
      return cast(node.type);
    case 'FunctionCall': return bindCall(binding, node, scope);
    case 'TrimExpression':
      bind(node.characters);
      return builtInResult('TRIM')?.([bind(node.operand)]) ?? unknownType;
    case 'NiladicFunction': return builtInResult(node.name)?.([]) ?? unknownType;
    case 'MethodCall': return bindMethod(binding, node, scope);
    case 'PropertyAccess': bind(node.target); return unknownType;
    case 'StaticMember': bindAll(binding, node.args ?? [], scope); return partsOf(node.type).at(-1)?.toLowerCase() === 'hierarchyid' ? scalar('hierarchyid') : unknownType;
    case 'CollateExpression': {
      const operand = bind(node.operand);
      return isScalar(operand) ? { ...operand, collation: node.collation.name } : operand;
    }
    case 'AtTimeZoneExpression': bind(node.operand); bind(node.zone); return scalar('datetimeoffset', { scale: 7 });
    case 'NextValueFor': return bindNextValue(binding, node.sequence, scope);
    case 'SubqueryExpression': {
      const shape = bindQuery(binding, node.query, scope);
      return withNull(withoutLiteral(shape?.[0]?.type ?? unknownType), true);
    }
    default: return bindPredicate(binding, node, scope);
  }
}

function bindPredicate(binding: Binding, node: Expression, scope: Scope): SqlType {
  const bind = (e: Expression): SqlType => bindExpression(binding, e, scope);
  switch (node.kind) {
    case 'ComparisonExpression': case 'DistinctPredicate': bind(node.left); bind(node.right); break;
    case 'QuantifiedComparison': bind(node.left); bindQuery(binding, node.query, scope); break;
    case 'LogicalExpression': bindAll(binding, node.operands, scope); break;
    case 'NotExpression': case 'IsNullPredicate': bind(node.operand); break;
    case 'InPredicate':
      bind(node.operand);
      if ('kind' in node.source) bindQuery(binding, node.source, scope);
      else bindAll(binding, node.source, scope);
      break;
    case 'BetweenPredicate': bind(node.operand); bind(node.low); bind(node.high); break;
    case 'LikePredicate':
      bind(node.operand);
      bind(node.pattern);
      if (node.escape) bind(node.escape);
      break;
    case 'ExistsPredicate': bindQuery(binding, node.query, scope); break;
    case 'FullTextPredicate':
      bindAll(binding, node.columns.filter((c) => c.kind === 'ColumnReference'), scope);
      bind(node.condition);
      break;
    case 'LegacyPredicate': bindAll(binding, node.args, scope); break;
    default: break;
  }
  return predicate;
}

function bindVariable(binding: Binding, node: Extract<Expression, { kind: 'Variable' }>, scope: Scope): SqlType {
  const variable = scope.environment.variables.get(node.name.toLowerCase());
  binding.symbols.set(node, variable === undefined ? { kind: 'unresolved' } : { kind: 'variable', variable });
  return variable?.type ?? unknownType;
}

function bindColumn(binding: Binding, node: ColumnReference, scope: Scope): SqlType {
  const parts = partsOf(node.name);
  const name = parts[parts.length - 1] ?? '';
  const symbol: NameSymbol = resolveColumn(scope, parts.slice(0, -1), name);
  binding.symbols.set(node, symbol);
  return symbol.kind === 'column' ? (symbol.column?.type ?? unknownType) : unknownType;
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

function bindCall(binding: Binding, node: FunctionCall, scope: Scope): SqlType {
  const parts = partsOf(node.name);
  const name = (parts[parts.length - 1] ?? '').toUpperCase();
  const plain = parts.length === 1;
  const skip = plain && withDatePart.has(name) ? 1 : 0;
  const args = node.args.map((arg, i) => (i < skip ? unknownType : bindExpression(binding, arg, scope)));
  for (const item of node.withinGroup ?? []) bindExpression(binding, item.expression, scope);
  if (node.over) bindOver(binding, node.over, scope);
  if (plain) {
    const rule = builtInResult(name);
    if (rule !== undefined) return rule(name === 'PERCENTILE_DISC' ? [binding.types.get(node.withinGroup?.[0]?.expression ?? node) ?? unknownType] : args);
  }
  const routine = binding.index.routine(parts.length > 1 ? (parts[parts.length - 2] ?? '') : scope.environment.schema, parts[parts.length - 1] ?? '');
  return routine?.returns === undefined ? unknownType : withNull(routine.returns, true);
}

const typeText = /^\s*([A-Za-z]+)\s*(?:\(\s*(max|\d+)\s*(?:,\s*(\d+)\s*)?\))?\s*$/i;

/** The type that is named by a text: the second argument of xml's `value()`. */
export function typeFromText(text: string): SqlType {
  const match = typeText.exec(text);
  if (match === null) return unknownType;
  const args = [match[2], match[3]].filter((a) => a !== undefined).map((a): number | 'max' => (a.toLowerCase() === 'max' ? 'max' : Number(a)));
  return builtInType({ name: match[1] ?? '', args }, { nullable: true, cast: true }) ?? unknownType;
}

/** https://learn.microsoft.com/sql/t-sql/data-types/hierarchyid-data-type-method-reference */
const hierarchyMethods: Readonly<Record<string, SqlType>> = {
  getlevel: scalar('smallint'), tostring: scalar('nvarchar', { length: 4000 }), isdescendantof: scalar('bit'),
  getancestor: scalar('hierarchyid'), getdescendant: scalar('hierarchyid'), getreparentedvalue: scalar('hierarchyid'),
};

function bindMethod(binding: Binding, node: MethodCall, scope: Scope): SqlType {
  const target = bindExpression(binding, node.target, scope);
  bindAll(binding, node.args, scope);
  const method = node.method.name.toLowerCase();
  if (isScalar(target) && target.base === 'hierarchyid') return hierarchyMethods[method] ?? unknownType;
  switch (method) {
    case 'value': {
      const type = node.args[1];
      return type?.kind === 'StringLiteral' ? typeFromText((type as StringLiteral).value) : unknownType;
    }
    case 'query': return scalar('xml');
    case 'exist': return scalar('bit');
    default: return unknownType;
  }
}

function bindNextValue(binding: Binding, name: QualifiedName, scope: Scope): SqlType {
  const parts = partsOf(name);
  const found = binding.index.relation(parts[parts.length - 2] ?? scope.environment.schema, parts[parts.length - 1] ?? '');
  if (found?.object.kind !== 'SEQUENCE') return scalar('bigint', { nullable: false });
  return found.object.type === undefined ? scalar('bigint', { nullable: false }) : binding.index.resolveType(found.object.type, { nullable: false });
}
