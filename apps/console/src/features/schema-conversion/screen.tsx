'use client';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import ToggleButton from '@cloudscape-design/components/toggle-button';
import { rootPath } from '@ferry/contract';
import type { MigrationProject, Origin, SchemaConversionRequest } from '@ferry/contract';
import dynamic from 'next/dynamic';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { useFollow } from '@/shell/follow';
import { useNotify } from '@/shell/notifications';
import { routes } from '@/shell/routes';
import { useShortcuts } from '@/shell/shortcuts';
import { engineLabel } from '@/words/engines';
import { logWords } from '@/words/logs';
import { patternWords } from '@/words/finding';
import { applyWords, editWords, conversionWords as words } from '@/words/schema-conversion';
import { ProjectStatus } from '../migration-projects/table-config';
import { noChoices, sourceActions, start, subjectOfTicks, targetActions } from './actions';
import type { ActionId, Asked, Choices } from './actions';
import { AskDialog } from './ask-dialog';
import { CodePane } from './code/code-pane';
import { fetchCodeViews } from './code/lazy-code';
import { download } from './download';
import { useFillHeight } from './fill-height';
import { useSelectedNode } from './nodes';
import { Panes } from './panes';
import { PatternDialog } from './pattern-dialog';
import type { PatternAction } from './pattern-dialog';
import { codeTabs, reportTabs, usePlace } from './place';
import { useShowsCode } from './shows-code';
import { ReportPane } from './report/report-pane';
import { RunHistory } from './requests/history';
import { JobBar } from './requests/job-bar';
import { titleOf, useRequests } from './requests/use-requests';
import styles from './screen.module.css';
import { rulesOf } from './selection-rules';
import { codeReaders } from './stale';
import { noTicks, toggle } from './tree/selection';
import { TreePane } from './tree-pane';

// Fetched when it is asked for.
const ReplaceDialog = dynamic(() => import('./replace-dialog').then((module) => module.ReplaceDialog), { ssr: false });

type ApplyCounts = NonNullable<SchemaConversionRequest['ApplyCounts']>;

/** What a person does after a request, in words; nothing where that depends on what they want. */
function nextStep({ Kind, Origin: side }: SchemaConversionRequest, { TargetKind }: MigrationProject): string | undefined {
  if (Kind === 'convert') return TargetKind === 'virtual' ? words.next.convertVirtual : words.next.convert;
  if (Kind === 'import') return side === 'TARGET' ? undefined : words.next.import;
  return Kind === 'assess' ? words.next.assess : undefined;
}

export function Screen({ project }: { readonly project: MigrationProject }): ReactNode {
  const name = project.MigrationProjectName;
  const client = useQueryClient();
  const notify = useNotify();
  const follow = useFollow();
  const [element, height] = useFillHeight();
  const [place, go] = usePlace();
  const [ticks, setTicks] = useState({ SOURCE: noTicks, TARGET: noTicks });
  const [asked, setAsked] = useState<Asked>();
  const [history, setHistory] = useState(false);
  const [choosing, setChoosing] = useState(false);
  const [replacing, setReplacing] = useState(false);
  /** Exports that were asked for in this window: their files are fetched once they are ready. */
  const wanted = useRef(new Set<string>());
  const node = useSelectedNode(name, place);
  const showsCode = useShowsCode(node, place);

  const applied = (counts: ApplyCounts): void =>
    notify({
      type: counts.Failed > 0 ? 'error' : counts.Kept > 0 ? 'warning' : 'success',
      header: counts.Failed > 0 ? applyWords.someFailed(counts.Failed) : applyWords.allApplied,
      content: applyWords.counts(counts),
      action: <Button onClick={() => go({ report: 'apply' })}>{applyWords.showResults}</Button>,
    });
  const ended = (request: SchemaConversionRequest): void => {
    const title = titleOf(request);
    if (request.Status === 'FAILED') notify({ type: 'error', header: words.failed(title), content: request.Error?.defaultErrorDetails.Message });
    else if (request.Status === 'CANCELED') notify({ type: 'warning', header: words.cancelled(title) });
    else if (request.ExportSqlDetails !== undefined) {
      const { ObjectURL } = request.ExportSqlDetails;
      notify({ type: 'success', header: words.saved, content: words.savedText, action: <Button href={ObjectURL}>{words.download}</Button> });
      if (wanted.current.delete(request.RequestIdentifier)) download(ObjectURL);
    } else if (request.ApplyCounts !== undefined) applied(request.ApplyCounts);
    else if (request.Unread !== undefined)
      notify({ type: 'warning', header: words.readInPart(title, request.Unread.Places), content: words.unread(request.Unread), action: <Button href={routes.projectLogs(name)} onFollow={follow}>{logWords.title}</Button> });
    else notify({ type: 'success', header: words.finished(title), content: nextStep(request, project) });
  };
  const { running, importFailure, expect } = useRequests(name, true, ended);
  const busy = running !== undefined;
  const importing = running?.Kind === 'import';

  const selectedOn = (side: Origin): string | undefined => (place.side === side ? place.node : undefined);
  const shownOn = (side: Origin): string | undefined => (side === 'SOURCE' ? node.sourcePath : node.targetPath);
  const ask = (origin: Origin, action: ActionId): void => {
    // Reading the source again reads all of it; saving and applying without a choice take everything.
    const whole = action === 'load' || action === 'refresh' || action === 'extension-pack' || (origin === 'TARGET' && ticks[origin].on.size === 0 && selectedOn(origin) === undefined);
    const selected = whole ? rootPath : selectedOn(origin);
    const chosen = whole ? noTicks : ticks[origin];
    const rules = rulesOf(chosen, selected);
    if (rules !== undefined) setAsked({ action, origin, rules, subject: subjectOfTicks(chosen, selected) });
  };
  const begin = async (what: Asked, choices: Choices): Promise<void> => {
    const request = await start(name, what, choices);
    if (request === undefined) {
      notify({ type: 'success', header: editWords.restored(what.subject) });
      await Promise.all(codeReaders.map((key) => client.invalidateQueries({ queryKey: [key] })));
      return;
    }
    expect(request);
    if (what.action === 'save') wanted.current.add(request);
    if (what.action === 'apply' || what.action === 'extension-pack') go({ report: 'apply' });
    await client.invalidateQueries({ queryKey: ['DescribeRequests'] });
  };
  const beginChosen = async (action: PatternAction, rules: string): Promise<void> => {
    await begin({ action, origin: 'SOURCE', rules, subject: patternWords.subject }, noChoices);
    setChoosing(false);
  };
  const tick = (origin: Origin) => (path: string) => setTicks((before) => ({ ...before, [origin]: toggle(before[origin], path) }));
  const targetEngine = engineLabel(project.TargetDataProviderDescriptors[0]?.Engine);
  const sourceEngine = engineLabel(project.SourceDataProviderDescriptors[0]?.Engine);
  const sourceReady = ticks.SOURCE.on.size > 0 || selectedOn('SOURCE') !== undefined;

  const sideBySide = (on: boolean): void => go({ code: on ? 'both' : 'source' });
  const focusOn = (selector: string): void => element.current?.querySelector<HTMLElement>(selector)?.focus();
  useShortcuts({
    s: () => focusOn(`[role=tree][aria-label="${words.sourcePane}"]`),
    t: () => focusOn(`[role=tree][aria-label="${words.targetPane}"]`),
    '/': () => focusOn('input[type=search]'),
    b: () => sideBySide(place.code !== 'both'),
    ...Object.fromEntries(codeTabs.map((tab, index) => [String(index + 1), () => go({ code: tab })])),
    r: () => go({ report: reportTabs[(reportTabs.indexOf(place.report) + 1) % reportTabs.length] ?? 'summary' }),
    p: () => !busy && setChoosing(true),
    c: () => sourceReady && !busy && ask('SOURCE', 'convert'),
    a: () => project.TargetKind !== 'virtual' && !busy && ask('TARGET', 'apply'),
    h: () => setHistory(true),
  });

  return (
    <div ref={element} className={styles['screen']} style={{ blockSize: height }} onPointerEnter={fetchCodeViews} onFocus={fetchCodeViews}>
      <div className={styles['head']}>
        <Header
          variant="h1"
          info={<ProjectStatus project={project} />}
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <ToggleButton pressed={place.code === 'both'} onChange={({ detail }) => sideBySide(detail.pressed)}>
                {words.sideBySide}
              </ToggleButton>
              <Button onClick={() => setHistory(true)}>{words.history}</Button>
              <Button href={routes.projectLogs(name)} onFollow={follow}>
                {logWords.title}
              </Button>
              <Button href={routes.conversionSettings(name)} onFollow={follow}>
                {words.settings}
              </Button>
            </SpaceBetween>
          }
        >
          {name}
        </Header>
      </div>
      <div className={styles['panes']}>
        <Panes
          code={showsCode}
          left={
            <TreePane
              project={name}
              origin="SOURCE"
              title={words.sourcePane}
              label={`${project.SourceDataProviderDescriptors[0]?.DataProviderName ?? ''}: ${sourceEngine}`}
              enabled
              ticks={ticks.SOURCE}
              onTick={tick('SOURCE')}
              selected={selectedOn('SOURCE')}
              counterpart={place.side === 'TARGET' ? node.sourcePath : undefined}
              onSelect={(path, line) => go({ side: 'SOURCE', node: path, line, ...(line === undefined || place.code === 'both' ? {} : { code: 'source' }) })}
              actions={sourceActions(sourceReady, busy, ticks.SOURCE.on.size > 0 ? [...ticks.SOURCE.on][0] : selectedOn('SOURCE'))}
              onAction={(id) => (id === 'pattern' ? setChoosing(true) : ask('SOURCE', id as ActionId))}
              emptyText={importFailure === undefined ? words.treeEmptySource : words.treeUnread(importFailure)}
              busyText={importing ? words.loading : undefined}
            />
          }
          above={<CodePane project={name} node={node} place={place} go={go} onRetry={() => void client.invalidateQueries({ queryKey: ['DescribeMetadataModel'] })} />}
          below={
            <ReportPane
              project={name}
              path={shownOn('SOURCE') ?? rootPath}
              targetPath={shownOn('TARGET')}
              location={project.ArtifactsLocation}
              tab={place.report}
              onTab={(report) => go({ report })}
              onJump={(path, line) => go({ side: 'SOURCE', node: path, line, code: place.code === 'both' ? 'both' : 'source' })}
              onTargetJump={(path, line) => go({ side: 'TARGET', node: path, line, code: place.code === 'both' ? 'both' : 'target' })}
            />
          }
          right={
            <TreePane
              project={name}
              origin="TARGET"
              title={words.targetPane}
              label={`${project.TargetDataProviderDescriptors[0]?.DataProviderName ?? ''}: ${targetEngine}`}
              enabled
              ticks={ticks.TARGET}
              onTick={tick('TARGET')}
              selected={selectedOn('TARGET')}
              counterpart={place.side === 'SOURCE' ? node.targetPath : undefined}
              onSelect={(path, line) => go({ side: 'TARGET', node: path, line, code: place.code === 'source' || (line !== undefined && place.code !== 'both') ? 'target' : place.code })}
              actions={targetActions(true, busy, project.TargetKind)}
              onAction={(id) => (id === 'replace' ? setReplacing(true) : ask('TARGET', id as ActionId))}
              emptyText={words.treeEmptyTarget}
              busyText={undefined}
            />
          }
        />
      </div>
      {running === undefined ? null : <JobBar project={name} request={running} />}
      {asked === undefined ? null : <AskDialog project={name} asked={asked} targetLabel={targetEngine} onConfirm={(choices) => begin(asked, choices)} onClose={() => setAsked(undefined)} />}
      {replacing ? <ReplaceDialog project={name} onClose={() => setReplacing(false)} /> : null}
      {choosing ? <PatternDialog project={name} onChoose={beginChosen} onClose={() => setChoosing(false)} /> : null}
      {history ? <RunHistory project={name} onClose={() => setHistory(false)} /> : null}
    </div>
  );
}
