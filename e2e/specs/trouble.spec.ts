import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Form } from '../pages/forms';
import { kinds, ResourcePage } from '../pages/resource-page';
import { script } from '../pages/create-project-page';
import { violations } from './axe';
import { startTarget } from './target-server';
import { expect, newName, test } from './test';

const shop = 'CREATE SCHEMA shop;\nGO\nCREATE TABLE shop.Item (id int NOT NULL PRIMARY KEY, label nvarchar(50) NOT NULL);\nGO\nCREATE VIEW shop.Labels AS SELECT label FROM shop.Item;\nGO\n';

test('wrong credentials, a missing right and a server that is gone are told at Apply changes, and nothing is lost', async ({ page, project, conversion, shot }) => {
  test.setTimeout(600_000);
  const name = newName('trouble');
  const target = await startTarget('stall');
  const form = new Form(page);
  const failure = page.getByText('Apply changes: failed');
  const applyAndFail = async (words: RegExp): Promise<void> => {
    await conversion.apply();
    await expect(failure.first()).toBeVisible({ timeout: 60_000 });
    await expect(page.getByText(words).first()).toBeVisible();
  };
  const withSecret = async (user: string, password: string): Promise<void> => {
    await page.goto(`/secrets/${name}-target/modify`);
    await form.ready('Modify');
    await form.fill({ 'User name': user, Password: password });
    await form.press('Save changes');
    await expect(page.getByText(/is modified/).first()).toBeVisible();
    await page.goto(`/migration-projects/${name}/schema-conversion`);
    await conversion.node(conversion.target, 'Servers').waitFor();
  };
  try {
    await form.open('/create-data-provider', 'Create data provider');
    await form.fill({ Name: `${name}-server` });
    await form.select('Engine type', /^PostgreSQL/);
    if (await page.getByRole('checkbox', { name: 'Virtual mode' }).isChecked()) await page.getByRole('checkbox', { name: 'Virtual mode' }).uncheck({ force: true });
    await form.choose(/^Database server/);
    await form.fill({ 'Server name': target.host, Port: target.port, 'Database name': target.database });
    await form.press('Create data provider');
    await page.waitForURL(`**/data-providers/${name}-server`);
    await form.open('/create-migration-project', 'Create migration project');
    await form.upload([script('shop.sql', shop)]);
    await form.fill({ Name: name });
    await page.getByRole('radiogroup', { name: 'Target' }).getByRole('radio', { name: /^Existing data provider/ }).check({ force: true });
    await form.select('Target data provider', new RegExp(`^${name}-server`));
    await form.press('Create secret');
    await form.dialog().getByLabel('User name').fill(target.user);
    await form.dialog().getByLabel('Password').fill('not the password');
    await form.confirm('Create secret');
    await expect(form.dialog()).toBeHidden();
    await form.press('Create migration project');
    await page.waitForURL(`**/migration-projects/${name}**`);
    await project.launch();
    await conversion.node(conversion.source, 'shop').waitFor();
    await conversion.convertAll();
    await expect(page.getByText('Convert: finished').first()).toBeVisible({ timeout: 60_000 });

    await applyAndFail(/password|credentials/i);
    await page.waitForTimeout(400);
    expect(await violations(page), 'a failed apply').toEqual([]);
    await shot('wrong-credentials');

    await target.administer("CREATE ROLE stall_guest LOGIN PASSWORD 'guest'");
    await withSecret('stall_guest', 'guest');
    await applyAndFail(/GRANT CREATE ON DATABASE/);
    await shot('missing-right');

    await withSecret(target.user, target.password);
    await target.stop();
    await applyAndFail(/127\.0\.0\.1/);
    await shot('unreachable');
    await conversion.walkTo(conversion.source, 'shop', 'Tables', 'Item');
    await conversion.tab('Target SQL');
    await expect(conversion.code.locator('.cm-content')).toContainText('CREATE TABLE shop.item');
    await expect(page.locator('body')).not.toContainText(target.password);
  } finally {
    await target.stop();
  }
});

test('a source folder and a folder for artifacts that were deleted are told; what was read stays', async ({ page, project, conversion, shot }) => {
  const folders = process.env['FERRY_E2E_FOLDERS'];
  if (folders === undefined) throw new Error('Set FERRY_E2E_FOLDERS to a folder that the product at FERRY_E2E_URL may read scripts from and put artifacts into.');
  const name = newName('folders');
  const own = await mkdtemp(join(folders, `${name}-`));
  const scripts = join(own, 'scripts');
  const artifacts = join(own, 'artifacts');
  await mkdir(scripts);
  await mkdir(artifacts);
  await writeFile(join(scripts, 'shop.sql'), shop);
  const form = new Form(page);
  const providers = new ResourcePage(page, kinds.providers);

  await form.open('/create-migration-project', 'Create migration project');
  await form.fill({ Name: name });
  const onServer = page.getByRole('radio', { name: 'Folder on the server' });
  await onServer.first().check({ force: true });
  await page.getByLabel('Folder', { exact: true }).first().fill(scripts);
  await onServer.last().check({ force: true });
  await page.getByLabel('Folder', { exact: true }).last().fill(artifacts);
  await shot('create');
  await form.press('Create migration project');
  await page.waitForURL(`**/migration-projects/${name}**`);
  await project.launch();
  await conversion.node(conversion.source, 'shop').waitFor();
  await conversion.convertAll();
  await expect(page.getByText('Convert: finished').first()).toBeVisible({ timeout: 60_000 });
  const csv = await conversion.exportAs('CSV');
  expect(csv.bytes.subarray(0, 2).toString('latin1')).toBe('PK');

  await rm(own, { recursive: true });
  await conversion.act('Source', 'Refresh from database');
  await conversion.confirm('Refresh');
  await expect(page.getByText('Load metadata: failed').first()).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText(/There is no folder .*scripts/).first()).toBeVisible();
  await expect(conversion.node(conversion.source, 'shop')).toBeVisible();
  await shot('source-gone');
  await conversion.chooseExport('CSV');
  await conversion.confirm('Export to CSV');
  await expect(page.getByText(/folder .*artifacts/).first()).toBeVisible();
  await shot('artifacts-gone');
  await providers.details(`${name}-source`);
  await expect(page.getByText(scripts).first()).toBeVisible();
});
