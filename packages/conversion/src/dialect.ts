import type { Catalog, CatalogObject, Fragment, TopLevelKind } from '@ferry/catalog';
import type { Run } from '@ferry/kernel';
import type { ConnectionTest, ServerAddress } from '@ferry/kernel/network';
import type { ActionItemRegistry } from './action-item';
import type { TargetServer } from './apply';
import type { ConvertedData, ConvertedObject, Proof, TargetRef, TargetStatement } from './converted';
import type { OpenRunner, SessionOptions, TargetSession } from './running';
import type { TransformationRule } from './transformation-rules';

/** A text of the source, decoded. */
export interface InputText {
  /** Relative path inside what the user gave, with `/`. */
  readonly path: string;
  readonly text: string;
}

export interface ReadOptions {
  /** The database's name when the scripts do not tell. */
  readonly databaseName: string;
  /** Values for variables in the scripts (`$(Name)`), by name. */
  readonly variables: Readonly<Record<string, string>>;
}

/** A branch of the tree of a console: a category, and the objects that belong under it. */
export interface TreeCategory {
  /** The words of DMS Schema Conversion, for example `SQL scalar functions`. */
  readonly name: string;
  readonly holds: (ref: { kind: string; flavour?: string }) => boolean;
}

/** What parsing one script came to; line and column count from 1. */
export interface ParsedScript {
  readonly batches: number;
  readonly statements: number;
  readonly diagnostics: readonly { readonly line: number; readonly column: number; readonly severity: 'error' | 'warning' | 'info'; readonly message: string }[];
}

/** Ad-hoc SQL that a person gave a name, in the context of a schema. */
export interface NamedStatement {
  readonly schema: string;
  readonly name: string;
  readonly definition: string;
}

/** A catalogue with named statements, and those that have no place in it, with the reason and the cure. */
export interface NamedStatements {
  readonly catalog: Catalog;
  readonly refused: readonly { readonly statement: NamedStatement; readonly reason: string }[];
}

/** A script that is parsed while it is read, so that its size does not matter. */
export interface ScriptParse {
  push(chunk: string): void;
  end(): ParsedScript;
}

/** An object of a live source, as far as it is known before it is read. */
export interface SourceName {
  readonly kind: TopLevelKind;
  readonly schema: string;
  readonly name: string;
  readonly flavour?: string;
  /** What the source itself knows it by, for `readObject`. */
  readonly key: string;
}

/** What can be done on real servers of a source engine. Nothing is ever written to one. */
export interface SourceServer {
  /** Never throws for what is wrong with the connection: that is the answer. */
  readonly test: (address: ServerAddress, signal: AbortSignal) => Promise<ConnectionTest>;
  /**
   * Reads the whole catalogue of a database.
   * @throws AppError with a cure when the server cannot be reached or read, or `cancelled`
   */
  readonly readCatalog: (address: ServerAddress, run: Run) => Promise<Catalog>;
  /** The names alone, which takes a fraction of the time: for a tree to look at meanwhile. Throws like `readCatalog`. */
  readonly readNames: (address: ServerAddress, run: Run) => Promise<{ readonly database: string; readonly names: readonly SourceName[] }>;
  /** One object by name, with what is written inside of it: for a person who opens it before the rest is read. Throws like `readCatalog`; `not-found` when it is gone. */
  readonly readObject: (address: ServerAddress, object: Pick<SourceName, 'key' | 'kind'>, run: Run) => Promise<Catalog>;
}

/** A parameter of a routine, for people; `RETURN` is what a function gives back. */
export interface RoutineParameter {
  readonly name: string;
  readonly type: string;
  readonly direction: 'IN' | 'OUT' | 'RETURN';
  readonly default?: string;
}

/** A column of a view, a function or a type, for people. */
export interface ListedColumn {
  readonly name: string;
  /** `-` where it cannot be told. */
  readonly type: string;
  readonly nullable?: boolean;
  readonly default?: string;
}

/** What is known of a catalogue once its code has been looked into. */
export interface CatalogStudy {
  /** Who uses what; an object does not use itself here. `kinds` are words for people: `reads`, `calls`. */
  readonly uses: readonly { readonly from: CatalogObject; readonly to: CatalogObject; readonly kinds: readonly string[] }[];
  /** Of routines that have any. */
  readonly parameters: ReadonlyMap<CatalogObject, readonly RoutineParameter[]>;
  /** Of views and functions that give back rows, as far as their queries can be read. */
  readonly columns: ReadonlyMap<CatalogObject, readonly ListedColumn[]>;
}

/** What objects hang on, for converting again only what a change can have touched. */
export interface ObjectTraces {
  /** What bears on every object, beyond the names of all objects and the facts about the database. */
  readonly common: string;
  /** What bears on this object, beyond its own text and that of `uses`. */
  readonly own: (object: CatalogObject) => string;
  /** The objects whose change may change what this one becomes, directly. Looks into the object's code. */
  readonly uses: (object: CatalogObject) => readonly CatalogObject[];
}

/** A source engine: one package. */
export interface SourceDialect {
  /** For programs: `sqlserver`. */
  readonly name: string;
  /** For people: `Microsoft SQL Server`. */
  readonly label: string;
  readonly categories: readonly TreeCategory[];
  /** Reads scripts into a catalogue. Never throws for what is in them: see `Catalog.diagnostics` and `passedOver`. */
  readonly readScripts: (inputs: readonly InputText[], options: ReadOptions, run: Run) => Promise<Catalog>;
  /** Puts named statements into a catalogue, in place of those that it held; missing where ad-hoc SQL cannot be kept. */
  readonly withStatements?: (catalog: Catalog, statements: readonly NamedStatement[], run: Run) => Promise<NamedStatements>;
  /** Missing for a dialect that is read from scripts only. */
  readonly server?: SourceServer;
  /** Begins to parse one script, for looking at its syntax only. */
  readonly openScriptParse?: (options: Pick<ReadOptions, 'variables'>) => ScriptParse;
  /** Looks into the code of a whole catalogue: who uses what, with which parameters, and which columns views have. Reads and binds everything: seconds for tens of thousands of objects. */
  readonly study?: (catalog: Catalog) => CatalogStudy;
  /** Missing: after any change everything is converted again. */
  readonly traces?: (catalog: Catalog) => ObjectTraces;
  /** The statements and clauses that an object is made of, for the assessment's third percentage. Linear in the object's text. */
  readonly syntaxElements?: (catalog: Catalog, object: CatalogObject) => readonly Fragment[];
}

/** A place where statements can be tried for real. Everything in it is thrown away on close. */
export interface Verifier {
  /** Product and version, for example `PostgreSQL 18.4`. */
  readonly server: string;
  /** Executes statements in the order given, each on its own; one proof each. */
  create(statements: readonly TargetStatement[], run: Run): Promise<readonly Proof[]>;
  /**
   * Looks deeper into what `create` accepted (static check of routines, reading of views); one proof each.
   * @param among everything that was accepted, when `statements` are a piece of it; then the call stands inside of `whileChecking`
   */
  check(statements: readonly TargetStatement[], run: Run, among?: readonly TargetStatement[]): Promise<readonly Proof[]>;
  /** What lets a verifier of another process work in the same place; see `TargetDialect.joinVerifier`. */
  readonly invitation?: string;
  /** What has to be so for the whole place while it is checked in pieces. */
  whileChecking?<T>(work: () => Promise<T>): Promise<T>;
  /** Remembers as created what verifiers that joined have created. */
  adopt?(statements: readonly TargetStatement[]): void;
  close(): Promise<void>;
}

/** A target engine: one package. */
export interface TargetDialect {
  readonly name: string;
  readonly label: string;
  /** Major versions that code can be written for, newest last. */
  readonly versions: readonly number[];
  readonly categories: readonly TreeCategory[];
  /** Names of the phases of a deployment, in order; `TargetStatement.phase` is an index. */
  readonly phases: readonly string[];
  /** Parses without a server. */
  readonly parse: (statements: readonly TargetStatement[], run: Run) => Promise<readonly Proof[]>;
  /** Opens a scratch place on the server of this connection string. */
  readonly openVerifier: (connection: string, options: { readonly version: number; readonly secret?: string }) => Promise<Verifier>;
  /** Joins the scratch place of a verifier that another process opened with the same secret; closing it leaves the place. */
  readonly joinVerifier?: (connection: string, invitation: string, secret: string) => Promise<Verifier>;
  /** Opens a session to run converted statements in, as the user of this connection string or address. */
  readonly openSession?: (connection: string | ServerAddress, options?: SessionOptions) => Promise<TargetSession>;
  /** What can be done on real servers; missing for a target that is only written to files. */
  readonly server?: TargetServer;
  /** One deployment script out of ordered statements. */
  readonly script: (statements: readonly TargetStatement[], options: ScriptOptions) => string;
  /** The statement so that it does no harm where what it creates is there already: the script can be run again. */
  readonly repeatable?: (statement: TargetStatement) => TargetStatement;
  /** Whether a statement waits until the data is loaded (keys, checks, triggers ...) unless what comes before needs it. */
  readonly afterData?: (statement: TargetStatement) => boolean;
  /**
   * The name of the script that a statement stands in apart from the deployment: it speaks of the whole server (roles, jobs), needs other
   * rights, and is parsed but never tried in a scratch place.
   */
  readonly ownScript?: (statement: TargetStatement) => string | undefined;
  /** The columns of what a text defines: a table, a type, a function that gives back rows; none for other code and for what cannot be read. */
  readonly columns?: (code: string) => Promise<readonly ListedColumn[]>;
  /** The folder path under `sql/` for an object's file, without the ending. */
  readonly filePath: (ref: TargetRef) => string;
}

export interface ScriptOptions {
  readonly title: string;
  /** All or nothing. */
  readonly oneTransaction?: boolean;
  /** The script runs on tables that are full: what counts on from the data, such as sequences, is set. */
  readonly dataIsThere?: boolean;
}

/** One choice that the user has. */
export interface SettingDefinition {
  readonly key: string;
  /** DMS Schema Conversion's key for the same choice, literally. */
  readonly dmsKey?: string;
  readonly label: string;
  readonly description: string;
  readonly group: string;
  readonly type: 'boolean' | 'text' | readonly string[];
  readonly default: boolean | string;
  /** What DMS Schema Conversion does when nothing is chosen, where that is another thing. */
  readonly dmsDefault?: boolean | string;
  /** DMS Schema Conversion keeps it in the section that all pairs share. */
  readonly common?: true;
  /** Why the choice changes nothing here. Its key is taken and kept all the same, so that a configuration can be brought along. */
  readonly withoutEffect?: string;
}

export type Settings = Readonly<Record<string, boolean | string>>;

export interface ConversionOptions {
  readonly settings: Settings;
  readonly targetVersion: number;
  /** Names and types that a person chose, in their order. */
  readonly rules?: readonly TransformationRule[];
}

/** The judgement for one catalogue: convert any object, in any order; ask for the support code that was used at the end. */
export interface Conversion {
  convert(object: CatalogObject): ConvertedObject;
  /** Takes over what an earlier conversion made of an object, instead of `convert`; its support code is asked for. */
  adopt?(object: CatalogObject, converted: ConvertedObject): void;
  /** Extensions, helper functions and the like that the converted code needs and no source object stands for. */
  support(): readonly TargetStatement[];
  /** The rows that the scripts bring along, as statements that load them; ask before `support`, which holds what they call. */
  data?(): ConvertedData;
}

/** A pair of dialects: one package. */
export interface Pair {
  readonly source: string;
  readonly target: string;
  readonly settings: readonly SettingDefinition[];
  readonly actionItems: ActionItemRegistry;
  readonly begin: (catalog: Catalog, options: ConversionOptions) => Conversion;
  /** Runs scripts of the source on the target. */
  readonly openRunner?: OpenRunner;
}

/** Checks the settings against their definitions and fills in the defaults. Unknown keys and wrong types are reported, not ignored. */
export function resolveSettings(definitions: readonly SettingDefinition[], given: Readonly<Record<string, unknown>>): { settings: Settings; problems: string[] } {
  const settings: Record<string, boolean | string> = {};
  const problems: string[] = [];
  const byKey = new Map<string, SettingDefinition>();
  for (const definition of definitions) {
    byKey.set(definition.key, definition);
    if (definition.dmsKey !== undefined) byKey.set(definition.dmsKey, definition);
    settings[definition.key] = definition.default;
  }
  for (const [key, value] of Object.entries(given)) {
    const definition = byKey.get(key);
    if (definition === undefined) {
      problems.push(`unknown setting "${key}"; known are ${definitions.map((d) => d.key).join(', ')}`);
    } else if (definition.type === 'boolean') {
      if (typeof value === 'boolean') settings[definition.key] = value;
      else problems.push(`setting "${key}" takes true or false`);
    } else if (typeof value !== 'string') {
      problems.push(`setting "${key}" takes a text`);
    } else if (definition.type !== 'text' && !definition.type.includes(value)) {
      problems.push(`setting "${key}" takes one of ${definition.type.join(', ')}`);
    } else {
      settings[definition.key] = value;
    }
  }
  return { settings, problems };
}
