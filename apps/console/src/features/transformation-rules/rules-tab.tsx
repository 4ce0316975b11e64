'use client';
import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import { largestTransformationRules, mostTransformationRules, problemText, readTransformationRules, writeTransformationRules } from '@ferry/contract';
import type { MigrationProject, ReadRules } from '@ferry/contract';
import { useDeferredValue, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { messageOf } from '@/api/client';
import { useChange, useOperation } from '@/api/hooks';
import { Info } from '@/shell/help';
import { useNotify } from '@/shell/notifications';
import { offerFile } from '@/shell/offer-file';
import { ruleWords as words } from '@/words/transformation-rules';
import { WhatIf } from '../assessment-runs/what-if';
import { checkDrafts, draftOf, ruleOf } from './rule-draft';
import type { RuleDraft } from './rule-draft';
import { RuleEffects } from './rule-effects';
import { RuleRows } from './rule-rows';

/** Shown in the empty editor. */
const jsonExample = JSON.stringify({ rules: [{ 'rule-type': 'transformation', 'rule-id': '1', 'rule-name': '1', 'rule-target': 'table', 'object-locator': { 'schema-name': 'Sales', 'table-name': '%' }, 'rule-action': 'add-prefix', value: 't_' }] }, undefined, 2);

/** The rules on the screen: rows, or a text that may not be JSON yet. */
type Editing = { readonly as: 'wizard'; readonly drafts: readonly RuleDraft[] } | { readonly as: 'json'; readonly text: string };

const textOf = (editing: Editing): string => (editing.as === 'json' ? editing.text : editing.drafts.length === 0 ? '' : JSON.stringify({ rules: editing.drafts.map(ruleOf) }, undefined, 2));
const read = (editing: Editing): ReadRules => (editing.as === 'json' ? readTransformationRules(editing.text) : checkDrafts(editing.drafts));
const startOf = (text: string): Editing => {
  const { rules, problems } = readTransformationRules(text);
  return problems.length === 0 ? { as: 'wizard', drafts: rules.map(draftOf) } : { as: 'json', text };
};

/** The transformation rules of a project: rows or JSON, what is wrong as it is typed, and their effect on the tree. */
export function RulesTab({ project }: { readonly project: MigrationProject }): ReactNode {
  const notify = useNotify();
  const modify = useChange('ModifyMigrationProject', ['DescribeMigrationProjects']);
  const kept = project.TransformationRules ?? '';
  const [editing, setEditing] = useState<Editing>(() => startOf(kept));
  const [find, setFind] = useState('');
  const file = useRef<HTMLInputElement>(null);
  const checked = read(editing);
  const good = checked.problems.length === 0;
  const identifier = project.MigrationProjectArn;
  const rulesText = checked.rules.length === 0 ? '' : writeTransformationRules(checked.rules);
  const asked = useDeferredValue(rulesText);
  const loaded = project.SourceLoaded === true;
  const effects = useOperation('DescribeTransformationEffects', { MigrationProjectIdentifier: identifier, TransformationRules: asked, MaxRecords: 1000, ...(find === '' ? {} : { Text: find }) }, { enabled: loaded && good, keepPrevious: true });
  const changed = textOf(editing) !== textOf(startOf(kept)) && (editing.as === 'json' ? editing.text !== kept : true);
  const save = (): void =>
    modify.mutate(
      { MigrationProjectIdentifier: identifier, TransformationRules: rulesText },
      {
        onSuccess: () => {
          setEditing(startOf(rulesText));
          notify({ type: 'success', header: words.saved });
        },
      },
    );
  const show = (as: Editing['as']): void => {
    if (as === editing.as) return;
    if (as === 'json') setEditing({ as, text: textOf(editing) });
    else if (good) setEditing({ as, drafts: checked.rules.map(draftOf) });
  };
  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header
            variant="h2"
            info={<Info topic="rules" />}
            counter={`(${checked.rules.length}/${mostTransformationRules})`}
            description={words.description}
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                <Button iconName="upload" onClick={() => file.current?.click()}>
                  {words.import}
                </Button>
                <Button iconName="download" disabled={checked.rules.length === 0} onClick={() => offerFile(`${project.MigrationProjectName}-transformation-rules.json`, rulesText)}>
                  {words.export}
                </Button>
                <Button disabled={!changed} onClick={() => setEditing(startOf(kept))}>
                  {words.discard}
                </Button>
                <Button variant="primary" disabled={!good || !changed} loading={modify.isPending} onClick={save}>
                  {words.save}
                </Button>
              </SpaceBetween>
            }
          >
            {words.title}
          </Header>
        }
      >
        <SpaceBetween size="m">
          <input
            ref={file}
            type="file"
            accept=".json,application/json"
            hidden
            aria-label={words.import}
            onChange={(event) => {
              const [chosen] = event.target.files ?? [];
              event.target.value = '';
              if (chosen !== undefined) void chosen.slice(0, largestTransformationRules + 1).text().then((text) => setEditing(startOf(text)));
            }}
          />
          <SegmentedControl
            label={words.view}
            selectedId={editing.as}
            options={[
              { id: 'wizard', text: words.wizard, disabled: editing.as === 'json' && !good },
              { id: 'json', text: words.json },
            ]}
            onChange={({ detail }) => show(detail.selectedId as Editing['as'])}
          />
          {modify.isError ? <Alert type="error">{messageOf(modify.error)}</Alert> : null}
          {editing.as === 'wizard' ? (
            <RuleRows drafts={editing.drafts} checked={checked} hits={good ? effects.data?.Hits : undefined} onChange={(drafts) => setEditing({ as: 'wizard', drafts })} />
          ) : (
            <FormField stretch label={words.json} constraintText={words.jsonHint} errorText={good ? undefined : checked.problems.slice(0, 5).map(problemText).join(' ')}>
              <Textarea rows={18} spellcheck={false} placeholder={jsonExample} value={editing.text} onChange={({ detail }) => setEditing({ as: 'json', text: detail.value })} />
            </FormField>
          )}
          {loaded ? <WhatIf project={project} input={{ TransformationRules: rulesText }} disabled={!good} /> : null}
        </SpaceBetween>
      </Container>
      <RuleEffects effects={asked === '' ? undefined : effects.data} loading={effects.isFetching && asked !== ''} loaded={loaded} text={find} onText={setFind} />
    </SpaceBetween>
  );
}
