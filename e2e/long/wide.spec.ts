import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wideDatabase } from '@ferry/testkit/wide-database';
import { knownProject, prepareProject } from '../pages/prepared-project';
import type { PreparedProject } from '../pages/prepared-project';
import { expect, newName, test } from '../specs/test';

let made: PreparedProject;
test.beforeAll(async () => {
  // Reading and proving 20,000 objects: minutes, and many of them on a busy machine.
  test.setTimeout(3_600_000);
  const known = process.env['FERRY_E2E_WIDE'];
  if (known !== undefined) {
    made = await knownProject(known);
    return;
  }
  const folder = await mkdtemp(join(tmpdir(), 'ferry-wide-'));
  const file = join(folder, 'wide.sql');
  await writeFile(file, wideDatabase(20_000).map((script) => script.text).join('\n'));
  made = await prepareProject(newName('wide'), file);
  await rm(folder, { recursive: true });
});
const category = (): string => made.source('Ledger', 'Procedures');

test('a category of 20,000 objects is opened, and drawn in part', async ({ page, conversion }) => {
  await page.goto(made.screen({ node: category() }));
  const branch = conversion.node(conversion.source, 'Procedures');
  await branch.locator('[data-part=twisty]').click();
  await expect(conversion.source.locator(`[data-path^="${category()}/"]`).first()).toBeVisible();
  await expect(conversion.source.locator(`[data-path^="${category()}/"]`).first()).toHaveAttribute('aria-setsize', '20001');
  expect(await conversion.source.getByRole('treeitem').count()).toBeLessThan(300);
});

test('one object of 20,000 is found by its name, its code and its action item', async ({ page, conversion }) => {
  await page.goto(made.screen());
  await conversion.find('Source', '12345');
  await expect(conversion.source.getByRole('treeitem')).toHaveCount(1);
  await conversion.find('Source', 'untitled 12345', 'Names and code');
  await expect(conversion.source.getByRole('treeitem')).toHaveCount(1);
  await conversion.find('Source', 'UPDATE STATISTICS', 'Everywhere');
  await expect(page.getByText(/2,8\d\d found/)).toBeVisible();
});

test('an object of 5,000 lines is read on both sides', async ({ page, conversion }) => {
  await page.goto(made.screen());
  await conversion.find('Source', 'RecalculateEverything');
  await conversion.node(conversion.source, 'RecalculateEverything').click();
  await expect(conversion.code.locator('.cm-content')).toContainText('CREATE PROCEDURE [Ledger].[RecalculateEverything]');
  await conversion.tab('Target SQL');
  await expect(conversion.code.locator('.cm-content')).toContainText('CREATE PROCEDURE ledger.recalculateeverything');
});

test('a table that thousands use tells the nearest of them', async ({ page, conversion }) => {
  await page.goto(made.screen({ node: made.source('Ledger', 'Tables', 'Book1'), code: 'related' }));
  await expect(conversion.code.getByRole('table', { name: 'Used by' }).getByRole('row').nth(50)).toBeVisible({ timeout: 30_000 });
});

test('a schema of 20,000 objects is drawn by category', async ({ page, conversion }) => {
  await page.goto(made.screen({ node: 'Servers', report: 'pictures' }));
  await expect(conversion.report.getByText('There are too many objects to draw each')).toBeVisible({ timeout: 30_000 });
  await expect(conversion.report.getByRole('img', { name: /^Treemap of 20,30\d objects/ })).toBeVisible();
});
