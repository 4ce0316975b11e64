import type { Fragment, Table } from '@ferry/catalog';
import { targetKey } from '@ferry/conversion';
import type { TargetStatement } from '@ferry/conversion';
import { pg } from '@ferry/target-postgresql';
import type { Expression, PlStatement } from '@ferry/target-postgresql';
import type { ConversionContext } from '../context';
import { rowversionSequence } from '../support/rowversion';
import { qualified, relationKey, statement } from './parts';

/** A column that a trigger fills on each write: a computed column that is not immutable, or a rowversion. */
export interface FilledColumn {
  readonly column: string;
  readonly value: Expression;
  readonly at: Fragment;
}

/** The next number of the database, as SQL Server's @@DBTS counts. */
export function nextRowversion(shared: ConversionContext): { value: Expression; needs: readonly string[] } {
  const needs = shared.requireSupport(rowversionSequence);
  const sequence = rowversionSequence.creates(shared.choices.supportSchema);
  const name = `${quoted(sequence.schema)}.${quoted(sequence.name)}`;
  return { value: pg.call('nextval', pg.text(name)), needs };
}

/** Inside a text that is read as an identifier (regclass), quotes keep the case. */
const quoted = (name: string): string => (/^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`);

/** One trigger function for all filled columns of a table, and its trigger. */
export function fillTrigger(table: Table, columns: readonly FilledColumn[], needs: readonly string[], shared: ConversionContext): TargetStatement[] {
  const first = columns[0];
  if (first === undefined) return [];
  const name = shared.names.relation(table.schema, table.name);
  const functionName = { schema: name.schema, name: shared.names.local(`${name.name}_fill`) };
  const assignments = columns.map((c): PlStatement => ({ kind: 'Assign', target: { parts: ['new', c.column] }, value: c.value, source: c.at }));
  const create = statement(
    shared,
    {
      kind: 'CreateFunction',
      name: qualified(functionName),
      parameters: [],
      returns: pg.type('trigger'),
      body: pg.block([...assignments, { kind: 'Return', value: pg.variable('new') }]),
    },
    { creates: { kind: 'FUNCTION', ...functionName }, phase: 'triggerFunctions', needs: [...needs, relationKey(name)] },
  );
  const trigger = statement(
    shared,
    {
      kind: 'CreateTrigger',
      name: functionName.name,
      timing: 'BEFORE',
      events: [{ on: 'INSERT' }, { on: 'UPDATE' }],
      table: qualified(name),
      level: 'ROW',
      execute: qualified(functionName),
    },
    { creates: { kind: 'TRIGGER', schema: name.schema, name: functionName.name, parent: name.name }, phase: 'triggers', needs: [relationKey(name), targetKey({ kind: 'FUNCTION', ...functionName })] },
  );
  return [create, trigger];
}
