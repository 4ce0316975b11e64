'use client';
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { nodeNames, selectPaths } from '@ferry/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { call, messageOf } from '@/api/client';
import { saidBy, usePerson } from '@/shell/person';
import { replaceWords as words } from '@/words/replace';
import { codeReaders } from './stale';

/** So many objects at a time: each is checked inside of the whole converted database. */
const mostObjects = 100;

interface Found {
  readonly path: string;
  readonly name: string;
  readonly code: string;
  readonly revision: string;
  readonly count: number;
}

interface Result {
  readonly type: 'success' | 'warning' | 'error';
  readonly text: string;
}

/** The target objects whose code can be edited and holds a text. */
async function findObjects(project: string, text: string): Promise<{ readonly found: readonly Found[]; readonly more: boolean }> {
  const { MetadataModels, Marker } = await call('SearchMetadataModel', { MigrationProjectIdentifier: project, Origin: 'TARGET', Text: text, TextIn: ['code'], MaxRecords: mostObjects });
  const found: Found[] = [];
  for (const { Path: path } of MetadataModels) {
    if (path === undefined) continue;
    const { Definition: code = '', TargetCode: state } = await call('DescribeMetadataModel', { MigrationProjectIdentifier: project, Origin: 'TARGET', SelectionRules: selectPaths([path]), Brief: true });
    const count = code.split(text).length - 1;
    if (state?.Editable === true && count > 0) found.push({ path, name: nodeNames(path).slice(-3).filter((_, index) => index !== 1).join('.'), code, revision: state.Revision, count });
  }
  return { found, more: Marker !== undefined };
}

/** Changes the same text in the code of many target objects, as edits of each. */
export function ReplaceDialog({ project, onClose }: { readonly project: string; readonly onClose: () => void }): ReactNode {
  const client = useQueryClient();
  const [person] = usePerson();
  const [text, setText] = useState('');
  const [replacement, setReplacement] = useState('');
  const [answer, setAnswer] = useState<{ readonly text: string; readonly found: readonly Found[]; readonly more: boolean }>();
  const [chosen, setChosen] = useState<readonly Found[]>([]);
  const [results, setResults] = useState<ReadonlyMap<string, Result>>(new Map());
  const [busy, setBusy] = useState<'find' | 'replace'>();
  const [failure, setFailure] = useState<string>();
  const attempt = async (what: 'find' | 'replace', work: () => Promise<void>): Promise<void> => {
    setBusy(what);
    setFailure(undefined);
    try {
      await work();
    } catch (thrown) {
      // Shown to the person who asked.
      setFailure(messageOf(thrown));
    } finally {
      setBusy(undefined);
    }
  };
  const find = (): Promise<void> =>
    attempt('find', async () => {
      const next = await findObjects(project, text);
      setAnswer({ ...next, text });
      setChosen(next.found);
      setResults(new Map());
    });
  const save = async ({ path, code, revision }: Found, wanted: string): Promise<Result> => {
    try {
      const { Messages } = await call('SaveTargetCode', { MigrationProjectIdentifier: project, SelectionRules: selectPaths([path]), Definition: code.split(wanted).join(replacement), Revision: revision, ...saidBy('SavedBy', person) });
      const refused = Messages.find((message) => message.Severity === 'error');
      return refused === undefined ? { type: 'success', text: words.saved } : { type: 'warning', text: words.refused(refused.Message) };
    } catch (thrown) {
      // One object that cannot be saved does not keep the others from it.
      return { type: 'error', text: words.failed(messageOf(thrown)) };
    }
  };
  const replace = (wanted: string): Promise<void> =>
    attempt('replace', async () => {
      const told = new Map(results);
      for (const one of chosen) {
        told.set(one.path, await save(one, wanted));
        setResults(new Map(told));
      }
      setChosen([]);
      await Promise.all(codeReaders.map((key) => client.invalidateQueries({ queryKey: [key] })));
    });
  const ready = answer !== undefined && answer.text === text && chosen.length > 0 && replacement !== text;
  return (
    <Modal
      visible
      size="large"
      header={words.title}
      onDismiss={onClose}
      closeAriaLabel={words.close}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              {words.close}
            </Button>
            <Button disabled={text.trim() === '' || busy !== undefined} loading={busy === 'find'} onClick={() => void find()}>
              {words.findButton}
            </Button>
            <Button variant="primary" disabled={!ready || busy !== undefined} loading={busy === 'replace'} onClick={() => void replace(text)}>
              {words.replaceButton(chosen.length)}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <Box>{words.text}</Box>
        <FormField label={words.find} constraintText={words.findHint}>
          <Input value={text} onChange={({ detail }) => setText(detail.value.slice(0, 255))} autoComplete={false} spellcheck={false} />
        </FormField>
        <FormField label={words.replacement}>
          <Input value={replacement} onChange={({ detail }) => setReplacement(detail.value.slice(0, 4000))} autoComplete={false} spellcheck={false} />
        </FormField>
        {failure === undefined ? null : <Alert type="error">{failure}</Alert>}
        {answer?.more === true ? <Alert type="info">{words.more(mostObjects)}</Alert> : null}
        <Table<Found>
          variant="embedded"
          contentDensity="compact"
          wrapLines
          items={answer?.found ?? []}
          trackBy="path"
          loading={busy === 'find'}
          loadingText={words.findButton}
          selectionType="multi"
          selectedItems={[...chosen]}
          onSelectionChange={({ detail }) => setChosen(detail.selectedItems)}
          isItemDisabled={(row) => results.has(row.path) || busy !== undefined}
          ariaLabels={{ tableLabel: words.table, selectionGroupLabel: words.table, allItemsSelectionLabel: () => words.table, itemSelectionLabel: (_state, row) => row.name }}
          empty={<Box color="text-body-secondary">{answer === undefined ? words.notYet : words.nothing}</Box>}
          columnDefinitions={[
            { id: 'object', header: words.object, isRowHeader: true, cell: (row) => row.name },
            { id: 'occurrences', header: words.occurrences, cell: (row) => row.count },
            {
              id: 'result',
              header: words.result,
              cell: (row) => {
                const result = results.get(row.path);
                return result === undefined ? '-' : <StatusIndicator type={result.type}>{result.text}</StatusIndicator>;
              },
            },
          ]}
        />
      </SpaceBetween>
    </Modal>
  );
}
