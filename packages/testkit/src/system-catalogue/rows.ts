import type { AliasType, Catalog, CatalogObject, CodeObject, Column, Constraint, ExtendedProperty, Fragment, Index, Job, PermissionRule, Table, TableType, TypeRef } from '@ferry/catalog';
import { builtInTypes, keptName, numbering, typeNumbers } from './ids';

export type SystemValue = string | number | boolean | null;
export type SystemRow = Readonly<Record<string, SystemValue>>;
/** Rows by view: `sys.tables` ... Columns that a row does not have are null. */
export type SystemRows = ReadonlyMap<string, readonly SystemRow[]>;

const moduleTypes: Readonly<Record<string, string>> = { VIEW: 'V', PROCEDURE: 'P', TRIGGER: 'TR' };
const functionTypes: Readonly<Record<string, string>> = { scalar: 'FN', inline: 'IF', 'table-valued': 'TF' };

const generated: Readonly<Record<string, number>> = { 'generated always as row start': 1, 'generated always as row end': 2 };

/** What SQL Server's catalogue would say of a database that holds these objects. Development only. */
export function systemRows(catalog: Catalog): SystemRows {
  const rows = new Map<string, SystemRow[]>();
  const put = (view: string, row: SystemRow): void => void (rows.get(view)?.push(row) ?? rows.set(view, [row]));
  const textOf = ({ source, span }: Fragment): string => (catalog.sources[source]?.text ?? '').slice(span.start, span.end);
  const schemas = numbering(4);
  schemas.of('dbo');
  const objects = numbering(1_000_000);
  const types = numbering(256);
  const collections = numbering(65_535);
  const principals = numbering(4);
  const schemaId = (name: string): number => (name.toLowerCase() === 'dbo' ? 1 : schemas.of(name));
  const objectIdOf = (schema: string, name: string): number => objects.of(schema, name);

  const typeId = (type: TypeRef): number => {
    const builtIn = type.schema === undefined ? builtInTypes[keptName(type.name)] : undefined;
    return builtIn ?? types.of(type.schema ?? 'dbo', type.name);
  };
  const sizes = (type: TypeRef): SystemRow => {
    const { maxLength, precision, scale } = typeNumbers(keptName(type.name), type.args);
    return { max_length: maxLength, precision, scale };
  };

  const properties = (list: readonly ExtendedProperty[] | undefined, about: { class: number; major_id: number; minor_id?: number }): void => {
    for (const { name, value, part } of list ?? []) if (part === undefined) put('sys.extended_properties', { minor_id: 0, ...about, name, value });
  };

  const putObject = (id: number, schema: string, name: string, type: string, parent = 0): void => put('sys.objects', { object_id: id, schema_id: schemaId(schema), name, type, parent_object_id: parent, is_ms_shipped: false });

  const putColumn = (table: number, column: Column, at: number, schema: string): void => {
    const type = column.type ?? { name: 'int', args: [], raw: 'int' };
    const as = column.options.map((o) => generated[o.replace(' hidden', '')]).find((v) => v !== undefined);
    const collection = /^\(?\s*(?:content\s+|document\s+)?(?:\[?([^\].]+)\]?\.)?\[?([^\])]+)\]?/i.exec(type.detail ?? '');
    put('sys.columns', {
      object_id: table, column_id: at, name: column.name, user_type_id: typeId(type), system_type_id: typeId(type), ...sizes(type),
      collation_name: column.collation ?? null, is_nullable: column.nullable,
      is_rowguidcol: column.options.includes('rowguidcol'), is_computed: column.computed !== undefined, is_filestream: column.options.includes('filestream'), is_sparse: column.options.includes('sparse'), is_column_set: false,
      xml_collection_id: type.detail === undefined || collection === null ? 0 : collections.of(collection[1] ?? 'dbo', collection[2] ?? ''),
      default_object_id: 0, rule_object_id: 0, generated_always_type: as ?? 0, is_hidden: column.options.some((o) => o.endsWith(' hidden')), graph_type: null,
    });
    if (column.identity) put('sys.identity_columns', { object_id: table, column_id: at, seed_value: column.identity.seed, increment_value: column.identity.increment, is_not_for_replication: column.options.includes('identity not for replication') });
    if (column.computed) put('sys.computed_columns', { object_id: table, column_id: at, definition: `(${textOf(column.computed.expression)})`, is_persisted: column.computed.persisted, is_nullable: column.nullable });
    if (column.default) put('sys.default_constraints', { object_id: objects.next(), name: column.default.name ?? `DF__${column.name}`, parent_object_id: table, parent_column_id: at, definition: `(${textOf(column.default.expression)})`, is_system_named: column.default.name === undefined });
    properties(column.properties, { class: 1, major_id: table, minor_id: at });
    void schema;
  };

  const columnId = (table: { readonly columns: readonly Column[] }, name: string): number => table.columns.findIndex((c) => c.name.toLowerCase() === name.toLowerCase()) + 1;
  const putIndex = (id: number, index: number, row: SystemRow, keys: readonly { readonly column: number; readonly descending: boolean }[], included: readonly number[]): void => {
    put('sys.indexes', { object_id: id, index_id: index, is_unique: false, is_primary_key: false, is_unique_constraint: false, ignore_dup_key: false, fill_factor: 0, is_padded: false, is_disabled: false, is_hypothetical: false, data_space_id: 1, has_filter: false, ...row });
    keys.forEach(({ column, descending }, i) => put('sys.index_columns', { object_id: id, index_id: index, index_column_id: i + 1, column_id: column, key_ordinal: i + 1, partition_ordinal: 0, is_descending_key: descending, is_included_column: false }));
    included.forEach((column, i) => put('sys.index_columns', { object_id: id, index_id: index, index_column_id: keys.length + i + 1, column_id: column, key_ordinal: 0, partition_ordinal: 0, is_descending_key: false, is_included_column: true }));
  };

  const putConstraint = (table: Table | TableType, id: number, constraint: Constraint, index: number): void => {
    const own = objects.next();
    const name = constraint.name ?? `system_${own}`;
    const named = { object_id: own, name, parent_object_id: id, is_system_named: constraint.name === undefined };
    const checked = { is_disabled: false, is_not_trusted: constraint.notValidated === true, is_not_for_replication: false };
    switch (constraint.kind) {
      case 'PRIMARY_KEY':
      case 'UNIQUE': {
        const primary = constraint.kind === 'PRIMARY_KEY';
        put('sys.key_constraints', { ...named, type: primary ? 'PK' : 'UQ', unique_index_id: index });
        putObject(own, table.schema, name, primary ? 'PK' : 'UQ', id);
        putIndex(id, index, { name, type: (constraint.clustered ?? primary) ? 1 : 2, is_unique: true, is_primary_key: primary, is_unique_constraint: !primary }, constraint.columns.map((c) => ({ column: columnId(table, c.name), descending: c.descending })), []);
        break;
      }
      case 'CHECK':
        put('sys.check_constraints', { ...named, ...checked, definition: `(${textOf(constraint.expression)})` });
        putObject(own, table.schema, name, 'C', id);
        break;
      case 'FOREIGN_KEY': {
        const { references } = constraint;
        const other = catalog.objects.find((o): o is Table => o.kind === 'TABLE' && o.schema.toLowerCase() === references.schema.toLowerCase() && o.name.toLowerCase() === references.table.toLowerCase());
        const primary = other?.constraints.find((c) => c.kind === 'PRIMARY_KEY');
        const referenced = references.columns.length > 0 ? references.columns : primary?.kind === 'PRIMARY_KEY' ? primary.columns.map((c) => c.name) : [];
        const [parentId, otherId] = [id, objectIdOf(references.schema, references.table)];
        put('sys.foreign_keys', { ...named, ...checked, referenced_object_id: otherId, delete_referential_action_desc: constraint.onDelete.replace(' ', '_'), update_referential_action_desc: constraint.onUpdate.replace(' ', '_') });
        putObject(own, table.schema, name, 'F', id);
        constraint.columns.forEach((column, i) =>
          put('sys.foreign_key_columns', { constraint_object_id: own, constraint_column_id: i + 1, parent_object_id: parentId, parent_column_id: columnId(table, column), referenced_object_id: otherId, referenced_column_id: other === undefined ? 0 : columnId(other, referenced[i] ?? '') }),
        );
        break;
      }
    }
    properties(constraint.properties, { class: 1, major_id: own });
  };

  const putIndexes = (id: number, list: readonly Index[], of: { readonly columns: readonly Column[] }, from: number): void => {
    list.forEach((index, i) => {
      const at = from + i;
      if (index.kind === 'FULLTEXT_INDEX') return;
      const type = index.kind === 'XML_INDEX' ? 3 : index.kind === 'SPATIAL_INDEX' ? 4 : index.columnstore ? (index.clustered ? 5 : 6) : index.clustered ? 1 : 2;
      putIndex(
        id, at,
        { name: index.name, type, is_unique: index.unique, is_disabled: index.disabled === true, has_filter: index.filter !== undefined, filter_definition: index.filter === undefined ? null : `(${textOf(index.filter)})`, fill_factor: Number(index.options['FILLFACTOR'] ?? 0), ignore_dup_key: index.options['IGNORE_DUP_KEY'] === 'ON', is_padded: index.options['PAD_INDEX'] === 'ON' },
        index.keys.map((k) => ({ column: columnId(of, k.name), descending: k.descending })),
        index.include.map((name) => columnId(of, name)),
      );
      if (index.kind === 'XML_INDEX') put('sys.xml_indexes', { object_id: id, index_id: at, name: index.name, using_xml_index_id: null, secondary_type: null });
      properties(index.properties, { class: 7, major_id: id, minor_id: at });
    });
  };

  const putTable = (table: Table | TableType, id: number): void => {
    table.columns.forEach((column, i) => putColumn(id, column, i + 1, table.schema));
    if (!table.constraints.some((c) => c.kind === 'PRIMARY_KEY' && c.clustered !== false) && !table.indexes.some((i) => i.clustered)) putIndex(id, 0, { name: null, type: 0 }, [], []);
    table.constraints.forEach((constraint, i) => putConstraint(table, id, constraint, i + 1));
    putIndexes(id, table.indexes, table, table.constraints.length + 1);
  };

  /** Ten rows a column in two partitions, and an index beside; 3 pages each, and 5 of large values. */
  const putSize = (table: number, columns: number): void => {
    for (const [index, rows] of [[1, 4 * columns], [1, 6 * columns], [2, 10 * columns]] as const) {
      const partition = objects.next();
      const heap = objects.next();
      put('sys.partitions', { partition_id: partition, hobt_id: heap, object_id: table, index_id: index, rows });
      put('sys.allocation_units', { type: 1, container_id: heap, total_pages: 3 });
      if (index === 1) put('sys.allocation_units', { type: 2, container_id: partition, total_pages: 5 });
    }
  };

  const putModule = (object: CodeObject, type: string): void => {
    const id = objectIdOf(object.schema, object.name);
    const parent = object.on === undefined ? 0 : objectIdOf(object.on.schema, object.on.name);
    if (object.kind !== 'DDL_TRIGGER') putObject(id, object.schema, object.name, type, parent);
    // The server gives the text of an encrypted module to nobody.
    const text = textOf(object.definition);
    put('sys.sql_modules', { object_id: id, definition: /\bWITH\s+ENCRYPTION\b/i.test(text) ? null : text, uses_ansi_nulls: object.ansiNulls, uses_quoted_identifier: object.quotedIdentifier });
    if (object.kind === 'TRIGGER' || object.kind === 'DDL_TRIGGER') put('sys.triggers', { object_id: id, name: object.name, parent_class: object.kind === 'TRIGGER' ? 1 : 0, parent_id: parent, is_disabled: object.disabled === true, is_ms_shipped: false, type });
    properties(object.properties, { class: 1, major_id: id });
  };

  const putType = (object: AliasType): void => {
    const { base } = object;
    put('sys.types', { user_type_id: types.of(object.schema, object.name), system_type_id: base === undefined ? 240 : typeId(base), name: object.name, schema_id: schemaId(object.schema), ...(base === undefined ? {} : sizes(base)), is_nullable: object.nullable, is_user_defined: true, is_assembly_type: base === undefined, is_table_type: false, default_object_id: 0, rule_object_id: 0 });
    properties(object.properties, { class: 6, major_id: types.of(object.schema, object.name) });
  };

  const putPermissions = (rule: PermissionRule): void => {
    if (rule.action !== 'GRANT' && rule.action !== 'DENY') return;
    const { on } = rule;
    const ofClass = { OBJECT: 1, SCHEMA: 3, TYPE: 6 }[on?.class ?? ''] ?? 0;
    const major = on === undefined ? 0 : ofClass === 3 ? schemaId(on.name) : ofClass === 6 ? types.of(on.schema, on.name) : objectIdOf(on.schema, on.name);
    const table = catalog.objects.find((o): o is Table => o.kind === 'TABLE' && on !== undefined && o.schema === on.schema && o.name === on.name);
    for (const grantee of rule.to)
      for (const { name, columns } of rule.permissions)
        for (const minor of columns.length === 0 ? [0] : columns.map((one) => (table === undefined ? 0 : columnId(table, one))))
          put('sys.database_permissions', { class: ofClass, major_id: major, minor_id: minor, grantee_principal_id: principals.of(grantee), permission_name: name, state: rule.action === 'DENY' ? 'D' : rule.grantOption ? 'W' : 'G' });
  };

  const putJob = (job: Job): void => {
    const id = objects.next();
    put('msdb.dbo.sysjobs', { job_id: id, name: job.name, enabled: job.enabled ? 1 : 0 });
    job.steps.forEach((step, i) => {
      const command = /@command\s*=\s*N?'((?:[^']|'')*)'/i.exec(textOf(step.at))?.[1]?.replaceAll("''", "'") ?? null;
      put('msdb.dbo.sysjobsteps', { job_id: id, step_id: i + 1, step_name: step.name, subsystem: step.subsystem, command, database_name: step.database ?? null });
    });
    job.schedules.forEach((schedule) => {
      const own = objects.next();
      put('msdb.dbo.sysschedules', { schedule_id: own, name: schedule.name, enabled: schedule.enabled ? 1 : 0, ...schedule.facts });
      put('msdb.dbo.sysjobschedules', { schedule_id: own, job_id: id });
    });
  };

  const visit = (object: CatalogObject): void => {
    const { schema, name } = object;
    switch (object.kind) {
      case 'SCHEMA':
        if (name.toLowerCase() !== 'dbo') put('sys.schemas', { schema_id: schemaId(name), name, principal_id: 1 });
        properties(object.properties, { class: 3, major_id: schemaId(name) });
        break;
      case 'TABLE': {
        const id = objectIdOf(schema, name);
        putObject(id, schema, name, 'U');
        const versioned = object.options['SYSTEM_VERSIONING'] !== undefined;
        put('sys.tables', { object_id: id, name, schema_id: schemaId(schema), is_ms_shipped: false, is_memory_optimized: false, durability: 0, temporal_type: versioned ? 2 : 0, history_table_id: null, is_external: false, is_node: false, is_edge: false, ledger_type: 0 });
        putTable(object, id);
        putSize(id, object.columns.length);
        properties(object.properties, { class: 1, major_id: id });
        break;
      }
      case 'TABLE_TYPE': {
        const id = objects.next();
        putObject(id, 'sys', `TT_${name}`, 'TT');
        put('sys.table_types', { user_type_id: types.of(schema, name), name, schema_id: schemaId(schema), type_table_object_id: id, is_user_defined: true, is_memory_optimized: false });
        putTable(object, id);
        break;
      }
      case 'TYPE':
        putType(object);
        break;
      case 'SEQUENCE': {
        const type = object.type ?? { name: 'bigint', args: [], raw: 'bigint' };
        const bounds = keptName(type.name) === 'int' ? ['-2147483648', '2147483647'] : ['-9223372036854775808', '9223372036854775807'];
        const id = objectIdOf(schema, name);
        putObject(id, schema, name, 'SO');
        put('sys.sequences', { object_id: id, name, schema_id: schemaId(schema), start_value: object.start ?? object.minimum ?? '1', increment: object.increment ?? '1', minimum_value: object.minimum ?? bounds[0] ?? '', maximum_value: object.maximum ?? bounds[1] ?? '', is_cycling: object.cycle, is_cached: object.cache !== 'none', cache_size: object.cache === undefined || object.cache === 'none' ? null : Number(object.cache), user_type_id: typeId(type), precision: Number(type.args[0] ?? 19) });
        properties(object.properties, { class: 1, major_id: id });
        break;
      }
      case 'SYNONYM':
        putObject(objectIdOf(schema, name), schema, name, 'SN');
        put('sys.synonyms', { object_id: objectIdOf(schema, name), name, schema_id: schemaId(schema), base_object_name: object.target.map((p) => `[${p}]`).join('.') });
        break;
      case 'XML_SCHEMA_COLLECTION':
        put('sys.xml_schema_collections', { xml_collection_id: collections.of(schema, name), name, schema_id: schemaId(schema) });
        break;
      case 'VIEW':
      case 'PROCEDURE':
      case 'TRIGGER':
        putModule(object, moduleTypes[object.kind] ?? '');
        break;
      case 'FUNCTION':
        putModule(object, functionTypes[object.flavour ?? 'scalar'] ?? 'FN');
        break;
      case 'DDL_TRIGGER':
        putModule(object, 'TR');
        break;
      case 'PRINCIPAL':
        put('sys.database_principals', { principal_id: principals.of(name), name, type: object.isRole ? 'R' : 'S', is_fixed_role: false });
        for (const { role } of object.memberOf) {
          if (!principals.has(role)) put('sys.database_principals', { principal_id: principals.of(role), name: role, type: 'R', is_fixed_role: true });
          put('sys.database_role_members', { role_principal_id: principals.of(role), member_principal_id: principals.of(name) });
        }
        break;
      case 'PERMISSION':
        putPermissions(object);
        break;
      case 'LINKED_SERVER':
        put('sys.servers', { name, product: object.product ?? null, provider: object.provider ?? null, data_source: object.dataSource ?? null, catalog: object.database ?? null, is_linked: true });
        break;
      case 'JOB':
        putJob(object);
        break;
      default:
    }
  };

  put('sys.schemas', { schema_id: 1, name: 'dbo', principal_id: 1 });
  put('sys.schemas', { schema_id: 4, name: 'sys', principal_id: 4 });
  for (const [name, id] of Object.entries(builtInTypes)) put('sys.types', { user_type_id: id, system_type_id: id, name, schema_id: 4, max_length: 8, precision: 0, scale: 0, is_nullable: true, is_user_defined: false, is_assembly_type: false, is_table_type: false, default_object_id: 0, rule_object_id: 0 });
  put('sys.databases', { database_id: 5, name: catalog.database.name, collation_name: catalog.database.collation ?? null, compatibility_level: 160 });
  // The reader makes a procedure of a job's step; the server knows the step.
  const steps = new Set(catalog.objects.flatMap((o) => (o.kind === 'JOB' ? o.steps.map((step) => step.procedure) : [])));
  for (const object of catalog.objects) if (object.kind !== 'PROCEDURE' || !steps.has(object.name)) visit(object);
  return rows;
}
