import { functions } from './define';
import { always, int, maybe, sysname, untyped, variant } from './result-types';

const name128 = { length: 128 } as const;
const number = maybe('int');

/** https://learn.microsoft.com/sql/t-sql/functions/metadata-functions-transact-sql: none is deterministic. */
export const metadataFunctions = [
  ...functions('metadata', {
    APP_NAME: ['', sysname], APPLOCK_MODE: ['database_principal, resource_name, lock_owner', maybe('nvarchar', { length: 32 }), 2005], APPLOCK_TEST: ['database_principal, resource_name, lock_mode, lock_owner', maybe('smallint'), 2005],
    ASSEMBLYPROPERTY: ['assembly_name, property_name', variant, 2005], COL_LENGTH: ['table, column', maybe('smallint')], COL_NAME: ['table_id, column_id', sysname], COLUMNPROPERTY: ['id, column, property', number],
    DATABASEPROPERTY: ['database, property', number], DATABASEPROPERTYEX: ['database, property', variant], DB_ID: ['database_name?', maybe('int')], DB_NAME: ['database_id?', sysname],
    FILE_ID: ['file_name', maybe('smallint')], FILE_IDEX: ['file_name', number, 2005], FILE_NAME: ['file_id', sysname], FILEGROUP_ID: ['filegroup_name', number], FILEGROUP_NAME: ['filegroup_id', sysname],
    FILEGROUPPROPERTY: ['filegroup_name, property', number], FILEPROPERTY: ['file_name, property', number], FILEPROPERTYEX: ['file_name, property', variant, 2019], FULLTEXTCATALOGPROPERTY: ['catalog_name, property', number],
    FULLTEXTSERVICEPROPERTY: ['property', number], INDEX_COL: ['table_or_view_name, index_id, key_id', sysname], INDEXKEY_PROPERTY: ['object_ID, index_ID, key_ID, property', number], INDEXPROPERTY: ['object_ID, index_or_statistics_name, property', number],
    OBJECT_DEFINITION: ['object_id', maybe('nvarchar', { length: 'max' }), 2005], OBJECT_ID: ['object_name, object_type?', number], OBJECT_NAME: ['object_id, database_id?', sysname], OBJECT_SCHEMA_NAME: ['object_id, database_id?', sysname, 2005],
    OBJECTPROPERTY: ['id, property', number], OBJECTPROPERTYEX: ['id, property', variant], ORIGINAL_DB_NAME: ['', sysname, 2008], SCOPE_IDENTITY: ['', maybe('decimal', { precision: 38, scale: 0 })],
    SERVERPROPERTY: ['propertyname', variant], STATS_DATE: ['object_id, stats_id', maybe('datetime', { scale: 3 })], TYPE_ID: ['type_name', number, 2005], TYPE_NAME: ['type_id', sysname], TYPEPROPERTY: ['type, property', number],
    VERSION: ['', sysname, 'page:t-sql/functions/version-transact-sql-metadata-functions'], 'NEXT VALUE FOR': ['sequence_name', untyped, 2012, 'syntax', 'page:t-sql/functions/next-value-for-transact-sql'],
  }, 'no'),
  ...functions('data type', {
    DATALENGTH: ['expression', (args) => ({ kind: 'scalar', base: args[0]?.kind === 'scalar' && args[0].length === 'max' ? 'bigint' : 'int', nullable: args[0]?.kind !== 'scalar' || args[0].nullable })],
    IDENT_CURRENT: ['table_or_view', maybe('decimal', { precision: 38, scale: 0 }), 'no'], IDENT_INCR: ['table_or_view', maybe('decimal', { precision: 38, scale: 0 }), 'no'], IDENT_SEED: ['table_or_view', maybe('decimal', { precision: 38, scale: 0 }), 'no'],
    IDENTITY: ['#data_type, seed?, increment?', untyped, 'no', 'page:t-sql/functions/identity-function-transact-sql'], SQL_VARIANT_PROPERTY: ['expression, property', variant],
  }),
];

/** https://learn.microsoft.com/sql/t-sql/functions/security-functions-transact-sql */
export const securityFunctions = functions('security', {
  CERTENCODED: ['cert_id', maybe('varbinary', { length: 8000 }), 2012], CERTPRIVATEKEY: ['cert_ID, encryption_password, decryption_password?', maybe('varbinary', { length: 8000 }), 2012],
  CURRENT_USER: ['', always('nvarchar', name128), 'syntax'], DATABASE_PRINCIPAL_ID: ['principal_name?', number, 2005], HAS_DBACCESS: ['database_name', number], HAS_PERMS_BY_NAME: ['securable, securable_class, permission, sub_securable?, sub_securable_class?', number, 2005],
  IS_MEMBER: ['group_or_role', number], IS_ROLEMEMBER: ['role, database_principal?', number, 2012], IS_SRVROLEMEMBER: ['role, login?', number], LOGINPROPERTY: ['login_name, property_name', variant, 2005],
  ORIGINAL_LOGIN: ['', always('nvarchar', name128), 2005], PERMISSIONS: ['objectid?, column?', number], PWDCOMPARE: ['clear_text_password, password_hash, version?', number], PWDENCRYPT: ['password', maybe('varbinary', { length: 128 })],
  SCHEMA_ID: ['schema_name?', number, 2005], SCHEMA_NAME: ['schema_id?', sysname, 2005], SESSION_USER: ['', always('nvarchar', name128), 'syntax'], SESSIONPROPERTY: ['option', variant], SUSER_ID: ['login?', number],
  SUSER_NAME: ['server_user_id?', sysname], SUSER_SID: ['login?, Param2?', maybe('varbinary', { length: 85 })], SUSER_SNAME: ['server_user_sid?', sysname], SYSTEM_USER: ['', always('nvarchar', name128), 'syntax'],
  USER: ['', always('nvarchar', name128), 'syntax'], USER_ID: ['user?', number], USER_NAME: ['id?', sysname],
}, 'no');

const cipher = maybe('varbinary', { length: 8000 });

/** https://learn.microsoft.com/sql/t-sql/functions/cryptographic-functions-transact-sql */
export const cryptographicFunctions = functions('cryptographic', {
  ASYMKEY_ID: ['asym_key_name', number], ASYMKEYPROPERTY: ['key_id, property', variant], CERT_ID: ['cert_name', number], CERTPROPERTY: ['cert_id, property', variant], CRYPT_GEN_RANDOM: ['length, seed?', cipher, 2008], DECRYPTBYASYMKEY: ['asym_key_ID, ciphertext, asym_key_password?', cipher],
  DECRYPTBYCERT: ['certificate_ID, ciphertext, cert_password?', cipher], DECRYPTBYKEY: ['ciphertext, add_authenticator?, authenticator?', cipher], DECRYPTBYKEYAUTOASYMKEY: ['akey_ID, akey_password, ciphertext, add_authenticator?, authenticator?', cipher],
  DECRYPTBYKEYAUTOCERT: ['cert_ID, cert_password, ciphertext, add_authenticator?, authenticator?', cipher], DECRYPTBYPASSPHRASE: ['passphrase, ciphertext, add_authenticator?, authenticator?', cipher], ENCRYPTBYASYMKEY: ['asym_key_ID, plaintext', cipher],
  ENCRYPTBYCERT: ['certificate_ID, cleartext', cipher], ENCRYPTBYKEY: ['key_GUID, cleartext, add_authenticator?, authenticator?', cipher], ENCRYPTBYPASSPHRASE: ['passphrase, cleartext, add_authenticator?, authenticator?', cipher],
  HASHBYTES: ['algorithm, input', maybe('varbinary', { length: 8000 }), 'strict'], IS_OBJECTSIGNED: ['OBJECT, object_id, class, thumbprint', number], KEY_GUID: ['key_name', maybe('uniqueidentifier')], KEY_ID: ['key_name', number], KEY_NAME: ['ciphertext_or_guid', sysname, 2008],
  SIGNBYASYMKEY: ['asym_key_ID, plaintext, password?', cipher], SIGNBYCERT: ['certificate_ID, cleartext, password?', cipher], SYMKEYPROPERTY: ['key_id, property', variant], VERIFYSIGNEDBYASYMKEY: ['asym_key_ID, clear_text, signature', int],
  VERIFYSIGNEDBYCERT: ['cert_ID, signed_data, signature', int],
}, 'no', 2005);
