import type { Fragment, Table } from '@ferry/catalog';
import { targetKey } from '@ferry/conversion';
import type { TargetKey, TargetStatement } from '@ferry/conversion';
import { nameText, pg } from '@ferry/target-postgresql';
import type { Expression } from '@ferry/target-postgresql';
import type { ConversionContext, TargetName } from '../context';
import { rowversionSequence } from '../support/rowversion';
import { qualified, relationKey, statement } from './parts';

/** A column that a trigger fills on each write: a computed column that is not immutable, or a rowversion. */
export interface FilledColumn {
  readonly column: string;
  readonly value: Expression;
  readonly at: Fragment;
  /** What must exist before the function. */
  readonly needs: readonly TargetKey[];
}

/** The next number of the database, as SQL Server's @@DBTS counts. */
export function nextRowversion(shared: ConversionContext): { value: Expression; needs: readonly TargetKey[] } {
  const needs = shared.requireSupport(rowversionSequence);
  const sequence = rowversionSequence.creates(shared.choices.supportSchema);
  return { value: pg.call('nextval', pg.text(asRegclass(sequence))), needs };
}

/** A relation as a text that is read as regclass. */
export const asRegclass = (name: TargetName): string => nameText(name);

/** The trigger that fills a column, with its function: each column has its own, so that each is proved on its own. */
export function fillTrigger(table: Table, filled: FilledColumn, shared: ConversionContext): TargetStatement[] {
  const name = shared.names.relation(table.schema, table.name);
  const own = { schema: name.schema, name: shared.names.composed(`${name.name}_${filled.column}_fill`) };
  const create = statement(
    shared,
    {
      kind: 'CreateFunction',
      name: qualified(own),
      parameters: [],
      returns: pg.type('trigger'),
      body: pg.block([
        { kind: 'Assign', target: { parts: ['new', filled.column] }, value: filled.value, source: filled.at },
        { kind: 'Return', value: pg.variable('new') },
      ]),
    },
    { creates: { kind: 'FUNCTION', ...own }, phase: 'triggerFunctions', needs: [...filled.needs, relationKey(name)] },
  );
  const trigger = statement(
    shared,
    { kind: 'CreateTrigger', name: own.name, timing: 'BEFORE', events: [{ on: 'INSERT' }, { on: 'UPDATE' }], table: qualified(name), level: 'ROW', execute: qualified(own) },
    { creates: { kind: 'TRIGGER', schema: name.schema, name: own.name, parent: name.name }, phase: 'triggers', needs: [relationKey(name), targetKey({ kind: 'FUNCTION', ...own })] },
  );
  return [create, trigger];
}
