import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Form } from '../pages/forms';
import { violations } from './axe';
import { expect, newName, test } from './test';

const workshop = join(import.meta.dirname, '..', 'data', 'workshop.sql');

test("objects are chosen by AWS's selection rules: patterns, JSON, out of a file and into one", async ({ page, create, project, conversion, shot }) => {
  test.setTimeout(300_000);
  const form = new Form(page);
  await create.make(newName('chosen'), workshop);
  await project.launch();
  await conversion.node(conversion.source, 'repair').waitFor();
  await page.keyboard.press('p');
  await expect(form.dialog().getByText(/objects are chosen/)).toBeVisible();
  const download = page.waitForEvent('download');
  await form.confirm('Export');
  const written = JSON.parse(await readFile(await (await download).path(), 'utf8')) as { rules: { 'rule-action': string; 'object-locator': object }[] };
  expect(written.rules[0]).toMatchObject({ 'rule-action': 'include', 'object-locator': { 'schema-name': '%' } });
  const rule = (id: string, action: string, table: string) => ({ 'rule-type': 'selection', 'rule-id': id, 'rule-name': id, 'rule-action': action, 'object-locator': { 'server-name': '%', 'database-name': '%', 'schema-name': 'repair', 'table-name': table } });
  const rules = { rules: [rule('1', 'include', '%'), rule('2', 'exclude', 'Bi%')] };
  await form.dialog().locator('input[type=file]').setInputFiles({ name: 'rules.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(rules)) });
  const json = form.dialog().getByRole('textbox', { name: 'JSON' });
  await expect(json).toHaveValue(/"exclude"/);
  await expect(form.dialog().getByText(/^\d+ objects? (is|are) chosen/)).toBeVisible();
  await page.waitForTimeout(400);
  expect(await violations(page), 'selection rules').toEqual([]);
  await shot('json');
  await json.fill('{"rules": [');
  await expect(form.dialog().getByText('This is not JSON.')).toBeVisible();
  await json.fill(JSON.stringify(rules));
  await form.confirm('Convert');
  await expect(page.getByText(/^Convert.*: finished/).first()).toBeVisible({ timeout: 60_000 });
  await conversion.walkTo(conversion.target, 'repair', 'Tables', 'ticket');
  await expect(conversion.node(conversion.target, 'bicycle')).toHaveCount(0);
});
