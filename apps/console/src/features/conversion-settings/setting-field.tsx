'use client';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import Toggle from '@cloudscape-design/components/toggle';
import type { SettingDefinition } from '@ferry/contract';
import type { ReactNode } from 'react';
import { settingsWords as words } from '@/words/conversion-settings';

interface SettingFieldProps {
  readonly setting: SettingDefinition;
  readonly value: boolean | string;
  readonly onChange: (value: boolean | string) => void;
}

const defaultText = (value: boolean | string): string => words.default(typeof value === 'boolean' ? (value ? words.on : words.off) : value);

/** One choice, by its type. */
export function SettingField({ setting, value, onChange }: SettingFieldProps): ReactNode {
  if (typeof value === 'boolean')
    return (
      <Toggle checked={value} onChange={({ detail }) => onChange(detail.checked)} description={`${setting.Description} ${defaultText(setting.Default)}.`}>
        {setting.Label}
      </Toggle>
    );
  const options = (setting.Choices ?? []).map((choice) => ({ value: choice, label: choice }));
  return (
    <FormField label={setting.Label} description={setting.Description} constraintText={defaultText(setting.Default)}>
      {options.length > 0 ? (
        <Select selectedOption={options.find((one) => one.value === value) ?? null} options={options} onChange={({ detail }) => onChange(detail.selectedOption.value ?? value)} />
      ) : (
        <Input value={value} onChange={({ detail }) => onChange(detail.value)} />
      )}
    </FormField>
  );
}
