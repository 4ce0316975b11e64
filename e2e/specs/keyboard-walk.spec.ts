import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Keyboard } from '../pages/keyboard';
import { expect, newName, test } from './test';

const workshop = join(import.meta.dirname, '..', 'data', 'workshop.sql');

test('a project is created, launched, converted, applied, exported, closed and deleted by keyboard alone', async ({ page, create, conversion, shot }) => {
  test.setTimeout(300_000);
  const keys = new Keyboard(page);
  const name = newName('fingers');
  await page.goto('/migration-projects');
  await page.locator('h1').first().waitFor();
  await keys.press(page.getByRole('button', { name: 'Create migration project' }).or(page.getByRole('link', { name: 'Create migration project' })));
  await create.ready();
  const chooser = page.waitForEvent('filechooser');
  await keys.press(page.getByRole('button', { name: 'Choose files' }));
  await (await chooser).setFiles(workshop);
  await expect(create.name()).toHaveValue('workshop');
  await page.locator('body').press('Control+Home');
  await keys.type(create.name(), name);
  await keys.press(page.getByRole('button', { name: 'Create migration project' }));
  await page.waitForURL(`**/migration-projects/${name}**`);

  await keys.press(page.getByRole('button', { name: 'Launch schema conversion' }));
  await keys.confirm('Launch');
  await page.waitForURL('**/schema-conversion**');
  await expect(conversion.node(conversion.source, 'repair')).toBeVisible();
  await shot('launched');

  await keys.reach(conversion.source);
  await page.keyboard.press('Home');
  await page.keyboard.press('Space');
  await expect(conversion.node(conversion.source, 'Servers')).toHaveAttribute('aria-checked', 'true');
  await keys.choose('Source data providers: Actions', 'Assess');
  await keys.confirm('Assess');
  await expect(page.getByText(/^Assess.*: finished$/).first()).toBeVisible({ timeout: 60_000 });
  await keys.choose('Source data providers: Actions', 'Convert');
  await keys.confirm('Convert');
  await expect(page.getByText(/^Convert.*: finished$/).first()).toBeVisible({ timeout: 60_000 });

  await keys.reach(conversion.source);
  await page.keyboard.type('repair');
  await page.keyboard.press('ArrowRight');
  await conversion.node(conversion.source, 'Tables').waitFor();
  await page.keyboard.type('tables');
  await page.keyboard.press('ArrowRight');
  await conversion.node(conversion.source, 'Ticket').waitFor();
  await page.keyboard.type('ticket');
  await page.keyboard.press('Enter');
  await expect(conversion.code.locator('.cm-content')).toContainText('CREATE TABLE repair.Ticket');
  await keys.press(page.getByRole('tab', { name: 'Source SQL' }), 'ArrowRight');
  await expect(conversion.code.locator('.cm-content')).toContainText('CREATE TABLE repair.ticket');
  await shot('target-code');

  await keys.press(page.getByRole('tab', { name: 'Summary' }));
  await page.keyboard.press('ArrowRight');
  await expect(conversion.report.getByRole('tab', { name: /^Action items/ })).toHaveAttribute('aria-selected', 'true');
  await keys.reach(conversion.target);
  await page.keyboard.press('Home');
  await page.keyboard.press('Space');
  await keys.choose('Target data providers: Actions', 'Apply changes');
  await keys.confirm('Apply');
  await expect(page.getByText('Apply changes: finished').first()).toBeVisible({ timeout: 60_000 });
  await expect(conversion.jobBar).toBeHidden();
  await expect(conversion.report.getByRole('tab', { name: 'Apply results' })).toHaveAttribute('aria-selected', 'true');

  await keys.choose('Target data providers: Actions', 'Save as SQL');
  const saved = page.waitForEvent('download');
  await keys.confirm('Save as SQL');
  expect((await readFile(await (await saved).path())).subarray(0, 2).toString('latin1')).toBe('PK');
  await keys.choose('Export results', 'CSV');
  const exported = page.waitForEvent('download');
  await keys.confirm('Export to CSV');
  expect((await exported).suggestedFilename()).toMatch(/\.zip$/);
  await shot('exported');

  await page.goto(`/migration-projects/${name}?tab=schema-conversion`);
  await keys.press(page.getByRole('button', { name: 'Close schema conversion' }));
  await keys.press(page.getByRole('dialog').getByRole('button', { name: /^Close/ }).last());
  await expect(page.getByRole('button', { name: 'Launch schema conversion' })).toBeVisible();
  await keys.press(page.getByRole('button', { name: 'Delete', exact: true }));
  await keys.confirm('Delete');
  await expect(page.getByText(`Migration project ${name} is deleted`, { exact: true })).toBeVisible();
});
