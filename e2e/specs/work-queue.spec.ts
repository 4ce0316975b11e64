import { join } from 'node:path';
import { prepareProject } from '../pages/prepared-project';
import type { PreparedProject } from '../pages/prepared-project';
import { WorkQueuePage } from '../pages/work-queue-page';
import { violations } from './axe';
import { expect, newName, task as test } from './test';

const workshop = join(import.meta.dirname, '..', 'data', 'workshop.sql');
let made: PreparedProject;
test.beforeAll(async () => {
  made = await prepareProject(newName('queue'), workshop);
});

test('an action item is taken, noted and done', async ({ page, shot }) => {
  const queue = new WorkQueuePage(page);
  await queue.open(made.name);
  await expect(queue.rows.first()).toBeVisible();
  const all = await queue.total();
  expect(all).toBeGreaterThan(0);
  await expect(page.getByText(`0 of ${all} done`)).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await queue.choose(0);
  await queue.change('selected', { status: 'In progress', assignee: 'Ada', notes: 'asked the night shift', by: 'Grace' });
  await expect(queue.rows.first()).toContainText('In progress');
  await expect(queue.rows.first()).toContainText('asked the night shift');
  await expect(queue.rows.first()).toContainText(/Grace, /);
  await shot('taken');
  await queue.setStatus(0, 'Done');
  await expect(page.getByText(`1 of ${all} done`)).toBeVisible();
});

test('what somebody has to do is filtered, and the queue is exported', async ({ page }) => {
  const queue = new WorkQueuePage(page);
  await queue.open(made.name);
  await queue.pick('Assignee', 'Ada');
  await expect(queue.rows).toHaveCount(1);
  const csv = await queue.exported();
  expect(csv.split('\r\n')[0]).toContain('Status,Assignee,Notes');
  expect(csv).toContain('Done,Ada,asked the night shift,Grace,');
  await queue.pick('Status', 'Open');
  await expect(page.getByText('No matches')).toBeVisible();
});

test('all occurrences of one code are accepted, and stay so when the source is converted again', async ({ page, conversion }) => {
  await page.goto(made.screen({ node: 'Servers', report: 'items' }));
  const group = conversion.report.getByRole('button', { name: /^\d+: / }).first();
  const code = /\d+/.exec((await group.textContent()) ?? '')?.[0] ?? '';
  await group.click();
  await conversion.report.getByRole('button', { name: 'Change all occurrences' }).or(conversion.report.getByRole('link', { name: 'Change all occurrences' })).first().click();
  const queue = new WorkQueuePage(page);
  await queue.fill({ status: 'Accepted', by: 'Grace' });
  await expect(conversion.report.getByText(/\d+ of \d+ done/).first()).toBeVisible();
  await conversion.convertAll();
  await expect(conversion.jobBar).toBeHidden({ timeout: 60_000 });
  await conversion.report.getByRole('link', { name: 'Open in the work queue' }).first().click();
  await expect(page).toHaveURL(new RegExp(`tab=action-items&code=${code}`));
  await expect(queue.rows.first()).toContainText('Accepted');
  await expect(page.getByText(/^(\d+) of \d+ done/).first()).toBeVisible();
});
