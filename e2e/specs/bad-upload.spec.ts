import { script } from '../pages/create-project-page';
import { expect, newName, test } from './test';

const binary = { name: 'picture.sql', mimeType: 'application/octet-stream', buffer: Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 37) % 256)) };

test('files that cannot be read are refused before anything is sent', async ({ page, create, shot }) => {
  await create.open();
  await create.submit();
  await expect(page.getByText('Enter a name.')).toBeVisible();
  await expect(page.getByText('Choose at least one script.')).toBeVisible();
  await create.choose([script('notes.docx', 'x'), script('empty.sql', ''), script('a.sql', 'SELECT 1'), script('a.sql', 'SELECT 2')]);
  await expect(page.getByText('Only .sql, .txt, .ddl and .zip files can be read.').first()).toBeVisible();
  await expect(page.getByText('The file is empty.').first()).toBeVisible();
  await expect(page.getByText('Another file has the same name.').first()).toBeVisible();
  await create.name().fill('no spaces allowed');
  await expect(page.getByText(/A name holds ASCII letters/)).toBeVisible();
  await shot('refused');
  await expect(page).toHaveURL(/create-migration-project/);
});

test('a binary file and a broken archive are told when the source is read', async ({ page, create, project, shot }) => {
  for (const file of [binary, { name: 'broken.zip', mimeType: 'application/zip', buffer: Buffer.from('PK\u0003\u0004 no archive') }]) {
    await create.make(newName('broken'), [file]);
    await project.launch();
    await expect(page.getByText('Load metadata: failed', { exact: true })).toBeVisible({ timeout: 30_000 });
    await expect(page.getByRole('alert').filter({ hasText: file.name }).or(page.getByText(new RegExp(file.name.replace('.', '\\.')))).first()).toBeVisible();
    await shot(file.name);
  }
});

test('a procedure with an error does not keep the others from being converted', async ({ create, project, conversion, page }) => {
  const sql = 'CREATE TABLE dbo.Good (Id int PRIMARY KEY);\nGO\nCREATE PROCEDURE dbo.Bad AS SELECT FROM WHERE;\nGO\nCREATE TABLE dbo.AlsoGood (Id int PRIMARY KEY);\nGO\n';
  await create.make(newName('mixed'), [script('mixed.sql', sql)]);
  await project.launch();
  await expect(conversion.node(conversion.source, 'dbo')).toBeVisible();
  await expect(page.getByText(/finished, but .* of the scripts could not be read/)).toBeVisible();
  await expect(page.getByText(/mixed\.sql:3:\d+ /)).toBeVisible();
  await conversion.convertAll();
  await expect(page.getByText('Convert: finished', { exact: true }).first()).toBeVisible({ timeout: 60_000 });
  await conversion.walkTo(conversion.target, 'dbo', 'Tables');
  await expect(conversion.node(conversion.target, 'good')).toBeVisible();
  await expect(conversion.node(conversion.target, 'alsogood')).toBeVisible();
});
