import type { Identifier, QualifiedName } from './names';
import type { Node } from './node';
import type { NamedOption } from './options';
import type { Query } from './queries';
import type { DefinitionVerb } from './routines';

export interface CreateViewStatement extends Node {
  readonly kind: 'CreateViewStatement';
  readonly verb: DefinitionVerb;
  readonly name: QualifiedName;
  readonly columns: readonly Identifier[];
  /** SCHEMABINDING, ENCRYPTION, VIEW_METADATA. */
  readonly options: readonly NamedOption[];
  readonly query: Query;
  readonly checkOption: boolean;
}
