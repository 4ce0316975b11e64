'use client';
import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Form from '@cloudscape-design/components/form';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { messageOf } from '@/api/client';
import { useFollow } from './follow';
import { Page } from './page';
import type { Crumb } from './page';
import { resourceWords as words } from '@/words/resources';

interface FormPageProps {
  readonly title: string;
  readonly description: string;
  readonly crumbs: readonly Crumb[];
  /** Where "Cancel" leads. */
  readonly back: string;
  readonly submit: string;
  /** What is being done while the form is sent, when that takes several steps. */
  readonly step?: string | undefined;
  /** Saves and leaves the page; answers false when the form has errors; rejects with the server's words. */
  readonly onSubmit: () => Promise<unknown>;
  readonly children: ReactNode;
}

/** Leads to the first field with a mistake: it may stand far above the button. The fields show their mistakes with the next frame. */
function leadToMistake(form: HTMLFormElement | null): void {
  requestAnimationFrame(() => {
    const field = form?.querySelector<HTMLElement>('[aria-invalid="true"]');
    field?.focus({ preventScroll: true });
    field?.scrollIntoView({ block: 'center' });
  });
}

/** A page that is one form, with the errors of the server under it. */
export function FormPage(props: FormPageProps): ReactNode {
  const follow = useFollow();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const form = useRef<HTMLFormElement>(null);
  const run = async (): Promise<void> => {
    setBusy(true);
    setFailure(undefined);
    try {
      await props.onSubmit();
      leadToMistake(form.current);
    } catch (thrown) {
      // What the server refused is shown at the form; anything else would leave the button turning for ever.
      setFailure(messageOf(thrown));
    }
    setBusy(false);
  };
  return (
    <Page title={props.title} crumbs={props.crumbs} contentType="form">
      <form
        ref={form}
        onSubmit={(event) => {
          event.preventDefault();
          void run();
        }}
      >
        <Form
          header={
            <Header variant="h1" description={props.description}>
              {props.title}
            </Header>
          }
          errorText={failure}
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button variant="link" formAction="none" href={props.back} onFollow={follow}>
                {words.cancel}
              </Button>
              <Button variant="primary" loading={busy} {...(props.step === undefined ? {} : { loadingText: props.step })}>
                {props.submit}
              </Button>
            </SpaceBetween>
          }
        >
          <SpaceBetween size="l">
            {props.children}
            {props.step === undefined ? null : <Alert type="info">{props.step}</Alert>}
          </SpaceBetween>
        </Form>
      </form>
    </Page>
  );
}
