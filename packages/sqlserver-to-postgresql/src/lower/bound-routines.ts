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
export type ProcedureForm =
  | { readonly form: 'procedure' }
  | { readonly form: 'function'; readonly columns: readonly ShapeColumn[] }
  /** Each result set is a cursor; the place of each statement that gives one. */
  | { readonly form: 'cursors'; readonly count: number; readonly places: ReadonlyMap<Statement, number> }
  | { readonly form: 'unknown'; readonly what: string };

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
  /** Result sets on the longest way through; Infinity when the number is known at run time only. */
  readonly count: number;
  readonly shapes: readonly (readonly ShapeColumn[] | undefined)[];
}
const noSets: Sets = { count: 0, shapes: [] };

interface Survey {
  readonly ctx: Pick<ConversionContext, 'catalog'>;
  readonly routine: BoundRoutine;
  readonly places: Map<Statement, number>;
  /** A result that a cursor cannot give. */
  noCursor: boolean;
}

/** Result sets of statements in their order. @param from how many came before */
function setsOf(survey: Survey, statements: readonly Statement[], from: number): Sets {
  let count = 0;
  const shapes: Sets['shapes'][number][] = [];
  for (const statement of statements) {
    const sets = setsOfOne(survey, statement, from + count);
    count += sets.count;
    shapes.push(...sets.shapes);
  }
  return { count, shapes };
}

function setsOfOne(survey: Survey, node: Statement, from: number): Sets {
  const { shapes } = survey.routine.binding;
  const one = (columns: readonly ShapeColumn[] | undefined): Sets => {
    survey.places.set(node, from);
    return { count: 1, shapes: [columns] };
  };
  switch (node.kind) {
    case 'SelectStatement': return isResult(node.query) ? one(shapes.get(node.query)) : noSets;
    case 'BlockStatement': return setsOf(survey, node.statements, from);
    case 'IfStatement': {
      const branches = [setsOfOne(survey, node.then, from), ...(node.otherwise ? [setsOfOne(survey, node.otherwise, from)] : [])];
      return { count: Math.max(...branches.map((b) => b.count)), shapes: branches.flatMap((b) => b.shapes) };
    }
    case 'WhileStatement': {
      const body = setsOfOne(survey, node.body, from);
      return { count: body.count === 0 ? 0 : Infinity, shapes: body.shapes };
    }
    case 'TryCatchStatement': return setsOf(survey, [...node.attempt, ...node.handler], from);
    case 'InsertStatement': case 'UpdateStatement': case 'DeleteStatement': case 'MergeStatement':
      if (!node.outputs.some((o) => o.into === undefined)) return noSets;
      survey.noCursor = true;
      return one(shapes.get(node));
    case 'ExecuteStatement': {
      const called = calledProcedure(survey.routine, node);
      const form = called?.kind === 'PROCEDURE' ? procedureForm(survey.ctx, called) : undefined;
      if (form?.form === 'function') return one(form.columns);
      return form?.form === 'unknown' || form?.form === 'cursors' ? { count: Infinity, shapes: [undefined] } : noSets;
    }
    case 'FetchCursorStatement': return node.into.length === 0 ? { count: Infinity, shapes: [undefined] } : noSets;
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
  const survey: Survey = { ctx, routine, places: new Map(), noCursor: false };
  const form = formOf(setsOf(survey, routine.body, 0), survey);
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

function formOf(sets: Sets, survey: Survey): ProcedureForm {
  const { routine, places, noCursor } = survey;
  if (sets.count === 0) return { form: 'procedure' };
  if (!Number.isFinite(sets.count)) return { form: 'unknown', what: 'a number of result sets that is known at run time only' };
  const outputs = [...routine.environment.variables.values()].some((v) => v.output === true);
  const [first] = sets.shapes;
  const oneShape = sets.count === 1 && first !== undefined && first.every((c) => c.type.kind === 'scalar') && sets.shapes.every((s) => s !== undefined && sameShape(first, s));
  if (oneShape && !outputs) return { form: 'function', columns: named(first) };
  return noCursor ? { form: 'unknown', what: 'rows of OUTPUT among other results' } : { form: 'cursors', count: sets.count, places };
}
