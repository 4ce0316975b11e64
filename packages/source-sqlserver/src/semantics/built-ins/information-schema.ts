// https://learn.microsoft.com/sql/relational-databases/system-information-schema-views/system-information-schema-views-transact-sql

const name = 'nvarchar(128)';
const typed = `CHARACTER_MAXIMUM_LENGTH int, CHARACTER_OCTET_LENGTH int, COLLATION_CATALOG ${name}, COLLATION_SCHEMA ${name}, COLLATION_NAME sysname, CHARACTER_SET_CATALOG ${name}, CHARACTER_SET_SCHEMA ${name}, CHARACTER_SET_NAME sysname, NUMERIC_PRECISION tinyint, NUMERIC_PRECISION_RADIX smallint, NUMERIC_SCALE int, DATETIME_PRECISION smallint`;
const routine = `SPECIFIC_CATALOG ${name}, SPECIFIC_SCHEMA ${name}, SPECIFIC_NAME sysname!, ROUTINE_CATALOG ${name}, ROUTINE_SCHEMA ${name}, ROUTINE_NAME sysname!, ROUTINE_TYPE nvarchar(20), MODULE_CATALOG sysname, MODULE_SCHEMA sysname, MODULE_NAME sysname, UDT_CATALOG sysname, UDT_SCHEMA sysname, UDT_NAME sysname, DATA_TYPE sysname, ${typed}, INTERVAL_TYPE nvarchar(30), INTERVAL_PRECISION smallint, TYPE_UDT_CATALOG sysname, TYPE_UDT_SCHEMA sysname, TYPE_UDT_NAME sysname, SCOPE_CATALOG sysname, SCOPE_SCHEMA sysname, SCOPE_NAME sysname, MAXIMUM_CARDINALITY bigint, DTD_IDENTIFIER sysname, ROUTINE_BODY nvarchar(30), ROUTINE_DEFINITION nvarchar(4000), EXTERNAL_NAME sysname, EXTERNAL_LANGUAGE nvarchar(30), PARAMETER_STYLE nvarchar(30), IS_DETERMINISTIC nvarchar(10), SQL_DATA_ACCESS nvarchar(30), IS_NULL_CALL nvarchar(10), SQL_PATH sysname, SCHEMA_LEVEL_ROUTINE nvarchar(10), MAX_DYNAMIC_RESULT_SETS smallint, IS_USER_DEFINED_CAST nvarchar(10), IS_IMPLICITLY_INVOCABLE nvarchar(10), CREATED datetime!, LAST_ALTERED datetime!`;
const table = `TABLE_CATALOG ${name}, TABLE_SCHEMA ${name}, TABLE_NAME sysname!`;
const constraint = `CONSTRAINT_CATALOG ${name}, CONSTRAINT_SCHEMA ${name}, CONSTRAINT_NAME sysname!`;
const domain = `DOMAIN_CATALOG ${name}, DOMAIN_SCHEMA ${name}, DOMAIN_NAME sysname!`;
const view = `VIEW_CATALOG ${name}, VIEW_SCHEMA ${name}, VIEW_NAME sysname!`;
const privilege = `GRANTOR ${name}, GRANTEE ${name}, ${table}`;

export const informationSchemaViews: Readonly<Record<string, string>> = {
  CHECK_CONSTRAINTS: `${constraint}, CHECK_CLAUSE nvarchar(4000)`,
  COLUMN_DOMAIN_USAGE: `${domain}, ${table}, COLUMN_NAME sysname`,
  COLUMN_PRIVILEGES: `${privilege}, COLUMN_NAME sysname, PRIVILEGE_TYPE varchar(10), IS_GRANTABLE varchar(3)`,
  COLUMNS: `${table}, COLUMN_NAME sysname, ORDINAL_POSITION int!, COLUMN_DEFAULT nvarchar(4000), IS_NULLABLE varchar(3), DATA_TYPE ${name}, CHARACTER_MAXIMUM_LENGTH int, CHARACTER_OCTET_LENGTH int, NUMERIC_PRECISION tinyint, NUMERIC_PRECISION_RADIX smallint, NUMERIC_SCALE int, DATETIME_PRECISION smallint, CHARACTER_SET_CATALOG sysname, CHARACTER_SET_SCHEMA sysname, CHARACTER_SET_NAME sysname, COLLATION_CATALOG sysname, COLLATION_SCHEMA sysname, COLLATION_NAME sysname, DOMAIN_CATALOG sysname, DOMAIN_SCHEMA sysname, DOMAIN_NAME sysname`,
  CONSTRAINT_COLUMN_USAGE: `${table}, COLUMN_NAME sysname, ${constraint}`,
  CONSTRAINT_TABLE_USAGE: `${table}, ${constraint}`,
  DOMAIN_CONSTRAINTS: `${constraint}, ${domain}, IS_DEFERRABLE varchar(2)!, INITIALLY_DEFERRED varchar(2)!`,
  DOMAINS: `${domain}, DATA_TYPE sysname, ${typed}, DOMAIN_DEFAULT nvarchar(4000)`,
  KEY_COLUMN_USAGE: `${constraint}, ${table}, COLUMN_NAME sysname, ORDINAL_POSITION int!`,
  PARAMETERS: `SPECIFIC_CATALOG ${name}, SPECIFIC_SCHEMA ${name}, SPECIFIC_NAME sysname!, ORDINAL_POSITION int!, PARAMETER_MODE nvarchar(10), IS_RESULT nvarchar(10), AS_LOCATOR nvarchar(10), PARAMETER_NAME sysname, DATA_TYPE sysname, ${typed}, INTERVAL_TYPE nvarchar(30), INTERVAL_PRECISION smallint, USER_DEFINED_TYPE_CATALOG sysname, USER_DEFINED_TYPE_SCHEMA sysname, USER_DEFINED_TYPE_NAME sysname, SCOPE_CATALOG sysname, SCOPE_SCHEMA sysname, SCOPE_NAME sysname`,
  REFERENTIAL_CONSTRAINTS: `${constraint}, UNIQUE_CONSTRAINT_CATALOG ${name}, UNIQUE_CONSTRAINT_SCHEMA ${name}, UNIQUE_CONSTRAINT_NAME sysname, MATCH_OPTION varchar(7), UPDATE_RULE varchar(11), DELETE_RULE varchar(11)`,
  ROUTINE_COLUMNS: `${table}, COLUMN_NAME sysname, ORDINAL_POSITION int!, COLUMN_DEFAULT nvarchar(4000), IS_NULLABLE varchar(3), DATA_TYPE sysname, ${typed}, DOMAIN_CATALOG sysname, DOMAIN_SCHEMA sysname, DOMAIN_NAME sysname`,
  ROUTINES: routine,
  SCHEMATA: `CATALOG_NAME sysname, SCHEMA_NAME ${name}!, SCHEMA_OWNER ${name}!, DEFAULT_CHARACTER_SET_CATALOG sysname, DEFAULT_CHARACTER_SET_SCHEMA sysname, DEFAULT_CHARACTER_SET_NAME sysname`,
  SEQUENCES: `SEQUENCE_CATALOG ${name}, SEQUENCE_SCHEMA ${name}, SEQUENCE_NAME sysname!, DATA_TYPE sysname!, NUMERIC_PRECISION tinyint!, NUMERIC_PRECISION_RADIX smallint, NUMERIC_SCALE int, START_VALUE sql_variant!, MINIMUM_VALUE sql_variant!, MAXIMUM_VALUE sql_variant!, INCREMENT sql_variant!, CYCLE_OPTION bit, DECLARED_DATA_TYPE sysname, DECLARED_NUMERIC_PRECISION tinyint, DECLARED_NUMERIC_SCALE tinyint`,
  TABLE_CONSTRAINTS: `${constraint}, ${table}, CONSTRAINT_TYPE varchar(11), IS_DEFERRABLE varchar(2)!, INITIALLY_DEFERRED varchar(2)!`,
  TABLE_PRIVILEGES: `${privilege}, PRIVILEGE_TYPE varchar(10), IS_GRANTABLE varchar(3)`,
  TABLES: `${table}, TABLE_TYPE varchar(10)`,
  VIEW_COLUMN_USAGE: `${view}, ${table}, COLUMN_NAME sysname`,
  VIEW_TABLE_USAGE: `${view}, ${table}`,
  VIEWS: `${table}, VIEW_DEFINITION nvarchar(4000), CHECK_OPTION varchar(7), IS_UPDATABLE varchar(2)!`,
};
