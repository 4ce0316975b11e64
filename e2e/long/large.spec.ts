import { generatedDatabase } from '@ferry/testkit/generated-database';
import { script } from '../pages/create-project-page';
import { expect, newName, test } from '../specs/test';

test('a database of 2,000 objects: launched, cancelled within 5 seconds, converted, applied, reported', async ({ page, create, project, conversion, shot }) => {
  test.setTimeout(900_000);
  const name = newName('large');
  await create.make(
    name,
    generatedDatabase(4).map((file) => script(file.name, file.text)),
  );
  await project.launch();
  await expect(conversion.node(conversion.source, 'Fleet')).toBeVisible({ timeout: 120_000 });
  await conversion.convertAll();
  await expect(conversion.jobBar).toBeVisible();
  await page.waitForTimeout(1_500);
  const asked = Date.now();
  await conversion.jobBar.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('Convert: cancelled')).toBeVisible({ timeout: 20_000 });
  expect(Date.now() - asked, 'cancelled').toBeLessThan(5_000);
  await shot('cancelled');
  await conversion.act('Source', 'Convert');
  await conversion.confirm('Convert');
  await expect(page.getByText('Convert: finished').first()).toBeVisible({ timeout: 300_000 });
  await conversion.apply();
  await expect(page.getByText('Apply changes: finished').first()).toBeVisible({ timeout: 300_000 });
  await conversion.node(conversion.source, 'Servers').click();
  const pdf = await conversion.exportAs('PDF');
  expect(pdf.bytes.subarray(0, 5).toString('latin1')).toBe('%PDF-');
  await shot('done');
});
