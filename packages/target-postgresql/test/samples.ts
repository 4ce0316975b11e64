import { pg } from '../src';
import type { Argument, Block, Declaration, Dml, Expression, FromItem, PlStatement, Query, Statement, TableConstraint } from '../src';

/* One or more trees of every kind of node. The maps are exhaustive: a new kind does not compile without a sample. */

const a = pg.column('a');
const b = pg.column('b');
const one = pg.number(1);
const t = pg.name('app', 't');
const int = pg.type('integer');
const text = pg.type('text');
const selectOne = pg.select([pg.item(one)]);
const selectA = pg.select([pg.item(a)], { from: [pg.table(t)] });
const and = pg.and(pg.eq(a, one), pg.gt(b, one));
const or = pg.or(pg.eq(a, one), pg.isNull(b));

type Samples<Union extends { readonly kind: string }> = { readonly [K in Union['kind']]: readonly Extract<Union, { readonly kind: K }>[] };

export const expressions: Samples<Expression> = {
  StringLiteral: ["it's", 'back\\slash', 'line\nbreak', 'cr\r\nlf', '$$', '', ':name', '😀'].map((value) => ({ kind: 'StringLiteral', value })),
  NumberLiteral: ['1', '1.5', '1e10', '.5', '99999999999999999999'].map((value) => ({ kind: 'NumberLiteral', text: value })),
  BooleanLiteral: [{ kind: 'BooleanLiteral', value: true }],
  NullLiteral: [{ kind: 'NullLiteral' }],
  TypedLiteral: [
    { kind: 'TypedLiteral', type: pg.type('date'), value: '2024-01-01' },
    { kind: 'TypedLiteral', type: pg.type('interval'), value: '1 day' },
    { kind: 'TypedLiteral', type: pg.type('numeric', 10, 2), value: '1.50' },
    { kind: 'TypedLiteral', type: pg.userType('app', 'my type'), value: 'x' },
    { kind: 'TypedLiteral', type: pg.arrayOf(int), value: '{1,2}' },
  ],
  BitLiteral: [{ kind: 'BitLiteral', base: 'B', digits: '101' }, { kind: 'BitLiteral', base: 'X', digits: '1F' }],
  DefaultValue: [],
  ColumnRef: [pg.column('a'), pg.column('order', 'Group'), pg.column('s', 't', 'c d')],
  Star: [],
  VariableRef: [{ kind: 'VariableRef', parts: ['v_x'] }, { kind: 'VariableRef', parts: ['new', 'id'] }],
  ParameterRef: [{ kind: 'ParameterRef', index: 1 }],
  Cast: [
    pg.cast(pg.number(-1), int),
    pg.cast(pg.add(a, one), pg.type('numeric', 19, 4)),
    pg.cast(pg.text('x'), pg.type('timestamp with time zone', 3)),
    pg.cast(pg.cast(a, text), pg.type('double precision')),
    { kind: 'Cast', style: 'cast', operand: or, type: pg.type('character varying', 10) },
  ],
  Unary: [
    { kind: 'Unary', operator: '-', operand: a },
    { kind: 'Unary', operator: '-', operand: pg.number(-1) },
    { kind: 'Unary', operator: '~', operand: pg.add(a, b) },
    { kind: 'Unary', operator: '-', operand: pg.multiply(a, b) },
    { kind: 'Unary', operator: '@', operand: pg.unary('-', a) },
  ],
  Binary: [
    ...['=', '<>', '<', '>=', '+', '-', '*', '/', '%', '^', '||', '~*', '!~', '->>', '@>', '&', '|', '#', '<<'].map((operator) => ({ kind: 'Binary' as const, operator, left: pg.add(a, b), right: pg.subtract(a, b) })),
    { kind: 'Binary', operator: '+', operatorSchema: 'pg_catalog', left: pg.multiply(a, b), right: a },
    { kind: 'Binary', operator: '=', left: pg.eq(a, b), right: pg.eq(a, b) },
    { kind: 'Binary', operator: '-', left: a, right: pg.number(-1) },
    { kind: 'Binary', operator: '||', left: and, right: or },
  ],
  Logical: [
    { kind: 'Logical', operator: 'AND', operands: [or, and, pg.not(or)] },
    { kind: 'Logical', operator: 'OR', operands: [] },
    { kind: 'Logical', operator: 'OR', operands: [a] },
  ],
  Not: [{ kind: 'Not', operand: and }, { kind: 'Not', operand: pg.not(pg.exists(selectOne)) }],
  Call: [
    pg.call('lower', a),
    pg.call('now'),
    pg.call('left', a, one),
    pg.call('position', a, b),
    pg.callIn('app', 'order', pg.named('p x', a), pg.named('user', b)),
    { ...pg.call('f'), args: [{ kind: 'VariadicArgument', value: a }] satisfies Argument[] },
    { ...pg.call('count'), star: true, filter: pg.isNotNull(a) },
    { ...pg.call('string_agg', a, pg.text(',')), distinct: true, orderBy: [pg.order(a)] },
    { ...pg.call('percentile_cont', pg.number('0.5')), withinGroup: [pg.order(a, 'DESC', 'LAST')] },
    { ...pg.call('sum', a), over: 'w' },
    {
      ...pg.call('sum', a),
      over: {
        kind: 'WindowSpec',
        partitionBy: [a, b],
        orderBy: [pg.order(b, 'DESC')],
        frame: { mode: 'ROWS', start: { at: 'PRECEDING', offset: one }, end: { at: 'CURRENT ROW' }, exclude: 'TIES' },
      },
    },
    { ...pg.call('row_number'), over: { kind: 'WindowSpec', base: 'w' } },
    { ...pg.call('row_number'), over: { kind: 'WindowSpec', frame: { mode: 'RANGE', start: { at: 'UNBOUNDED PRECEDING' } } } },
    pg.call('coalesce', a, b),
    pg.call('nullif', a, b),
    pg.call('substring', a, one, one),
  ],
  Extract: [{ kind: 'Extract', field: 'year', operand: a }],
  PositionOf: [{ kind: 'PositionOf', needle: pg.text('x'), haystack: or }, { kind: 'PositionOf', needle: pg.collate(a, 'C'), haystack: b }],
  Overlay: [{ kind: 'Overlay', text: a, replacement: pg.text('x'), start: one, length: one }],
  SubstringFrom: [{ kind: 'SubstringFrom', text: a, from: one, length: one }, { kind: 'SubstringFrom', text: a, from: pg.text('x+') }],
  Trim: [{ kind: 'Trim', side: 'LEADING', characters: pg.text('0'), text: a }, { kind: 'Trim', side: 'BOTH', text: a }],
  SpecialValue: [{ kind: 'SpecialValue', name: 'CURRENT_TIMESTAMP', precision: 3 }, { kind: 'SpecialValue', name: 'CURRENT_USER' }],
  Case: [pg.case([pg.when(or, a), pg.when(and, b)], pg.null), pg.case([pg.when(one, a)], undefined, b)],
  ScalarSubquery: [{ kind: 'ScalarSubquery', query: selectOne }],
  Exists: [{ kind: 'Exists', query: selectA }],
  InList: [{ kind: 'InList', operand: a, values: [one, b] }, { kind: 'InList', operand: or, values: [and], negated: true }],
  InSubquery: [{ kind: 'InSubquery', operand: pg.eq(a, b), query: selectA, negated: true }],
  Quantified: [
    { kind: 'Quantified', operand: a, operator: '=', quantifier: 'ANY', argument: { array: b } },
    { kind: 'Quantified', operand: pg.eq(a, b), operator: '<>', quantifier: 'ALL', argument: { query: selectA } },
  ],
  Between: [
    { kind: 'Between', operand: a, low: one, high: b },
    { kind: 'Between', operand: pg.add(a, b), low: pg.eq(a, b), high: and, negated: true },
    { kind: 'Between', operand: a, low: { kind: 'AtTimeZone', operand: a, zone: pg.text('UTC') }, high: b, symmetric: true },
  ],
  Like: [
    { kind: 'Like', operator: 'LIKE', operand: a, pattern: pg.text('a\\_%'), escape: pg.text('\\') },
    { kind: 'Like', operator: 'ILIKE', operand: or, pattern: and, negated: true },
    { kind: 'Like', operator: 'SIMILAR TO', operand: a, pattern: pg.text('x') },
  ],
  IsNull: [{ kind: 'IsNull', operand: pg.eq(a, b) }, { kind: 'IsNull', operand: pg.isNull(a), negated: true }],
  IsTest: (['TRUE', 'FALSE', 'UNKNOWN', 'DOCUMENT', 'NORMALIZED', 'JSON'] as const).map((test) => ({ kind: 'IsTest', operand: pg.eq(a, b), test, negated: test === 'TRUE' })),
  IsDistinctFrom: [{ kind: 'IsDistinctFrom', left: pg.eq(a, b), right: pg.isNull(a), negated: true }],
  Row: [{ kind: 'Row', values: [] }, { kind: 'Row', values: [a] }, { kind: 'Row', values: [a, b] }, { kind: 'Row', values: [a, b], explicit: true }],
  ArrayLiteral: [{ kind: 'ArrayLiteral', elements: [one, a] }, { kind: 'ArrayLiteral', elements: [] }],
  ArraySubquery: [{ kind: 'ArraySubquery', query: selectA }],
  Subscript: [
    { kind: 'Subscript', operand: a, index: one },
    { kind: 'Subscript', operand: pg.call('f'), index: one, slice: true, upper: pg.column('user_count') },
    { kind: 'Subscript', operand: { kind: 'Subscript', operand: a, index: one }, index: or },
  ],
  FieldAccess: [
    { kind: 'FieldAccess', operand: a, field: 'order' },
    { kind: 'FieldAccess', operand: { kind: 'Subscript', operand: a, index: one }, field: 'x' },
    { kind: 'FieldAccess', operand: { kind: 'FieldAccess', operand: pg.call('f'), field: 'x' }, field: 'y' },
    { kind: 'FieldAccess', operand: pg.call('f'), field: { star: true } },
  ],
  Collate: [{ kind: 'Collate', operand: pg.concat(a, b), collation: pg.name('app', 'ci') }],
  AtTimeZone: [{ kind: 'AtTimeZone', operand: pg.add(a, b), zone: pg.concat(a, b) }, { kind: 'AtTimeZone', operand: a }],
  XmlElement: [{ kind: 'XmlElement', name: 'row', attributes: [{ value: a, name: 'Id' }], content: [a, pg.text('x')] }, { kind: 'XmlElement', name: 'e', content: [] }],
  XmlForest: [{ kind: 'XmlForest', items: [{ value: a, name: 'select' }, { value: b }] }],
  XmlParse: [{ kind: 'XmlParse', of: 'DOCUMENT', operand: a }],
  XmlSerialize: [{ kind: 'XmlSerialize', of: 'CONTENT', operand: a, type: text }],
  XmlExists: [{ kind: 'XmlExists', path: pg.text('//a'), document: pg.concat(a, b) }],
  CurrentOf: [],
};

export const fromItems: Samples<FromItem> = {
  TableRef: [pg.table(t), pg.table(t, 'order'), { kind: 'TableRef', name: t, only: true, alias: 'x', columns: ['c', 'd e'], sample: { method: 'bernoulli', args: [one], repeatable: one } }],
  FromSubquery: [
    { kind: 'FromSubquery', query: selectA, alias: 's', columns: ['c'] },
    { kind: 'FromSubquery', lateral: true, query: { kind: 'Values', rows: [[one, a]] }, alias: 'v', columns: ['c', 'd'] },
    { kind: 'FromSubquery', query: selectA },
  ],
  FromFunction: [
    { kind: 'FromFunction', call: pg.call('generate_series', one, pg.number(2)), alias: 'g', ordinality: true, columns: ['n', 'i'] },
    { kind: 'FromFunction', lateral: true, call: pg.callIn('app', 'f', a), alias: 'r', definitions: [{ name: 'x', type: int }] },
    { kind: 'FromFunction', call: pg.call('f'), definitions: [{ name: 'x', type: int }] },
  ],
  FromXmlTable: [
    {
      kind: 'FromXmlTable', lateral: true, namespaces: [{ uri: 'urn:x', name: 'n' }, { uri: 'urn:d' }], row: pg.text('/a/b'), document: pg.concat(a, b), alias: 'x',
      outputs: [{ name: 'ord' }, { name: 'v', type: text, path: pg.text('@v'), default: pg.text('-'), notNull: true }],
    },
  ],
  Join: [
    pg.join('INNER', pg.join('LEFT', pg.table(t, 'l'), pg.table(t, 'r'), and), pg.join('FULL', pg.table(t, 'm'), pg.table(t, 'n'), or), or),
    { kind: 'Join', type: 'RIGHT', left: pg.table(t, 'l'), right: pg.table(t, 'r'), using: ['a', 'b'] },
    { kind: 'Join', type: 'INNER', natural: true, left: pg.table(t, 'l'), right: pg.table(t, 'r') },
    { kind: 'Join', type: 'CROSS', left: pg.table(t, 'l'), right: pg.table(t, 'r') },
  ],
};

const union = (operator: 'UNION' | 'INTERSECT' | 'EXCEPT', left: Query, right: Query, rest: object = {}): Extract<Query, { kind: 'SetOperation' }> => ({ kind: 'SetOperation', operator, left, right, ...rest });

const insert: Extract<Statement, { kind: 'Insert' }> = { kind: 'Insert', into: t, columns: ['a'], rows: selectOne, returning: { items: [pg.item(a)] } };

const queries: Samples<Query> = {
  Select: [
    selectOne,
    pg.select([], { from: [pg.table(t)] }),
    pg.select([pg.item(a, 'order'), pg.item(pg.star('x'))], {
      with: { kind: 'With', recursive: true, ctes: [{ kind: 'Cte', name: 'r', columns: ['n'], query: union('UNION', selectOne, selectA, { all: true }) }, { kind: 'Cte', name: 'i', materialized: false, query: insert }] },
      distinct: true, from: [pg.table(t, 'x'), pg.table(t, 'y')], where: or,
      groupBy: [a, { kind: 'GroupingSets', of: 'ROLLUP', items: [a, { kind: 'GroupingList', items: [a, b] }] }, { kind: 'GroupingSets', of: 'GROUPING SETS', items: [{ kind: 'GroupingList', items: [] }, { kind: 'GroupingSets', of: 'CUBE', items: [b] }] }],
      having: and, windows: [{ name: 'w', spec: { kind: 'WindowSpec', orderBy: [pg.order(a)] } }],
      orderBy: [pg.order(a, 'ASC', 'FIRST'), pg.order(b, 'DESC', 'LAST')], limit: pg.add(one, one), offset: one,
    }),
    pg.select([pg.item(pg.star())], { distinct: { on: [a] }, from: [pg.table(t)], orderBy: [pg.order(a)], fetchWithTies: pg.add(one, one) }),
    pg.select([pg.item(a)], { from: [pg.table(t, 'x')], locking: [{ strength: 'UPDATE', of: ['x'], wait: 'SKIP LOCKED' }] }),
  ],
  SetOperation: [
    union('UNION', union('EXCEPT', selectOne, selectA), union('INTERSECT', selectA, selectOne), { orderBy: [pg.order(one)], limit: one }),
    union('INTERSECT', union('UNION', selectOne, selectA), { ...selectA, limit: one }),
    union('EXCEPT', selectOne, union('EXCEPT', selectOne, selectOne)),
  ],
  Values: [{ kind: 'Values', rows: [[one, pg.text('x')], [one, pg.null]], orderBy: [pg.order(one)] }],
};

const dml: Samples<Dml> = {
  Insert: [
    insert,
    { kind: 'Insert', into: t },
    { kind: 'Insert', into: t, alias: 'x', columns: ['a', 'order'], overriding: 'SYSTEM', rows: { kind: 'Values', rows: [[pg.default, one]] }, onConflict: { target: { columns: [a, pg.call('lower', b)], where: and }, update: { set: [{ kind: 'SetItem', columns: ['a'], value: pg.column('excluded', 'a') }], where: or } } },
    { kind: 'Insert', into: t, rows: selectA, onConflict: { target: { constraint: 'pk' } } },
    { kind: 'Insert', into: t, rows: selectA, onConflict: {} },
    { kind: 'Insert', with: { kind: 'With', ctes: [{ kind: 'Cte', name: 'c', materialized: true, query: selectA }] }, into: t, rows: selectA },
  ],
  Update: [
    { kind: 'Update', table: t, alias: 'x', set: [{ kind: 'SetItem', columns: ['a'], value: pg.default }, { kind: 'SetItem', columns: ['b', 'c'], value: pg.subquery(selectA) }], from: [pg.table(t, 'y')], where: and, returning: { items: [pg.item(pg.star())], old: 'o', new: 'n' } },
    { kind: 'Update', table: t, only: true, set: [{ kind: 'SetItem', columns: ['a', 'b'], value: { kind: 'Row', values: [one, one] } }], where: { kind: 'CurrentOf', cursor: 'c' } },
  ],
  Delete: [{ kind: 'Delete', table: t, alias: 'x', using: [pg.table(t, 'y')], where: or, returning: { items: [pg.item(a)] } }],
  Merge: [
    {
      kind: 'Merge', into: t, alias: 'x', using: pg.table(t, 's'), on: pg.eq(a, b), returning: { items: [pg.item(pg.call('merge_action'))] },
      whens: [
        { kind: 'MergeWhen', match: 'MATCHED', and: or, action: { do: 'UPDATE', set: [{ kind: 'SetItem', columns: ['a'], value: one }] } },
        { kind: 'MergeWhen', match: 'MATCHED', action: { do: 'DELETE' } },
        { kind: 'MergeWhen', match: 'NOT MATCHED', and: and, action: { do: 'INSERT', columns: ['a'], overriding: 'USER', values: [one] } },
        { kind: 'MergeWhen', match: 'NOT MATCHED', action: { do: 'INSERT' } },
        { kind: 'MergeWhen', match: 'NOT MATCHED BY SOURCE', action: { do: 'NOTHING' } },
      ],
    },
  ],
  Truncate: [{ kind: 'Truncate', tables: [t, pg.name('u')], restartIdentity: true, cascade: true }],
  Maintain: [{ kind: 'Maintain', command: 'ANALYZE' }, { kind: 'Maintain', command: 'ANALYZE', name: pg.name('t') }, { kind: 'Maintain', command: 'REINDEX TABLE', name: pg.name('s', 't') }, { kind: 'Maintain', command: 'REINDEX INDEX', name: pg.name('s', 'I x') }],
};

const constraints: Samples<TableConstraint> = {
  KeyConstraint: [
    { kind: 'KeyConstraint', name: 'pk', type: 'PRIMARY KEY', columns: ['a', 'order'], include: ['b'], with: { fillfactor: 80 } },
    { kind: 'KeyConstraint', type: 'UNIQUE', columns: ['b'], nullsNotDistinct: true, deferrable: true, initiallyDeferred: true },
  ],
  CheckConstraint: [{ kind: 'CheckConstraint', name: 'ck', expression: or, noInherit: true }],
  ForeignKeyConstraint: [
    { kind: 'ForeignKeyConstraint', name: 'fk', columns: ['a'], references: t, referencedColumns: ['x'], match: 'FULL', onDelete: 'CASCADE', onUpdate: 'SET NULL' },
    { kind: 'ForeignKeyConstraint', columns: ['a'], references: t, referencedColumns: [] },
  ],
  ExcludeConstraint: [{ kind: 'ExcludeConstraint', name: 'ex', method: 'gist', elements: [{ key: { kind: 'IndexKey', key: 'a' }, operator: '&&' }], where: and }],
};
const allConstraints = Object.values(constraints).flat();

export const declarations: Samples<Declaration> = {
  DeclareVariable: [
    { kind: 'DeclareVariable', name: 'v_x', type: pg.type('varchar', 10), constant: true, collation: 'C', notNull: true, initial: or },
    { kind: 'DeclareVariable', name: 'v_row', type: { kind: 'TypeOf', parts: ['app', 't'], of: 'ROWTYPE' } },
    { kind: 'DeclareVariable', name: 'strict', type: { kind: 'TypeOf', parts: ['app', 't', 'a'], of: 'TYPE' } },
    { kind: 'DeclareVariable', name: 'v_rec', type: pg.type('record') },
    { kind: 'DeclareVariable', name: 'v_cursor', type: pg.type('refcursor') },
    { kind: 'DeclareVariable', name: 'v_array', type: pg.arrayOf(int) },
  ],
  DeclareCursor: [
    { kind: 'DeclareCursor', name: 'c_bound', scroll: false, query: selectA },
    { kind: 'DeclareCursor', name: 'c_args', parameters: [{ name: 'p', type: int }], query: selectOne },
  ],
  DeclareAlias: [{ kind: 'DeclareAlias', name: 'first_argument', of: '$1' }],
};

const noop: readonly PlStatement[] = [{ kind: 'NullStatement' }];
const v = pg.target('v_x');
const x = pg.variable('v_x');

export const plStatements: Samples<PlStatement> = {
  Block: [
    { kind: 'Block', label: 'Outer', declarations: [pg.declare('inner_value', int)], body: noop, closingComments: ['-- done'] },
    { kind: 'Block', body: [], handlers: [{ kind: 'ExceptionHandler', conditions: [{ name: 'unique_violation' }, { sqlstate: '23503' }], body: noop }, { kind: 'ExceptionHandler', conditions: [{ name: 'OTHERS' }], body: [] }] },
  ],
  Assign: [{ kind: 'Assign', target: v, value: or }, { kind: 'Assign', target: { parts: ['v_array'], subscripts: [one] }, value: one }, { kind: 'Assign', target: pg.target('v_row', 'a'), value: pg.subquery(selectOne) }],
  If: [{ kind: 'If', branches: [{ condition: or, body: noop }, { condition: and, body: [] }], otherwise: noop }],
  CaseStatement: [
    { kind: 'CaseStatement', operand: x, branches: [{ whens: [one, pg.number(2)], body: noop }], otherwise: noop },
    { kind: 'CaseStatement', branches: [{ whens: [or], body: [] }] },
  ],
  Loop: [{ kind: 'Loop', label: 'again', body: [{ kind: 'Exit', label: 'again', when: or }, { kind: 'Continue' }] }],
  While: [{ kind: 'While', condition: or, body: noop }],
  ForInteger: [{ kind: 'ForInteger', variable: 'i', reverse: true, from: pg.number(10), to: one, by: pg.number(2), body: noop }, { kind: 'ForInteger', variable: 'i', from: pg.call('reverse', x), to: pg.add(x, one), body: [] }],
  ForQuery: [
    { kind: 'ForQuery', targets: [pg.target('v_rec')], in: { query: pg.select([pg.item(pg.column('loop'))], { from: [pg.table(t)] }) }, body: noop },
    { kind: 'ForQuery', targets: [v, pg.target('v_row', 'a')], in: { query: { kind: 'Delete', table: t, returning: { items: [pg.item(a), pg.item(b)] } } }, body: noop },
    { kind: 'ForQuery', targets: [pg.target('v_rec')], in: { execute: pg.text('SELECT 1'), using: [x] }, body: noop },
    { kind: 'ForQuery', targets: [pg.target('v_rec')], in: { cursor: 'c_args', args: [one] }, body: noop },
  ],
  ForEach: [{ kind: 'ForEach', targets: [v], slice: 1, array: pg.variable('v_array'), body: noop }],
  Exit: [],
  Continue: [],
  Return: [{ kind: 'Return', value: x }],
  ReturnNext: [],
  ReturnQuery: [],
  Raise: [
    { kind: 'Raise', level: 'NOTICE', format: "it's % of %%", args: [x] },
    { kind: 'Raise', level: 'EXCEPTION', condition: { name: 'division_by_zero' }, using: [{ option: 'MESSAGE', value: pg.text('x') }] },
    { kind: 'Raise', condition: { sqlstate: '22012' } },
    pg.fail('100 % lost', '0A000'),
    { kind: 'Raise', level: 'WARNING', format: '' },
  ],
  Perform: [{ kind: 'Perform', query: selectA }, { kind: 'Perform', query: { ...selectA, with: { kind: 'With', ctes: [{ kind: 'Cte', name: 'c', query: selectOne }] } } }],
  SqlStatement: [
    { kind: 'SqlStatement', statement: selectA, into: { targets: [v], strict: true } },
    { kind: 'SqlStatement', statement: union('UNION', selectA, selectOne, { limit: one }), into: { targets: [v] } },
    { kind: 'SqlStatement', statement: { ...selectA, with: { kind: 'With', ctes: [{ kind: 'Cte', name: 'c', query: selectOne }] } }, into: { targets: [v, pg.target('v_row', 'a')] } },
    { kind: 'SqlStatement', statement: insert, into: { targets: [v] } },
    { kind: 'SqlStatement', statement: { kind: 'CreateTable', name: pg.name('tmp'), persistence: 'TEMPORARY', columns: [{ kind: 'TableColumn', name: 'a', type: int }], onCommit: 'DROP' } },
    ...dml.Merge.map((statement) => ({ kind: 'SqlStatement' as const, statement: { ...statement, returning: undefined } })),
  ],
  Execute: [{ kind: 'Execute', command: pg.concat(pg.text('SELECT '), pg.text('$1')), into: { targets: [v] }, using: [x] }, { kind: 'Execute', command: pg.text('x') }],
  CallStatement: [{ kind: 'CallStatement', call: { kind: 'CallProcedure', name: pg.name('app', 'p'), args: [x, pg.named('p_y', one)] } }],
  OpenCursor: [
    { kind: 'OpenCursor', cursor: 'c_bound' },
    { kind: 'OpenCursor', cursor: 'c_args', args: [pg.named('p', one)] },
    { kind: 'OpenCursor', cursor: 'v_cursor', scroll: true, for: { query: selectA } },
    { kind: 'OpenCursor', cursor: 'v_cursor', for: { execute: pg.text('SELECT 1'), using: [x] } },
  ],
  FetchCursor: [
    { kind: 'FetchCursor', cursor: 'v_cursor', into: [v] },
    { kind: 'FetchCursor', cursor: 'v_cursor', direction: { to: 'PRIOR' }, into: [v] },
    { kind: 'FetchCursor', cursor: 'v_cursor', direction: { to: 'ABSOLUTE', count: pg.number(3) }, into: [v] },
  ],
  MoveCursor: [{ kind: 'MoveCursor', cursor: 'v_cursor', direction: { to: 'FORWARD ALL' } }, { kind: 'MoveCursor', cursor: 'v_cursor' }],
  CloseCursor: [{ kind: 'CloseCursor', cursor: 'v_cursor' }],
  GetDiagnostics: [{ kind: 'GetDiagnostics', items: [{ target: v, item: 'ROW_COUNT' }, { target: pg.target('v_row', 'a'), item: 'PG_CONTEXT' }] }],
  GetStackedDiagnostics: [{ kind: 'GetStackedDiagnostics', items: [{ target: v, item: 'MESSAGE_TEXT' }] }],
  Commit: [{ kind: 'Commit' }, { kind: 'Commit', chain: true }],
  Rollback: [{ kind: 'Rollback' }],
  NullStatement: [{ kind: 'NullStatement' }],
  Assert: [{ kind: 'Assert', condition: or, message: pg.text('no') }],
};

/** A block with declarations for every name that the samples use. */
export const inBlock = (body: readonly PlStatement[]): Block => ({
  kind: 'Block',
  declarations: [...Object.values(declarations).flat().filter((d) => d.name !== 'v_x'), pg.declare('v_x', int)],
  body,
});

const block = inBlock([{ kind: 'Return', value: one }]);
const f = pg.name('app', 'f');
const routine = { name: f, parameters: [] } as const;

type OtherStatement = Exclude<Statement, Query | Dml>;
const ddl: Samples<OtherStatement> = {
  CreateTable: [
    {
      kind: 'CreateTable', name: t, ifNotExists: true, persistence: 'UNLOGGED',
      columns: [
        { kind: 'TableColumn', name: 'a', type: int, identity: { always: false, options: { start: '-5', increment: '10', minimum: '-9223372036854775808', maximum: '10', cache: '1', cycle: false } }, notNull: true },
        { kind: 'TableColumn', name: 'order', type: pg.type('varchar', 10), collation: pg.name('app', 'ci'), default: pg.concat(pg.text('x'), pg.collate(a, 'C')), constraints: allConstraints.filter((c) => c.kind !== 'ExcludeConstraint' && (c.kind !== 'ForeignKeyConstraint' || c.name === undefined)) },
        { kind: 'TableColumn', name: 'g', type: int, generated: { expression: pg.add(a, b), stored: true } },
        { kind: 'TableColumn', name: 'h', type: int, generated: { expression: or, stored: false } },
        { kind: 'TableColumn', name: 'd', type: pg.type('timestamp', 3), default: { kind: 'AtTimeZone', operand: pg.call('now'), zone: pg.text('utc') } },
        { kind: 'TableColumn', name: 'p', type: pg.type('geometry', 'Point', 4326), default: or },
      ],
      constraints: allConstraints, with: { fillfactor: 70, autovacuum_enabled: false },
    },
    { kind: 'CreateTable', name: pg.name('tmp'), persistence: 'TEMPORARY', columns: [], onCommit: 'DROP' },
    { kind: 'CreateTable', name: t, columns: [{ kind: 'TableColumn', name: 'a', type: int }], inherits: [pg.name('u')] },
    { kind: 'CreateTable', name: t, columns: [{ kind: 'TableColumn', name: 'a', type: int }], partitionBy: { strategy: 'RANGE', keys: [a, pg.call('lower', b)] } },
  ],
  CreatePartition: [
    { kind: 'CreatePartition', name: t, of: pg.name('u'), bound: { from: ['MINVALUE'], to: [one] } },
    { kind: 'CreatePartition', name: t, of: pg.name('u'), bound: { in: [one, pg.null] } },
    { kind: 'CreatePartition', name: t, of: pg.name('u'), bound: { modulus: 4, remainder: 1 } },
    { kind: 'CreatePartition', name: t, of: pg.name('u'), bound: 'DEFAULT' },
  ],
  CreateTableAs: [{ kind: 'CreateTableAs', name: pg.name('tmp'), persistence: 'TEMPORARY', ifNotExists: true, columns: ['x'], onCommit: 'PRESERVE ROWS', query: selectA, withData: false }],
  AlterTable: [
    { kind: 'AlterTable', name: t, ifExists: true, only: true, actions: allConstraints.map((c) => ({ do: 'ADD CONSTRAINT', constraint: c.kind === 'CheckConstraint' || c.kind === 'ForeignKeyConstraint' ? { ...c, notValid: true } : c })) },
    {
      kind: 'AlterTable', name: t,
      actions: [
        { do: 'VALIDATE CONSTRAINT', name: 'c' }, { do: 'DROP CONSTRAINT', name: 'c', ifExists: true, cascade: true },
        { do: 'ADD COLUMN', ifNotExists: true, column: { kind: 'TableColumn', name: 'n', type: int } }, { do: 'DROP COLUMN', name: 'n', ifExists: true },
        { do: 'SET DEFAULT', column: 'a', expression: or }, { do: 'DROP DEFAULT', column: 'a' }, { do: 'SET NOT NULL', column: 'a' }, { do: 'DROP NOT NULL', column: 'a' },
        { do: 'SET TYPE', column: 'a', type: text, collation: pg.name('C'), using: or }, { do: 'ADD IDENTITY', column: 'a', always: true, options: { start: '1' } },
        { do: 'ENABLE TRIGGER', trigger: 'ALL' }, { do: 'DISABLE TRIGGER', trigger: { name: 'all' } }, { do: 'CLUSTER ON', index: 'i' }, { do: 'ENABLE ROW LEVEL SECURITY' },
      ],
    },
    { kind: 'AlterTable', name: t, actions: [{ do: 'RENAME TO', name: 'u' }] },
    { kind: 'AlterTable', name: t, actions: [{ do: 'RENAME COLUMN', column: 'a', name: 'b' }] },
  ],
  CreateIndex: [
    {
      kind: 'CreateIndex', name: 'ix', table: t, unique: true, ifNotExists: true, method: 'btree', include: ['c'], nullsNotDistinct: true, with: { fillfactor: 80 }, where: and,
      keys: [{ kind: 'IndexKey', key: 'order', direction: 'DESC', nulls: 'LAST', collation: pg.name('C'), operatorClass: pg.name('text_pattern_ops') }, { kind: 'IndexKey', key: pg.call('lower', a) }, { kind: 'IndexKey', key: pg.concat(a, b) }],
    },
    { kind: 'CreateIndex', table: t, keys: [{ kind: 'IndexKey', key: 'a' }] },
  ],
  CreateSequence: [{ kind: 'CreateSequence', name: t, temporary: true, ifNotExists: true, options: { type: pg.type('bigint'), start: '1', increment: '-1', cycle: true, ownedBy: { table: t, column: 'a' } } }, { kind: 'CreateSequence', name: t, options: {} }],
  AlterSequence: [{ kind: 'AlterSequence', name: t, options: { increment: '2' }, restart: { with: '5' } }, { kind: 'AlterSequence', name: t, options: {}, restart: true }],
  CreateSchema: [{ kind: 'CreateSchema', name: 'Human Resources', ifNotExists: true }],
  CreateExtension: [{ kind: 'CreateExtension', name: 'uuid-ossp', ifNotExists: true, schema: 'ext', cascade: true }],
  CreateDomain: [{ kind: 'CreateDomain', name: pg.name('app', 'd'), type: pg.type('varchar', 10), collation: pg.name('C'), default: or, notNull: true, checks: [{ kind: 'CheckConstraint', name: 'c', expression: or }] }],
  CreateCompositeType: [{ kind: 'CreateCompositeType', name: t, attributes: [{ kind: 'TableColumn', name: 'a', type: int }, { kind: 'TableColumn', name: 'b', type: text, collation: pg.name('C') }] }, { kind: 'CreateCompositeType', name: t, attributes: [] }],
  CreateEnum: [{ kind: 'CreateEnum', name: t, labels: ['a', "b'c"] }, { kind: 'CreateEnum', name: t, labels: [] }],
  CreateCollation: [{ kind: 'CreateCollation', name: pg.name('app', 'ci'), ifNotExists: true, provider: 'icu', locale: 'und-u-ks-level2', deterministic: false, rules: '&a < g' }],
  CreateView: [
    { kind: 'CreateView', name: t, orReplace: true, columns: ['a', 'Order'], securityInvoker: true, query: selectA, check: 'LOCAL' },
    { kind: 'CreateView', name: pg.name('v'), temporary: true, query: queries.Select[2] as Query },
    ...queries.SetOperation.map((query) => ({ kind: 'CreateView' as const, name: t, query })),
  ],
  CreateMaterializedView: [{ kind: 'CreateMaterializedView', name: t, ifNotExists: true, columns: ['a'], query: selectA, withData: false }],
  RefreshMaterializedView: [{ kind: 'RefreshMaterializedView', name: t, concurrently: true }],
  CreateFunction: [
    {
      kind: 'CreateFunction', orReplace: true, name: f, returns: int, volatility: 'STABLE', strict: true, parallel: 'SAFE', cost: 100, security: 'DEFINER', settings: [{ name: 'search_path', value: ['app', 'pg_temp'] }, { name: 'app.x', value: 'y' }], body: block,
      parameters: [{ kind: 'RoutineParameter', name: 'p_a', type: int }, { kind: 'RoutineParameter', name: 'out', type: pg.type('varchar', 5), default: or }],
    },
    { kind: 'CreateFunction', ...routine, returns: { table: [{ name: 'a', type: int }, { name: 'order', type: text }] }, rows: 10, body: { kind: 'Block', body: [{ kind: 'ReturnQuery', of: { query: selectA } }, { kind: 'ReturnQuery', of: { execute: pg.text('SELECT 1'), using: [one] } }, { kind: 'Return' }] } },
    { kind: 'CreateFunction', ...routine, returns: pg.setOf(int), body: { kind: 'Block', body: [{ kind: 'ReturnNext', value: or }, { kind: 'Return' }] } },
    { kind: 'CreateFunction', ...routine, parameters: [{ kind: 'RoutineParameter', mode: 'OUT', name: 'x', type: int }, { kind: 'RoutineParameter', mode: 'VARIADIC', name: 'r', type: pg.arrayOf(int) }], body: { kind: 'Block', body: [{ kind: 'Return' }] } },
    { kind: 'CreateFunction', ...routine, returns: int, volatility: 'IMMUTABLE', body: { kind: 'SqlBody', statements: [insert, selectOne] } },
    { kind: 'CreateFunction', ...routine, returns: int, body: { kind: 'ReturnBody', expression: or } },
    { kind: 'CreateFunction', ...routine, returns: int, body: { kind: 'TextBody', language: 'sql', text: " SELECT '$$' " } },
    { kind: 'CreateFunction', ...routine, returns: pg.type('trigger'), body: { kind: 'Block', body: [{ kind: 'Return', value: pg.variable('new') }] } },
  ],
  CreateProcedure: [
    { kind: 'CreateProcedure', ...routine, orReplace: true, security: 'INVOKER', parameters: [{ kind: 'RoutineParameter', mode: 'INOUT', name: 'next', type: int, default: pg.null }], body: { kind: 'Block', body: [{ kind: 'Commit' }] } },
    { kind: 'CreateProcedure', ...routine, body: { kind: 'SqlBody', statements: [insert] } },
  ],
  CreateTrigger: [
    { kind: 'CreateTrigger', orReplace: true, name: 'tr', timing: 'AFTER', events: [{ on: 'INSERT' }], table: t, level: 'STATEMENT', newTable: 'inserted', execute: f, args: ["it's"] },
    { kind: 'CreateTrigger', name: 'tr', timing: 'AFTER', events: [{ on: 'UPDATE' }], table: t, level: 'STATEMENT', oldTable: 'deleted', newTable: 'inserted', execute: f },
    { kind: 'CreateTrigger', name: 'tr', timing: 'BEFORE', events: [{ on: 'UPDATE', columns: ['a', 'order'] }, { on: 'DELETE' }], table: t, level: 'ROW', when: or, execute: f },
    { kind: 'CreateTrigger', name: 'tr', constraint: { deferrable: true, initiallyDeferred: true }, timing: 'AFTER', events: [{ on: 'INSERT' }], table: t, level: 'ROW', execute: f },
    { kind: 'CreateTrigger', name: 'tr', timing: 'INSTEAD OF', events: [{ on: 'INSERT' }], table: t, level: 'ROW', execute: pg.name('left') },
  ],
  CreateEventTrigger: [{ kind: 'CreateEventTrigger', name: 'et', event: 'ddl_command_end', tags: ['CREATE TABLE'], execute: f }, { kind: 'CreateEventTrigger', name: 'et', event: 'login', execute: f }],
  CommentOn: [
    { kind: 'CommentOn', object: { type: 'TABLE', name: t }, text: "it's\na comment" },
    { kind: 'CommentOn', object: { type: 'COLUMN', relation: t, name: 'order' }, text: null },
    { kind: 'CommentOn', object: { type: 'CONSTRAINT', name: 'c', on: t }, text: 'x' },
    { kind: 'CommentOn', object: { type: 'FUNCTION', routine: { name: f, types: [int, pg.arrayOf(text)] } }, text: 'x' },
    { kind: 'CommentOn', object: { type: 'SCHEMA', name: 'app' }, text: 'x' },
    { kind: 'CommentOn', object: { type: 'MATERIALIZED VIEW', name: t }, text: 'x' },
  ],
  Drop: [
    { kind: 'Drop', object: { type: 'MATERIALIZED VIEW', name: t }, ifExists: true, cascade: true },
    { kind: 'Drop', object: { type: 'TRIGGER', name: 'tr', on: t } },
    { kind: 'Drop', object: { type: 'CONSTRAINT', name: 'c', on: t }, ifExists: true },
    { kind: 'Drop', object: { type: 'PROCEDURE', routine: { name: f } } },
    { kind: 'Drop', object: { type: 'EVENT TRIGGER', name: 'x' } },
  ],
  Grant: [
    { kind: 'Grant', privileges: [{ name: 'SELECT' }, { name: 'UPDATE', columns: ['order'] }], on: { type: 'TABLE', name: t }, roles: ['PUBLIC', { role: 'public role' }], grantOption: true },
    { kind: 'Grant', revoke: true, privileges: 'ALL', on: { type: 'FUNCTION', routine: { name: f, types: [] } }, roles: ['PUBLIC'] },
    { kind: 'Grant', privileges: 'ALL', on: { type: 'VIEW', name: t }, roles: [{ role: 'user' }] },
  ],
  CreatePolicy: [{ kind: 'CreatePolicy', name: 'p', table: t, restrictive: true, command: 'UPDATE', using: or, check: and }],
  Do: [{ kind: 'Do', body: { kind: 'Block', declarations: [pg.declare('v_x', int)], body: [{ kind: 'Perform', query: selectOne }] } }],
  CallProcedure: [{ kind: 'CallProcedure', name: f, args: [one, pg.named('order', pg.text('x'))] }, { kind: 'CallProcedure', name: pg.name('left'), args: [] }],
  SetSetting: [{ kind: 'SetSetting', name: 'search_path', value: ['app', 'public'] }, { kind: 'SetSetting', name: 'app.user', local: true, value: "o'x" }, { kind: 'SetSetting', name: 'work_mem' }, { kind: 'SetSetting', name: 'statement_timeout', value: 10 }],
  LockTable: [{ kind: 'LockTable', tables: [t], mode: 'ACCESS EXCLUSIVE', nowait: true }],
};

export const statements: Samples<Statement> = { ...queries, ...dml, ...ddl };
