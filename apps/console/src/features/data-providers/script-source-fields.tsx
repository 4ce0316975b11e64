'use client';
import AttributeEditor from '@cloudscape-design/components/attribute-editor';
import Button from '@cloudscape-design/components/button';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import RadioGroup from '@cloudscape-design/components/radio-group';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { TextField } from '@/shell/text-field';
import { scriptWords as words } from '@/words/data-providers';
import { FolderPicker } from './folder-picker';
import { ScriptFiles } from './script-files';
import type { Sending } from './send-files';
import type { ScriptSource, ScriptSourceErrors, ScriptVariable } from './script-source';

interface ScriptSourceFieldsProps {
  readonly value: ScriptSource;
  readonly errors: ScriptSourceErrors;
  readonly sending: Sending | undefined;
  readonly onChange: (part: Partial<ScriptSource>) => void;
}

/** Encodings that scripts without a byte order mark are found in; any other name can be given through the API. */
const encodings = ['windows-1252', 'windows-1250', 'windows-1251', 'windows-1253', 'windows-1254', 'windows-1255', 'windows-1256', 'windows-1257', 'iso-8859-2', 'iso-8859-15', 'koi8-r', 'shift_jis', 'euc-jp', 'gb18030', 'big5', 'euc-kr', 'utf-16le', 'utf-16be'];

function Variables({ value, error, onChange }: { readonly value: readonly ScriptVariable[]; readonly error: string | undefined; readonly onChange: (value: readonly ScriptVariable[]) => void }): ReactNode {
  const change = (index: number, part: Partial<ScriptVariable>): void => onChange(value.map((one, at) => (at === index ? { ...one, ...part } : one)));
  return (
    <FormField label={words.variables} description={words.variablesHint} errorText={error} stretch>
      <AttributeEditor<ScriptVariable>
        items={value}
        addButtonText={words.addVariable}
        removeButtonText={words.removeVariable}
        empty={words.noVariables}
        onAddButtonClick={() => onChange([...value, { name: '', value: '' }])}
        onRemoveButtonClick={({ detail }) => onChange(value.filter((_one, at) => at !== detail.itemIndex))}
        definition={[
          { label: words.variable, control: (item, index) => <Input value={item.name} onChange={({ detail }) => change(index, { name: detail.value.slice(0, 128) })} placeholder="DatabaseName" /> },
          { label: words.variableValue, control: (item, index) => <Input value={item.value} onChange={({ detail }) => change(index, { value: detail.value.slice(0, 4000) })} /> },
        ]}
      />
    </FormField>
  );
}

/** Where DDL scripts come from, and how they are read. */
export function ScriptSourceFields({ value, errors, sending, onChange }: ScriptSourceFieldsProps): ReactNode {
  const [browsing, setBrowsing] = useState(false);
  const options = [{ value: '', label: words.encodingDetected }, ...encodings.map((name) => ({ value: name, label: name }))];
  return (
    <SpaceBetween size="l">
      <FormField label={words.from}>
        <RadioGroup
          value={value.from}
          onChange={({ detail }) => onChange({ from: detail.value === 'folder' ? 'folder' : 'upload' })}
          items={[
            { value: 'upload', label: words.fromUpload, description: words.fromUploadHint },
            { value: 'folder', label: words.fromFolder, description: words.fromFolderHint },
          ]}
        />
      </FormField>
      {value.from === 'upload' ? (
        <ScriptFiles files={value.files} onChange={(files) => onChange({ files })} error={errors.files} sending={sending} />
      ) : (
        <TextField
          label={words.folder}
          value={value.folder}
          onChange={(folder) => onChange({ folder })}
          description={words.folderHint}
          error={errors.folder}
          limit={4096}
          action={
            <Button formAction="none" onClick={() => setBrowsing(true)}>
              {words.browse}
            </Button>
          }
        />
      )}
      <TextField label={words.databaseName} optional value={value.databaseName} onChange={(databaseName) => onChange({ databaseName })} description={words.databaseNameHint} limit={128} />
      <ExpandableSection headerText={words.reading} defaultExpanded={value.variables.length > 0 || value.encoding !== ''}>
        <SpaceBetween size="l">
          <Variables value={value.variables} error={errors.variables} onChange={(variables) => onChange({ variables })} />
          <FormField label={words.encoding} description={words.encodingHint}>
            <Select selectedOption={options.find((one) => one.value === value.encoding) ?? { value: value.encoding, label: value.encoding }} options={options} onChange={({ detail }) => onChange({ encoding: detail.selectedOption.value ?? '' })} />
          </FormField>
        </SpaceBetween>
      </ExpandableSection>
      {browsing ? <FolderPicker start={value.folder} onChoose={(folder) => onChange({ folder })} onClose={() => setBrowsing(false)} /> : null}
    </SpaceBetween>
  );
}
