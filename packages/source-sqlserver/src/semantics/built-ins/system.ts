import { scalar } from '../sql-type';
import { functions } from './define';
import { always, fixed, float, int, maybe, sameAs, sysname, untyped, variant } from './result-types';
import type { ResultType } from './define';

const number = maybe('int');
const text4000 = maybe('nvarchar', { length: 4000 });
const textMax = maybe('nvarchar', { length: 'max' });
/** json in, json out; else text. */
const jsonOrText: ResultType = (args) => (args.some((a) => a.kind === 'scalar' && a.base === 'json') ? scalar('json') : scalar('nvarchar', { length: 'max' }));

/** https://learn.microsoft.com/sql/t-sql/functions/system-functions-transact-sql and the system functions of other pages */
export const systemFunctions = [
  ...functions('system', {
    $PARTITION: ['partition_function_name, expression', always('int'), 'syntax', 'page:t-sql/functions/partition-transact-sql'],
    BINARY_CHECKSUM: ['expression, expression_n...', always('int')], CHECKSUM: ['expression, expression_n...', always('int')], COMPRESS: ['expression', fixed('varbinary', { length: 'max' }), 2016], CONNECTIONPROPERTY: ['property', variant, 'no', 2008],
    CONTEXT_INFO: ['', maybe('varbinary', { length: 128 }), 'no'], CURRENT_REQUEST_ID: ['', always('smallint'), 'no', 2005], CURRENT_TRANSACTION_ID: ['', maybe('bigint'), 'no', 2016], DECOMPRESS: ['expression', fixed('varbinary', { length: 'max' }), 2016],
    ERROR_LINE: ['', number, 'no', 2005], ERROR_MESSAGE: ['', text4000, 'no', 2005], ERROR_NUMBER: ['', number, 'no', 2005], ERROR_PROCEDURE: ['', sysname, 'no', 2005], ERROR_SEVERITY: ['', number, 'no', 2005], ERROR_STATE: ['', number, 'no', 2005],
    FORMATMESSAGE: ['msg_number_or_string, param_value...', maybe('nvarchar', { length: 2048 }), 'no'], GET_FILESTREAM_TRANSACTION_CONTEXT: ['', maybe('varbinary', { length: 'max' }), 'no', 2008], GETANSINULL: ['database?', number, 'no'], HOST_ID: ['', maybe('char', { length: 10 }), 'no'], HOST_NAME: ['', sysname, 'no'],
    ISNUMERIC: ['expression', always('int')], MIN_ACTIVE_ROWVERSION: ['', always('binary', { length: 8 }), 'no', 2008], NEWID: ['', always('uniqueidentifier'), 'no'], NEWSEQUENTIALID: ['', always('uniqueidentifier'), 'no', 2005],
    ROWCOUNT_BIG: ['', always('bigint'), 'no'], SESSION_CONTEXT: ['key', variant, 'no', 2016], SESSION_ID: ['', maybe('nvarchar', { length: 32 }), 'no', 2016], XACT_STATE: ['', always('smallint'), 'no', 2005],
  }),
  ...functions('cursor', { CURSOR_STATUS: ['type, name', maybe('smallint'), 'no'] }),
  ...functions('trigger', {
    COLUMNS_UPDATED: ['', maybe('varbinary', { length: 128 }), 'no'], EVENTDATA: ['', maybe('xml'), 'no', 2005], TRIGGER_NESTLEVEL: ['object_id?, trigger_type?, trigger_event_category?', always('int'), 'no'],
    UPDATE: ['column', always('bit'), 'no', 'syntax', 'page:t-sql/functions/update-trigger-functions-transact-sql'],
  }),
  ...functions('json', {
    ISJSON: ['expression, json_type_constraint?', int], JSON_ARRAY: ['json_array_value...', textMax, 2022], JSON_ARRAYAGG: ['value_expression', textMax, 2025], JSON_CONTAINS: ['target_expression, search_value_expression, path?, search_mode?', int, 2025],
    JSON_MODIFY: ['expression, path, newValue', jsonOrText], JSON_OBJECT: ['json_key_name_value...', textMax, 2022], JSON_OBJECTAGG: ['json_key_value', textMax, 2025], JSON_PATH_EXISTS: ['value_expression, sql_json_path', int, 2022],
    JSON_QUERY: ['expression, path?', jsonOrText], JSON_VALUE: ['expression, path', text4000],
  }, 2016),
  ...functions('graph', {
    EDGE_ID_FROM_PARTS: ['object_id, graph_id', maybe('nvarchar', { length: 1000 })], GRAPH_ID_FROM_EDGE_ID: ['edge_id', maybe('bigint')], GRAPH_ID_FROM_NODE_ID: ['node_id', maybe('bigint')], LAST_NODE: ['node', untyped, 2019, 'page:t-sql/queries/match-sql-graph'],
    NODE_ID_FROM_PARTS: ['object_id, graph_id', maybe('nvarchar', { length: 1000 })], OBJECT_ID_FROM_EDGE_ID: ['edge_id', number], OBJECT_ID_FROM_NODE_ID: ['node_id', number],
  }, 2017),
  ...functions('vector', {
    AI_GENERATE_EMBEDDINGS: ['source, model?', maybe('json'), 'no'], VECTOR_DISTANCE: ['distance_metric, vector1, vector2', float], VECTOR_NORM: ['vector, norm_type', float], VECTOR_NORMALIZE: ['vector, norm_type', sameAs(0)], VECTORPROPERTY: ['vector, property', variant],
  }, 2025),
  ...functions('change tracking', {
    CHANGE_TRACKING_CURRENT_VERSION: ['', maybe('bigint')], CHANGE_TRACKING_IS_COLUMN_IN_MASK: ['column_id, change_columns', maybe('bit')], CHANGE_TRACKING_MIN_VALID_VERSION: ['table_object_id', maybe('bigint')],
  }, 'no', 2008, 'page:relational-databases/system-functions/change-tracking-functions-transact-sql'),
  ...functions('system', {
    FILETABLEROOTPATH: ['filetable_name?, option?', text4000, 'no'], GETFILENAMESPACEPATH: ['is_full_path?, option?', text4000, 'no'], GETPATHLOCATOR: ['file_name', maybe('hierarchyid'), 'no'],
  }, 2012, 'page:relational-databases/system-functions/filestream-and-filetable-functions-transact-sql'),
  ...functions('replication', { PUBLISHINGSERVERNAME: ['', sysname, 'no', 'page:t-sql/functions/replication-functions-publishingservername'] }),
  ...functions('rowset', {
    OPENDATASOURCE: ['provider_name, init_string', untyped, 'no', 'syntax'], OPENJSON: ['jsonExpression, path?', untyped, 'syntax', 2016], OPENQUERY: ['linked_server, query', untyped, 'no', 'syntax'], OPENROWSET: ['provider, arguments...', untyped, 'no', 'syntax'],
    OPENXML: ['idoc, rowpattern, flags?', untyped, 'syntax'], PREDICT: ['model, data', untyped, 'syntax', 2017, 'page:t-sql/queries/predict-transact-sql'],
  }),
];

const counter = always('int');
const serverName = maybe('nvarchar', { length: 128 });

/** The global variables; none is deterministic. */
export const globalVariables = [
  ...functions('configuration', {
    '@@DATEFIRST': ['', always('tinyint')], '@@DBTS': ['', always('varbinary', { length: 8 })], '@@LANGID': ['', always('smallint')], '@@LANGUAGE': ['', always('nvarchar', { length: 128 })], '@@LOCK_TIMEOUT': ['', counter], '@@MAX_CONNECTIONS': ['', counter],
    '@@MAX_PRECISION': ['', always('tinyint')], '@@NESTLEVEL': ['', counter], '@@OPTIONS': ['', counter], '@@REMSERVER': ['', serverName], '@@SERVERNAME': ['', always('nvarchar', { length: 128 })], '@@SERVICENAME': ['', always('nvarchar', { length: 128 })],
    '@@SPID': ['', always('smallint')], '@@TEXTSIZE': ['', counter], '@@VERSION': ['', always('nvarchar', { length: 300 }), 'page:t-sql/functions/version-transact-sql-configuration-functions'],
    '@@MICROSOFTVERSION': ['', counter], '@@DEF_SORTORDER_ID': ['', counter], '@@DEFAULT_LANGID': ['', counter],
  }, 'no'),
  ...functions('cursor', { '@@CURSOR_ROWS': ['', counter], '@@FETCH_STATUS': ['', counter] }, 'no'),
  ...functions('metadata', { '@@PROCID': ['', counter] }, 'no'),
  ...functions('system', { '@@ERROR': ['', counter], '@@IDENTITY': ['', maybe('decimal', { precision: 38, scale: 0 })], '@@ROWCOUNT': ['', counter], '@@TRANCOUNT': ['', counter] }, 'no'),
  ...functions('statistical', {
    '@@CONNECTIONS': ['', counter], '@@CPU_BUSY': ['', counter], '@@IDLE': ['', counter], '@@IO_BUSY': ['', counter], '@@PACK_RECEIVED': ['', counter], '@@PACK_SENT': ['', counter], '@@PACKET_ERRORS': ['', counter], '@@TIMETICKS': ['', counter],
    '@@TOTAL_ERRORS': ['', counter], '@@TOTAL_READ': ['', counter], '@@TOTAL_WRITE': ['', counter],
  }, 'no'),
];
