import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, newName, test } from './test';

const workshop = join(import.meta.dirname, '..', 'data', 'workshop.sql');

test('from an uploaded script to SQL in a zip, and away again', async ({ page, projects, create, project, conversion, shot }) => {
  const name = newName('walk');
  await projects.open();
  await shot('projects');
  await projects.create();
  await create.ready();
  await create.choose(workshop);
  await expect(create.name()).toHaveValue('workshop');
  await create.name().fill(name);
  await shot('create');
  await create.submit();
  await page.waitForURL(`**/migration-projects/${name}**`);
  await expect(page.getByText(`Migration project ${name} is created`, { exact: true })).toBeVisible();
  await shot('project');

  await project.launch();
  await expect(conversion.node(conversion.source, 'repair')).toBeVisible();
  await shot('source-tree');
  await conversion.convertAll();
  await expect(page.getByText('Convert: finished', { exact: true }).first()).toBeVisible({ timeout: 60_000 });
  await expect(conversion.node(conversion.target, 'repair')).toBeVisible();
  await expect(conversion.report.getByText('Database storage objects')).toBeVisible();
  await shot('converted');

  await conversion.walkTo(conversion.source, 'repair', 'Tables', 'Ticket');
  await expect(conversion.code.locator('.cm-content')).toContainText('CREATE TABLE repair.Ticket');
  await expect(page.getByTestId('proof-badge')).toContainText('Status');
  await expect(page.getByTestId('proof-badge')).toContainText('Proof');
  await expect(page.getByTestId('proof-badge')).toContainText(/PostgreSQL 1\d/);
  await expect(conversion.node(conversion.target, 'ticket')).toBeVisible();
  await shot('source-sql');
  await conversion.tab('Target SQL');
  await expect(conversion.code.locator('.cm-content')).toContainText('CREATE TABLE repair.ticket');
  await shot('target-sql');
  await conversion.tab('Columns');
  await expect(conversion.code.getByRole('cell', { name: 'datetime2(0)' })).toBeVisible();
  await page.getByRole('button', { name: 'Side by side' }).click();
  await expect(conversion.code.locator('.cm-content')).toHaveCount(2);
  await conversion.code.locator('.cm-line').nth(2).click();
  await expect(conversion.code.locator('.cm-ferry-linked').first()).toBeVisible();
  await shot('side-by-side');

  await conversion.node(conversion.source, 'Servers').click();
  await conversion.tab(/^Action items/);
  await conversion.report.getByRole('button', { name: /^\d+:/ }).first().click();
  await shot('action-items');
  await conversion.report.getByRole('button', { name: /, line \d+$/ }).first().click();
  await expect(page).toHaveURL(/line=\d+/);
  await expect(conversion.code.locator('.cm-activeLine').first()).toContainText('xp_cmdshell');
  await shot('jumped');

  await conversion.tick(conversion.target, 'Servers');
  await conversion.act('Target', 'Save as SQL');
  const download = page.waitForEvent('download');
  await conversion.confirm('Save as SQL');
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/\.zip$/);
  const zip = await readFile(await file.path());
  expect(zip.subarray(0, 2).toString('latin1')).toBe('PK');
  expect(zip.includes('deploy.sql')).toBe(true);
  await expect(page.getByText('The SQL scripts are ready', { exact: true })).toBeVisible();
  await shot('saved');

  await projects.open();
  await projects.act(name, 'Delete');
  await page.getByRole('dialog').getByLabel(/Also delete/).check();
  await shot('delete');
  await projects.confirmDelete();
  await expect(page.getByText(`Migration project ${name} is deleted`, { exact: true })).toBeVisible();
  await expect(projects.row(name)).toHaveCount(0);
  await page.goto('/data-providers');
  await expect(page.getByRole('heading', { name: /Data providers/ }).first()).toBeVisible();
  await expect(page.getByRole('link', { name: `${name}-source` })).toHaveCount(0);
});
