import { generatedDatabase } from '@ferry/testkit/generated-database';
import { Form } from '../pages/forms';
import { kinds, ResourcePage } from '../pages/resource-page';
import { TargetEditor } from '../pages/target-editor';
import { violations } from './axe';
import { startTarget } from './target-server';
import { expect, newName, test } from './test';
import { unzipped } from './zip';

const csvHeader =
  'Category,Occurrence,Action item,Subject,Group,Description,Documentation references,Recommended action,Filtered,Estimated complexity,Line,Position,Source,Target,Server IP address and port,Database name,Schema name,AI/ML Recommendation';

test('the walk of the AWS blog post: profile, providers, project, assess, convert, edit, apply, logs, clean up', async ({ page, projects, project, conversion, shot }) => {
  test.setTimeout(900_000);
  const name = newName('blog');
  const target = await startTarget('harbour');
  const form = new Form(page);
  const profiles = new ResourcePage(page, kinds.profiles);
  const providers = new ResourcePage(page, kinds.providers);
  const accessible = async (what: string): Promise<void> => {
    await page.waitForTimeout(400);
    expect(await violations(page), what).toEqual([]);
  };
  try {
    await test.step('1. an instance profile', async () => {
      await form.open('/create-instance-profile', 'Create instance profile');
      await form.fill({ Name: `${name}-profile`, 'Subnet group': 'migration-subnets', 'VPC security groups': 'sg-0123456789abcdef0' });
      await form.choose(/^Dual-stack mode/);
      await accessible('create instance profile');
      await shot('profile-create');
      await form.press('Create instance profile');
      await page.waitForURL(`**/instance-profiles/${name}-profile`);
      await expect(page.getByText('Dual-stack mode')).toBeVisible();
      await shot('profile');
      await profiles.modify();
      await page.getByLabel(/^Description/).fill('Of the walk');
      await form.press('Save changes');
      await expect(page.getByText('Of the walk')).toBeVisible();
    });

    await test.step('2. data providers: scripts as the source, a server as the target', async () => {
      await form.open('/create-data-provider', 'Create data provider');
      await form.fill({ Name: `${name}-source` });
      await form.upload(generatedDatabase(1).map(({ name: file, text }) => ({ name: file, mimeType: 'application/sql', buffer: Buffer.from(text) })));
      await shot('source-create');
      await form.press('Create data provider');
      await page.waitForURL(`**/data-providers/${name}-source`);
      await expect(page.getByRole('cell', { name: '3-code.sql' })).toBeVisible();
      await shot('source');

      await form.open('/create-data-provider', 'Create data provider');
      await form.fill({ Name: `${name}-target` });
      await form.select('Engine type', /^PostgreSQL/);
      if (await page.getByRole('checkbox', { name: 'Virtual mode' }).isChecked()) await page.getByRole('checkbox', { name: 'Virtual mode' }).uncheck({ force: true });
      await form.choose(/^Database server/);
      await form.fill({ 'Server name': target.host, Port: target.port, 'Database name': target.database });
      await form.press('Test connection - optional');
      await form.fill({ 'User name': target.user, Password: 'a wrong password' });
      await form.press('Test connection');
      await expect(page.getByText('The connection does not work')).toBeVisible();
      await expect(page.getByText('What to do:').first()).toBeVisible();
      await accessible('a failed test of a connection');
      await shot('connection-failed');
      await form.fill({ Password: target.password });
      await form.press('Test connection');
      await expect(page.getByText(/The connection works: PostgreSQL/).first()).toBeVisible();
      await shot('connection-works');
      await form.press('Create data provider');
      await page.waitForURL(`**/data-providers/${name}-target`);
      await providers.list();
      await expect(providers.row(`${name}-target`)).toBeVisible();
      await accessible('data providers');
      await shot('providers');
    });

    await test.step('3. a migration project of these', async () => {
      await form.open('/create-migration-project', 'Create migration project');
      await form.fill({ Name: name });
      await form.select('Instance profile', `${name}-profile`);
      const source = page.getByRole('radiogroup', { name: 'Source' });
      await source.getByRole('radio', { name: /^Existing data provider/ }).check({ force: true });
      await form.select('Source data provider', new RegExp(`^${name}-source`));
      await page.getByRole('radiogroup', { name: 'Target' }).getByRole('radio', { name: /^Existing data provider/ }).check({ force: true });
      await form.select('Target data provider', new RegExp(`^${name}-target`));
      await form.press('Create secret');
      await form.dialog().getByLabel('User name').fill(target.user);
      await form.dialog().getByLabel('Password').fill(target.password);
      await form.confirm('Create secret');
      await expect(form.dialog()).toBeHidden();
      await accessible('create migration project');
      await shot('project-create');
      await form.press('Create migration project');
      await page.waitForURL(`**/migration-projects/${name}**`);
      await shot('project');
      await expect(page.locator('body')).not.toContainText(target.password);
    });

    await test.step('4. launch: the source as a tree', async () => {
      const began = Date.now();
      await project.launch();
      await expect(conversion.node(conversion.source, 'Fleet')).toBeVisible();
      expect(Date.now() - began).toBeLessThan(15_000);
      await conversion.walkTo(conversion.source, 'Fleet', 'Tables');
      await accessible('the launched screen');
      await shot('launched');
    });

    await test.step('5. assess, then convert', async () => {
      await conversion.node(conversion.source, 'Fleet').click();
      await conversion.act('Source', 'Assess');
      await conversion.confirm('Assess');
      await expect(page.getByText('Assess Fleet: finished').first()).toBeVisible({ timeout: 60_000 });
      await expect(conversion.report.getByText('Database storage objects').first()).toBeVisible();
      await shot('assessed');
      await conversion.tick(conversion.source, 'Servers');
      await conversion.act('Source', 'Convert');
      await expect(conversion.dialog()).toContainText('PostgreSQL');
      await shot('convert-asked');
      const began = Date.now();
      await conversion.confirm('Convert');
      await expect(page.getByText('Convert: finished').first()).toBeVisible({ timeout: 60_000 });
      expect(Date.now() - began, 'converted and proved').toBeLessThan(30_000);
      await conversion.node(conversion.source, 'Servers').click();
      await expect(conversion.report.getByText('SQL syntax elements')).toBeVisible();
      await accessible('the summary');
      await shot('converted');
    });

    await test.step('6. the report, and its export', async () => {
      await conversion.tab(/^Action items/);
      await conversion.report.getByRole('button', { name: /^\d+:/ }).first().click();
      await accessible('action items');
      await shot('action-items');
      await conversion.report.getByRole('button', { name: /, line \d+$/ }).first().click();
      await expect(page).toHaveURL(/line=\d+/);
      await shot('jumped');
      await conversion.node(conversion.source, 'Servers').click();
      const csv = await conversion.exportAs('CSV');
      expect(csv.name).toMatch(/^SQLSERVER_POSTGRESQL_\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}Z\.zip$/);
      expect(csv.bytes.subarray(0, 2).toString('latin1')).toBe('PK');
      expect(csv.bytes.includes('_Action_Items_Summary.csv')).toBe(true);
      expect(unzipped(csv.bytes).some((text) => text.replace(/^\ufeff/, '').startsWith(csvHeader))).toBe(true);
      await shot('exported');
      const pdf = await conversion.exportAs('PDF');
      expect(pdf.bytes.subarray(0, 5).toString('latin1')).toBe('%PDF-');
      expect(pdf.bytes.subarray(-6).toString('latin1')).toContain('%%EOF');
    });

    const editor = new TargetEditor(page);
    await test.step('7. edit, save as SQL, apply', async () => {
      await conversion.walkTo(conversion.source, 'Fleet', 'Views', 'vCargo');
      await expect(conversion.counterpart(conversion.target)).toContainText('vcargo');
      await editor.open();
      const before = await editor.text().innerText();
      expect(before).toMatch(/CREATE (OR REPLACE )?VIEW/);
      await editor.replace('CREATE VIEW fleet.vcargo AS SELECT nothing FROM fleet.there_is_none;');
      await editor.press('Check');
      await expect(page.getByText('The server refuses the code.')).toBeVisible();
      await shot('edit-refused');
      await editor.save();
      await expect(page.getByText(/is saved, but the server refuses it/).first()).toBeVisible();
      await shot('edited');

      // The tree has been scrolled down to the view.
      await conversion.target.press('Home');
      await conversion.tick(conversion.target, 'Servers');
      await conversion.act('Target', 'Apply changes');
      await expect(conversion.dialog()).toContainText(/objects to apply/);
      await accessible('apply changes');
      await shot('apply-asked');
      const began = Date.now();
      await conversion.confirm('Apply');
      await expect(page.getByText(/Apply changes: 1 object failed/).first()).toBeVisible({ timeout: 60_000 });
      expect(Date.now() - began, 'applied').toBeLessThan(30_000);
      await accessible('apply results');
      await shot('applied-with-failure');
      const [made] = await target.query("SELECT count(*)::int AS tables FROM information_schema.tables WHERE table_schema IN ('crew', 'harbour', 'fleet', 'supply', 'trade') AND table_type = 'BASE TABLE'");
      expect(made?.['tables']).toBe(70);
    });
    await test.step('7. mend what failed; apply again, and once more: nothing changes', async () => {
      await editor.open();
      await editor.press('Restore converted code');
      await conversion.confirm('Restore converted code');
      await expect(page.getByText(/The converted code of .* is restored/).first()).toBeVisible();
      await conversion.apply();
      await expect(page.getByText('Apply changes: finished').first()).toBeVisible({ timeout: 60_000 });
      await conversion.apply();
      await expect(page.getByText(/^0 parts applied, \d+ unchanged, 0 failed/).first()).toBeVisible({ timeout: 60_000 });
      await shot('applied-again');
    });

    await test.step('8. logs', async () => {
      await page.goto(`/migration-projects/${name}?tab=logs`);
      await page.getByRole('radio', { name: 'Failed' }).or(page.getByRole('button', { name: 'Failed', exact: true })).first().click({ force: true });
      await expect(page.getByRole('row').filter({ hasText: /fail/i }).first()).toBeVisible();
      await accessible('logs');
      await shot('logs');
      await expect(page.locator('body')).not.toContainText(target.password);
    });

    await test.step('9. clean up: what is in use says by whom, then all goes', async () => {
      await profiles.details(`${name}-profile`);
      await profiles.remove();
      await expect(form.dialog()).toContainText(name);
      await accessible('a refused deletion');
      await shot('in-use');
      await form.dialog().getByRole('button', { name: 'Cancel', exact: true }).last().click();
      await projects.open();
      await projects.act(name, 'Delete');
      await form.dialog().getByLabel(/Also delete/).check();
      await shot('delete');
      await projects.confirmDelete();
      await expect(page.getByText(`Migration project ${name} is deleted`).first()).toBeVisible();
      await expect(projects.row(name)).toHaveCount(0);
      await providers.list();
      await expect(providers.row(`${name}-source`)).toHaveCount(0);
      await expect(providers.row(`${name}-target`)).toHaveCount(0);
      // The customer's own database stays as it is.
      expect((await target.query('SELECT count(*)::int AS n FROM fleet.cargo'))[0]?.['n']).toBe(0);
      await shot('cleaned');
    });
  } finally {
    await target.stop();
  }
});
