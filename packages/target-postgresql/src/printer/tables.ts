import { group, hardline, indent, join, line } from '@ferry/kernel';
import type { Doc } from '@ferry/kernel';
import type { AlterTableAction, Expression, IndexKey, SequenceOptions, StorageParameters, TableColumn, TableConstraint, TableStatement } from '../syntax';
import { expression, expressionList, narrow } from './expressions';
import { quoteIdentifier } from './identifiers';
import { brackets, commaList, commas, within, words } from './layout';
import { stringLiteral } from './literals';
import { nameText, typeText } from './names';
import { columnNames, queryBody } from './queries';

type Printers = { readonly [K in TableStatement['kind']]: (node: Extract<TableStatement, { readonly kind: K }>) => Doc };

const integer = /^-?\d+$/;

function wholeNumber(text: string): string {
  if (!integer.test(text)) throw new Error(`a sequence option must be a whole number, not ${JSON.stringify(text)}`);
  return text;
}

export function sequenceOptions(o: SequenceOptions): string {
  const parts: string[] = [];
  if (o.type) parts.push(`AS ${typeText(o.type)}`);
  if (o.increment !== undefined) parts.push(`INCREMENT BY ${wholeNumber(o.increment)}`);
  if (o.minimum !== undefined) parts.push(`MINVALUE ${wholeNumber(o.minimum)}`);
  if (o.maximum !== undefined) parts.push(`MAXVALUE ${wholeNumber(o.maximum)}`);
  if (o.start !== undefined) parts.push(`START WITH ${wholeNumber(o.start)}`);
  if (o.cache !== undefined) parts.push(`CACHE ${wholeNumber(o.cache)}`);
  if (o.cycle !== undefined) parts.push(o.cycle ? 'CYCLE' : 'NO CYCLE');
  if (o.ownedBy) parts.push(`OWNED BY ${nameText(o.ownedBy.table)}.${quoteIdentifier(o.ownedBy.column)}`);
  return parts.join(' ');
}

const storage = (parameters: StorageParameters | undefined): string => {
  const entries = Object.entries(parameters ?? {});
  return entries.length === 0 ? '' : ` WITH (${entries.map(([k, v]) => `${quoteIdentifier(k)} = ${typeof v === 'string' ? stringLiteral(v) : String(v)}`).join(', ')})`;
};

function constraintBody(c: TableConstraint): Doc {
  switch (c.kind) {
    case 'KeyConstraint':
      return [
        c.type,
        c.nullsNotDistinct === true ? ' NULLS NOT DISTINCT' : '',
        ' ',
        columnNames(c.columns),
        c.include && c.include.length > 0 ? [' INCLUDE ', columnNames(c.include)] : '',
        storage(c.with),
      ];
    case 'CheckConstraint':
      return ['CHECK ', brackets(expression(c.expression)), c.noInherit === true ? ' NO INHERIT' : ''];
    case 'ForeignKeyConstraint':
      return group(
        'FOREIGN KEY ',
        columnNames(c.columns),
        indent(
          line,
          `REFERENCES ${nameText(c.references)}`,
          c.referencedColumns.length > 0 ? [' ', columnNames(c.referencedColumns)] : '',
          c.match === undefined ? '' : ` MATCH ${c.match}`,
          c.onUpdate === undefined ? '' : ` ON UPDATE ${c.onUpdate}`,
          c.onDelete === undefined ? '' : ` ON DELETE ${c.onDelete}`,
        ),
      );
    case 'ExcludeConstraint':
      return [
        'EXCLUDE ',
        c.method === undefined ? '' : `USING ${quoteIdentifier(c.method)} `,
        brackets(commas(c.elements.map((e) => [indexKey(e.key), ` WITH ${e.operator}`]))),
        c.where ? [' WHERE ', brackets(expression(c.where))] : '',
      ];
  }
}

export const tableConstraint = (c: TableConstraint): Doc => [
  c.name === undefined ? '' : `CONSTRAINT ${quoteIdentifier(c.name)} `,
  constraintBody(c),
  c.deferrable === true ? ' DEFERRABLE' : '',
  c.initiallyDeferred === true ? ' INITIALLY DEFERRED' : '',
  c.notValid === true ? ' NOT VALID' : '',
];

/** A constraint written at its column: keys leave the column out, a foreign key is only REFERENCES. */
function columnConstraint(c: TableConstraint): Doc {
  const named = c.name === undefined ? '' : `CONSTRAINT ${quoteIdentifier(c.name)} `;
  const deferral = `${c.deferrable === true ? ' DEFERRABLE' : ''}${c.initiallyDeferred === true ? ' INITIALLY DEFERRED' : ''}`;
  if (c.kind === 'KeyConstraint') return within(c, [named, c.type, c.nullsNotDistinct === true ? ' NULLS NOT DISTINCT' : '', storage(c.with), deferral]);
  if (c.kind === 'ForeignKeyConstraint')
    return within(c, [
      named,
      `REFERENCES ${nameText(c.references)}`,
      c.referencedColumns.length > 0 ? ` (${c.referencedColumns.map(quoteIdentifier).join(', ')})` : '',
      c.onUpdate === undefined ? '' : ` ON UPDATE ${c.onUpdate}`,
      c.onDelete === undefined ? '' : ` ON DELETE ${c.onDelete}`,
      deferral,
    ]);
  return within(c, [named, constraintBody(c), deferral]);
}

export const collation = (name: TableColumn['collation']): string | false => name !== undefined && `COLLATE ${nameText(name)}`;

export function tableColumn(c: TableColumn): Doc {
  const identityOptions = c.identity?.options ? sequenceOptions(c.identity.options) : '';
  const head = words(
    quoteIdentifier(c.name),
    typeText(c.type),
    collation(c.collation),
    c.identity && `GENERATED ${c.identity.always ? 'ALWAYS' : 'BY DEFAULT'} AS IDENTITY${identityOptions === '' ? '' : ` (${identityOptions})`}`,
    c.generated && ['GENERATED ALWAYS AS ', brackets(expression(c.generated.expression)), c.generated.stored ? ' STORED' : ' VIRTUAL'],
    c.default && ['DEFAULT ', narrow(c.default)],
    c.notNull === true && 'NOT NULL',
  );
  return group(head, indent((c.constraints ?? []).map((k) => [line, columnConstraint(k)])));
}

export const indexKey = (k: IndexKey): Doc =>
  within(
    k,
    words(
      typeof k.key === 'string' ? quoteIdentifier(k.key) : brackets(expression(k.key)),
      collation(k.collation),
      k.operatorClass && nameText(k.operatorClass),
      k.direction === 'DESC' && 'DESC',
      k.nulls && `NULLS ${k.nulls}`,
    ),
  );

function action(a: AlterTableAction): Doc {
  const ending = (x: { readonly cascade?: boolean | undefined }): string => (x.cascade === true ? ' CASCADE' : '');
  const maybe = (x: { readonly ifExists?: boolean | undefined }): string => (x.ifExists === true ? ' IF EXISTS' : '');
  switch (a.do) {
    case 'ADD CONSTRAINT':
      return ['ADD ', within(a.constraint, tableConstraint(a.constraint))];
    case 'VALIDATE CONSTRAINT':
      return `VALIDATE CONSTRAINT ${quoteIdentifier(a.name)}`;
    case 'DROP CONSTRAINT':
    case 'DROP COLUMN':
      return `${a.do}${maybe(a)} ${quoteIdentifier(a.name)}${ending(a)}`;
    case 'ADD COLUMN':
      return [`ADD COLUMN ${a.ifNotExists === true ? 'IF NOT EXISTS ' : ''}`, within(a.column, tableColumn(a.column))];
    case 'SET DEFAULT':
      return [`ALTER COLUMN ${quoteIdentifier(a.column)} SET DEFAULT `, expression(a.expression)];
    case 'DROP DEFAULT':
    case 'SET NOT NULL':
    case 'DROP NOT NULL':
      return `ALTER COLUMN ${quoteIdentifier(a.column)} ${a.do}`;
    case 'SET TYPE':
      return words(`ALTER COLUMN ${quoteIdentifier(a.column)} TYPE ${typeText(a.type)}`, collation(a.collation), a.using && ['USING ', expression(a.using)]);
    case 'ADD IDENTITY': {
      const options = a.options ? sequenceOptions(a.options) : '';
      return `ALTER COLUMN ${quoteIdentifier(a.column)} ADD GENERATED ${a.always ? 'ALWAYS' : 'BY DEFAULT'} AS IDENTITY${options === '' ? '' : ` (${options})`}`;
    }
    case 'ENABLE TRIGGER':
    case 'DISABLE TRIGGER':
      return `${a.do} ${typeof a.trigger === 'string' ? a.trigger : quoteIdentifier(a.trigger.name)}`;
    case 'CLUSTER ON':
      return `CLUSTER ON ${quoteIdentifier(a.index)}`;
    case 'ENABLE ROW LEVEL SECURITY':
    case 'DISABLE ROW LEVEL SECURITY':
    case 'FORCE ROW LEVEL SECURITY':
      return a.do;
    case 'RENAME TO':
      return `RENAME TO ${quoteIdentifier(a.name)}`;
    case 'RENAME COLUMN':
      return `RENAME COLUMN ${quoteIdentifier(a.column)} TO ${quoteIdentifier(a.name)}`;
  }
}

const ifNotExists = (n: { readonly ifNotExists?: boolean | undefined }): string => (n.ifNotExists === true ? 'IF NOT EXISTS ' : '');
const persistence = (n: { readonly persistence?: string | undefined }): string => (n.persistence === undefined ? '' : `${n.persistence} `);
const onCommit = (n: { readonly onCommit?: string | undefined }): string => (n.onCommit === undefined ? '' : ` ON COMMIT ${n.onCommit}`);

const bound = (values: readonly (Expression | 'MINVALUE' | 'MAXVALUE')[]): Doc => ['(', join(', ', values.map((v) => (typeof v === 'string' ? v : expression(v)))), ')'];

const printers: Printers = {
  CreateTable: (n) => {
    const elements: readonly (TableColumn | TableConstraint)[] = [...n.columns, ...(n.constraints ?? [])];
    const list = elements.length === 0 ? '()' : ['(', indent(hardline, commaList(elements, (e) => (e.kind === 'TableColumn' ? tableColumn(e) : tableConstraint(e)))), hardline, ')'];
    return [
      `CREATE ${persistence(n)}TABLE ${ifNotExists(n)}${nameText(n.name)} `,
      list,
      n.inherits && n.inherits.length > 0 ? ` INHERITS (${n.inherits.map(nameText).join(', ')})` : '',
      n.partitionBy ? [` PARTITION BY ${n.partitionBy.strategy} `, brackets(commas(n.partitionBy.keys.map((k) => (k.kind === 'ColumnRef' ? expression(k) : brackets(expression(k))))))] : '',
      storage(n.with),
      onCommit(n),
    ];
  },
  CreatePartition: (n) => [
    `CREATE TABLE ${nameText(n.name)} PARTITION OF ${nameText(n.of)}`,
    indent(
      hardline,
      n.bound === 'DEFAULT'
        ? 'DEFAULT'
        : 'from' in n.bound
          ? ['FOR VALUES FROM ', bound(n.bound.from), ' TO ', bound(n.bound.to)]
          : 'in' in n.bound
            ? ['FOR VALUES IN ', brackets(expressionList(n.bound.in))]
            : `FOR VALUES WITH (MODULUS ${n.bound.modulus}, REMAINDER ${n.bound.remainder})`,
    ),
  ],
  CreateTableAs: (n) => [
    `CREATE ${persistence(n)}TABLE ${ifNotExists(n)}${nameText(n.name)}`,
    n.columns && n.columns.length > 0 ? [' ', columnNames(n.columns)] : '',
    `${onCommit(n)} AS`,
    hardline,
    within(n.query, queryBody(n.query)),
    n.withData === false ? [hardline, 'WITH NO DATA'] : '',
  ],
  AlterTable: (n) => [
    `ALTER TABLE ${n.ifExists === true ? 'IF EXISTS ' : ''}${n.only === true ? 'ONLY ' : ''}${nameText(n.name)}`,
    group(indent(line, commas(n.actions.map(action)))),
  ],
  CreateIndex: (n) =>
    group(
      `CREATE ${n.unique === true ? 'UNIQUE ' : ''}INDEX ${ifNotExists(n)}${n.name === undefined ? '' : `${quoteIdentifier(n.name)} `}ON ${nameText(n.table)}`,
      n.method === undefined ? '' : ` USING ${quoteIdentifier(n.method)}`,
      ' ',
      brackets(commas(n.keys.map(indexKey))),
      indent(
        n.include && n.include.length > 0 ? [line, 'INCLUDE ', columnNames(n.include)] : '',
        n.nullsNotDistinct === true ? [line, 'NULLS NOT DISTINCT'] : '',
        n.with && Object.keys(n.with).length > 0 ? [line, storage(n.with).trimStart()] : '',
        n.where ? [line, 'WHERE ', expression(n.where)] : '',
      ),
    ),
  CreateSequence: (n) => {
    const options = sequenceOptions(n.options);
    return `CREATE ${n.temporary === true ? 'TEMPORARY ' : ''}SEQUENCE ${ifNotExists(n)}${nameText(n.name)}${options === '' ? '' : ` ${options}`}`;
  },
  AlterSequence: (n) => {
    const restart = n.restart === undefined || n.restart === false ? '' : n.restart === true ? ' RESTART' : ` RESTART WITH ${wholeNumber(n.restart.with)}`;
    const options = sequenceOptions(n.options);
    return `ALTER SEQUENCE ${nameText(n.name)}${options === '' ? '' : ` ${options}`}${restart}`;
  },
};

/** A statement about tables, indexes and sequences, without comments. */
export const tableStatement = (n: TableStatement): Doc => (printers[n.kind] as (node: TableStatement) => Doc)(n);

const tableKinds: ReadonlySet<string> = new Set(Object.keys(printers));
export const isTableStatement = (n: { readonly kind: string }): n is TableStatement => tableKinds.has(n.kind);
