import type { Diagnostic, SourceText, Span } from '@ferry/kernel';
import type { ObjectKind } from './kinds';

/**
 * The neutral model of what a source database holds. It is plain readonly data: text that is written in the source's
 * dialect (types, expressions, definitions) stays in that dialect, as a fragment of the text it was read from, so that
 * every later stage can point back at the line.
 */
export interface Catalog {
  /** The source dialect's name, for example `sqlserver`. */
  readonly engine: string;
  /** What was read. `Fragment.source` and `Passed.source` are indexes into it. */
  readonly sources: readonly SourceText[];
  readonly database: DatabaseInfo;
  /** In the order in which the source defines them; a later definition of the same object has replaced the earlier. */
  readonly objects: readonly CatalogObject[];
  /** What was read and is not schema, or cannot be kept: listed, never lost. */
  readonly passedOver: readonly PassedOver[];
  readonly diagnostics: readonly LocatedDiagnostic[];
}

export interface DatabaseInfo {
  readonly name: string;
  /** The source's own collation name, when the source tells. */
  readonly collation?: string;
  /** Whether names that differ by case only are different objects. */
  readonly caseSensitiveNames: boolean;
}

export interface Fragment {
  readonly source: number;
  readonly span: Span;
}

export interface LocatedDiagnostic extends Diagnostic {
  readonly source: number;
}

/** Statements that are not schema (data, session options, administration), by kind and place. */
export interface PassedOver {
  readonly source: number;
  readonly span: Span;
  /** The leading words, for example `INSERT`, `BULK INSERT`, `USE`, `SET`. */
  readonly statement: string;
  readonly reason: string;
  /** How many neighbouring statements of this kind the span covers. */
  readonly count: number;
}

export interface ExtendedProperty {
  readonly name: string;
  /** A part of the object that the catalogue has no entry for and that the property is about: `@Name` for a parameter. */
  readonly part?: string;
  readonly value: string;
  readonly at: Fragment;
}

interface ObjectBase {
  readonly schema: string;
  readonly name: string;
  /** The whole statement that defines it. */
  readonly definition: Fragment;
  /** The name inside the definition, for links. */
  readonly nameAt?: Fragment;
  readonly properties?: readonly ExtendedProperty[];
}

/** A data type as written. `args` are length, precision and scale; `max` is SQL Server's MAX. */
export interface TypeRef {
  readonly schema?: string;
  readonly name: string;
  readonly args: readonly (number | 'max')[];
  /** As written, for people. */
  readonly raw: string;
  /** XML schema collection, spatial subtype and the like. */
  readonly detail?: string;
}

export interface Column {
  readonly name: string;
  /** Missing for a computed column. */
  readonly type?: TypeRef;
  readonly nullable: boolean;
  readonly collation?: string;
  /** Seed and increment are decimal texts: they may exceed a double's exact range. */
  readonly identity?: { readonly seed: string; readonly increment: string };
  readonly default?: { readonly name?: string; readonly expression: Fragment };
  /** `columns` are those that the expression mentions. */
  readonly computed?: { readonly expression: Fragment; readonly persisted: boolean; readonly columns: readonly string[] };
  /** What the source adds beyond the neutral model (`sparse`, `rowguidcol`, `masked`, `generated always as row start` ...). */
  readonly options: readonly string[];
  readonly properties?: readonly ExtendedProperty[];
  readonly at: Fragment;
}

export interface KeyColumn {
  readonly name: string;
  readonly descending: boolean;
}

interface ConstraintBase {
  /** Missing when the source leaves it to the system. */
  readonly name?: string;
  readonly properties?: readonly ExtendedProperty[];
  readonly at: Fragment;
  /** The source disabled or never checked it (`WITH NOCHECK`). */
  readonly notValidated?: boolean;
  /** The source does not look at it at all now (`NOCHECK CONSTRAINT`); such a constraint is not validated either. */
  readonly disabled?: boolean;
}

export interface KeyConstraint extends ConstraintBase {
  readonly kind: 'PRIMARY_KEY' | 'UNIQUE';
  readonly columns: readonly KeyColumn[];
  readonly clustered?: boolean;
  readonly options: Readonly<Record<string, string>>;
}

export type ReferentialAction = 'NO ACTION' | 'CASCADE' | 'SET NULL' | 'SET DEFAULT';

export interface ForeignKey extends ConstraintBase {
  readonly kind: 'FOREIGN_KEY';
  readonly columns: readonly string[];
  readonly references: { readonly schema: string; readonly table: string; readonly columns: readonly string[] };
  readonly onDelete: ReferentialAction;
  readonly onUpdate: ReferentialAction;
}

export interface Check extends ConstraintBase {
  readonly kind: 'CHECK';
  readonly expression: Fragment;
  /** The column it was written at, if it was. */
  readonly column?: string;
  /** Columns of the table that the expression mentions, in the order of their first mention. */
  readonly columns: readonly string[];
}

export type Constraint = KeyConstraint | ForeignKey | Check;

export interface Index {
  readonly kind: 'INDEX' | 'XML_INDEX' | 'SPATIAL_INDEX' | 'FULLTEXT_INDEX';
  /** Empty for a full-text index: a table has one at most, and it has no name. */
  readonly name: string;
  readonly unique: boolean;
  readonly clustered: boolean;
  readonly columnstore: boolean;
  readonly keys: readonly KeyColumn[];
  readonly include: readonly string[];
  readonly filter?: Fragment;
  readonly options: Readonly<Record<string, string>>;
  readonly properties?: readonly ExtendedProperty[];
  readonly disabled?: boolean;
  readonly at: Fragment;
}

export interface Schema extends ObjectBase {
  readonly kind: 'SCHEMA';
}

/** How much a table of a live source holds. */
export interface TableSize {
  readonly rows: number;
  /** With its indexes and large values. */
  readonly kilobytes: number;
}

export interface Table extends ObjectBase {
  readonly kind: 'TABLE';
  /** Known of a live source only; says nothing of the definition. */
  readonly size?: TableSize;
  readonly columns: readonly Column[];
  readonly constraints: readonly Constraint[];
  readonly indexes: readonly Index[];
  /** Table options as the source words them: `SYSTEM_VERSIONING`, `MEMORY_OPTIMIZED`, `PARTITION` ... */
  readonly options: Readonly<Record<string, string>>;
}

export interface TableType extends ObjectBase {
  readonly kind: 'TABLE_TYPE';
  readonly columns: readonly Column[];
  readonly constraints: readonly Constraint[];
  readonly indexes: readonly Index[];
}

/** An alias type: another name for a built-in type. */
export interface AliasType extends ObjectBase {
  readonly kind: 'TYPE';
  /** Missing for a CLR type. */
  readonly base?: TypeRef;
  readonly nullable: boolean;
  /** Names of a bound rule and default, when the source binds them. */
  readonly boundRule?: string;
  readonly boundDefault?: string;
}

export interface Sequence extends ObjectBase {
  readonly kind: 'SEQUENCE';
  readonly type?: TypeRef;
  readonly start?: string;
  readonly increment?: string;
  readonly minimum?: string;
  readonly maximum?: string;
  readonly cycle: boolean;
  /** A number, or `none`. */
  readonly cache?: string;
}

export interface Synonym extends ObjectBase {
  readonly kind: 'SYNONYM';
  /** One to four parts, outermost first. */
  readonly target: readonly string[];
}

/** A view, routine or trigger: its definition is parsed again when it is converted. */
export interface CodeObject extends ObjectBase {
  readonly kind: 'VIEW' | 'FUNCTION' | 'PROCEDURE' | 'TRIGGER' | 'DDL_TRIGGER' | 'AGGREGATE' | 'SECURITY_POLICY' | 'ASSEMBLY';
  /** What the tree sorts functions by; a `statement` is a procedure round ad-hoc SQL of a person, which no source has. */
  readonly flavour?: 'scalar' | 'inline' | 'table-valued' | 'statement';
  /** Of a `statement`: what of the definition the person wrote. */
  readonly written?: Fragment;
  /** For triggers: the table or view, and whether the source disabled it. */
  readonly on?: { readonly schema: string; readonly name: string };
  readonly disabled?: boolean;
  /** Indexes of an indexed view. */
  readonly indexes?: readonly Index[];
  /** Session options that the definition was created under and that change its meaning. */
  readonly quotedIdentifier: boolean;
  readonly ansiNulls: boolean;
}

/** Everything that has a name and a definition and no more structure that a conversion could use. */
export interface OtherObject extends ObjectBase {
  readonly kind: 'XML_SCHEMA_COLLECTION' | 'PARTITION_FUNCTION' | 'PARTITION_SCHEME' | 'RULE' | 'DEFAULT_OBJECT' | 'FULLTEXT_CATALOG';
}

/** A user or role of the database. Passwords are never kept. */
export interface Principal extends ObjectBase {
  readonly kind: 'PRINCIPAL';
  readonly isRole: boolean;
  readonly memberOf: readonly { readonly role: string; readonly at: Fragment }[];
}

/** One statement about who may do what; its name is what it says in short. `OWNER` makes `to` the owner of `on`. */
export interface PermissionRule extends ObjectBase {
  readonly kind: 'PERMISSION';
  readonly action: 'GRANT' | 'DENY' | 'REVOKE' | 'OWNER';
  /** In upper case; `columns` when it is about some columns only. */
  readonly permissions: readonly { readonly name: string; readonly columns: readonly string[] }[];
  /** Missing for the whole database. `class` in upper case: `OBJECT`, `SCHEMA`, `TYPE` ... */
  readonly on?: { readonly class: string; readonly schema: string; readonly name: string };
  readonly to: readonly string[];
  readonly grantOption: boolean;
}

/** Another server that queries name in front of database, schema and object. Passwords are never kept. */
export interface LinkedServer extends ObjectBase {
  readonly kind: 'LINKED_SERVER';
  readonly product?: string;
  readonly provider?: string;
  readonly dataSource?: string;
  readonly database?: string;
  readonly logins: readonly { readonly local?: string; readonly remote?: string }[];
}

export interface JobStep {
  readonly name: string;
  /** Who runs the command: `TSQL`, `CMDEXEC`, `POWERSHELL` ... */
  readonly subsystem: string;
  readonly database?: string;
  /** The procedure of the catalogue that holds the command, for commands in the source's own language. */
  readonly procedure?: string;
  readonly at: Fragment;
}

/** When a job runs; `facts` are the source's own numbers by their names. */
export interface JobSchedule {
  readonly name: string;
  readonly enabled: boolean;
  readonly facts: Readonly<Record<string, number>>;
  readonly at: Fragment;
}

export interface Job extends ObjectBase {
  readonly kind: 'JOB';
  readonly enabled: boolean;
  readonly steps: readonly JobStep[];
  readonly schedules: readonly JobSchedule[];
}

/** A setting of the whole database; its name in upper case. */
export interface DatabaseOption extends ObjectBase {
  readonly kind: 'DATABASE_OPTION';
  readonly value: string;
}

export type CatalogObject = Schema | Table | TableType | AliasType | Sequence | Synonym | CodeObject | OtherObject | Principal | PermissionRule | LinkedServer | Job | DatabaseOption;

/** A kind that has an entry of its own in `Catalog.objects`. */
export type TopLevelKind = CatalogObject['kind'];

/** What one entry of an object listing refers to: an object or a part of one. */
export interface ObjectRef {
  readonly kind: ObjectKind;
  readonly schema: string;
  /** Missing for a constraint that the source left unnamed. */
  readonly name?: string;
  /** The table (or view, or type) it belongs to. */
  readonly parent?: string;
  /** The columns of an unnamed constraint, to tell it from its siblings. */
  readonly columns?: readonly string[];
}
