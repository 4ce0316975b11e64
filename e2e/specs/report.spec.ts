import { join } from 'node:path';
import { prepareProject } from '../pages/prepared-project';
import type { PreparedProject } from '../pages/prepared-project';
import { violations } from './axe';
import { expect, newName, task as test } from './test';

const workshop = join(import.meta.dirname, '..', 'data', 'workshop.sql');
let made: PreparedProject;
test.beforeAll(async () => {
  made = await prepareProject(newName('report'), workshop);
});

test('the summary follows the selected node', async ({ page, conversion }) => {
  await page.goto(made.screen({ node: 'Servers' }));
  await expect(conversion.report.getByRole('region', { name: 'Database code objects' })).toContainText('of 2 objects');
  await page.goto(made.screen({ node: made.source('parts') }));
  await expect(conversion.report.getByRole('region', { name: 'Database code objects' })).toContainText('No objects');
});

test('action items are filtered by severity and complexity', async ({ page, conversion }) => {
  await page.goto(made.screen({ node: 'Servers', report: 'items' }));
  await expect(conversion.report.getByRole('button', { name: /xp_cmdshell|procedure/i }).first()).toBeVisible();
  await conversion.pick('Severity', 'Info');
  await conversion.pick('Complexity', 'Complex');
  await expect(conversion.report.getByText('No matches')).toBeVisible();
});

test('action items are filtered by category of object and by code', async ({ page, conversion }) => {
  await page.goto(made.screen({ node: 'Servers', report: 'items' }));
  await conversion.report.getByRole('button', { name: 'Action item code' }).click();
  const codes = page.getByRole('option');
  await expect(codes.nth(1)).toBeVisible();
  const code = /\d{4,}/.exec((await codes.nth(1).textContent()) ?? '')?.[0] ?? '';
  await codes.nth(1).click();
  await expect(conversion.report.getByRole('button', { name: new RegExp(`^${code}: `) })).toBeVisible();
  await conversion.pick('Category', 'Procedure');
  await expect(conversion.report.getByRole('button', { name: 'Category' })).toContainText('Procedure');
});

test('action items are found by text, and an occurrence leads to its line', async ({ page, conversion }) => {
  await page.goto(made.screen({ node: 'Servers', report: 'items' }));
  await conversion.report.getByRole('searchbox', { name: 'Find action items' }).or(conversion.report.getByPlaceholder('Find action items')).first().fill('CloseTicket');
  await conversion.report.getByRole('button', { name: /^\d+: / }).first().click();
  await conversion.report.getByText(/^CloseTicket, line/).first().click();
  await expect(page).toHaveURL(/node=.*CloseTicket.*line=\d+/);
});

test('an action item leads to the page that says what to do', async ({ page, conversion }) => {
  await page.goto(made.screen({ node: 'Servers', report: 'items' }));
  await conversion.report.getByRole('button', { name: /^\d+: / }).first().click();
  await conversion.report.getByRole('link', { name: /^About action item \d+/ }).click();
  await expect(page).toHaveURL(/\/action-items\/\d+/);
  await expect(page.getByRole('heading', { name: 'Recommended action' })).toBeVisible();
  expect(await violations(page)).toEqual([]);
});

test('the catalogue of action items is searched', async ({ page }) => {
  await page.goto('/action-items');
  await page.getByLabel('Find action items').fill('cursor');
  await page.getByLabel('Find action items').press('Enter');
  await expect(page.getByText(/\d+ match/).first()).toBeVisible();
  expect(await violations(page)).toEqual([]);
});

test('the schema is drawn as a treemap, with a table that says the same', async ({ page, conversion, shot }) => {
  await page.goto(made.screen({ node: 'Servers', report: 'pictures' }));
  await expect(conversion.report.getByRole('img', { name: /^Treemap of 7 objects/ })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await shot('treemap');
  await conversion.report.getByRole('button', { name: 'Table' }).click();
  await conversion.report.getByText('CloseTicket', { exact: true }).click();
  await expect(page).toHaveURL(/node=.*CloseTicket/);
});

test('effort is drawn by category', async ({ page, conversion, shot }) => {
  await page.goto(made.screen({ node: 'Servers', report: 'pictures' }));
  await conversion.report.getByRole('button', { name: 'Effort by category' }).click();
  await expect(conversion.report.getByText(/units in all/)).toBeVisible();
  await shot('effort');
});

test('the report is exported as CSV', async ({ page, conversion }) => {
  await page.goto(made.screen({ node: 'Servers' }));
  const { name } = await conversion.exportAs('CSV');
  expect(name).toMatch(/\.zip$/);
});
