import { Form } from '../pages/forms';
import { TargetEditor } from '../pages/target-editor';
import { ConversionPage } from '../pages/conversion-page';
import { violations } from './axe';
import { expect, test } from './test';

test('the sample, from the first visit to applied and edited code, in two windows', async ({ page, context, projects, conversion, shot }) => {
  test.setTimeout(600_000);
  const form = new Form(page);
  await page.goto('/');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForTimeout(400);
  expect(await violations(page), 'the first page').toEqual([]);
  await shot('first-visit');
  await form.press('Explore with the sample');
  await page.waitForURL('**/schema-conversion**');
  await expect(conversion.node(conversion.source, 'sales')).toBeVisible({ timeout: 30_000 });
  await shot('sample');

  await conversion.convertAll();
  await expect(page.getByText('Convert: finished').first()).toBeVisible({ timeout: 60_000 });
  await conversion.node(conversion.source, 'Servers').click();
  for (const percentage of ['Database storage objects', 'Database code objects', 'SQL syntax elements']) await expect(conversion.report.getByText(percentage).first()).toBeVisible();
  await shot('converted');

  // The counterpart is selected from either side.
  await conversion.walkTo(conversion.source, 'people', 'Views', 'vCustomer');
  const name = 'vcustomer';
  await expect(conversion.counterpart(conversion.target)).toContainText(name);
  await conversion.walkTo(conversion.target, 'catalogue', 'Views', 'vbicycle');
  await expect(conversion.counterpart(conversion.source)).toContainText('vBicycle');
  await shot('counterparts');

  await conversion.apply();
  await expect(page.getByText('Apply changes: finished').first()).toBeVisible({ timeout: 60_000 });
  await conversion.tab(/^Apply results/);
  await shot('applied');
  await conversion.apply();
  await expect(page.getByText(/^0 parts applied, \d+ unchanged, 0 failed/).first()).toBeVisible({ timeout: 60_000 });

  // Two windows edit the same view: the second to save is asked, and loses nothing.
  await conversion.node(conversion.target, name).click();
  const editor = new TargetEditor(page);
  await editor.open();
  const other = await context.newPage();
  await other.goto(page.url());
  const otherEditor = new TargetEditor(other);
  await new ConversionPage(other).node(new ConversionPage(other).target, name).waitFor();
  await otherEditor.open();
  const text = (await editor.text().innerText()).trim();
  await otherEditor.replace(`-- from the other window\n${text}`);
  await otherEditor.save();
  await expect(other.getByText(/^The edited code of .* is saved/).first()).toBeVisible();
  await editor.replace(`-- mine\n${text}`);
  await editor.save();
  await expect(page.getByText('The code was changed meanwhile')).toBeVisible();
  await expect(form.dialog()).toContainText('from the other window');
  await expect(form.dialog()).toContainText('-- mine');
  await page.waitForTimeout(400);
  expect(await violations(page), 'two texts').toEqual([]);
  await shot('two-windows');
  await form.confirm('Save my text');
  await expect(page.getByText(/^The edited code of .* is saved/).first()).toBeVisible();
  await other.close();

  // Converting again asks what becomes of the edit, and keeps it.
  await conversion.node(conversion.source, 'Servers').click();
  if ((await conversion.node(conversion.source, 'Servers').getAttribute('aria-checked')) !== 'true') await conversion.tick(conversion.source, 'Servers');
  await conversion.act('Source', 'Convert');
  await expect(form.dialog()).toContainText('1 object of this selection is edited');
  await shot('edits-asked');
  await form.confirm('Convert');
  await expect(page.getByText('Convert: finished').first()).toBeVisible({ timeout: 60_000 });
  await conversion.node(conversion.target, name).click();
  await conversion.tab('Target SQL');
  await expect(conversion.code.locator('.cm-content').first()).toContainText('-- mine');
  await conversion.apply();
  await expect(page.getByText(/^1 part applied/).first()).toBeVisible({ timeout: 60_000 });
  await shot('edited-and-applied');

  await projects.open();
  await projects.act('sample-project', 'Delete');
  await form.dialog().getByLabel(/Also delete/).check();
  await projects.confirmDelete();
  await expect(page.getByText('Migration project sample-project is deleted').first()).toBeVisible();
});
