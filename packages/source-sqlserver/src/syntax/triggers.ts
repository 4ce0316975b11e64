import type { QualifiedName } from './names';
import type { Node } from './node';
import type { NamedOption } from './options';
import type { DefinitionVerb } from './routines';
import type { Statement } from './statements';

export interface CreateTriggerStatement extends Node {
  readonly kind: 'CreateTriggerStatement';
  readonly verb: DefinitionVerb;
  readonly name: QualifiedName;
  /** A table or view (DML trigger), or the scope of a DDL or logon trigger. */
  readonly on: QualifiedName | 'DATABASE' | 'ALL SERVER';
  readonly timing: 'FOR' | 'AFTER' | 'INSTEAD OF';
  /** INSERT, UPDATE, DELETE, or DDL events and groups, in upper case. */
  readonly events: readonly string[];
  readonly options: readonly NamedOption[];
  readonly withAppend: boolean;
  readonly notForReplication: boolean;
  readonly externalName: QualifiedName | undefined;
  readonly body: readonly Statement[];
}

/** `ENABLE | DISABLE TRIGGER names | ALL ON ...`. */
export interface ToggleTriggerStatement extends Node {
  readonly kind: 'ToggleTriggerStatement';
  readonly enable: boolean;
  /** Empty for ALL. */
  readonly names: readonly QualifiedName[];
  readonly on: QualifiedName | 'DATABASE' | 'ALL SERVER';
}

