import { idOf } from '@ferry/catalog';
import type { CodeObject, Table } from '@ferry/catalog';
import { targetKey } from '@ferry/conversion';
import type { ConvertedObject, TargetRef, TargetStatement } from '@ferry/conversion';
import { catalogReader, isScalar, parseStatement, partsOf } from '@ferry/source-sqlserver';
import type { SecurityPredicate } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { CreatePolicy, Expression } from '@ferry/target-postgresql';
import { otherItems } from '../action-items/other-objects';
import type { ObjectContext } from '../context';
import { lowerExpression } from '../lower';
import { commentParts } from './comments';
import { converted, notConverted, qualified, relationKey, statement } from './parts';

type Command = 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE';
/** Conditions by command: `using` for rows that are there, `check` for rows that are written. */
type Conditions = Record<Command, { using: Expression[]; check: Expression[] }>;

const none = (): Conditions => ({ SELECT: { using: [], check: [] }, INSERT: { using: [], check: [] }, UPDATE: { using: [], check: [] }, DELETE: { using: [], check: [] } });
const all = (conditions: readonly Expression[]): Expression => (conditions.length === 0 ? pg.boolean(true) : conditions.length === 1 ? (conditions[0] as Expression) : pg.and(...conditions));

/** `EXISTS (SELECT 1 FROM predicate(columns))`: a row of the function means yes. */
function conditionOf(object: CodeObject, predicate: SecurityPredicate, table: Table, ctx: ObjectContext): Expression | undefined {
  const parts = predicate.function === undefined ? [] : partsOf(predicate.function);
  const { index } = catalogReader(ctx.catalog);
  const routine = index.routine(parts[parts.length - 2] ?? '', parts[parts.length - 1] ?? '');
  if (routine?.table === undefined || routine.parameters.length !== predicate.args.length) return undefined;
  const args = predicate.args.map((arg, i) => {
    const lowered = lowerExpression({ at: { source: object.definition.source, span: arg.span }, table, expect: 'value' }, ctx)?.expression;
    const type = routine.parameters[i]?.type;
    if (lowered === undefined || type === undefined || !isScalar(type)) return undefined;
    return pg.cast(lowered, { kind: 'TypeName', name: ctx.mapType({ name: type.base, args: [], raw: type.base }, 'cast').base.name });
  });
  if (args.includes(undefined)) return undefined;
  const target = ctx.names.routine(routine.object.schema, routine.object.name);
  ctx.need(targetKey({ kind: 'FUNCTION', ...target }));
  return pg.exists(pg.select([pg.item(pg.number(1))], { from: [{ kind: 'FromFunction', call: pg.callIn(target.schema, target.name, ...args.flatMap((a) => (a === undefined ? [] : [a]))), alias: 'allowed' }] }));
}

/** Where a predicate holds: https://learn.microsoft.com/sql/t-sql/statements/create-security-policy-transact-sql */
function add(conditions: Conditions, predicate: SecurityPredicate, condition: Expression): void {
  if (predicate.type === 'FILTER') for (const command of ['SELECT', 'UPDATE', 'DELETE'] as const) conditions[command].using.push(condition);
  else {
    const on = (operation: string): boolean => predicate.operation === undefined || predicate.operation === operation;
    if (on('AFTER INSERT')) conditions.INSERT.check.push(condition);
    if (on('AFTER UPDATE')) conditions.UPDATE.check.push(condition);
    if (on('BEFORE UPDATE')) conditions.UPDATE.using.push(condition);
    if (on('BEFORE DELETE')) conditions.DELETE.using.push(condition);
  }
}

/**
 * A security policy: row level security on its tables, with a policy for each command
 * (https://www.postgresql.org/docs/current/ddl-rowsecurity.html). SQL Server holds the owner of the table and dbo to it too
 * (https://learn.microsoft.com/sql/relational-databases/security/row-level-security), so it is forced; only superusers pass.
 */
export function convertSecurityPolicy(object: CodeObject, ctx: ObjectContext): ConvertedObject {
  const listed = { ref: { kind: object.kind, schema: object.schema, name: object.name }, at: object.definition };
  const text = ctx.catalog.sources[object.definition.source]?.text;
  const parsed = text === undefined ? undefined : parseStatement(text, object.definition.span).statement;
  const comments = commentParts(object.properties, { ref: { schema: object.schema, name: object.name } }, ctx);
  const tables = new Map<Table, Conditions>();
  const refused = (): ConvertedObject => {
    ctx.raise(otherItems.securityPolicy, { name: object.name });
    return { id: idOf(object), parts: [notConverted(listed, ctx), ...comments] };
  };
  if (parsed?.kind !== 'CreateSecurityPolicyStatement') return refused();
  for (const predicate of parsed.predicates) {
    const parts = partsOf(predicate.on);
    const table = ctx.lookup.relation(parts[parts.length - 2], parts[parts.length - 1] ?? '');
    const condition = table?.kind === 'TABLE' ? conditionOf(object, predicate, table, ctx) : undefined;
    if (table?.kind !== 'TABLE' || condition === undefined) return refused();
    const conditions = tables.get(table) ?? none();
    add(conditions, predicate, condition);
    tables.set(table, conditions);
  }
  const off = parsed.options.some((o) => o.name.toUpperCase() === 'STATE' && o.value?.toUpperCase() === 'OFF');
  const targets: TargetRef[] = [];
  const statements: TargetStatement[] = [];
  for (const [table, conditions] of tables) {
    const owner = ctx.names.relation(table.schema, table.name);
    for (const command of ['SELECT', 'INSERT', 'UPDATE', 'DELETE'] as const) {
      const { using, check } = conditions[command];
      const name = ctx.names.composed(`${object.name}_${command.toLowerCase()}`);
      const creates: TargetRef = { kind: 'POLICY', schema: owner.schema, name, parent: owner.name };
      const node: CreatePolicy = { kind: 'CreatePolicy', name, table: qualified(owner), command, using: command === 'INSERT' ? undefined : all(using), check: command === 'INSERT' || command === 'UPDATE' ? all(check) : undefined };
      targets.push(creates);
      statements.push(statement(ctx, { ...node, source: object.nameAt ?? object.definition }, { creates, phase: 'security', needs: [relationKey(owner), ...ctx.needs] }));
    }
    if (!off) statements.push(statement(ctx, { kind: 'AlterTable', name: qualified(owner), actions: [{ do: 'ENABLE ROW LEVEL SECURITY' }, { do: 'FORCE ROW LEVEL SECURITY' }] }, { creates: { kind: 'POLICY', schema: owner.schema, name: ctx.names.composed(`${object.name}_enabled`), parent: owner.name }, phase: 'security', needs: [relationKey(owner)] }));
  }
  ctx.raise(otherItems.rowSecurity, { name: object.name, state: off ? ' It is off, so the tables do not use it.' : '' });
  return { id: idOf(object), parts: [converted(listed, targets, statements, ctx), ...comments] };
}
