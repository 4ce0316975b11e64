import type { IntegerLiteral } from './expressions';
import type { Identifier, QualifiedName } from './names';
import type { Node } from './node';

/** `MAX` in `varchar(MAX)`. */
export interface MaxLength extends Node {
  readonly kind: 'MaxLength';
}

export type TypeArgument = IntegerLiteral | MaxLength | Identifier;

/**
 * A data type as written. ISO names of several words (`double precision`, `national character varying`) are one part with single
 * spaces. `CURSOR` is a type here too; `TABLE` is not.
 */
export interface DataType extends Node {
  readonly kind: 'DataType';
  readonly name: QualifiedName;
  readonly args: readonly TypeArgument[];
  /** `xml(CONTENT schema.collection)`. */
  readonly xmlSchema: XmlSchemaReference | undefined;
}

export interface XmlSchemaReference extends Node {
  readonly kind: 'XmlSchemaReference';
  readonly facet: 'CONTENT' | 'DOCUMENT' | undefined;
  readonly collection: QualifiedName;
}
