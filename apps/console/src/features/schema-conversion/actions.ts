import type { ButtonDropdownProps } from '@cloudscape-design/components/button-dropdown';
import { nodeNames } from '@ferry/contract';
import type { OperationInput, Origin } from '@ferry/contract';
import { call } from '@/api/client';
import { conversionWords as words } from '@/words/schema-conversion';
import type { Ticks } from './tree/selection';

export type ActionId = 'assess' | 'convert' | 'refresh' | 'save';

/** A dialog that asks before a request is started. */
export interface Asked {
  readonly action: ActionId;
  readonly origin: Origin;
  readonly rules: string;
  /** What it is about, in a few words. */
  readonly subject: string;
}

/** The names of what is ticked, or of the selected node. */
export function subjectOfTicks(ticks: Ticks, selected: string | undefined): string {
  const [first, ...others] = ticks.on.size > 0 ? [...ticks.on] : selected === undefined ? [] : [selected];
  if (first === undefined) return '';
  return others.length > 0 ? words.selection(others.length + 1) : (nodeNames(first).at(-1) ?? '');
}

/** A schema's entry reads `Convert schema`, as in DMS Schema Conversion. */
const convertLabel = (path: string | undefined): string => (path !== undefined && nodeNames(path).at(-2) === 'Schemas' ? words.convertSchema : words.convert);

export function sourceActions(ready: boolean, busy: boolean, path: string | undefined): ButtonDropdownProps.Item[] {
  const off = busy || !ready ? { disabled: true, disabledReason: busy ? words.busy : words.nothingSelected } : {};
  return [
    { id: 'assess', text: words.assess, ...off },
    { id: 'convert', text: convertLabel(path), ...off },
    { id: 'refresh', text: words.refresh, ...(busy ? { disabled: true, disabledReason: words.busy } : {}) },
  ];
}

export function targetActions(ready: boolean, busy: boolean): ButtonDropdownProps.Item[] {
  return [
    { id: 'apply', text: words.applyChanges, disabled: true, disabledReason: words.applyUnavailable },
    { id: 'save', text: words.saveAsSql, ...(busy || !ready ? { disabled: true, disabledReason: busy ? words.busy : words.nothingSelected } : {}) },
  ];
}

/** Starts what was asked; the identifier of the request. */
export async function start(project: string, asked: Asked): Promise<string> {
  const input: OperationInput<'StartMetadataModelConversion'> = { MigrationProjectIdentifier: project, SelectionRules: asked.rules };
  switch (asked.action) {
    case 'assess':
      return (await call('StartMetadataModelAssessment', input)).RequestIdentifier;
    case 'convert':
      return (await call('StartMetadataModelConversion', input)).RequestIdentifier;
    case 'refresh':
      return (await call('StartMetadataModelImport', { ...input, Origin: asked.origin, Refresh: true })).RequestIdentifier;
    case 'save':
      return (await call('StartMetadataModelExportAsScript', { ...input, Origin: asked.origin })).RequestIdentifier;
  }
}
