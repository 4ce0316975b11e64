'use client';
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Toggle from '@cloudscape-design/components/toggle';
import { usualRows } from '@ferry/contract';
import type { MigrationProject } from '@ferry/contract';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { ConfirmModal } from '@/shell/confirm-modal';
import { useStored } from '@/shell/stored';
import { queryWords as words } from '@/words/query';
import { statementWords } from '@/words/statements';
import { SqlEditor, SqlView } from '../schema-conversion/code/lazy-code';
import type { LineMarker } from '../schema-conversion/code/sql-setup';
import { convertedText } from './converted-text';
import styles from './query.module.css';
import { QueryResults } from './query-results';
import { useQueryRun } from './use-query-run';
import type { QueryRun } from './use-query-run';

// Fetched when it is asked for.
const KeepStatement = dynamic(() => import('./keep-statement').then((module) => module.KeepStatement), { ssr: false });

const rowOptions = [100, usualRows, 10_000].map((count) => ({ value: String(count), label: words.rowsOption(count) }));
const noMarkers: readonly LineMarker[] = [];
const ignore = (): void => undefined;

function Progress({ run }: { readonly run: QueryRun }): ReactNode {
  const { outcome } = run;
  if (run.running) return <StatusIndicator type="in-progress">{outcome?.Status === 'CANCELING' ? words.canceling : outcome?.Status === 'IN_PROGRESS' ? words.running : words.waiting}</StatusIndicator>;
  if (outcome?.Status !== 'SUCCESS') return null;
  const failed = (outcome.Batches ?? []).some((batch) => batch.Results.some((result) => result.Type === 'error'));
  return (
    <StatusIndicator type={failed ? 'warning' : 'success'}>
      {words.done(outcome.Batches?.length ?? 0, outcome.Server ?? '')}
      {outcome.AllowChanges ? '' : `, ${words.undone}`}
    </StatusIndicator>
  );
}

function Trouble({ run }: { readonly run: QueryRun }): ReactNode {
  const { outcome, error } = run;
  if (error !== null) return <Alert type="error" header={words.failed}>{error.message}</Alert>;
  if (outcome?.Status === 'FAILED') return <Alert type="error" header={words.failed}>{outcome.Error}</Alert>;
  if (outcome?.Status === 'CANCELED') return <Alert type="info">{words.canceled}</Alert>;
  if (outcome?.Stopped !== undefined) return <Alert type="warning" header={words.stopped}>{outcome.Stopped}</Alert>;
  return null;
}

/** Why nothing can be run, when it cannot. */
function obstacle(project: MigrationProject): { readonly title: string; readonly text: string } | undefined {
  if (project.TargetKind === 'virtual') return { title: words.virtualTitle, text: words.virtualText };
  if (project.SourceLoaded !== true) return { title: words.notLoadedTitle, text: words.notLoadedText };
  return undefined;
}

/** T-SQL in, converted SQL and results beside it. Read-only unless a person says otherwise, each time anew. */
export function QueryTab({ project }: { readonly project: MigrationProject }): ReactNode {
  const name = project.MigrationProjectName;
  const [script, setScript] = useStored(`query.${name}`, '', 'session');
  const [rows, setRows] = useState(usualRows);
  const [changes, setChanges] = useState(false);
  const [asking, setAsking] = useState(false);
  const [keeping, setKeeping] = useState(false);
  const run = useQueryRun(name);
  const hindrance = obstacle(project);
  const target = project.TargetDataProviderDescriptors[0]?.DataProviderName ?? words.theTarget;
  const ready = hindrance === undefined && !run.running && script.trim() !== '';
  const start = (): void => {
    if (ready) run.start(script, changes, rows);
  };
  const converted = convertedText(run.outcome?.Batches ?? []);
  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header
            variant="h2"
            description={words.description}
            actions={
              <SpaceBetween direction="horizontal" size="s" alignItems="center">
                <Toggle checked={changes} disabled={hindrance !== undefined} onChange={({ detail }) => (detail.checked ? setAsking(true) : setChanges(false))}>
                  {words.changes}
                </Toggle>
                <Select ariaLabel={words.rows} options={rowOptions} selectedOption={rowOptions.find((option) => option.value === String(rows)) ?? null} onChange={({ detail }) => setRows(Number(detail.selectedOption.value))} />
                <Button disabled={project.SourceLoaded !== true || script.trim() === ''} onClick={() => setKeeping(true)}>
                  {statementWords.keep}
                </Button>
                <Button disabled={!run.running || run.outcome === undefined} onClick={run.cancel}>
                  {words.cancel}
                </Button>
                <Button variant="primary" disabled={!ready} loading={run.running} onClick={start}>
                  {words.run}
                </Button>
              </SpaceBetween>
            }
          >
            {words.title}
          </Header>
        }
      >
        <SpaceBetween size="s">
          {hindrance === undefined ? null : <Alert type="info" header={hindrance.title}>{hindrance.text}</Alert>}
          {changes ? (
            <Alert type="warning" header={words.changesTitle}>{words.changesText(target)}</Alert>
          ) : (
            <Box color="text-body-secondary" fontSize="body-s">
              <b>{words.readOnly}.</b> {words.readOnlyText} {words.runHint}
            </Box>
          )}
          <div
            className={styles['two']}
            onKeyDownCapture={(event) => {
              if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
              event.preventDefault();
              event.stopPropagation();
              start();
            }}
          >
            <div>
              <h3>{words.editor}</h3>
              <div className={styles['code']}>
                <SqlEditor label={words.editor} text={script} markers={noMarkers} jump={undefined} onChange={setScript} onSave={ignore} />
              </div>
            </div>
            <div>
              <h3>{words.converted}</h3>
              <div className={styles['code']}>
                {converted === '' ? (
                  <div className={styles['empty']}>{run.outcome?.Batches === undefined ? words.nothingYet : words.noStatements}</div>
                ) : (
                  <SqlView label={words.converted} text={converted} markers={noMarkers} linked={undefined} follow={false} wrap line={undefined} onPlace={ignore} />
                )}
              </div>
            </div>
          </div>
          <div role="status">
            <Progress run={run} />
          </div>
          <Trouble run={run} />
        </SpaceBetween>
      </Container>
      {run.outcome?.Batches === undefined ? null : <QueryResults batches={run.outcome.Batches} />}
      {keeping ? <KeepStatement project={name} script={script} onClose={() => setKeeping(false)} /> : null}
      {asking ? (
        <ConfirmModal
          title={words.allowTitle}
          confirm={words.allowButton}
          onConfirm={() => {
            setChanges(true);
            return Promise.resolve();
          }}
          onClose={() => setAsking(false)}
        >
          {words.allowText(target)}
        </ConfirmModal>
      ) : null}
    </SpaceBetween>
  );
}
