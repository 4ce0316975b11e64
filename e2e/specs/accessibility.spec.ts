import { join } from 'node:path';
import { violations } from './axe';
import { expect, newName, test } from './test';

const workshop = join(import.meta.dirname, '..', 'data', 'workshop.sql');

for (const mode of ['light', 'dark'] as const) {
  test(`every page is accessible in ${mode} mode`, async ({ page, context, baseURL, create, project, conversion, shot }) => {
    // axe takes its time on each of many pages.
    test.setTimeout(300_000);
    await context.addCookies([{ name: 'ferry-mode', value: mode, url: baseURL ?? '' }]);
    const name = newName('axe');
    await create.make(name, workshop);
    await project.launch();
    await conversion.node(conversion.source, 'repair').waitFor();
    await conversion.convertAll();
    await expect(page.getByText('Convert: finished').first()).toBeVisible({ timeout: 60_000 });
    await conversion.walkTo(conversion.source, 'repair', 'Tables', 'Ticket');
    await conversion.code.locator('.cm-content').waitFor();
    await page.waitForTimeout(500);
    expect(await violations(page), 'source SQL and summary').toEqual([]);
    await shot('screen');
    await page.getByRole('button', { name: 'Side by side' }).click();
    await conversion.tab(/^Action items/);
    await page.waitForTimeout(500);
    expect(await violations(page), 'side by side and action items').toEqual([]);
    await shot('side-by-side');
    for (const address of ['/migration-projects', `/migration-projects/${name}`, `/migration-projects/${name}?tab=schema-conversion`, `/migration-projects/${name}/settings`, '/create-migration-project', `/migration-projects/${name}?tab=rules`, `/migration-projects/${name}?tab=runs`, `/migration-projects/${name}?tab=tags`, '/subnet-groups', '/create-subnet-group', `/prerequisites?project=${name}`, '/aggregated-assessment', '/instance-profiles', `/instance-profiles/${name}-profile`, '/create-instance-profile', '/data-providers', `/data-providers/${name}-source`, '/create-data-provider', '/nowhere']) {
      await page.goto(address);
      await page.locator('h1').first().waitFor();
      await page.waitForTimeout(700);
      expect(await violations(page), address).toEqual([]);
      await shot(address.replace(/[^a-z]+/g, '-'));
    }
    await page.goto('/migration-projects');
    await page.getByPlaceholder('Find migration projects').fill('nothing is called so');
    await page.keyboard.press('Enter');
    await page.getByText('No matches').first().waitFor();
    expect(await violations(page), 'nothing matches').toEqual([]);
    await page.route('**/api/dms', (route) => route.fulfill({ status: 500, contentType: 'application/json', body: '{"__type":"InternalFailure","message":"It failed."}' }));
    await page.goto('/instance-profiles');
    await page.getByText('could not be loaded').first().waitFor();
    expect(await violations(page), 'a list that could not be loaded').toEqual([]);
    await page.unrouteAll({ behavior: 'ignoreErrors' });
  });
}
