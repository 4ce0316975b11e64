import { join } from 'node:path';
import { prepareProject } from '../pages/prepared-project';
import type { PreparedProject } from '../pages/prepared-project';
import { violations } from '../specs/axe';
import { expect, newName, test } from '../specs/test';
import type { Page } from '../specs/test';

let made: PreparedProject;
test.beforeAll(async () => {
  test.setTimeout(300_000);
  made = await prepareProject(newName('states'), join(import.meta.dirname, '..', 'data', 'workshop.sql'));
});

interface State {
  readonly name: string;
  readonly address: string;
  readonly act?: (page: Page) => Promise<void>;
}

const press = (name: string | RegExp) => async (page: Page): Promise<void> => page.getByRole('button', { name }).first().click();
const menu = (side: string, item?: string) => async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: `${side} data providers: Actions` }).click();
  if (item !== undefined) await page.getByRole('menuitem', { name: item, exact: true }).click();
};
const type = (text: string) => async (page: Page): Promise<void> => page.getByLabel('Source data providers: Find objects').fill(text);

function states({ name, screen, source }: PreparedProject): State[] {
  const table = source('repair', 'Tables', 'Ticket');
  const of = (tab: string): State => ({ name: `project: ${tab}`, address: `/migration-projects/${name}?tab=${tab}` });
  const code = (tab: string, report: string): State => ({ name: `screen: ${tab} and ${report}`, address: screen({ node: table, code: tab, report }) });
  return [
    { name: 'home', address: '/' },
    ...['overview', 'schema-conversion', 'rules', 'runs', 'query', 'drift', 'aws', 'logs', 'tags'].map(of),
    code('source', 'summary'),
    code('target', 'items'),
    code('both', 'pictures'),
    code('properties', 'apply'),
    code('columns', 'summary'),
    code('related', 'items'),
    { name: 'screen: graph', address: screen({ node: table, code: 'related' }), act: press('Graph') },
    { name: 'screen: effort', address: screen({ node: table, report: 'pictures' }), act: press('Effort by category') },
    { name: 'screen: menu', address: screen({ node: table }), act: menu('Source') },
    { name: 'screen: convert', address: screen({ node: table }), act: menu('Source', 'Convert') },
    { name: 'screen: apply', address: screen({ node: table }), act: menu('Target', 'Apply changes') },
    { name: 'screen: pattern', address: screen({ node: table }), act: menu('Source', 'Choose by pattern') },
    { name: 'screen: found', address: screen(), act: type('ticket') },
    { name: 'screen: nothing found', address: screen(), act: type('nothing is called so') },
    { name: 'screen: history', address: screen(), act: press('Run history') },
    { name: 'shortcuts', address: '/migration-projects', act: async (page) => page.keyboard.press('?') },
    { name: 'help', address: '/migration-projects', act: press('Help') },
    ...['/secrets', '/create-secret', '/jobs', '/log-groups', `/log-groups/${name}`, '/action-items', '/action-items/7672', `/data-providers/${name}-source/modify`, `/instance-profiles/${name}-profile/modify`].map((address) => ({ name: address, address })),
    { name: 'a form with mistakes', address: '/create-data-provider', act: async (page) => page.getByRole('button', { name: 'Create data provider' }).last().click() },
  ];
}

for (const mode of ['light', 'dark'] as const)
  for (const density of ['comfortable', 'compact'] as const)
    test(`every state is accessible: ${mode}, ${density}`, async ({ page, context, baseURL }) => {
      test.setTimeout(900_000);
      const url = baseURL ?? '';
      await context.addCookies([
        { name: 'ferry-mode', value: mode, url },
        { name: 'ferry-density', value: density, url },
      ]);
      for (const state of states(made)) {
        await page.goto(state.address);
        await page.locator('h1').first().waitFor();
        await page.waitForTimeout(700);
        if (state.act !== undefined) {
          await state.act(page);
          await page.waitForTimeout(700);
        }
        expect.soft(await violations(page), state.name).toEqual([]);
      }
    });
