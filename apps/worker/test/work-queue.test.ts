import { rootPath, selectPaths } from '@ferry/contract';
import type { OperationInput, OperationName, QueuedItem } from '@ferry/contract';
import { callOperation, dispatch, uploadRoute } from '@ferry/operations';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { occurrenceNamer } from '../src/thread/occurrences';
import { buildWorker, installation, makeProject, succeeded } from './installation';
import type { TestInstallation } from './installation';

const procedure = (body: string): string => `CREATE PROCEDURE dbo.odd AS\nBEGIN\n${body}\nEND;\nGO\n`;
const first = procedure('  SHUTDOWN WITH NOWAIT;\n  KILL 52;\n  KILL 53;');
/** A line more above, and one of the problems gone. */
const second = procedure('  PRINT 1;\n  SHUTDOWN WITH NOWAIT;\n  KILL 53;\n  KILL 54;');

const queue = { MigrationProjectIdentifier: 'queue' };
const whole = { ...queue, SelectionRules: selectPaths([rootPath]) };

let ferry: TestInstallation;
beforeAll(async () => {
  await buildWorker();
  ferry = await installation({ proving: false });
  await ferry.startWorker();
  await makeProject(ferry.context, 'queue', { 'a.sql': first });
  await finished('OpenSchemaConversion', queue);
  await finished('StartMetadataModelAssessment', whole);
});
afterAll(() => ferry.close());

const call = <N extends OperationName>(name: N, input: OperationInput<N>) => callOperation(name, input, ferry.context);
async function finished<N extends OperationName>(name: N, input: OperationInput<N>): Promise<void> {
  const { RequestIdentifier } = (await call(name, input)) as { RequestIdentifier: string };
  await succeeded(ferry.context, 'queue', RequestIdentifier);
}
const listed = (more: Partial<OperationInput<'DescribeActionItems'>> = {}) => call('DescribeActionItems', { ...whole, ...more });
const at = (items: readonly QueuedItem[], text: string): QueuedItem => {
  const found = items.filter((item) => item.Message.includes(text) || item.Notes.includes(text));
  expect(found, text).toHaveLength(1);
  return found[0] as QueuedItem;
};

describe('the work queue', () => {
  it('begins with everything open', async () => {
    const { Items, Progress } = await listed();
    expect(Items.length).toBeGreaterThan(2);
    expect(Progress).toEqual({ Open: Items.length, InProgress: 0, Done: 0, Accepted: 0 });
    expect(new Set(Items.map((item) => item.ItemKey)).size).toBe(Items.length);
  });

  it('keeps what people note of one, and of all of a code', async () => {
    const { Items, Groups } = await listed();
    const line = (number: number): QueuedItem => Items.find((item) => item.Line === number) as QueuedItem;
    const killed = Groups.find((group) => group.Code === line(4).Code);
    const changed = await call('ModifyActionItems', { ...whole, Code: line(5).Code, Changes: { WorkStatus: 'DONE' } });
    expect(changed.Changed).toBe(killed?.Occurrences);
    expect(await call('ModifyActionItems', { ...whole, ItemKeys: [line(3).ItemKey], Changes: { WorkStatus: 'IN_PROGRESS', Assignee: ' Ada ', Notes: 'ask the night shift' }, ChangedBy: 'Grace' })).toEqual({ Changed: 1 });
    await call('ModifyActionItems', { ...whole, ItemKeys: [line(5).ItemKey], Changes: { WorkStatus: 'ACCEPTED', Notes: 'second kill' } });
    const mine = await listed({ Assignees: ['Ada'] });
    expect(mine.Items).toMatchObject([{ Line: 3, Assignee: 'Ada', Notes: 'ask the night shift', ChangedBy: 'Grace', ChangeTime: expect.any(String) as string }]);
    expect((await call('DescribeActionItemAssignees', queue)).Assignees).toEqual(['Ada']);
    expect((await listed({ WorkStatuses: ['ACCEPTED'] })).Items.map((item) => item.Line)).toEqual([5]);
    expect((await listed({ Text: 'SECOND kill', WorkStatuses: ['ACCEPTED', 'OPEN'] })).TotalCount).toBe(1);
    const { Progress } = await listed({ WorkStatuses: ['OPEN'], Assignees: [''] });
    expect(Progress).toMatchObject({ Accepted: 1 });
    expect(Progress.Open + Progress.InProgress + Progress.Done + Progress.Accepted).toBe(Items.length);
  });

  it('outlives converting, and a source that has changed', async () => {
    await finished('StartMetadataModelConversion', whole);
    expect(at((await listed()).Items, 'ask the night shift')).toMatchObject({ Line: 3, WorkStatus: 'IN_PROGRESS' });
    const [file] = (await call('DescribeDataProviders', { Filters: [{ Name: 'data-provider-identifier', Values: ['queue-source'] }] })).DataProviders[0]?.Files ?? [];
    await call('DeleteDataProviderFile', { DataProviderIdentifier: 'queue-source', FileIdentifier: file?.FileIdentifier ?? '' });
    const answer = await uploadRoute(new Request('http://localhost/api/upload?DataProviderIdentifier=queue-source&FileName=a.sql', { method: 'POST', body: second }), ferry.context);
    expect(answer.status).toBe(200);
    await finished('StartMetadataModelImport', { ...whole, Origin: 'SOURCE', Refresh: true });
    await finished('StartMetadataModelConversion', whole);
    const { Items, Groups } = await listed();
    expect(at(Items, 'ask the night shift')).toMatchObject({ Line: 4, WorkStatus: 'IN_PROGRESS', Assignee: 'Ada' });
    expect(at(Items, 'second kill')).toMatchObject({ Line: 5, WorkStatus: 'ACCEPTED' });
    expect(Items.filter((item) => item.Line === 6).map((item) => item.WorkStatus)).toEqual(['OPEN']);
    expect(Items.some((item) => item.WorkStatus === 'DONE' && item.Line === 4)).toBe(false);
    expect(Groups.reduce((sum, group) => sum + (group.Closed ?? 0), 0)).toBe(Items.filter((item) => item.WorkStatus === 'DONE' || item.WorkStatus === 'ACCEPTED').length);
  });

  it('refuses what makes no sense', async () => {
    expect((await dispatch('ModifyActionItems', { ...whole, Changes: {} }, ferry.context)).status).toBe(400);
    expect((await dispatch('ModifyActionItems', { ...whole, ItemKeys: ['nonsense'], Changes: { WorkStatus: 'DONE' } }, ferry.context)).status).toBe(400);
    expect(await call('ModifyActionItems', { ...whole, ItemKeys: ['no:such\0'], Changes: { WorkStatus: 'DONE', Notes: 'zero \0' } })).toEqual({ Changed: 0 });
  });
});

describe('names of occurrences', () => {
  const namesOf = (text: string, ...words: string[]): string[] => {
    const name = occurrenceNamer([{ path: 'a.sql', text }]);
    return words.map((word) => name({ code: 1, at: { source: 0, span: { start: text.indexOf(word), end: text.indexOf(word) + word.length } } }));
  };
  it('hold for a line, wherever it goes', () => {
    expect(namesOf('a\n  kill 1\nb', 'kill')).toEqual(namesOf('c\nd\r\n\tkill  1\n', 'kill'));
    expect(namesOf('kill 1', 'kill')).not.toEqual(namesOf('kill 2', 'kill'));
  });
  it('tell two of one line apart', () => expect(new Set(namesOf('kill 1, 2', '1', '2')).size).toBe(2));
  it('look at a bounded piece of a long line', () => expect(namesOf(`${'x'.repeat(3000)}kill${'y'.repeat(3000)}`, 'kill')).toEqual(namesOf(`${'x'.repeat(4000)}kill${'y'.repeat(9000)}`, 'kill')));
});
