import { familyOf, isNational, isScalar, nullType, scalar, unknownType, withNull, withoutLiteral } from '../sql-type';
import type { ShapeColumn, SqlType } from '../sql-type';
import { commonType } from '../type-rules';
import { columnsFromText } from './columns-text';
import { parameters } from './define';
import type { BuiltInParameter, SinceVersion } from './define';
import { unbounded } from './result-types';

/** A function of the system that gives rows. */
export interface BuiltInTable {
  readonly name: string;
  readonly parameters: readonly BuiltInParameter[];
  /** Its columns, given its arguments; undefined when they depend on what only the server knows. */
  readonly columns: (args: readonly SqlType[]) => readonly ShapeColumn[] | undefined;
  readonly since: SinceVersion;
  readonly page: string;
}

const not = (name: string, type: SqlType): ShapeColumn => ({ name, type: withNull(type, false) });

/** https://learn.microsoft.com/sql/t-sql/functions/string-split-transact-sql: "nvarchar if any of the input arguments is nvarchar or nchar, otherwise varchar"; as long as the first argument. */
function stringSplit(args: readonly SqlType[]): readonly ShapeColumn[] {
  const [text = unknownType] = args;
  const national = args.slice(0, 2).some(isNational);
  const length = isScalar(text) && familyOf(text) === 'string' ? (text.length ?? 'max') : national ? 4000 : 8000;
  const value: ShapeColumn = { name: 'value', type: scalar(national ? 'nvarchar' : 'varchar', { length: unbounded(text) ? 'max' : length, nullable: !isScalar(text) || text.nullable }) };
  return args.length > 2 ? [value, { name: 'ordinal', type: scalar('bigint', { nullable: false }) }] : [value];
}

/** https://learn.microsoft.com/sql/t-sql/functions/generate-series-transact-sql: the type of its arguments, all one. */
const generateSeries = (args: readonly SqlType[]): readonly ShapeColumn[] => [not('value', withoutLiteral(commonType(args.length === 0 ? [nullType] : args)))];

const columns = (text: string): BuiltInTable['columns'] => {
  let known: readonly ShapeColumn[] | undefined;
  return () => (known ??= columnsFromText(text));
};
const unknownColumns: BuiltInTable['columns'] = () => undefined;

const fileStats = `DbId smallint, FileId smallint, TimeStamp bigint, NumberReads bigint, BytesRead bigint, IoStallReadMS bigint, NumberWrites bigint, BytesWritten bigint, IoStallWriteMS bigint, IoStallMS bigint, BytesOnDisk bigint, FileHandle varbinary(8)`;
const resultSet = `is_hidden bit!, column_ordinal int!, name sysname, is_nullable bit!, system_type_id int!, system_type_name nvarchar(256), max_length smallint!, precision tinyint!, scale tinyint!, collation_name sysname, user_type_id int, user_type_database sysname, user_type_schema sysname, user_type_name sysname, assembly_qualified_type_name nvarchar(4000), xml_collection_id int, xml_collection_database sysname, xml_collection_schema sysname, xml_collection_name sysname, is_xml_document bit!, is_case_sensitive bit!, is_fixed_length_clr_type bit!, source_server sysname, source_database sysname, source_schema sysname, source_table sysname, source_column sysname, is_identity_column bit, is_part_of_unique_key bit, is_updateable bit, is_computed_column bit, is_sparse_column_set bit, ordinal_in_order_by_list smallint, order_by_list_length smallint, order_by_is_descending smallint, error_number int, error_severity int, error_state int, error_message nvarchar(4000), error_type int, error_type_desc nvarchar(60)`;
const indexStats = `database_id smallint, object_id int, index_id int, partition_number int, index_type_desc nvarchar(60), alloc_unit_type_desc nvarchar(60), index_depth tinyint, index_level tinyint, avg_fragmentation_in_percent float, fragment_count bigint, avg_fragment_size_in_pages float, page_count bigint, avg_page_space_used_in_percent float, record_count bigint, ghost_record_count bigint, version_ghost_record_count bigint, min_record_size_in_bytes int, max_record_size_in_bytes int, avg_record_size_in_bytes float, forwarded_record_count bigint, compressed_page_count bigint, hobt_id bigint, columnstore_delete_buffer_state tinyint, columnstore_delete_buffer_state_desc nvarchar(60)`;
const referenced = `referencing_minor_id int, referenced_server_name sysname, referenced_database_name sysname, referenced_schema_name sysname, referenced_entity_name sysname, referenced_minor_name sysname, referenced_id int, referenced_minor_id int, referenced_class tinyint, referenced_class_desc nvarchar(60), is_caller_dependent bit!, is_ambiguous bit!, is_selected bit!, is_updated bit!, is_select_all bit!, is_all_columns_found bit!, is_insert_all bit!, is_incomplete bit!`;
const regexMatch = `match_id bigint!, start_position int!, end_position int!, match_value nvarchar(max), substring_matches json`;

type Row = readonly [parameters: string, columns: string | BuiltInTable['columns'], since?: SinceVersion];

const rows: Readonly<Record<string, Row>> = {
  STRING_SPLIT: ['string, separator, enable_ordinal?', stringSplit, 2016], GENERATE_SERIES: ['start, stop, step?', generateSeries, 2022],
  REGEXP_MATCHES: ['string_expression, pattern, flags?', regexMatch, 2025], REGEXP_SPLIT_TO_TABLE: ['string_expression, pattern, flags?', 'value nvarchar(max), ordinal bigint!', 2025], VECTOR_SEARCH: ['table, column, similar_to, metric, top_n', unknownColumns, 2025],
  AI_GENERATE_CHUNKS: ['source, chunk_type, chunk_size?, overlap?, enable_chunk_set_id?', 'chunk nvarchar(max), chunk_order int, chunk_offset bigint, chunk_length int', 2025],
  'SYS.FN_BUILTIN_PERMISSIONS': ['securable_class', 'class_desc nvarchar(60), permission_name nvarchar(60), type varchar(4), covering_permission_name nvarchar(60), parent_class_desc nvarchar(60), parent_covering_permission_name nvarchar(60)', 2005],
  'SYS.FN_MY_PERMISSIONS': ['securable, securable_class', 'entity_name sysname!, subentity_name sysname, permission_name nvarchar(60)', 2005],
  'SYS.FN_HELPCOLLATIONS': ['', 'name sysname!, description nvarchar(1000)!'],
  'SYS.FN_LISTEXTENDEDPROPERTY': ['property_name, level0_object_type?, level0_object_name?, level1_object_type?, level1_object_name?, level2_object_type?, level2_object_name?', 'objtype sysname, objname sysname, name sysname!, value sql_variant'],
  'SYS.FN_VIRTUALFILESTATS': ['database_id, file_id', fileStats], 'SYS.FN_VIRTUALSERVERNODES': ['', 'NodeName nvarchar(256)'], 'SYS.FN_SERVERSHAREDDRIVES': ['', 'DriveName nchar(1)'],
  'SYS.FN_GET_SQL': ['SqlHandle', 'dbid smallint, objectid int, number smallint, encrypted bit, text nvarchar(max)'], 'SYS.FN_GET_AUDIT_FILE': ['file_pattern, initial_file_name, audit_record_offset', unknownColumns, 2008],
  'SYS.FN_TRACE_GETTABLE': ['filename, number_files', unknownColumns], 'SYS.FN_TRACE_GETINFO': ['trace_id', 'traceid int, property int, value sql_variant'], 'SYS.FN_TRACE_GETEVENTINFO': ['trace_id', 'eventid int, columnid int'], 'SYS.FN_TRACE_GETFILTERINFO': ['trace_id', 'columnid int, logical_operator int, comparison_operator int, value sql_variant'],
  'SYS.FN_XE_FILE_TARGET_READ_FILE': ['path, mdpath, initial_file_name, initial_offset', 'module_guid uniqueidentifier!, package_guid uniqueidentifier!, object_name nvarchar(256)!, event_data nvarchar(max)!, file_name nvarchar(260)!, file_offset bigint!, timestamp_utc datetime2!', 2008],
  'SYS.FN_DBLOG': ['start, end', unknownColumns], 'SYS.FN_DUMP_DBLOG': ['arguments...', unknownColumns], 'SYS.FN_PHYSLOCCRACKER': ['physloc', 'file_id int, page_id int, slot_id int', 2008], 'SYS.FN_VALIDATE_PLAN_GUIDE': ['plan_guide_id', 'msgnum int, severity tinyint, state smallint, message nvarchar(2048)', 2008],
  'SYS.FN_STMT_SQL_HANDLE_FROM_SQL_STMT': ['query_sql_text, query_param_type', 'statement_sql_handle varbinary(64), query_sql_text nvarchar(max), query_parameterization_type tinyint', 2016], 'SYS.FN_CHECK_OBJECT_SIGNATURES': ['class, thumbprint', 'type nvarchar(120), entity_id int, name nvarchar(60), is_signed int, is_signature_valid int', 2005],
  'SYS.FN_HADR_DISTRIBUTED_AG_REPLICA': ['group_id, replica_id', 'group_id uniqueidentifier, replica_id uniqueidentifier', 2016], 'SYS.FN_TRANSLATE_PERMISSIONS': ['level, perms', 'permission_name nvarchar(60)', 2005], 'SYS.FN_COLUMN_STORE_ROW_GROUPS': ['object_id', unknownColumns, 2014],
  'SYS.DM_EXEC_SQL_TEXT': ['handle', 'dbid smallint, objectid int, number smallint, encrypted bit!, text nvarchar(max)', 2005], 'SYS.DM_EXEC_QUERY_PLAN': ['plan_handle', 'dbid smallint, objectid int, number smallint, encrypted bit!, query_plan xml', 2005],
  'SYS.DM_EXEC_TEXT_QUERY_PLAN': ['plan_handle, statement_start_offset, statement_end_offset', 'dbid smallint, objectid int, number smallint, encrypted bit!, query_plan nvarchar(max)', 2005], 'SYS.DM_EXEC_QUERY_STATISTICS_XML': ['session_id', 'session_id smallint, request_id int, sql_handle varbinary(64), plan_handle varbinary(64), query_plan xml', 2016],
  'SYS.DM_EXEC_QUERY_PLAN_STATS': ['plan_handle', 'dbid smallint, objectid int, number smallint, encrypted bit!, query_plan xml', 2019], 'SYS.DM_EXEC_INPUT_BUFFER': ['session_id, request_id', 'event_type nvarchar(256)!, parameters smallint!, event_info nvarchar(max)', 2014],
  'SYS.DM_EXEC_PLAN_ATTRIBUTES': ['plan_handle', 'attribute varchar(128)!, value sql_variant, is_cache_key bit!', 2005], 'SYS.DM_EXEC_CURSORS': ['session_id', 'session_id int!, cursor_id int!, name nvarchar(256), properties nvarchar(256)!, sql_handle varbinary(64), statement_start_offset int!, statement_end_offset int!, plan_generation_num bigint!, creation_time datetime!, is_open bit!, is_async_population bit!, is_close_on_commit bit!, fetch_status int!, fetch_buffer_size int!, fetch_buffer_start int!, ansi_position int!, worker_time bigint!, reads bigint!, writes bigint!, dormant_duration bigint!', 2005],
  'SYS.DM_EXEC_DESCRIBE_FIRST_RESULT_SET': ['tsql, params, include_browse_information', resultSet, 2012], 'SYS.DM_EXEC_DESCRIBE_FIRST_RESULT_SET_FOR_OBJECT': ['object_id, include_browse_information', resultSet, 2012],
  'SYS.DM_DB_INDEX_PHYSICAL_STATS': ['database_id, object_id, index_id, partition_number, mode', indexStats, 2005], 'SYS.DM_DB_INDEX_OPERATIONAL_STATS': ['database_id, object_id, index_id, partition_number', unknownColumns, 2005],
  'SYS.DM_DB_STATS_PROPERTIES': ['object_id, stats_id', 'object_id int!, stats_id int!, last_updated datetime2, rows bigint, rows_sampled bigint, steps int, unfiltered_rows bigint, modification_counter bigint, persisted_sample_percent float', 2008], 'SYS.DM_DB_STATS_HISTOGRAM': ['object_id, stats_id', 'object_id int!, stats_id int!, step_number int!, range_high_key sql_variant!, range_rows real!, equal_rows real!, distinct_range_rows bigint!, average_range_rows real!', 2016],
  'SYS.DM_DB_INCREMENTAL_STATS_PROPERTIES': ['object_id, stats_id', 'object_id int!, stats_id int!, partition_number int!, last_updated datetime2, rows bigint, rows_sampled bigint, steps int, unfiltered_rows bigint, modification_counter bigint', 2014], 'SYS.DM_DB_DATABASE_PAGE_ALLOCATIONS': ['database_id, object_id, index_id, partition_id, mode', unknownColumns, 2012], 'SYS.DM_DB_PAGE_INFO': ['database_id, file_id, page_id, mode', unknownColumns, 2019], 'SYS.DM_DB_LOG_INFO': ['database_id', 'database_id int!, file_id smallint!, vlf_begin_offset bigint!, vlf_size_mb float!, vlf_sequence_number bigint!, vlf_active bit!, vlf_status int!, vlf_parity tinyint!, vlf_first_lsn nvarchar(48), vlf_create_lsn nvarchar(48), vlf_encryptor_thumbprint varbinary(20)', 2016],
  'SYS.DM_DB_LOG_STATS': ['database_id', unknownColumns, 2016], 'SYS.DM_IO_VIRTUAL_FILE_STATS': ['database_id, file_id', 'database_id smallint!, file_id smallint!, sample_ms bigint!, num_of_reads bigint!, num_of_bytes_read bigint!, io_stall_read_ms bigint!, num_of_writes bigint!, num_of_bytes_written bigint!, io_stall_write_ms bigint!, io_stall bigint!, size_on_disk_bytes bigint!, file_handle varbinary(8)!, io_stall_queued_read_ms bigint!, io_stall_queued_write_ms bigint!', 2005],
  'SYS.DM_OS_VOLUME_STATS': ['database_id, file_id', 'database_id int!, file_id int!, volume_mount_point nvarchar(512), volume_id nvarchar(512), logical_volume_name nvarchar(512), file_system_type nvarchar(512), total_bytes bigint!, available_bytes bigint!, supports_compression tinyint, supports_alternate_streams tinyint, supports_sparse_files tinyint, is_read_only tinyint, is_compressed tinyint, incurs_seek_penalty tinyint', 2008],
  'SYS.DM_OS_ENUMERATE_FILESYSTEM': ['initial_directory, search_pattern', unknownColumns, 2017], 'SYS.DM_OS_FILE_EXISTS': ['file', 'file_exists int, file_is_a_directory int, parent_directory_exists int', 2017],
  'SYS.DM_SQL_REFERENCED_ENTITIES': ['name, referencing_class', referenced, 2008], 'SYS.DM_SQL_REFERENCING_ENTITIES': ['name, referenced_class', 'referencing_schema_name sysname, referencing_entity_name sysname, referencing_id int, referencing_class tinyint, referencing_class_desc nvarchar(60), is_caller_dependent bit!', 2008],
  'SYS.DM_FTS_PARSER': ['query_string, lcid, stoplist_id, accent_sensitivity', 'keyword varbinary(128), group_id int, phrase_id int, occurrence int, special_term nvarchar(4000), display_term nvarchar(4000), expansion_type int, source_term nvarchar(4000)', 2008], 'SYS.DM_FTS_INDEX_KEYWORDS': ['database_id, object_id', 'keyword nvarchar(4000), display_term nvarchar(4000), column_id int, document_count int', 2008], 'SYS.DM_FTS_INDEX_KEYWORDS_BY_DOCUMENT': ['database_id, object_id', 'keyword nvarchar(4000), display_term nvarchar(4000), column_id int, document_id int, occurrence_count int', 2008],
  'SYS.DM_LOGCONSUMER_PRIVATECACHEBUFFERS': ['', unknownColumns],
};

export const tableFunctions: ReadonlyMap<string, BuiltInTable> = new Map(
  Object.entries(rows).map(([name, [given, shape, since = 2000]]) => {
    const plain = name.replace(/^SYS\./, '').toLowerCase().replaceAll('_', '-');
    const folder = plain.startsWith('dm-') ? 'relational-databases/system-dynamic-management-views/sys-' : name.startsWith('SYS.') ? 'relational-databases/system-functions/sys-' : 't-sql/functions/';
    return [name, { name, parameters: parameters(given), columns: typeof shape === 'string' ? columns(shape) : shape, since, page: `https://learn.microsoft.com/sql/${folder}${plain}-transact-sql` }];
  }),
);
