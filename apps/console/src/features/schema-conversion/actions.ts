import type { ButtonDropdownProps } from '@cloudscape-design/components/button-dropdown';
import { nodeNames, rootPath } from '@ferry/contract';
import type { ExistingObjects, Origin, TargetKind } from '@ferry/contract';
import { call } from '@/api/client';
import { patternWords } from '@/words/finding';
import { applyWords, editWords, conversionWords as words } from '@/words/schema-conversion';
import { replaceWords } from '@/words/replace';
import { statementWords } from '@/words/statements';
import type { Ticks } from './tree/selection';

export type ActionId = 'assess' | 'convert' | 'load' | 'refresh' | 'save' | 'apply' | 'extension-pack' | 'restore' | 'delete-statement';

/** A dialog that asks before something is started. */
export interface Asked {
  readonly action: ActionId;
  readonly origin: Origin;
  readonly rules: string;
  /** What it is about, in a few words. */
  readonly subject: string;
}

/** What a person chose in the dialog. */
export interface Choices {
  readonly overwriteEdits: boolean;
  readonly overwriteExtensionPack: boolean;
  readonly oneTransaction: boolean;
  readonly existing: ExistingObjects;
}
export const noChoices: Choices = { overwriteEdits: false, overwriteExtensionPack: false, oneTransaction: false, existing: 'CREATE_OR_REPLACE' };

/** The names of what is ticked, or of the selected node. */
export function subjectOfTicks(ticks: Ticks, selected: string | undefined): string {
  const [first, ...others] = ticks.on.size > 0 ? [...ticks.on] : selected === undefined ? [] : [selected];
  if (first === undefined) return '';
  if (others.length > 0) return words.selection(others.length + 1);
  return first === rootPath ? words.everything : (nodeNames(first).at(-1) ?? '');
}

/** A schema's entry reads `Convert schema`, as in DMS Schema Conversion. */
const convertLabel = (path: string | undefined): string => (path !== undefined && nodeNames(path).at(-2) === 'Schemas' ? words.convertSchema : words.convert);

/** Named statements alone can be deleted: all else is the source's. */
const isStatement = (path: string | undefined): boolean => path !== undefined && nodeNames(path).at(-2) === 'Statements' && nodeNames(path).at(-4) === 'Schemas';

const off = (reason: string | undefined): { disabled: true; disabledReason: string } | Record<string, never> => (reason === undefined ? {} : { disabled: true, disabledReason: reason });

export function sourceActions(ready: boolean, busy: boolean, path: string | undefined): ButtonDropdownProps.Item[] {
  const reason = busy ? words.busy : ready ? undefined : words.nothingSelected;
  return [
    { id: 'assess', text: words.assess, ...off(reason) },
    { id: 'convert', text: convertLabel(path), ...off(reason) },
    { id: 'load', text: words.loadMetadata, ...off(busy ? words.busy : undefined) },
    { id: 'refresh', text: words.refresh, ...off(busy ? words.busy : undefined) },
    { id: 'save', text: words.saveAsSql, ...off(reason) },
    ...(isStatement(path) ? [{ id: 'delete-statement', text: statementWords.delete, ...off(busy ? words.busy : undefined) }] : []),
    { id: 'pattern', text: patternWords.action, ...off(busy ? words.busy : undefined) },
  ];
}

export function targetActions(ready: boolean, busy: boolean, kind: TargetKind | undefined): ButtonDropdownProps.Item[] {
  const reason = busy ? words.busy : ready ? undefined : words.nothingSelected;
  return [
    { id: 'apply', text: applyWords.apply, ...off(kind === 'virtual' ? applyWords.virtual : reason) },
    { id: 'extension-pack', text: applyWords.applyExtensionPack, ...off(kind === 'virtual' ? applyWords.virtual : busy ? words.busy : undefined) },
    { id: 'save', text: words.saveAsSql, ...off(busy ? words.busy : undefined) },
    { id: 'refresh', text: words.refresh, ...off(kind === 'virtual' ? applyWords.virtual : busy ? words.busy : undefined) },
    { id: 'restore', text: editWords.restore, ...off(reason) },
    { id: 'replace', text: replaceWords.action, ...off(busy ? words.busy : undefined) },
  ];
}

/** Starts what was asked; the identifier of the request, or undefined when it was done at once. */
export async function start(project: string, asked: Asked, choices: Choices): Promise<string | undefined> {
  const input = { MigrationProjectIdentifier: project, SelectionRules: asked.rules };
  switch (asked.action) {
    case 'assess':
      return (await call('StartMetadataModelAssessment', input)).RequestIdentifier;
    case 'convert':
      return (await call('StartMetadataModelConversion', { ...input, ...(choices.overwriteEdits ? { OverwriteEdits: true } : {}) })).RequestIdentifier;
    case 'load':
      return (await call('StartMetadataModelImport', { ...input, Origin: asked.origin, Refresh: false })).RequestIdentifier;
    case 'refresh':
      return (await call('StartMetadataModelImport', { ...input, Origin: asked.origin, Refresh: true })).RequestIdentifier;
    case 'save':
      return (await call('StartMetadataModelExportAsScript', { ...input, Origin: asked.origin })).RequestIdentifier;
    case 'apply':
      return (await call('StartMetadataModelExportToTarget', { ...input, ...(choices.overwriteExtensionPack ? { OverwriteExtensionPack: true } : {}), ...(choices.oneTransaction ? { OneTransaction: true } : {}), ExistingObjects: choices.existing })).RequestIdentifier;
    case 'extension-pack':
      return (await call('StartExtensionPackAssociation', { MigrationProjectIdentifier: project })).RequestIdentifier;
    case 'delete-statement':
      return (await call('StartStatementDeletion', input)).RequestIdentifier;
    case 'restore':
      await call('RestoreConvertedCode', input);
      return undefined;
  }
}
