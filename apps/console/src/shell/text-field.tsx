'use client';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import type { InputProps } from '@cloudscape-design/components/input';
import type { ReactNode } from 'react';
import { resourceWords as words } from '@/words/resources';

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly optional?: boolean;
  readonly description?: ReactNode;
  readonly constraint?: ReactNode;
  readonly info?: ReactNode;
  readonly error?: string | undefined;
  readonly placeholder?: string;
  readonly type?: InputProps.Type;
  /** Longest text, in characters. */
  readonly limit?: number;
  readonly disabled?: boolean;
  /** A button beside the field. */
  readonly action?: ReactNode;
}

/** A labelled line of text in a form. */
export function TextField(props: TextFieldProps): ReactNode {
  const { limit = 255 } = props;
  return (
    <FormField
      label={props.optional === true ? `${props.label} - ${words.optional}` : props.label}
      description={props.description}
      constraintText={props.constraint}
      errorText={props.error}
      info={props.info}
      secondaryControl={props.action}
    >
      <Input
        value={props.value}
        onChange={({ detail }) => props.onChange(detail.value.slice(0, limit))}
        type={props.type ?? 'text'}
        autoComplete={false}
        disabled={props.disabled ?? false}
        ariaRequired={props.optional !== true}
        {...(props.placeholder === undefined ? {} : { placeholder: props.placeholder })}
        {...(props.type === 'password' ? { nativeInputAttributes: { autoComplete: 'new-password' } } : {})}
      />
    </FormField>
  );
}
