import type { DataType } from './data-types';
import type { Expression } from './expressions';
import type { Identifier, QualifiedName } from './names';
import type { Node } from './node';
import type { NamedOption } from './options';
import type { Statement } from './statements';

export interface CreateSchemaStatement extends Node {
  readonly kind: 'CreateSchemaStatement';
  /** Missing in `CREATE SCHEMA AUTHORIZATION owner`. */
  readonly name: Identifier | undefined;
  readonly authorization: Identifier | undefined;
  /** Tables, views and permissions that follow in the same statement. */
  readonly elements: readonly Statement[];
}

/** CREATE and ALTER SEQUENCE. Numbers are decimal texts with sign; `'none'` is NO MINVALUE and the like. */
export interface SequenceStatement extends Node {
  readonly kind: 'SequenceStatement';
  readonly verb: 'CREATE' | 'ALTER';
  readonly name: QualifiedName;
  readonly type: DataType | undefined;
  readonly start: string | undefined;
  /** `RESTART` alone is `''`. */
  readonly restart: string | undefined;
  readonly increment: string | undefined;
  readonly minimum: string | undefined;
  readonly maximum: string | undefined;
  readonly cycle: boolean | undefined;
  /** A number, `''` for CACHE without one, `'none'` for NO CACHE. */
  readonly cache: string | undefined;
}

export interface CreateSynonymStatement extends Node {
  readonly kind: 'CreateSynonymStatement';
  readonly name: QualifiedName;
  readonly target: QualifiedName;
}

export interface CreateXmlSchemaCollectionStatement extends Node {
  readonly kind: 'CreateXmlSchemaCollectionStatement';
  readonly name: QualifiedName;
  readonly value: Expression;
}

export interface CreatePartitionFunctionStatement extends Node {
  readonly kind: 'CreatePartitionFunctionStatement';
  readonly name: Identifier;
  readonly type: DataType;
  readonly range: 'LEFT' | 'RIGHT';
  readonly values: readonly Expression[];
}

export interface CreatePartitionSchemeStatement extends Node {
  readonly kind: 'CreatePartitionSchemeStatement';
  readonly name: Identifier;
  readonly function: Identifier;
  readonly all: boolean;
  readonly filegroups: readonly Identifier[];
}

/** `CREATE RULE r AS @x > 0`. */
export interface CreateRuleStatement extends Node {
  readonly kind: 'CreateRuleStatement';
  readonly name: QualifiedName;
  readonly condition: Expression;
}

/** `CREATE DEFAULT d AS 'unknown'`. */
export interface CreateDefaultStatement extends Node {
  readonly kind: 'CreateDefaultStatement';
  readonly name: QualifiedName;
  readonly value: Expression;
}

export interface CreateFullTextCatalogStatement extends Node {
  readonly kind: 'CreateFullTextCatalogStatement';
  readonly name: Identifier;
  readonly isDefault: boolean;
  readonly options: readonly NamedOption[];
}

export interface CreateAssemblyStatement extends Node {
  readonly kind: 'CreateAssemblyStatement';
  readonly name: Identifier;
  readonly options: readonly NamedOption[];
}

export interface CreateSecurityPolicyStatement extends Node {
  readonly kind: 'CreateSecurityPolicyStatement';
  readonly verb: 'CREATE' | 'ALTER';
  readonly name: QualifiedName;
  readonly predicates: readonly SecurityPredicate[];
  readonly options: readonly NamedOption[];
}

export interface SecurityPredicate extends Node {
  readonly kind: 'SecurityPredicate';
  readonly change: 'ADD' | 'ALTER' | 'DROP';
  readonly type: 'FILTER' | 'BLOCK';
  /** Missing with DROP. */
  readonly function: QualifiedName | undefined;
  readonly args: readonly Expression[];
  readonly on: QualifiedName;
  /** `AFTER INSERT`, `BEFORE UPDATE` ..., in upper case. */
  readonly operation: string | undefined;
}

/** `DROP TABLE IF EXISTS a, b`; indexes, and drops that need more than names, have their own nodes. */
export interface DropStatement extends Node {
  readonly kind: 'DropStatement';
  /** `TABLE`, `VIEW`, `PROCEDURE`, `FUNCTION`, `TRIGGER`, `TYPE`, `XML SCHEMA COLLECTION` ... in upper case, PROC as PROCEDURE. */
  readonly objectType: string;
  readonly ifExists: boolean;
  readonly names: readonly QualifiedName[];
  /** `DROP TRIGGER t ON DATABASE`, `DROP STATISTICS` has none. */
  readonly on: string | undefined;
}

/** `ALTER SCHEMA s TRANSFER [type::]object`. */
export interface AlterSchemaStatement extends Node {
  readonly kind: 'AlterSchemaStatement';
  readonly schema: Identifier;
  readonly class: string | undefined;
  readonly object: QualifiedName;
}

/** `ALTER AUTHORIZATION ON [class::]name TO principal`. */
export interface AlterAuthorizationStatement extends Node {
  readonly kind: 'AlterAuthorizationStatement';
  readonly class: string | undefined;
  readonly object: QualifiedName;
  /** Missing for SCHEMA OWNER. */
  readonly principal: Identifier | undefined;
}

/**
 * CREATE, ALTER or DROP of a kind of object whose details no conversion uses: users, roles, logins, keys, certificates, service
 * broker, endpoints, resource governor, audits, credentials, events, databases. `text` of the details is the span.
 */
export interface GenericDefinition extends Node {
  readonly kind: 'GenericDefinition';
  readonly verb: 'CREATE' | 'ALTER' | 'DROP';
  /** For example `USER`, `SERVER ROLE`, `MESSAGE TYPE`, `DATABASE`; upper case. */
  readonly objectType: string;
  readonly name: QualifiedName | undefined;
}
