/**
 * Every column of SQL Server's catalogue that is asked for: the page that documents it, and the first version that has it
 * (10 is 2008, 11 is 2012, 12 is 2014, 13 is 2016, 14 is 2017, 15 is 2019, 16 is 2022). A test holds the queries against this list.
 */
export interface SystemView {
  readonly page: string;
  /** First version of the whole view. */
  readonly since: number;
  /** Columns, with the first version of each where it is later than the view's. */
  readonly columns: Readonly<Record<string, number>>;
}

const base = 'https://learn.microsoft.com/sql/relational-databases/system-catalog-views/';

/** @param columns names that are as old as the view */
const view = (page: string, columns: string, later: Readonly<Record<string, number>> = {}, since = 10): SystemView => ({
  page: base + page,
  since,
  columns: { ...Object.fromEntries(columns.split(' ').map((name) => [name, since])), ...later },
});

export const systemViews = {
  'sys.databases': view('sys-databases-transact-sql', 'database_id name collation_name compatibility_level'),
  'sys.schemas': view('schemas-catalog-views-sys-schemas', 'schema_id name'),
  'sys.database_principals': view('sys-database-principals-transact-sql', 'principal_id name type is_fixed_role'),
  'sys.database_role_members': view('sys-database-role-members-transact-sql', 'role_principal_id member_principal_id'),
  'sys.database_permissions': view('sys-database-permissions-transact-sql', 'class major_id minor_id grantee_principal_id permission_name state'),
  'sys.objects': view('sys-objects-transact-sql', 'object_id name schema_id parent_object_id type is_ms_shipped'),
  'sys.tables': view('sys-tables-transact-sql', 'object_id name schema_id is_ms_shipped', {
    is_memory_optimized: 12,
    durability: 12,
    temporal_type: 13,
    history_table_id: 13,
    is_external: 13,
    is_node: 14,
    is_edge: 14,
    ledger_type: 16,
  }),
  'sys.table_types': view('sys-table-types-transact-sql', 'user_type_id name schema_id type_table_object_id is_user_defined', { is_memory_optimized: 12 }),
  'sys.types': view('sys-types-transact-sql', 'user_type_id system_type_id name schema_id max_length precision scale is_nullable is_user_defined is_assembly_type is_table_type default_object_id rule_object_id'),
  'sys.columns': view(
    'sys-columns-transact-sql',
    'object_id column_id name user_type_id max_length precision scale collation_name is_nullable is_rowguidcol is_filestream is_sparse is_column_set xml_collection_id default_object_id rule_object_id',
    { generated_always_type: 13, is_hidden: 13, graph_type: 14 },
  ),
  'sys.identity_columns': view('sys-identity-columns-transact-sql', 'object_id column_id seed_value increment_value is_not_for_replication'),
  'sys.computed_columns': view('sys-computed-columns-transact-sql', 'object_id column_id definition is_persisted'),
  'sys.masked_columns': view('sys-masked-columns-transact-sql', 'object_id column_id masking_function is_masked', {}, 13),
  'sys.default_constraints': view('sys-default-constraints-transact-sql', 'name parent_object_id parent_column_id definition is_system_named'),
  'sys.check_constraints': view('sys-check-constraints-transact-sql', 'object_id name parent_object_id definition is_disabled is_not_trusted is_not_for_replication is_system_named'),
  'sys.key_constraints': view('sys-key-constraints-transact-sql', 'name parent_object_id type unique_index_id is_system_named'),
  'sys.foreign_keys': view('sys-foreign-keys-transact-sql', 'object_id name parent_object_id referenced_object_id is_disabled is_not_trusted is_not_for_replication delete_referential_action_desc update_referential_action_desc is_system_named'),
  'sys.foreign_key_columns': view('sys-foreign-key-columns-transact-sql', 'constraint_object_id constraint_column_id parent_object_id parent_column_id referenced_object_id referenced_column_id'),
  'sys.indexes': view('sys-indexes-transact-sql', 'object_id index_id name type is_unique ignore_dup_key fill_factor is_padded is_disabled is_hypothetical data_space_id filter_definition'),
  'sys.index_columns': view('sys-index-columns-transact-sql', 'object_id index_id index_column_id column_id key_ordinal partition_ordinal is_descending_key is_included_column'),
  'sys.xml_indexes': view('sys-xml-indexes-transact-sql', 'object_id index_id name using_xml_index_id secondary_type'),
  'sys.spatial_index_tessellations': view('sys-spatial-index-tessellations-transact-sql', 'object_id index_id tessellation_scheme bounding_box_xmin bounding_box_ymin bounding_box_xmax bounding_box_ymax'),
  'sys.hash_indexes': view('sys-hash-indexes-transact-sql', 'object_id index_id bucket_count', {}, 12),
  'sys.partitions': view('sys-partitions-transact-sql', 'partition_id object_id index_id hobt_id rows'),
  'sys.allocation_units': view('sys-allocation-units-transact-sql', 'type container_id total_pages'),
  'sys.data_spaces': view('sys-data-spaces-transact-sql', 'data_space_id name type'),
  'sys.partition_functions': view('sys-partition-functions-transact-sql', 'function_id name boundary_value_on_right'),
  'sys.partition_parameters': view('sys-partition-parameters-transact-sql', 'function_id user_type_id max_length precision scale'),
  'sys.partition_range_values': view('sys-partition-range-values-transact-sql', 'function_id boundary_id value'),
  'sys.partition_schemes': view('sys-partition-schemes-transact-sql', 'data_space_id name function_id'),
  'sys.destination_data_spaces': view('sys-destination-data-spaces-transact-sql', 'partition_scheme_id destination_id data_space_id'),
  'sys.sequences': view('sys-sequences-transact-sql', 'object_id name schema_id start_value increment minimum_value maximum_value is_cycling is_cached cache_size user_type_id precision', {}, 11),
  'sys.synonyms': view('sys-synonyms-transact-sql', 'object_id name schema_id base_object_name'),
  'sys.sql_modules': view('sys-sql-modules-transact-sql', 'object_id definition uses_ansi_nulls uses_quoted_identifier'),
  'sys.triggers': view('sys-triggers-transact-sql', 'object_id name parent_class is_disabled is_ms_shipped'),
  'sys.xml_schema_collections': view('sys-xml-schema-collections-transact-sql', 'xml_collection_id name schema_id'),
  'sys.extended_properties': view('extended-properties-catalog-views-sys-extended-properties', 'class major_id minor_id name value'),
  'sys.fulltext_catalogs': view('sys-fulltext-catalogs-transact-sql', 'fulltext_catalog_id name is_default'),
  'sys.fulltext_indexes': view('sys-fulltext-indexes-transact-sql', 'object_id unique_index_id fulltext_catalog_id'),
  'sys.fulltext_index_columns': view('sys-fulltext-index-columns-transact-sql', 'object_id column_id type_column_id language_id'),
  'sys.parameters': view('sys-parameters-transact-sql', 'object_id parameter_id name user_type_id max_length precision scale is_output'),
  'sys.assemblies': view('sys-assemblies-transact-sql', 'assembly_id name is_user_defined'),
  'sys.assembly_modules': view('sys-assembly-modules-transact-sql', 'object_id assembly_id assembly_class assembly_method'),
  'sys.security_policies': view('sys-security-policies-transact-sql', 'object_id name schema_id is_enabled is_schema_bound', {}, 13),
  'sys.security_predicates': view('sys-security-predicates-transact-sql', 'object_id target_object_id predicate_definition predicate_type_desc operation_desc', {}, 13),
  'sys.servers': view('sys-servers-transact-sql', 'name product provider data_source catalog is_linked'),
  // Of SQL Server Agent; they are tables.
  'msdb.dbo.sysjobs': view('../system-tables/dbo-sysjobs-transact-sql', 'job_id name enabled'),
  'msdb.dbo.sysjobsteps': view('../system-tables/dbo-sysjobsteps-transact-sql', 'job_id step_id step_name subsystem command database_name'),
  'msdb.dbo.sysjobschedules': view('../system-tables/dbo-sysjobschedules-transact-sql', 'schedule_id job_id'),
  'msdb.dbo.sysschedules': view(
    '../system-tables/dbo-sysschedules-transact-sql',
    'schedule_id name enabled freq_type freq_interval freq_subday_type freq_subday_interval freq_relative_interval freq_recurrence_factor active_start_date active_end_date active_start_time active_end_time',
  ),
} as const satisfies Readonly<Record<string, SystemView>>;

export type SystemViewName = keyof typeof systemViews;

export const isSystemView = (name: string): name is SystemViewName => Object.hasOwn(systemViews, name);
