import type { ShapeColumn } from '../sql-type';
import { columnsFromText } from './columns-text';

/** A stored procedure of the system. */
export interface SystemProcedure {
  /** In lower case. */
  readonly name: string;
  /** With their `@`; an `!` behind those that are OUTPUT. */
  readonly parameters: readonly { readonly name: string; readonly output: boolean }[];
  /** Its one result set; `none`, or `varying` when there are several or they depend on the arguments. */
  readonly results: 'none' | 'varying' | (() => readonly ShapeColumn[]);
}

/**
 * `name | parameters | columns`: a row without columns gives none, `*` varying ones.
 * Source: https://learn.microsoft.com/sql/relational-databases/system-stored-procedures/system-stored-procedures-transact-sql, one page a procedure.
 */
const rows = `
sp_executesql | stmt params | *
sp_addextendedproperty | name value level0type level0name level1type level1name level2type level2name
sp_updateextendedproperty | name value level0type level0name level1type level1name level2type level2name
sp_dropextendedproperty | name level0type level0name level1type level1name level2type level2name
sp_rename | objname newname objtype
sp_renamedb | dbname newname
sp_depends | objname | *
sp_help | objname | *
sp_helptext | objname columnname | Text nvarchar(255)
sp_helpdb | dbname | *
sp_helpindex | objname | index_name sysname, index_description varchar(210), index_keys nvarchar(2078)
sp_helpconstraint | objname nomsg | *
sp_helpfile | filename | name sysname, fileid smallint, filename nchar(260), filegroup sysname, size nvarchar(15), maxsize nvarchar(15), growth nvarchar(15), usage varchar(9)
sp_helptrigger | tabname triggertype | trigger_name sysname, trigger_owner sysname, isupdate int, isdelete int, isinsert int, isafter int, isinsteadof int, trigger_schema sysname
sp_helpuser | name_in_db | *
sp_helprole | rolename | RoleName sysname, RoleId smallint, IsAppRole int
sp_helprolemember | rolename | DbRole sysname, MemberName sysname, MemberSID varbinary(85)
sp_helplogins | LoginNamePattern | *
sp_helpserver | server optname show_topology | *
sp_helpsort | | *
sp_helplanguage | language | *
sp_helpstats | objname results | statistics_name sysname, statistics_keys nvarchar(2078)
sp_spaceused | objname updateusage mode oneresultset include_total_xtp_storage | *
sp_who | loginame | spid smallint, ecid smallint, status nchar(30), loginame nchar(128), hostname nchar(128), blk char(5), dbname nchar(128), cmd nchar(16), request_id int
sp_who2 | loginame | *
sp_lock | spid1 spid2 | spid smallint, dbid smallint, ObjId int, IndId smallint, Type nchar(4), Resource nchar(32), Mode nvarchar(8), Status nvarchar(5)
sp_monitor | | *
sp_columns | table_name table_owner table_qualifier column_name ODBCVer | TABLE_QUALIFIER sysname, TABLE_OWNER sysname, TABLE_NAME sysname, COLUMN_NAME sysname, DATA_TYPE smallint, TYPE_NAME sysname, PRECISION int, LENGTH int, SCALE smallint, RADIX smallint, NULLABLE smallint, REMARKS varchar(254), COLUMN_DEF nvarchar(4000), SQL_DATA_TYPE smallint, SQL_DATETIME_SUB smallint, CHAR_OCTET_LENGTH int, ORDINAL_POSITION int, IS_NULLABLE varchar(254), SS_DATA_TYPE tinyint
sp_tables | table_name table_owner table_qualifier table_type fUsePattern | TABLE_QUALIFIER sysname, TABLE_OWNER sysname, TABLE_NAME sysname, TABLE_TYPE varchar(32), REMARKS varchar(254)
sp_pkeys | table_name table_owner table_qualifier | TABLE_QUALIFIER sysname, TABLE_OWNER sysname, TABLE_NAME sysname, COLUMN_NAME sysname, KEY_SEQ smallint, PK_NAME sysname
sp_fkeys | pktable_name pktable_owner pktable_qualifier fktable_name fktable_owner fktable_qualifier | PKTABLE_QUALIFIER sysname, PKTABLE_OWNER sysname, PKTABLE_NAME sysname, PKCOLUMN_NAME sysname, FKTABLE_QUALIFIER sysname, FKTABLE_OWNER sysname, FKTABLE_NAME sysname, FKCOLUMN_NAME sysname, KEY_SEQ smallint, UPDATE_RULE smallint, DELETE_RULE smallint, FK_NAME sysname, PK_NAME sysname, DEFERRABILITY smallint
sp_statistics | table_name table_owner table_qualifier index_name is_unique accuracy | *
sp_stored_procedures | sp_name sp_owner sp_qualifier fUsePattern | PROCEDURE_QUALIFIER sysname, PROCEDURE_OWNER sysname, PROCEDURE_NAME nvarchar(134), NUM_INPUT_PARAMS int, NUM_OUTPUT_PARAMS int, NUM_RESULT_SETS int, REMARKS varchar(254), PROCEDURE_TYPE smallint
sp_sproc_columns | procedure_name procedure_owner procedure_qualifier column_name ODBCVer fUsePattern | *
sp_databases | | DATABASE_NAME sysname, DATABASE_SIZE int, REMARKS varchar(254)
sp_datatype_info | data_type ODBCVer | *
sp_server_info | attribute_id | ATTRIBUTE_ID int, ATTRIBUTE_NAME varchar(60), ATTRIBUTE_VALUE varchar(255)
sp_special_columns | table_name table_owner table_qualifier col_type scope nullable ODBCVer | *
sp_table_privileges | table_name table_owner table_qualifier fUsePattern | TABLE_QUALIFIER sysname, TABLE_OWNER sysname, TABLE_NAME sysname, GRANTOR sysname, GRANTEE sysname, PRIVILEGE varchar(32), IS_GRANTABLE varchar(3)
sp_column_privileges | table_name table_owner table_qualifier column_name | *
sp_describe_first_result_set | tsql params browse_information_mode | *
sp_describe_undeclared_parameters | tsql params | *
sp_recompile | objname
sp_refreshview | viewname
sp_refreshsqlmodule | name namespace
sp_tableoption | TableNamePattern OptionName OptionValue
sp_indexoption | IndexNamePattern OptionName OptionValue
sp_procoption | ProcName OptionName OptionValue
sp_dboption | dbname optname optvalue | *
sp_configure | configname configvalue | *
sp_serveroption | server optname optvalue
sp_setapprole | rolename password encrypt fCreateCookie cookie!
sp_unsetapprole | cookie
sp_getapplock | Resource LockMode LockOwner LockTimeout DbPrincipal
sp_releaseapplock | Resource LockOwner DbPrincipal
sp_getbindtoken | out_token! for_xp_flag
sp_bindsession | bind_token
sp_set_session_context | key value read_only
sp_addtype | typename phystype nulltype owner
sp_droptype | typename
sp_bindrule | rulename objname futureonly
sp_unbindrule | objname futureonly
sp_bindefault | defname objname futureonly
sp_unbindefault | objname futureonly
sp_addmessage | msgnum severity msgtext lang with_log replace
sp_altermessage | message_id parameter parameter_value
sp_dropmessage | msgnum lang
sp_addrole | rolename ownername
sp_droprole | rolename
sp_addrolemember | rolename membername
sp_droprolemember | rolename membername
sp_addsrvrolemember | loginame rolename
sp_dropsrvrolemember | loginame rolename
sp_addlogin | loginame passwd defdb deflanguage sid encryptopt
sp_droplogin | loginame
sp_grantlogin | loginame
sp_revokelogin | loginame
sp_denylogin | loginame
sp_defaultdb | loginame defdb
sp_password | old new loginame
sp_adduser | loginame name_in_db grpname
sp_dropuser | name_in_db
sp_grantdbaccess | loginame name_in_db
sp_revokedbaccess | name_in_db
sp_change_users_login | Action UserNamePattern LoginName Password | *
sp_changedbowner | loginame map
sp_changeobjectowner | objname newowner
sp_addapprole | rolename password
sp_dropapprole | rolename
sp_addlinkedserver | server srvproduct provider datasrc location provstr catalog
sp_addlinkedsrvlogin | rmtsrvname useself locallogin rmtuser rmtpassword
sp_dropserver | server droplogins
sp_droplinkedsrvlogin | rmtsrvname locallogin
sp_linkedservers | | SRV_NAME sysname, SRV_PROVIDERNAME nvarchar(128), SRV_PRODUCT nvarchar(128), SRV_DATASOURCE nvarchar(4000), SRV_PROVIDERSTRING nvarchar(4000), SRV_LOCATION nvarchar(4000), SRV_CAT sysname
sp_testlinkedserver | servername
sp_xml_preparedocument | hdoc! xmltext xpath_namespaces
sp_xml_removedocument | hdoc
sp_oacreate | progid objecttoken! context
sp_oadestroy | objecttoken
sp_oagetproperty | objecttoken propertyname propertyvalue! index | *
sp_oasetproperty | objecttoken propertyname newvalue
sp_oamethod | objecttoken methodname returnvalue! | *
sp_oageterrorinfo | objecttoken source! description! helpfile! helpid! | *
sp_oastop |
sp_cursor_list | cursor_return! cursor_scope
sp_describe_cursor | cursor_return! cursor_source cursor_identity
sp_describe_cursor_columns | cursor_return! cursor_source cursor_identity
sp_describe_cursor_tables | cursor_return! cursor_source cursor_identity
sp_prepare | handle! params stmt options
sp_execute | handle | *
sp_prepexec | handle! params stmt | *
sp_unprepare | handle
sp_create_plan_guide | name stmt type module_or_batch params hints
sp_control_plan_guide | operation name
sp_get_query_template | querytext templatetext! parameters!
sp_createstats | indexonly fullscan norecompute incremental
sp_updatestats | resample
sp_autostats | tblname flagc indname | *
sp_estimate_data_compression_savings | schema_name object_name index_id partition_number data_compression | *
sp_fulltext_database | action
sp_fulltext_catalog | ftcat action path
sp_fulltext_table | tabname action ftcat keyname
sp_fulltext_column | tabname colname action language type_colname
sp_fulltext_service | action value
sp_help_fulltext_catalogs | fulltext_catalog_name | *
sp_invalidate_textptr | TextPtrValue
sp_certify_removable | dbname autofix | *
sp_attach_db | dbname filename1
sp_attach_single_file_db | dbname physname
sp_detach_db | dbname skipchecks keepfulltextindexfile
sp_delete_backuphistory | oldest_date
sp_addumpdevice | devtype logicalname physicalname
sp_dropdevice | logicalname delfile
sp_cycle_errorlog |
sp_readerrorlog | p1 p2 p3 p4 | LogDate datetime, ProcessInfo nvarchar(50), Text nvarchar(3950)
sp_send_dbmail | profile_name recipients copy_recipients blind_copy_recipients from_address reply_to subject body body_format importance sensitivity file_attachments query execute_query_database attach_query_result_as_file query_attachment_filename query_result_header query_result_width query_result_separator exclude_query_output append_query_error query_no_truncate query_result_no_padding mailitem_id!
sp_add_job | job_name enabled description start_step_id category_name category_id owner_login_name notify_level_eventlog notify_level_email notify_level_netsend notify_level_page notify_email_operator_name notify_netsend_operator_name notify_page_operator_name delete_level job_id! originating_server
sp_add_jobstep | job_id job_name step_id step_name subsystem command additional_parameters cmdexec_success_code on_success_action on_success_step_id on_fail_action on_fail_step_id server database_name database_user_name retry_attempts retry_interval os_run_priority output_file_name flags proxy_id proxy_name step_uid!
sp_add_jobschedule | job_id job_name name enabled freq_type freq_interval freq_subday_type freq_subday_interval freq_relative_interval freq_recurrence_factor active_start_date active_end_date active_start_time active_end_time schedule_id! automatic_post schedule_uid!
sp_add_jobserver | job_id job_name server_name automatic_post
sp_add_schedule | schedule_name enabled freq_type freq_interval freq_subday_type freq_subday_interval freq_relative_interval freq_recurrence_factor active_start_date active_end_date active_start_time active_end_time owner_login_name schedule_uid! schedule_id!
sp_attach_schedule | job_id job_name schedule_id schedule_name
sp_update_job | job_id job_name new_name enabled
sp_update_jobstep | job_id job_name step_id step_name
sp_delete_job | job_id job_name originating_server delete_history delete_unused_schedule
sp_delete_jobstep | job_id job_name step_id
sp_start_job | job_name job_id error_flag server_name step_name output_flag
sp_stop_job | job_name job_id originating_server server_name
sp_help_job | job_id job_name job_aspect | *
sp_help_jobhistory | job_id job_name step_id | *
sp_purge_jobhistory | job_name job_id oldest_date
sp_add_category | class type name
sp_delete_category | class name
sp_add_alert | name message_id severity enabled delay_between_responses notification_message
sp_add_operator | name enabled email_address
sp_add_notification | alert_name operator_name notification_method
sp_sequence_get_range | sequence_name range_size range_first_value! range_last_value! range_cycle_count! sequence_increment! sequence_min_value! sequence_max_value!
sp_cdc_enable_db |
sp_cdc_disable_db |
sp_cdc_enable_table | source_schema source_name role_name capture_instance supports_net_changes index_name captured_column_list filegroup_name allow_partition_switch
sp_cdc_disable_table | source_schema source_name capture_instance
sp_query_store_flush_db |
sp_query_store_force_plan | query_id plan_id
sp_query_store_unforce_plan | query_id plan_id
sp_query_store_remove_query | query_id
sp_execute_external_script | language script input_data_1 input_data_1_name output_data_1_name params | *
sp_invoke_external_rest_endpoint | url payload headers method timeout credential response!
sp_resetstatus | dbname
sp_msforeachtable | command1 replacechar command2 command3 whereand precommand postcommand | *
sp_msforeachdb | command1 replacechar command2 command3 precommand postcommand | *
sp_validatelogins | | SID varbinary(85), NTLogin sysname
sp_trace_create | traceid! options tracefile maxfilesize stoptime filecount
sp_trace_setevent | traceid eventid columnid on
sp_trace_setfilter | traceid columnid logical_operator comparison_operator value
sp_trace_setstatus | traceid status
sp_settriggerorder | triggername order stmttype namespace
sp_dbcmptlevel | dbname new_cmptlevel
sp_replicationdboption | dbname optname value
sp_addpublication | publication
sp_addarticle | publication article
sp_addsubscription | publication article subscriber
sp_dropsubscription | publication article subscriber
sp_droparticle | publication article
sp_droppublication | publication
sp_adddistributor | distributor
sp_adddistributiondb | database
sp_attachsubscription | dbname
sp_xtp_bind_db_resource_pool | database_name pool_name
sp_xtp_control_proc_exec_stats | new_collection_value old_collection_value!
sp_xtp_control_query_exec_stats | new_collection_value old_collection_value!
sp_audit_write | user_defined_event_id succeeded user_defined_information
sp_add_log_file_recover_suspect_db | database name filename
xp_cmdshell | command_string no_output | output nvarchar(255)
xp_sprintf | string! format
xp_sscanf | string format
xp_logevent | error_number message severity
xp_fileexist | filename exists! | *
xp_dirtree | directory depth file | subdirectory nvarchar(512), depth int
xp_subdirs | directory | subdirectory nvarchar(512)
xp_create_subdir | directory
xp_delete_file | type folder extension date subfolder
xp_fixeddrives | type | drive varchar(1), MB free int
xp_msver | optname | Index smallint, Name sysname, Internal_Value int, Character_Value nvarchar(255)
xp_logininfo | acctname option privilege! | account name sysname, type char(8), privilege char(9), mapped login name sysname, permission path sysname
xp_enumgroups | domain_name | group sysname, comment nvarchar(256)
xp_loginconfig | config_name | name sysname, config value sysname
xp_servicecontrol | action service | Current Service State nvarchar(255)
xp_readerrorlog | p1 p2 p3 p4 | LogDate datetime, ProcessInfo nvarchar(50), Text nvarchar(3950)
xp_regread | rootkey key value_name value! | Value nvarchar(255), Data nvarchar(1000)
xp_instance_regread | rootkey key value_name value! | Value nvarchar(255), Data nvarchar(1000)
xp_regwrite | rootkey key value_name type value
xp_instance_regwrite | rootkey key value_name type value
xp_regdeletevalue | rootkey key value_name
xp_regdeletekey | rootkey key
xp_qv | p1 p2
xp_sendmail | recipients message query subject
xp_grantlogin | loginame
xp_revokelogin | loginame
xp_sqlagent_enum_jobs | is_sysadmin job_owner job_id | *
`;

/** Columns of procedures may have blanks in their names: the last word is the type. */
const columnsOf = (text: string): readonly ShapeColumn[] => text.split(', ').map((part) => ({ ...columnsFromText(part.replace(/^.* (?=\S+ \S+$)/, ''))[0], name: part.replace(/ \S+$/, '') }) as ShapeColumn);

function procedure(row: string): SystemProcedure {
  const [name = '', given = '', columns = ''] = row.split('|').map((part) => part.trim());
  const parameters = given === '' ? [] : given.split(' ').map((p) => ({ name: `@${p.replace('!', '')}`, output: p.endsWith('!') }));
  return { name, parameters, results: columns === '' ? 'none' : columns === '*' ? 'varying' : () => columnsOf(columns) };
}

const table = new Map(rows.trim().split('\n').map((row) => procedure(row)).map((p) => [p.name, p]));

/** @param name without its schema or database, in any case */
export const systemProcedure = (name: string): SystemProcedure | undefined => table.get(name.toLowerCase());
export const systemProcedures: readonly SystemProcedure[] = [...table.values()];
