import type { CatalogObject } from '@ferry/catalog';
import type { Node as SourceNode, QualifiedName, SelectQuery, SqlType, Statement, TableVariableDeclaration, VariableDeclaration } from '@ferry/source-sqlserver';
import { isScalar, parseBatch, partsOf } from '@ferry/source-sqlserver';
import type { CreateTable, PlStatement } from '@ferry/target-postgresql';
import { printText } from '@ferry/target-postgresql';
import { typeWords } from '../lower/lowering';
import { createTemporary, lowerTypedTable } from '../lower/temporary-tables';
import { temporaryName } from '../lower/temporary-names';
import { errorAt, errorOf, errorOfItems, fail } from './failures';
import { next } from './machine';
import type { Frame, Signal } from './machine';
import { bindNow, quotedTemporary, runChange } from './statements';
import { installSupport, note, take, workshop } from './step';
import { guarded } from './transactions';

const lastOf = (name: QualifiedName): string => partsOf(name).pop() ?? '';
const schemaOf = (name: QualifiedName): string => {
  const parts = partsOf(name);
  const schema = parts[parts.length - 2] ?? '';
  return schema === '' ? 'dbo' : schema;
};
const isTemporary = (name: QualifiedName): boolean => lastOf(name).startsWith('#');

/** Objects of a catalogue share these name spaces. */
const spaces: Readonly<Partial<Record<CatalogObject['kind'], string>>> = { TABLE: 'object', VIEW: 'object', SYNONYM: 'object', SEQUENCE: 'object', FUNCTION: 'object', PROCEDURE: 'object', TRIGGER: 'object', TYPE: 'type', TABLE_TYPE: 'type', SCHEMA: 'schema' };

function existing(frame: Frame, space: string, schema: string, name: string): CatalogObject | undefined {
  const fold = frame.machine.schema.conversion().shared.lookup.fold;
  return frame.machine.schema.catalog().objects.find((o) => spaces[o.kind] === space && (space === 'schema' || fold(o.schema) === fold(schema)) && fold(o.name) === fold(name));
}

/** What a definition makes or changes, and whether it must be there. */
function subject(node: Statement): { readonly space: string; readonly schema: string; readonly name: string; readonly must: 'exist' | 'not-exist' | undefined } | undefined {
  const of = (space: string, name: QualifiedName, must: 'exist' | 'not-exist' | undefined): ReturnType<typeof subject> => ({ space, schema: schemaOf(name), name: lastOf(name), must });
  switch (node.kind) {
    case 'CreateTableStatement': return of('object', node.name, 'not-exist');
    case 'AlterTableStatement': return of('object', node.table, 'exist');
    case 'CreateViewStatement': case 'CreateProcedureStatement': case 'CreateFunctionStatement': case 'CreateTriggerStatement':
      return of('object', node.name, node.verb === 'CREATE' ? 'not-exist' : node.verb === 'ALTER' ? 'exist' : undefined);
    case 'CreateTableTypeStatement': case 'CreateAliasTypeStatement': return of('type', node.name, 'not-exist');
    case 'CreateSynonymStatement': return of('object', node.name, 'not-exist');
    default: return undefined;
  }
}

/** CREATE, ALTER and what else defines: the catalogue follows, then the target. */
export async function runDefinition(frame: Frame, node: Statement): Promise<Signal> {
  const { machine } = frame;
  const about = subject(node);
  if (about !== undefined) {
    const found = existing(frame, about.space, about.schema, about.name);
    if (about.must === 'not-exist' && found !== undefined) return fail(frame, errorAt(frame, node, about.space === 'type' ? 219 : 2714, `There is already an object named '${about.name}' in the database.`));
    if (about.must === 'exist' && found === undefined) return fail(frame, errorAt(frame, node, node.kind === 'AlterTableStatement' ? 4902 : 208, `Cannot find the object "${about.name}" because it does not exist or you do not have permissions.`), { ends: true });
  }
  machine.changedSchema = true;
  const applied = await guarded(machine, async () => {
    const own = machine.depth === 0;
    if (own) await machine.session.execute('BEGIN');
    const { refusal, items } = await machine.schema.apply(node, { source: frame.source, batch: { start: 0, end: frame.text.length }, session: machine.options }, (sql) => {
      note(frame, sql);
      return machine.session.execute(sql);
    });
    take(frame, items);
    if (own) await machine.session.execute(refusal === undefined ? 'COMMIT' : 'ROLLBACK');
    return { columns: [], rows: [], count: undefined, notices: [], ...(refusal === undefined ? {} : { refusal }) };
  });
  if (applied.refusal !== undefined) return fail(frame, errorOf(frame, node, applied.refusal));
  machine.error = 0;
  machine.rowCount = 0;
  return next;
}

/** A table of the database, or a temporary one. */
export async function runCreateTable(frame: Frame, node: Extract<Statement, { kind: 'CreateTableStatement' }>): Promise<Signal> {
  if (!isTemporary(node.name)) return runDefinition(frame, node);
  const { machine } = frame;
  const name = lastOf(node.name);
  if (machine.temporary.has(frame.binding.index.fold(name))) return fail(frame, errorAt(frame, node, 2714, `There is already an object named '${name}' in the database.`));
  const shape = frame.binding.index.tableElements(node.elements);
  const work = workshop(frame, node);
  const made = createTemporary(work.state, name, node.elements);
  const signal = await createTables(frame, node, work, made);
  if (signal.kind !== 'next') return signal;
  machine.temporary.set(frame.binding.index.fold(name), shape);
  machine.shapes++;
  return next;
}

/** The CREATE statements out of a lowered table; it lives as long as its owner, not as the transaction. */
const creates = (statements: readonly PlStatement[]): readonly CreateTable[] => statements.flatMap((s) => (s.kind === 'SqlStatement' && s.statement.kind === 'CreateTable' ? [{ ...s.statement, onCommit: undefined }] : []));

async function createTables(frame: Frame, node: SourceNode, work: ReturnType<typeof workshop>, made: readonly PlStatement[]): Promise<Signal> {
  if (work.low.failures > 0) {
    take(frame, work.ctx.items);
    const { error, compile } = errorOfItems(frame, node, work.ctx.items);
    return fail(frame, error, { compile });
  }
  take(frame, work.ctx.items);
  await installSupport(frame, work.pieces);
  for (const statement of made) {
    const table = creates([statement])[0];
    const sql = table !== undefined ? printText(table).sql : statement.kind === 'SqlStatement' && statement.statement.kind !== 'Drop' ? printText(statement.statement as Parameters<typeof printText>[0]).sql : undefined;
    if (sql === undefined) continue;
    note(frame, sql);
    const answer = await guarded(frame.machine, () => frame.machine.session.execute(sql));
    if (answer.refusal !== undefined) return fail(frame, errorOf(frame, node, answer.refusal));
  }
  frame.machine.error = 0;
  return next;
}

/** `DECLARE @t TABLE (...)`, `DECLARE @t dbo.Type`: a temporary table that ends with the batch. */
export async function declareTable(frame: Frame, node: Statement, d: TableVariableDeclaration | VariableDeclaration): Promise<Signal> {
  const { machine } = frame;
  const work = workshop(frame, node);
  const target = temporaryName(work.low, d.variable.name);
  if (machine.tableVariables.some((t) => t.target === target && frame.ownTables.has(t.target))) return next;
  const type = d.kind === 'TableVariableDeclaration' ? undefined : frame.binding.index.dataType(d.type, { nullable: true });
  const made = d.kind === 'TableVariableDeclaration' ? createTemporary(work.state, d.variable.name, d.elements) : type?.kind === 'table' ? lowerTypedTable(work.state, d, type) : [];
  const shape = d.kind === 'TableVariableDeclaration' ? frame.binding.index.tableElements(d.elements) : type?.kind === 'table' ? type.columns : undefined;
  await machine.session.execute(`DROP TABLE IF EXISTS ${quotedTemporary(target)}`);
  const signal = await createTables(frame, node, work, made);
  if (signal.kind !== 'next') return signal;
  machine.tableVariables.push({ target, create: creates(made).map((c) => printText(c).sql)[0] ?? '' });
  frame.ownTables.add(target);
  frame.environment.tables.set(frame.binding.index.fold(d.variable.name), shape);
  return next;
}

/** DROP of temporary tables and of objects of the database. */
export async function runDrop(frame: Frame, node: Extract<Statement, { kind: 'DropStatement' }>): Promise<Signal> {
  const { machine } = frame;
  const permanent: QualifiedName[] = [];
  for (const name of node.names) {
    if (node.objectType === 'TABLE' && isTemporary(name)) {
      const key = frame.binding.index.fold(lastOf(name));
      if (!machine.temporary.has(key)) {
        if (node.ifExists) continue;
        return fail(frame, errorAt(frame, node, 3701, `Cannot drop the table '${lastOf(name)}', because it does not exist or you do not have permission.`));
      }
      const work = workshop(frame, node);
      const answer = await guarded(machine, () => machine.session.execute(`DROP TABLE ${quotedTemporary(temporaryName(work.low, lastOf(name)))}`));
      if (answer.refusal !== undefined) return fail(frame, errorOf(frame, node, answer.refusal));
      machine.temporary.delete(key);
      machine.shapes++;
      continue;
    }
    permanent.push(name);
  }
  for (const name of permanent) {
    const space = node.objectType === 'TYPE' ? 'type' : node.objectType === 'SCHEMA' ? 'schema' : ['TABLE', 'VIEW', 'PROCEDURE', 'FUNCTION', 'TRIGGER', 'SYNONYM', 'SEQUENCE'].includes(node.objectType) ? 'object' : undefined;
    const found = space === undefined ? undefined : existing(frame, space, schemaOf(name), lastOf(name));
    const right = found !== undefined && (found.kind === node.objectType.replace('PROC ', 'PROCEDURE') || space !== 'object');
    if (space !== undefined && !right) {
      if (node.ifExists) continue;
      const signal = await fail(frame, errorAt(frame, node, node.objectType === 'TYPE' ? 3701 : 3701, `Cannot drop the ${node.objectType.toLowerCase()} '${partsOf(name).join('.')}', because it does not exist or you do not have permission.`));
      if (signal.kind !== 'next') return signal;
      continue;
    }
    const signal = await runDefinition(frame, { ...node, names: [name] });
    if (signal.kind !== 'next') return signal;
  }
  machine.error = machine.results.at(-1)?.type === 'error' ? machine.error : 0;
  return next;
}

const bracketed = (name: string): string => `[${name.replaceAll(']', ']]')}]`;
const written = (type: SqlType): string => (isScalar(type) ? (type.base === 'rowversion' ? 'binary(8)' : typeWords({ ...type })) : 'nvarchar(4000)');

/** `SELECT ... INTO`: a table with the columns of the query, then its rows. */
export async function runSelectInto(frame: Frame, node: Extract<Statement, { kind: 'SelectStatement' }>, select: SelectQuery): Promise<Signal> {
  const name = select.into as QualifiedName;
  const query = { ...node.query, body: { ...select, into: undefined } };
  const plain = { ...node, query };
  bindNow(frame, plain);
  const shape = frame.binding.shapes.get(query);
  if (shape === undefined || shape.some((c) => !isScalar(c.type) && c.type.kind !== 'null')) {
    return fail(frame, errorAt(frame, node, 40510, 'SELECT INTO whose columns are of unknown types is not supported.'));
  }
  const nameless = shape.findIndex((c) => c.name === '');
  if (nameless >= 0) return fail(frame, errorAt(frame, node, 1038, 'An object or column name is missing or empty. For SELECT INTO statements, verify each column has a name.', 15), { ends: true });
  const columns = shape.map((c) => `${bracketed(c.name)} ${c.type.kind === 'null' ? 'int' : written(c.type)}${isScalar(c.type) && !c.type.nullable ? ' NOT NULL' : ' NULL'}`);
  const text = `CREATE TABLE ${partsOf(name).map((p) => (p === '' ? '' : bracketed(p))).join('.')} (${columns.join(', ')})`;
  const made = parseBatch(text).statements[0];
  if (made?.kind !== 'CreateTableStatement') return fail(frame, errorAt(frame, node, 40510, 'SELECT INTO of these columns is not supported.'));
  const inner: Frame = isTemporary(name) ? frame : { ...frame, text, source: frame.machine.schema.growth.addSource('SELECT INTO', text) };
  const created = await runCreateTable(inner, made);
  if (created.kind !== 'next' || frame.machine.error !== 0) return created;
  const insert: Extract<Statement, { kind: 'InsertStatement' }> = {
    kind: 'InsertStatement', span: node.span, with: node.query.with, top: undefined, columns: [], source: { ...query, with: undefined }, outputs: [], hints: [],
    target: { kind: 'NamedTable', span: name.span, name, alias: undefined, temporal: undefined, sample: undefined, hints: [], forPath: false },
  };
  return runChange(frame, insert);
}


