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
  /** What is done before the page is opened. */
  readonly before?: (page: Page) => Promise<void>;
  readonly act?: (page: Page) => Promise<void>;
}

const press = (name: string | RegExp) => async (page: Page): Promise<void> => page.getByRole('button', { name }).first().click();
const menu = (side: string, item?: string) => async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: `${side} data providers: Actions` }).click();
  if (item !== undefined) await page.getByRole('menuitem', { name: item, exact: true }).click();
};
/** One after the other; what a click opens is there after a moment. */
const steps =
  (...acts: readonly ((page: Page) => Promise<unknown>)[]) =>
  async (page: Page): Promise<void> => {
    for (const act of acts) {
      await act(page);
      await page.waitForTimeout(700);
    }
  };
const tab = (name: string | RegExp) => (page: Page): Promise<void> => page.getByRole('tab', { name }).click();
const edit = steps(tab('Target SQL'), press('Edit'));
const nonsense = async (page: Page): Promise<void> => {
  await page.locator('.cm-content[contenteditable=true]').last().click();
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('nonsense ');
};
/** Answers every question of the page with a failure, or never. */
const answered = (how: 'failure' | 'never') => async (page: Page): Promise<void> => {
  await page.route('**/api/dms', (route) => (how === 'never' ? undefined : route.fulfill({ status: 500, contentType: 'application/json', body: '{"__type":"InternalFailure","message":"It failed."}' })));
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
    { name: 'list: no match', address: '/migration-projects', act: steps((page) => page.getByPlaceholder('Find migration projects').fill('nothing is called so'), (page) => page.keyboard.press('Enter')) },
    { name: 'list: preferences', address: '/migration-projects', act: press('Preferences') },
    { name: 'list: failure', address: '/instance-profiles', before: answered('failure') },
    { name: 'list: loading', address: '/instance-profiles', before: answered('never') },
    { name: 'screen: failure', address: screen(), before: answered('failure') },
    { name: 'delete dialog', address: `/instance-profiles/${name}-profile`, act: press('Delete') },
    { name: 'rules: rows', address: `/migration-projects/${name}?tab=rules`, act: press('Add transformation rule') },
    { name: 'rules: JSON', address: `/migration-projects/${name}?tab=rules`, act: steps(press('Add transformation rule'), press('JSON editor')) },
    { name: 'tags: rows', address: `/migration-projects/${name}?tab=tags`, act: steps(press('Manage tags'), press('Add new tag')) },
    of('action-items'),
    { name: 'queue: change', address: `/migration-projects/${name}?tab=action-items`, act: press(/^Change all matches/) },
    { name: 'queue: one status', address: `/migration-projects/${name}?tab=action-items`, act: press(/^Change: Status/) },
    { name: 'query: keep', address: `/migration-projects/${name}?tab=query`, act: steps(async (page) => page.locator('.cm-content').first().fill('SELECT 1'), press('Keep as statement')) },
    { name: 'screen: replace', address: screen({ node: table }), act: menu('Target', 'Replace in code') },
    { name: 'your name', address: '/migration-projects', act: steps(press('Appearance'), async (page) => page.getByRole('menuitem', { name: 'Your name' }).click()) },
    { name: 'screen: hours', address: screen(), act: async (page) => page.getByText('Effort', { exact: true }).first().click() },
    { name: 'screen: severities', address: screen({ report: 'items' }), act: press(/severities/) },
    { name: 'screen: table of pictures', address: screen({ report: 'pictures' }), act: press('Table') },
    { name: 'screen: tree filter', address: screen(), act: press('All objects') },
    { name: 'screen: editing', address: screen({ node: table }), act: edit },
    // What was being edited is still being edited when one comes back.
    { name: 'screen: refused code', address: screen({ node: table }), act: steps(tab('Target SQL'), nonsense, press('Check')) },
    { name: 'screen: discard', address: screen({ node: table }), act: steps(tab('Target SQL'), press('Cancel')) },
    { name: 'screen: save', address: screen({ node: table }), act: menu('Target', 'Save as SQL') },
    { name: 'screen: refresh', address: screen({ node: table }), act: menu('Source', 'Refresh from database') },
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
        await state.before?.(page);
        await page.goto(state.address);
        await page.locator('h1').first().waitFor();
        await page.waitForTimeout(700);
        if (state.act !== undefined) {
          await state.act(page);
          await page.waitForTimeout(700);
        }
        expect.soft(await violations(page), state.name).toEqual([]);
        await page.unrouteAll({ behavior: 'ignoreErrors' });
      }
    });
