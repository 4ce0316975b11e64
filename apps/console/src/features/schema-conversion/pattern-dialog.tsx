'use client';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Input from '@cloudscape-design/components/input';
import RadioGroup from '@cloudscape-design/components/radio-group';
import Textarea from '@cloudscape-design/components/textarea';
import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useDeferredValue, useState } from 'react';
import type { ReactNode } from 'react';
import { useOperation } from '@/api/hooks';
import { ConfirmModal } from '@/shell/confirm-modal';
import { patternWords as words } from '@/words/finding';
import { emptyPattern, patternCategories, patternRules, prettyRules, selectionProblem } from './patterns';
import type { Pattern } from './patterns';
import styles from './pattern-dialog.module.css';
import { RulesBar } from './rules-bar';

export type PatternAction = 'assess' | 'convert' | 'save';

interface PatternDialogProps {
  readonly project: string;
  readonly onChoose: (action: PatternAction, rules: string) => Promise<void>;
  readonly onClose: () => void;
}

const whats = [
  { value: 'include', label: words.include },
  { value: 'exclude', label: words.exclude },
];
const categories = [{ value: '', label: words.anyCategory }, ...patternCategories.map(({ value, label }) => ({ value, label }))];

interface RowProps {
  readonly pattern: Pattern;
  readonly number: number;
  readonly onChange: (change: Partial<Pattern>) => void;
  readonly onRemove: (() => void) | undefined;
}

function PatternRow({ pattern, number, onChange, onRemove }: RowProps): ReactNode {
  const named = (label: string): string => `${label} ${number}`;
  return (
    <div className={styles['row']}>
      <Select selectedOption={whats.find((one) => one.value === pattern.action) ?? null} options={whats} disabled={number === 1} onChange={({ detail }) => onChange({ action: detail.selectedOption.value === 'exclude' ? 'exclude' : 'include' })} ariaLabel={named(words.what)} expandToViewport />
      <Input value={pattern.schema} onChange={({ detail }) => onChange({ schema: detail.value.slice(0, 255) })} ariaLabel={named(words.schema)} placeholder={words.schema} />
      <Select selectedOption={categories.find((one) => one.value === pattern.category) ?? null} options={categories} onChange={({ detail }) => onChange({ category: detail.selectedOption.value ?? '' })} ariaLabel={named(words.category)} expandToViewport />
      <Input value={pattern.object} onChange={({ detail }) => onChange({ object: detail.value.slice(0, 255) })} ariaLabel={named(words.object)} placeholder={words.object} />
      <Button iconName="remove" variant="icon" ariaLabel={`${words.remove} ${number}`} disabled={onRemove === undefined} {...(onRemove === undefined ? {} : { onClick: onRemove })} />
    </div>
  );
}

/** Chooses objects of the source by include and exclude patterns, then does something with them. */
export function PatternDialog({ project, onChoose, onClose }: PatternDialogProps): ReactNode {
  const [patterns, setPatterns] = useState<readonly Pattern[]>([emptyPattern]);
  const [action, setAction] = useState<PatternAction>('convert');
  const [json, setJson] = useState<string>();
  const written = patterns.filter((one) => one.object.trim() !== '');
  const rules = json ?? patternRules(written);
  const problem = json === undefined ? undefined : selectionProblem(json);
  const ready = json === undefined ? written[0]?.action === 'include' : problem === undefined;
  const wanted = useDeferredValue(rules);
  const selection = useOperation('DescribeSelection', { MigrationProjectIdentifier: project, SelectionRules: wanted, Origin: 'SOURCE' }, { keepPrevious: true, enabled: ready });
  const change = (index: number, part: Partial<Pattern>): void => setPatterns((before) => before.map((one, at) => (at === index ? { ...one, ...part } : one)));
  return (
    <ConfirmModal title={words.title} confirm={words[action]} disabled={!ready || (selection.data?.Objects ?? 0) === 0} onConfirm={() => onChoose(action, rules)} onClose={onClose} size="large">
      <SpaceBetween size="m">
        <Box>{words.text}</Box>
        <RulesBar json={json !== undefined} rules={rules} onView={(asJson) => setJson(asJson ? prettyRules(rules) : undefined)} onImport={setJson} />
        {json === undefined ? null : (
          <FormField stretch label={words.json} constraintText={words.jsonHint} errorText={problem}>
            <Textarea rows={14} spellcheck={false} value={json} onChange={({ detail }) => setJson(detail.value)} />
          </FormField>
        )}
        <div className={styles['rows']} hidden={json !== undefined}>
          <div className={`${styles['row'] ?? ''} ${styles['heads'] ?? ''}`} aria-hidden="true">
            <span>{words.what}</span>
            <span>{words.schema}</span>
            <span>{words.category}</span>
            <span>{words.object}</span>
          </div>
          {patterns.map((pattern, index) => (
            <PatternRow key={index} pattern={pattern} number={index + 1} onChange={(part) => change(index, part)} onRemove={index === 0 ? undefined : () => setPatterns((before) => before.filter((_one, at) => at !== index))} />
          ))}
        </div>
        {json === undefined ? (
          <Button iconName="add-plus" onClick={() => setPatterns((before) => [...before, { ...emptyPattern, action: 'exclude', object: '' }])}>
            {words.add}
          </Button>
        ) : null}
        <Box>
          {selection.isError ? (
            <StatusIndicator type="error">{selection.error.message}</StatusIndicator>
          ) : selection.data === undefined ? (
            <StatusIndicator type="loading">{words.looking}</StatusIndicator>
          ) : (
            <StatusIndicator type={selection.data.Objects === 0 ? 'warning' : 'info'}>{words.count(selection.data.Objects)}</StatusIndicator>
          )}
        </Box>
        <FormField label={words.then}>
          <RadioGroup
            value={action}
            onChange={({ detail }) => setAction(detail.value as PatternAction)}
            direction="horizontal"
            items={[
              { value: 'assess', label: words.assess },
              { value: 'convert', label: words.convert },
              { value: 'save', label: words.save },
            ]}
          />
        </FormField>
      </SpaceBetween>
    </ConfirmModal>
  );
}
