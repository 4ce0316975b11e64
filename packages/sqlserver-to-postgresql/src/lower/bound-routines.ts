import type { CodeObject } from '@ferry/catalog';
import type { Binding, CatalogReader, Environment, ExecuteStatement, ParsedDefinition, Query as SourceQuery, ShapeColumn, Statement } from '@ferry/source-sqlserver';
import { bindQuery, bindStatements, catalogReader, emptyBinding, parametersOf, partsOf, rootScope, routineEnvironment, selectOf } from '@ferry/source-sqlserver';
import type { ConversionContext } from '../context';

/** A routine or trigger, parsed and bound. */
export interface BoundRoutine {
  readonly object: CodeObject;
  readonly parsed: ParsedDefinition;
  readonly binding: Binding;
  readonly environment: Environment;
  readonly body: readonly Statement[];
}

const bound = new WeakMap<CodeObject, BoundRoutine>();
const transitionOf = (reader: CatalogReader, object: CodeObject): readonly ShapeColumn[] | undefined => (object.on === undefined ? undefined : reader.index.relation(object.on.schema, object.on.name)?.columns);

/** Parses and binds a routine, once. */
export function boundRoutine(ctx: Pick<ConversionContext, 'catalog'>, object: CodeObject): BoundRoutine {
  const known = bound.get(object);
  if (known !== undefined) return known;
  const reader = catalogReader(ctx.catalog);
  const parsed = reader.definition(object);
  const node = parsed.statement;
  const parameters = node?.kind === 'CreateProcedureStatement' || node?.kind === 'CreateFunctionStatement' ? parametersOf(reader.index, node.parameters) : [];
  const plain = routineEnvironment(reader.index, object.schema, parameters);
  const columns = transitionOf(reader, object);
  const environment: Environment = object.kind === 'TRIGGER' ? { ...plain, transition: new Map([['inserted', columns], ['deleted', columns]]) } : plain;
  const binding = emptyBinding(reader.index);
  const body = node === undefined || !('body' in node) || !Array.isArray(node.body) ? [] : (node.body as readonly Statement[]);
  if (node?.kind === 'CreateFunctionStatement' && node.returns.kind === 'ReturnsTable' && node.returns.variable !== undefined) environment.tables.set(reader.index.fold(node.returns.variable.name), reader.index.tableElements(node.returns.elements));
  if (node?.kind === 'CreateFunctionStatement' && node.returns.kind === 'ReturnsQuery') bindQuery(binding, node.returns.query, rootScope(environment, reader.index.fold));
  bindStatements(binding, body, environment);
  const result = { object, parsed, binding, environment, body };
  bound.set(object, result);
  return result;
}

/** What a procedure gives to its caller: nothing, rows of one shape, or something that needs a person. */
export type ProcedureForm = { readonly form: 'procedure' } | { readonly form: 'function'; readonly columns: readonly ShapeColumn[] } | { readonly form: 'unknown'; readonly what: string };

const forms = new WeakMap<CodeObject, ProcedureForm>();

/** A query that sends its rows to the caller. */
export const isResult = (query: SourceQuery): boolean => {
  const select = selectOf(query.body);
  return select === undefined || (select.into === undefined && !select.items.some((i) => i.kind === 'SelectAssignment'));
};

/** The procedure of the catalogue that an EXEC calls. */
export function calledProcedure(routine: BoundRoutine, node: ExecuteStatement): CodeObject | undefined {
  if (node.target.kind !== 'ExecuteProcedure' || node.target.name.kind === 'Variable') return undefined;
  const parts = partsOf(node.target.name);
  const { index } = routine.binding;
  const schema = parts[parts.length - 2] ?? '';
  const name = parts[parts.length - 1] ?? '';
  return (schema === '' ? (index.routine(routine.object.schema, name) ?? index.routine('dbo', name)) : index.routine(schema, name))?.object;
}

interface Sets {
  readonly count: number;
  readonly shapes: readonly (readonly ShapeColumn[] | undefined)[];
}
const noSets: Sets = { count: 0, shapes: [] };
const join = (all: readonly Sets[], count: number): Sets => ({ count, shapes: all.flatMap((s) => s.shapes) });
const inOrder = (all: readonly Sets[]): Sets => join(all, all.reduce((n, s) => n + s.count, 0));

/** The greatest number of result sets on any way through, and their shapes. */
function setsOf(ctx: Pick<ConversionContext, 'catalog'>, routine: BoundRoutine, statements: readonly Statement[]): Sets {
  return inOrder(statements.map((s) => setsOfOne(ctx, routine, s)));
}

function setsOfOne(ctx: Pick<ConversionContext, 'catalog'>, routine: BoundRoutine, node: Statement): Sets {
  const { shapes } = routine.binding;
  switch (node.kind) {
    case 'SelectStatement': return isResult(node.query) ? { count: 1, shapes: [shapes.get(node.query)] } : noSets;
    case 'BlockStatement': return setsOf(ctx, routine, node.statements);
    case 'IfStatement': {
      const branches = [setsOfOne(ctx, routine, node.then), ...(node.otherwise ? [setsOfOne(ctx, routine, node.otherwise)] : [])];
      return join(branches, Math.max(...branches.map((b) => b.count)));
    }
    case 'WhileStatement': {
      const body = setsOfOne(ctx, routine, node.body);
      return { count: body.count === 0 ? 0 : 2, shapes: body.shapes };
    }
    case 'TryCatchStatement': return inOrder([setsOf(ctx, routine, node.attempt), setsOf(ctx, routine, node.handler)]);
    case 'InsertStatement': case 'UpdateStatement': case 'DeleteStatement': case 'MergeStatement':
      return node.outputs.some((o) => o.into === undefined) ? { count: 1, shapes: [shapes.get(node)] } : noSets;
    case 'ExecuteStatement': {
      const called = calledProcedure(routine, node);
      const form = called?.kind === 'PROCEDURE' ? procedureForm(ctx, called) : undefined;
      if (form?.form === 'function') return { count: 1, shapes: [form.columns] };
      return form?.form === 'unknown' ? { count: 2, shapes: [undefined] } : noSets;
    }
    case 'FetchCursorStatement': return node.into.length === 0 ? { count: 2, shapes: [undefined] } : noSets;
    default: return noSets;
  }
}

const sameShape = (a: readonly ShapeColumn[], b: readonly ShapeColumn[]): boolean =>
  a.length === b.length && a.every((c, i) => c.name.toLowerCase() === b[i]?.name.toLowerCase() && c.type.kind === 'scalar' && b[i]?.type.kind === 'scalar' && c.type.base === (b[i]?.type as { base?: string }).base);

/** Decides what a procedure becomes, from its result sets alone. */
export function procedureForm(ctx: Pick<ConversionContext, 'catalog'>, object: CodeObject): ProcedureForm {
  const known = forms.get(object);
  if (known !== undefined) return known;
  forms.set(object, { form: 'unknown', what: 'the result sets of a call of itself' });
  const routine = boundRoutine(ctx, object);
  const sets = setsOf(ctx, routine, routine.body);
  const form = formOf(sets, routine);
  forms.set(object, form);
  return form;
}

/** Every column of a function has a name of its own; SQL Server's result sets may leave it out. */
function named(columns: readonly ShapeColumn[]): readonly ShapeColumn[] {
  const taken = new Set<string>();
  return columns.map((c, i) => {
    const plain = c.name === '' ? `column_${i + 1}` : c.name;
    let name = plain;
    for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${plain}_${n}`;
    taken.add(name.toLowerCase());
    return { ...c, name };
  });
}

function formOf(sets: Sets, routine: BoundRoutine): ProcedureForm {
  if (sets.count === 0) return { form: 'procedure' };
  if (sets.count > 1) return { form: 'unknown', what: 'several result sets, or a number that is not known' };
  const [first] = sets.shapes;
  if (first === undefined || sets.shapes.some((s) => s === undefined || !sameShape(first, s))) return { form: 'unknown', what: 'result sets of different or unknown shape' };
  if (first.some((c) => c.type.kind !== 'scalar')) return { form: 'unknown', what: 'a result set with a column of unknown type' };
  if ([...routine.environment.variables.values()].some((v) => v.output === true)) return { form: 'unknown', what: 'a result set and output parameters' };
  return { form: 'function', columns: named(first) };
}
