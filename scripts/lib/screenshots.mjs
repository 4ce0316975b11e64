/* global document, window, getComputedStyle */
// The pages and states that `npm run screenshots` takes pictures of, and what it looks for on each without a person: text that is
// cut off without a sign, and a page that is wider than the window.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { chromium } from '@playwright/test';
import { launchOptions } from '../../e2e/browser.mjs';
import { caller, makeProject, startProduct, whole } from './product.mjs';
import { root } from './step.mjs';

const name = 'pictures';
const widths = [1280, 1920];
const modes = ['light', 'dark'];

async function prepare({ call, upload, timed }) {
  const known = (await call('DescribeMigrationProjects', { MaxRecords: 1000 })).MigrationProjects.some((one) => one.MigrationProjectName === name);
  const input = { MigrationProjectIdentifier: name, SelectionRules: whole };
  if (!known) {
    await makeProject({ call, upload }, name, [{ name: 'workshop.sql', text: readFileSync(path.join(root, 'e2e', 'data', 'workshop.sql'), 'utf8') }]);
    await timed('StartMetadataModelImport', { ...input, Origin: 'SOURCE', Refresh: true });
    await timed('StartMetadataModelConversion', input);
    await timed('StartMetadataModelExportToTarget', input);
    await timed('StartMetadataModelAssessment', input);
  }
  const { MetadataModels } = await call('SearchMetadataModel', { MigrationProjectIdentifier: name, Origin: 'SOURCE', Text: 'Ticket' });
  const at = (object) => MetadataModels.find((one) => one.MetadataModelName === object)?.Path ?? 'Servers';
  if ((await call('DescribeReplicationSubnetGroups', {})).ReplicationSubnetGroups.length === 0)
    await call('CreateReplicationSubnetGroup', { ReplicationSubnetGroupIdentifier: 'migration', ReplicationSubnetGroupDescription: 'Two zones for the migration', SubnetIds: ['subnet-0a1b2c3d', 'subnet-0d3c2b1a'] });
  const { Runs } = await call('DescribeAssessmentRuns', { MigrationProjectIdentifier: name });
  return { table: at('Ticket'), procedure: at('CloseTicket'), run: Runs[0]?.RequestIdentifier ?? '', first: Runs.at(-1)?.RequestIdentifier ?? '' };
}

/** Each with what is done on the page before the picture is taken. */
function pages({ table, procedure, run, first }) {
  const screen = (parts) => `/migration-projects/${name}/schema-conversion?${new URLSearchParams(parts)}`;
  const menu = (side, item) => async (page) => {
    await page.getByRole('button', { name: `${side} data providers: Actions` }).click();
    if (item !== undefined) await page.getByRole('menuitem', { name: item, exact: true }).click();
  };
  const click = (role, text) => async (page) => page.getByRole(role, { name: text }).first().click();
  return [
    ['home', '/'],
    ['projects', '/migration-projects'],
    ['project', `/migration-projects/${name}`],
    ['project-conversion', `/migration-projects/${name}?tab=schema-conversion`],
    ...['rules', 'runs', 'query', 'drift', 'aws', 'logs', 'tags'].map((tab) => [`project-${tab}`, `/migration-projects/${name}?tab=${tab}`]),
    ['project-rules-json', `/migration-projects/${name}?tab=rules`, click('button', 'JSON editor')],
    ['run', `/migration-projects/${name}/runs/${run}`],
    ['compare-runs', `/migration-projects/${name}/compare-runs?before=${first}&after=${run}`],
    ['prerequisites', `/prerequisites?project=${name}`],
    ['aggregated', '/aggregated-assessment'],
    ['subnet-groups', '/subnet-groups'],
    ['create-subnet-group', '/create-subnet-group'],
    ['create-secret', '/create-secret'],
    ['project-settings', `/migration-projects/${name}/settings`],
    ['create-project', '/create-migration-project'],
    ['profiles', '/instance-profiles'],
    ['create-profile', '/create-instance-profile'],
    ['providers', '/data-providers'],
    ['provider', `/data-providers/${name}-source`],
    ['create-provider', '/create-data-provider'],
    ['secrets', '/secrets'],
    ['jobs', '/jobs'],
    ['log-groups', '/log-groups'],
    ['log-group', `/log-groups/${name}`],
    ['action-items', '/action-items'],
    ['nowhere', '/nowhere'],
    ['screen', screen({})],
    ['screen-object', screen({ node: procedure })],
    ['screen-target', screen({ node: procedure, code: 'target', report: 'items' })],
    ['screen-both', screen({ node: procedure, code: 'both', report: 'apply' })],
    ['screen-columns', screen({ node: table, code: 'columns', report: 'pictures' })],
    ['screen-related', screen({ node: table, code: 'related' }), click('button', 'Graph')],
    ['screen-menu', screen({ node: procedure }), menu('Source')],
    ['dialog-convert', screen({ node: procedure }), menu('Source', 'Convert')],
    ['dialog-apply', screen({ node: procedure }), menu('Target', 'Apply changes')],
    ['dialog-pattern', screen({ node: procedure }), menu('Source', 'Choose by pattern')],
    ['find', screen({ node: procedure }), async (page) => page.getByLabel('Source data providers: Find objects').fill('ticket')],
    ['nothing-found', screen({ node: procedure }), async (page) => page.getByLabel('Source data providers: Find objects').fill('nothing is called so')],
    ['shortcuts', '/migration-projects', async (page) => page.keyboard.press('?')],
  ];
}

/** What a picture should not show: run in the page. */
const troubles = () => {
  const found = [];
  const root = document.documentElement;
  if (root.scrollWidth > window.innerWidth + 1) found.push(`the page is ${root.scrollWidth} pixels wide in a window of ${window.innerWidth}`);
  for (const element of document.querySelectorAll('button, h1, h2, h3, [role=tab], label')) {
    const style = getComputedStyle(element);
    const cut = element.scrollWidth > element.clientWidth + 2 && element.clientWidth > 0;
    const heading = element.matches('h1, h2, h3, [role=tab]');
    if (cut && style.overflowX === 'hidden' && (heading || style.textOverflow !== 'ellipsis')) found.push(`cut text: "${(element.textContent ?? '').slice(0, 60)}"`);
  }
  for (const pane of document.querySelectorAll('[data-testid$=-pane]')) if ((pane.textContent ?? '').trim() === '') found.push(`an empty pane: ${pane.getAttribute('data-testid')}`);
  return found;
};

/** Waits until nothing says any more that it is being loaded, and what moved has come to rest. @returns what is wrong */
async function settled(page) {
  const loaded = await page.waitForFunction(() => !/Loading/.test(document.body.innerText), undefined, { timeout: 15_000 }).then(
    () => true,
    () => false,
  );
  await page.waitForTimeout(700);
  return loaded ? [] : ['it is still being loaded'];
}

/** Takes all pictures. @returns how many, and what looks wrong */
export async function takeScreenshots({ out, data, running }) {
  const product = running === undefined ? await startProduct(data) : { address: running, stop: () => Promise.resolve() };
  const browser = await chromium.launch(launchOptions());
  const problems = [];
  let taken = 0;
  try {
    const list = pages(await prepare(caller(product.address)));
    for (const mode of modes)
      for (const width of widths) {
        const context = await browser.newContext({ viewport: { width, height: Math.round(width * 0.6) }, locale: 'en-US', timezoneId: 'UTC' });
        await context.addCookies([{ name: 'ferry-mode', value: mode, url: product.address }]);
        const page = await context.newPage();
        let at = '';
        page.on('pageerror', (error) => problems.push(`${at}: ${error.message}`));
        for (const [state, address, act] of list) {
          at = `${state}-${mode}-${width}`;
          await page.goto(`${product.address}${address}`);
          await page.locator('h1').first().waitFor();
          const waits = await settled(page);
          if (act !== undefined) {
            await act(page);
            waits.push(...(await settled(page)));
          }
          await page.screenshot({ path: path.join(out, `${at}.png`), animations: 'disabled' });
          taken += 1;
          for (const problem of [...waits, ...(await page.evaluate(troubles))]) problems.push(`${at}: ${problem}`);
        }
        await context.close();
      }
  } finally {
    await browser.close();
    await product.stop();
  }
  return { taken, problems };
}
