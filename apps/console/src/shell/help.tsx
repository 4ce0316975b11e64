'use client';
import HelpPanel from '@cloudscape-design/components/help-panel';
import Link from '@cloudscape-design/components/link';
import { createContext, useContext, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { helpTopics, helpWords } from '@/words/help';
import type { HelpTopic, HelpTopicId } from '@/words/help';

interface HelpState {
  readonly open: boolean;
  readonly topic: HelpTopicId;
  readonly show: (topic: HelpTopicId) => void;
  readonly setOpen: (open: boolean) => void;
}

const Context = createContext<HelpState>({ open: false, topic: 'overview', show: () => undefined, setOpen: () => undefined });

/** Which help stands beside the page, if one does. */
export function HelpProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [open, setOpen] = useState(false);
  const [topic, setTopic] = useState<HelpTopicId>('overview');
  const value = useMemo(
    () => ({
      open,
      topic,
      setOpen,
      show: (wanted: HelpTopicId) => {
        setTopic(wanted);
        setOpen(true);
      },
    }),
    [open, topic],
  );
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

export const useHelp = (): HelpState => useContext(Context);

/** The "Info" link beside a heading or a label. */
export function Info({ topic }: { readonly topic: HelpTopicId }): ReactNode {
  const { show } = useHelp();
  return (
    <Link variant="info" ariaLabel={helpWords.about(helpTopics[topic].title)} onFollow={() => show(topic)}>
      {helpWords.info}
    </Link>
  );
}

function Topic({ topic }: { readonly topic: HelpTopic }): ReactNode {
  return (
    <>
      {topic.paragraphs.map((text) => (
        <p key={text}>{text}</p>
      ))}
      {topic.steps === undefined ? null : (
        <ol>
          {topic.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      )}
      {topic.terms === undefined ? null : (
        <dl>
          {topic.terms.map(([term, text]) => (
            <div key={term}>
              <dt>{term}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}

export function Help(): ReactNode {
  const { topic } = useHelp();
  return (
    <HelpPanel header={<h2>{helpTopics[topic].title}</h2>}>
      <Topic topic={helpTopics[topic]} />
      {topic === 'overview' ? (
        <>
          <h3>{helpTopics.proof.title}</h3>
          <Topic topic={helpTopics.proof} />
        </>
      ) : null}
    </HelpPanel>
  );
}
