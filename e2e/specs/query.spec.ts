import { Form } from '../pages/forms';
import { QueryTab } from '../pages/query-tab';
import { violations } from './axe';
import { expect, test } from './test';

test('T-SQL is run on the target: read-only, with changes, cancelled', async ({ page, conversion, shot }) => {
  test.setTimeout(300_000);
  const form = new Form(page);
  const query = new QueryTab(page);
  await page.goto('/');
  await form.press('Explore with the sample');
  await page.waitForURL('**/schema-conversion**');
  const name = /migration-projects\/([^/]+)\//.exec(page.url())?.[1] ?? '';
  await expect(conversion.node(conversion.source, 'sales')).toBeVisible({ timeout: 30_000 });
  await conversion.convertAll();
  await expect(page.getByText('Convert: finished').first()).toBeVisible({ timeout: 60_000 });
  await conversion.apply();
  await expect(page.getByText('Apply changes: finished').first()).toBeVisible({ timeout: 60_000 });

  await query.open(name);
  await shot('empty');
  await query.run("DECLARE @n int = 3\nPRINT 'hello'\nSELECT @n * 2 AS twice, LEN('abc ') AS length, NULL AS nothing\nSELECT 1 / 0\nGO\nSELECT * FROM dbo.Nowhere");
  await expect(query.converted()).toContainText('twice');
  await expect(query.results().getByRole('table', { name: 'Result 1' })).toContainText('twice');
  await expect(query.results().getByRole('cell', { name: '6' })).toBeVisible();
  await expect(query.results()).toContainText('hello');
  await expect(query.results()).toContainText('Msg 8134, Level 16, State 1, Line 4');
  await expect(query.results()).toContainText('Msg 208, Level 16, State 1, Line 1');
  await page.waitForTimeout(400);
  expect(await violations(page), 'a query').toEqual([]);
  await shot('results');

  await query.run('CREATE TABLE dbo.Note (Id int IDENTITY, Text varchar(20))\nGO\nSELECT 7 AS after');
  await expect(query.results()).toContainText('Msg 3906');
  await expect(query.results()).toContainText('7');
  await shot('refused');

  await query.allowChanges();
  await query.run("CREATE TABLE dbo.Note (Id int IDENTITY, Text varchar(20))\nGO\nINSERT dbo.Note (Text) VALUES ('kept'), ('too')\nSELECT Text FROM dbo.Note ORDER BY Id");
  await expect(query.results()).toContainText('(2 rows affected)');
  await expect(query.results().getByRole('cell', { name: 'kept' })).toBeVisible();
  await shot('changed');

  // A reload leaves the script and takes the right to change away.
  await page.reload();
  await query.editor().waitFor();
  await expect(query.editor()).toContainText('INSERT dbo.Note');
  await expect(page.getByText('Changes are allowed')).toBeHidden();

  await query.write("WAITFOR DELAY '00:10:00'");
  await query.start();
  await page.getByText('Running on the target').waitFor();
  await query.cancel();
  await expect(page.getByText('The query was cancelled.')).toBeVisible({ timeout: 20_000 });
  await shot('cancelled');
});
