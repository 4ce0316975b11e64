import { scalar } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { Expression } from '@ferry/target-postgresql';
import { textOf } from '../lower/literals';
import { castTo } from '../lower/lowering';
import { support } from '../lower/support-call';
import type { CallSite, FunctionTable } from './call-site';
import { near, withoutCollation } from './call-site';
import { applicationLockTest, columnLength, columnName, columnProperty, objectDefinition, objectProperty } from './metadata-support';
import { objectNumber } from './session-support';

const bigint = scalar('bigint');

/** OBJECT_ID of a text that is put together at run time. */
export const objectIdAtRunTime = (site: CallSite): Expression => support(site.low, objectNumber, [site.text(0), pg.text(site.low.ctx.names.schema('dbo'))]);

/** A number of PostgreSQL's catalogue by a name. */
const numberOf = (catalog: string, name: string, value: Expression): Expression =>
  pg.subquery(pg.select([pg.item(castTo(pg.column('c', 'oid'), 'bigint'))], { from: [pg.table(pg.name('pg_catalog', catalog), 'c')], where: pg.eq(pg.call('lower', castTo(pg.column('c', name), 'text')), pg.call('lower', value)) }));
const nameByNumber = (catalog: string, name: string, value: Expression): Expression =>
  pg.subquery(pg.select([pg.item(withoutCollation(castTo(pg.column('c', name), 'text')))], { from: [pg.table(pg.name('pg_catalog', catalog), 'c')], where: pg.eq(castTo(pg.column('c', 'oid'), 'bigint'), value) }));
const thisDatabase = (): Expression => castTo(pg.call('current_database'), 'text');

/** Functions that ask what the database holds (https://learn.microsoft.com/sql/t-sql/functions/metadata-functions-transact-sql). */
export const metadataFunctions: FunctionTable = {
  OBJECTPROPERTY: near([2, 2], 'the property of the object of PostgreSQL', (s) => support(s.low, objectProperty, [s.as(0, bigint), s.text(1)])),
  OBJECTPROPERTYEX: near([2, 2], 'the property of the object of PostgreSQL', (s) => castTo(support(s.low, objectProperty, [s.as(0, bigint), s.text(1)]), 'text')),
  COLUMNPROPERTY: near([3, 3], 'the property of the column of PostgreSQL', (s) => support(s.low, columnProperty, [s.as(0, bigint), s.text(1), s.text(2)])),
  COL_LENGTH: near([2, 2], 'the length of the column of PostgreSQL', (s) => support(s.low, columnLength, [objectIdAtRunTime(s), s.text(1)])),
  COL_NAME: near([2, 2], 'the name in PostgreSQL', (s) => support(s.low, columnName, [s.as(0, bigint), s.int(1)])),
  TYPE_NAME: near([1, 1], 'the name in PostgreSQL', (s) => nameByNumber('pg_type', 'typname', s.as(0, bigint))),
  OBJECT_DEFINITION: near([1, 1], 'the definition in PostgreSQL', (s) => support(s.low, objectDefinition, [s.as(0, bigint)])),
  DB_ID: near([0, 1], 'the number of the database in PostgreSQL', (s) => numberOf('pg_database', 'datname', s.args.length === 0 ? thisDatabase() : s.text(0))),
  DB_NAME: {
    args: [0, 1], volatility: 'stable',
    build: (s) => (s.args.length === 0 ? thisDatabase() : nameByNumber('pg_database', 'datname', s.as(0, bigint))),
  },
  APPLOCK_TEST: {
    args: [4, 4], volatility: 'volatile',
    build: (s) => {
      const mode = textOf(s.args[2])?.toLowerCase();
      return mode === undefined ? s.refuse('a mode that is known at run time only') : support(s.low, applicationLockTest, [s.text(1), pg.boolean(mode === 'exclusive' || mode === 'update' || mode === 'intentexclusive')]);
    },
  },
};
