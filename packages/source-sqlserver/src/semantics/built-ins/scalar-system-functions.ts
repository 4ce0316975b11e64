import { functions } from './define';
import { maybe } from './result-types';

const number = maybe('int');
const bit = maybe('bit');
const lsn = maybe('binary', { length: 10 });

/** Scalar functions of schema sys (and dbo in master): https://learn.microsoft.com/sql/relational-databases/system-functions/system-functions-category-transact-sql */
export const systemSchemaFunctions = functions('system', {
  FN_CDC_DECREMENT_LSN: ['lsn_value', lsn, 2008], FN_CDC_GET_COLUMN_ORDINAL: ['capture_instance, column_name', number, 2008], FN_CDC_GET_MAX_LSN: ['', lsn, 2008], FN_CDC_GET_MIN_LSN: ['capture_instance_name', lsn, 2008], FN_CDC_HAS_COLUMN_CHANGED: ['capture_instance, column_name, update_mask', bit, 2008],
  FN_CDC_INCREMENT_LSN: ['lsn_value', lsn, 2008], FN_CDC_IS_BIT_SET: ['position, update_mask', bit, 2008], FN_CDC_MAP_LSN_TO_TIME: ['lsn_value', maybe('datetime', { scale: 3 }), 2008], FN_CDC_MAP_TIME_TO_LSN: ['relational_operator, tracking_time', lsn, 2008],
  FN_HADR_BACKUP_IS_PREFERRED_REPLICA: ['dbname', bit, 2012], FN_HADR_IS_PRIMARY_REPLICA: ['dbname', bit, 2014], FN_HADR_DISTRIBUTED_AG_DATABASE_REPLICA: ['lag_Id, database_id', maybe('uniqueidentifier'), 2016], FN_ISROLEMEMBER: ['mode, login, id', number], FN_ISBITSETINBITMASK: ['bitmask, colid', number],
  FN_PHYSLOCFORMATTER: ['physloc', maybe('varchar', { length: 128 }), 2008], FN_VARBINTOHEXSTR: ['value', maybe('nvarchar', { length: 'max' })], FN_VARBINTOHEXSUBSTRING: ['prefix, value, start, length', maybe('nvarchar', { length: 'max' })], FN_SQLVARBASETOSTR: ['value', maybe('nvarchar', { length: 'max' })],
  FN_REPLINC: ['value', maybe('binary', { length: 8 })], FN_REPLROTL: ['value', number], FN_REPLCOMPOSEPUBLICATIONSNAPSHOTFOLDER: ['', maybe('nvarchar', { length: 255 })],
  FN_NUMBEROF1INBINARYAFTERLOC: ['value, location', number], FN_NUMBEROF1INVARBINARY: ['value', number], FN_REPLFORMATDATETIME: ['value', maybe('nvarchar', { length: 50 })], FN_SYSPOLICY_IS_AUTOMATION_ENABLED: ['', bit, 2008],
}, 'no', 'page:relational-databases/system-functions/system-functions-category-transact-sql');
