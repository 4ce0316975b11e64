import { script } from '../pages/create-project-page';
import { expect, newName, test } from './test';

/** Enough tables that a person has the time to reload. */
const manyTables = Array.from({ length: 3000 }, (_, i) => `CREATE TABLE dbo.Wide${i} (Id int IDENTITY PRIMARY KEY, Name nvarchar(50) NOT NULL, Amount money NULL, Seen datetime2 NOT NULL DEFAULT (SYSUTCDATETIME()), CONSTRAINT CK_Wide${i} CHECK (Amount > 0));\nGO\n`).join('');

test('a conversion survives a reload, and can be cancelled', async ({ page, create, project, conversion, shot }) => {
  const name = newName('reload');
  await create.make(name, [script('many.sql', manyTables)]);
  await project.launch();
  await expect(conversion.node(conversion.source, 'dbo')).toBeVisible({ timeout: 60_000 });
  await conversion.convertAll();
  await expect(conversion.jobBar).toBeVisible();
  await expect(conversion.jobBar).toContainText(/of [\d,]+ objects/);
  await page.reload();
  await expect(conversion.jobBar).toBeVisible();
  await shot('running');
  await conversion.jobBar.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('Convert: cancelled', { exact: true })).toBeVisible({ timeout: 15_000 });
  await expect(conversion.jobBar).toBeHidden();
  await page.getByRole('button', { name: 'Run history' }).click();
  await expect(page.getByRole('dialog').getByText('Cancelled')).toBeVisible();
  await shot('cancelled');
});

test('a long branch is drawn in part and read page by page', async ({ page, create, project, conversion }) => {
  const name = newName('long');
  await create.make(name, [script('many.sql', manyTables)]);
  await project.launch();
  await conversion.walkTo(conversion.source, 'dbo', 'Tables');
  await conversion.node(conversion.source, 'Wide0').waitFor();
  expect(await conversion.source.getByRole('treeitem').count()).toBeLessThan(80);
  await expect(conversion.node(conversion.source, 'Wide0')).toHaveAttribute('aria-setsize', '3000');
  // A link leads to a node that is far down.
  await page.getByLabel('Source data providers: Find objects').fill('Wide2999');
  await conversion.node(conversion.source, 'Wide2999').click();
  await expect(page).toHaveURL(/node=.*Wide2999/);
  await page.reload();
  await expect(conversion.node(conversion.source, 'Wide2999')).toHaveAttribute('aria-selected', 'true');
});
