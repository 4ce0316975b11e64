'use client';
import Badge from '@cloudscape-design/components/badge';
import Button from '@cloudscape-design/components/button';
import Popover from '@cloudscape-design/components/popover';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ApplyResult, NodeApplyStatus, TargetCodeState } from '@ferry/contract';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { momentText } from '@/words/resources';
import { applyStatusLabels, applyWords, conversionWords, editWords as words } from '@/words/schema-conversion';
import styles from './code-pane.module.css';
import { CompareDialog } from './conflict-dialog';
import { VersionsDialog } from './versions-dialog';

export const applyIndicators: Readonly<Record<NodeApplyStatus, 'success' | 'pending' | 'warning' | 'error' | 'stopped' | 'info'>> = { 'not-applied': 'pending', applied: 'success', changed: 'warning', failed: 'error', kept: 'stopped', extra: 'info' };

/** The words of the server, or ours, about an object that was not applied; `told`: its message stands above already. */
export function ApplyTrouble({ result, told = false, onLine }: { readonly result: ApplyResult; readonly told?: boolean; readonly onLine?: ((line: number) => void) | undefined }): ReactNode {
  return (
    <div>
      <p>{told ? applyWords.sqlState(result.SqlState) : `${result.Message ?? ''}${result.SqlState === undefined ? '' : ` (${result.SqlState})`}`}</p>
      {result.Detail === undefined ? null : <p>{words.detail(result.Detail)}</p>}
      {result.Hint === undefined ? null : <p>{words.hint(result.Hint)}</p>}
      {result.Line === undefined ? null : onLine === undefined ? (
        <p>{words.line(result.Line)}</p>
      ) : (
        <Button variant="inline-link" onClick={() => onLine(result.Line ?? 1)}>
          {words.line(result.Line)}
        </Button>
      )}
    </div>
  );
}

interface TargetFactsProps {
  readonly project: string;
  readonly path: string;
  readonly name: string;
  readonly code: TargetCodeState;
  /** The text that is shown. */
  readonly text: string;
  readonly editing: boolean;
  /** Opens the editor, with another text than that of now when one is given. */
  readonly onEdit: (text?: string) => void;
  readonly onObject: (path: string) => void;
  readonly onLine: (line: number) => void;
}

/** What is known of the converted code of one object, for a bar of facts: edited or not, applied or not; and the way to edit it. */
export function TargetFacts({ project, path, name, code, text, editing, onEdit, onObject, onLine }: TargetFactsProps): ReactNode {
  const [comparing, setComparing] = useState(false);
  const [versions, setVersions] = useState(false);
  const { LastApply, ConvertedDefinition } = code;
  const status = code.ApplyStatus;
  const indicator = status === undefined ? null : <StatusIndicator type={applyIndicators[status]}>{applyStatusLabels[status]}</StatusIndicator>;
  const trouble = LastApply !== undefined && (LastApply.Status === 'failed' || LastApply.Status === 'kept') ? LastApply : undefined;
  return (
    <>
      {code.Edited ? (
        <span>
          <Badge color="blue">{words.edited}</Badge>
          <span className={styles['by']}>{words.version(code.Version, momentText(code.EditTime))}</span>
        </span>
      ) : null}
      {code.BaseChanged === true ? <StatusIndicator type="warning">{words.baseChanged}</StatusIndicator> : null}
      {code.Merge === undefined || editing ? null : (
        <Button variant="inline-link" onClick={() => onEdit(code.Merge?.Definition)}>
          {code.Merge.Conflicts === 0 ? words.merge : words.mergeConflicts(code.Merge.Conflicts)}
        </Button>
      )}
      {code.Edited && ConvertedDefinition !== undefined ? (
        <Button variant="inline-link" onClick={() => setComparing(true)}>
          {words.compare}
        </Button>
      ) : null}
      {code.Version > 0 ? (
        <Button variant="inline-link" onClick={() => setVersions(true)}>
          {words.versions}
        </Button>
      ) : null}
      {indicator === null ? null : (
        <span>
          <span className={styles['fact']}>{applyWords.state}</span>
          {trouble === undefined ? (
            indicator
          ) : (
            <Popover header={applyStatusLabels[trouble.Status]} size="large" content={<ApplyTrouble result={trouble} onLine={onLine} />}>
              {indicator}
            </Popover>
          )}
        </span>
      )}
      <span className={styles['end']}>
        {editing ? null : code.Editable ? (
          <Button iconName="edit" onClick={() => onEdit()}>
            {words.edit}
          </Button>
        ) : code.EditPath === undefined ? null : (
          <Button iconName="edit" onClick={() => onObject(code.EditPath ?? '')}>
            {words.editWhole}
          </Button>
        )}
      </span>
      {versions ? <VersionsDialog project={project} path={path} name={name} text={text} onUse={onEdit} onClose={() => setVersions(false)} /> : null}
      {comparing && ConvertedDefinition !== undefined ? (
        <CompareDialog title={words.compareTitle} before={{ label: words.converters, text: ConvertedDefinition }} after={{ label: conversionWords.targetSql, text }} onClose={() => setComparing(false)} />
      ) : null}
    </>
  );
}
