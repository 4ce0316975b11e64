import type { Catalog, CodeObject } from '@ferry/catalog';
import type { BoundObject, DeclareCursorStatement, DynamicSql, ExecuteStatement, FetchCursorStatement, Query as SourceQuery, ReturnStatement, ShapeColumn, Statement } from '@ferry/source-sqlserver';
import { catalogReader, dynamicSqlOf, partsOf, selectOf, walk } from '@ferry/source-sqlserver';
import type { ConversionContext } from '../context';
import { boundVariant } from './dynamic-variants';

/** A routine or trigger, parsed and bound. */
export type BoundRoutine = BoundObject;

/** Parses and binds a routine, once. */
export const boundRoutine = (ctx: Pick<ConversionContext, 'catalog'>, object: CodeObject): BoundRoutine => catalogReader(ctx.catalog).bound(object);

/** What a procedure gives to its caller: nothing, rows of one shape, or something that needs a person. */
export type ProcedureForm =
  | { readonly form: 'procedure' }
  | { readonly form: 'function'; readonly columns: readonly ShapeColumn[] }
  /** Each result set is a cursor; the place of each statement that gives one. */
  | { readonly form: 'cursors'; readonly count: number; readonly places: ReadonlyMap<Statement, number>; /** Of the only result set, where it is known. */ readonly columns?: readonly ShapeColumn[] }
  /** How many result sets there are is known at run time only: an array of cursors. */
  | { readonly form: 'many' }
  | { readonly form: 'unknown'; readonly what: string };

/** What a procedure becomes hangs on those that it calls: on the whole catalogue. */
const forms = new WeakMap<Catalog, Map<CodeObject, ProcedureForm>>();

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
  /** The procedure calls itself, or one that calls it. */
  recursive: boolean;
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
      return node.outputs.some((o) => o.into === undefined) ? one(shapes.get(node)) : noSets;
    case 'ExecuteStatement': {
      const text = dynamicSqlOf(survey.routine.body, { quotedIdentifier: survey.routine.object.quotedIdentifier !== false }).get(node);
      if (text !== undefined && text.form !== 'procedure') return setsOfText(survey, node, text, from);
      const called = calledProcedure(survey.routine, node);
      const form = called?.kind === 'PROCEDURE' ? procedureForm(survey.ctx, called) : undefined;
      if (form?.form === 'function') return one(form.columns);
      if (form?.form === 'unknown') survey.recursive = true;
      if (form?.form === 'cursors') {
        survey.places.set(node, from);
        return { count: form.count, shapes: Array.from({ length: form.count }, () => undefined) };
      }
      return form?.form === 'many' ? { count: Infinity, shapes: [undefined] } : noSets;
    }
    case 'FetchCursorStatement': return node.into.length === 0 ? one(fetchedShape(survey.routine, node)) : noSets;
    default: return noSets;
  }
}

/** The result sets of a text that is run: those of the variant that sends most. */
function setsOfText(survey: Survey, node: ExecuteStatement, sql: DynamicSql, from: number): Sets {
  const variants = sql.variants.filter((v) => v.read).map((variant): Sets => {
    const { rewritten, binding } = boundVariant(survey.routine, survey.ctx.catalog, sql, variant);
    const sent = rewritten.statements.flatMap((s) => (s.kind === 'SelectStatement' && isResult(s.query) ? [binding.shapes.get(s.query)] : []));
    return { count: sent.length, shapes: sent };
  });
  const count = Math.max(0, ...variants.map((v) => v.count));
  if (count === 0) return noSets;
  survey.places.set(node, from);
  return { count, shapes: variants.flatMap((v) => v.shapes) };
}

const sameShape = (a: readonly ShapeColumn[], b: readonly ShapeColumn[]): boolean =>
  a.length === b.length && a.every((c, i) => c.name.toLowerCase() === b[i]?.name.toLowerCase() && c.type.kind === 'scalar' && b[i]?.type.kind === 'scalar' && c.type.base === (b[i]?.type as { base?: string }).base);

/** Decides what a procedure becomes, from its result sets alone. */
export function procedureForm(ctx: Pick<ConversionContext, 'catalog'>, object: CodeObject): ProcedureForm {
  const all = forms.get(ctx.catalog) ?? new Map<CodeObject, ProcedureForm>();
  forms.set(ctx.catalog, all);
  const known = all.get(object);
  if (known !== undefined) return known;
  all.set(object, { form: 'unknown', what: 'the result sets of a call of itself' });
  const routine = boundRoutine(ctx, object);
  const survey: Survey = { ctx, routine, places: new Map(), recursive: false };
  const form = formOf(setsOf(survey, routine.body, 0), survey);
  all.set(object, form);
  return form;
}

/** The columns of the cursor that a FETCH without INTO sends to the caller. */
function fetchedShape(routine: BoundRoutine, node: FetchCursorStatement): readonly ShapeColumn[] | undefined {
  const wanted = routine.binding.index.fold(node.cursor.cursor.name);
  let found: readonly ShapeColumn[] | undefined;
  for (const s of routine.body)
    walk(s, (n) => {
      if (n.kind === 'DeclareCursorStatement' && routine.binding.index.fold((n as DeclareCursorStatement).name.name) === wanted) found = routine.binding.shapes.get((n as DeclareCursorStatement).cursor.query);
    });
  return found;
}

/** Whether a procedure returns anything but 0: then it passes its return code in a parameter. */
export function returnsCode(ctx: Pick<ConversionContext, 'catalog'>, object: CodeObject): boolean {
  const routine = boundRoutine(ctx, object);
  const known = codes.get(routine);
  if (known !== undefined) return known;
  let found = false;
  for (const statement of routine.body)
    walk(statement, (n) => {
      const value = n.kind === 'ReturnStatement' ? (n as ReturnStatement).value : undefined;
      if (value !== undefined && !(value.kind === 'IntegerLiteral' && Number(value.value) === 0)) found = true;
    });
  codes.set(routine, found);
  return found;
}

const codes = new WeakMap<BoundRoutine, boolean>();

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
  const { routine, places, recursive } = survey;
  if (sets.count === 0) return { form: 'procedure' };
  if (!Number.isFinite(sets.count) || recursive) return { form: 'many' };
  const outputs = [...routine.environment.variables.values()].some((v) => v.output === true);
  const [first] = sets.shapes;
  const oneShape = sets.count === 1 && first !== undefined && first.every((c) => c.type.kind === 'scalar') && sets.shapes.every((s) => s !== undefined && sameShape(first, s));
  if (oneShape && !outputs) return { form: 'function', columns: named(first) };
  return { form: 'cursors', count: sets.count, places, ...(oneShape ? { columns: named(first) } : {}) };
}
