// The pages and states that `npm run screenshots` takes pictures of. Each is [name, address, what is done before the picture is taken,
// how]; `how.waits` is false where the page is meant to be loading still, `how.answer` stands in for the server's answers.
import { names } from './screenshot-data.mjs';

const project = (name, tab) => `/migration-projects/${name}${tab === undefined ? '' : `?tab=${tab}`}`;
const screenOf = (name, parts = {}) => `/migration-projects/${name}/schema-conversion?${new URLSearchParams(parts)}`;

const inTurn =
  (...acts) =>
  async (page) => {
    for (const act of acts) await act(page);
  };
const click = (role, text, exact = false) => async (page) => page.getByRole(role, { name: text, exact }).first().click();
const fill = (label, text) => async (page) => page.getByLabel(label).first().fill(text);
const type = (label, text) => async (page) => page.getByRole('textbox', { name: label }).fill(text);
const press = (key) => async (page) => page.keyboard.press(key);
const menu = (side, item) => async (page) => {
  await page.getByRole('button', { name: `${side} data providers: Actions` }).click();
  if (item !== undefined) await page.getByRole('menuitem', { name: item, exact: true }).click();
};
const seen = (text) => async (page) => page.getByText(text).first().waitFor({ timeout: 60_000 });
const lists = { projects: '/migration-projects', providers: '/data-providers', profiles: '/instance-profiles', 'subnet-groups': '/subnet-groups', secrets: '/secrets', jobs: '/jobs', 'log-groups': '/log-groups' };
const each = (state, make, chosen = Object.entries(lists)) => chosen.map(([name, address]) => [`${name}-${state}`, address, ...make(name)]);
/** Lists are all made by the same component. */
const some = Object.entries(lists).filter(([name]) => ['projects', 'subnet-groups', 'jobs'].includes(name));
const refused = { status: 500, contentType: 'application/x-amz-json-1.1', body: JSON.stringify({ __type: 'InternalFailure', message: 'Ferry met an error of its own. Its log tells more.' }) };

/** While there is nothing yet. */
export const emptyPages = [
  ['home-empty', '/'],
  ...each('empty', () => []),
  ['prerequisites-empty', '/prerequisites'],
  ['aggregated-empty', '/aggregated-assessment'],
];

const resourcePages = [
  ['home', '/'],
  ...Object.entries(lists),
  ...each('loading', () => [undefined, { waits: false, answer: 'never' }], some),
  ...each('refused', () => [undefined, { answer: refused }], some),
  ...each('no-match', () => [inTurn(async (page) => page.locator('input[type=search], input[role=combobox]').last().fill('nothing is called so'), press('Enter'))], some),
  ['projects-chosen', '/migration-projects', inTurn(click('radio', names.small), click('button', 'Actions'))],
  ['projects-preferences', '/migration-projects', click('button', 'Preferences')],
  ['projects-delete', '/migration-projects', inTurn(click('radio', names.closed), click('button', 'Actions'), click('menuitem', 'Delete'))],
  ['provider', `/data-providers/${names.small}-source`],
  ['provider-embedded', `/data-providers/${names.small}-target`],
  ['provider-long', `/data-providers/${names.long}-source`],
  ['provider-modify', `/data-providers/${names.closed}-source/modify`],
  ['profile', `/instance-profiles/${names.small}-profile`],
  ['profile-modify', `/instance-profiles/${names.small}-profile/modify`],
  ['subnet-group', '/subnet-groups/migration'],
  ['create-project', '/create-migration-project'],
  ['create-project-wrong', '/create-migration-project', inTurn(fill('Name', 'two--hyphens'), click('button', 'Create migration project'))],
  ['create-profile', '/create-instance-profile'],
  ['create-provider', '/create-data-provider'],
  ['create-provider-server', '/create-data-provider', async (page) => page.getByRole('checkbox', { name: 'Virtual mode' }).click({ force: true })],
  ['create-provider-wrong', '/create-data-provider', click('button', 'Create data provider')],
  ['create-subnet-group', '/create-subnet-group'],
  ['create-subnet-group-wrong', '/create-subnet-group', click('button', 'Create subnet group')],
  ['create-secret', '/create-secret'],
  ['create-secret-wrong', '/create-secret', click('button', 'Create secret')],
  ['prerequisites', `/prerequisites?project=${names.small}`],
  ['prerequisites-not-met', `/prerequisites?project=${names.closed}`],
  ['aggregated', '/aggregated-assessment'],
  ['log-group', `/log-groups/${names.small}`],
  ['action-items', '/action-items'],
  ['action-item', '/action-items/7904'],
  ['nowhere', '/nowhere'],
  ['project-missing', project('never-made')],
  ['shortcuts', '/migration-projects', press('?')],
  ['search', '/', inTurn(click('combobox', 'Search'), seen('Migration projects'))],
  ['settings-menu', '/', click('button', 'Appearance')],
  ['help', '/create-data-provider', click('button', 'Info')],
];

const projectPages = ({ run, first }) => [
  ['project', project(names.small)],
  ...['action-items', 'rules', 'runs', 'query', 'drift', 'aws', 'logs', 'tags'].map((tab) => [`project-${tab}`, project(names.small, tab)]),
  ['project-conversion', project(names.small, 'schema-conversion')],
  ['project-conversion-closed', project(names.closed, 'schema-conversion')],
  ['project-long', project(names.long)],
  ['project-close', project(names.small, 'schema-conversion'), click('button', 'Close schema conversion')],
  ['project-launch', project(names.closed, 'schema-conversion'), click('button', 'Launch schema conversion')],
  ['project-queue', project(names.sample, 'action-items')],
  ['project-rules-wizard', project(names.closed, 'rules')],
  ['project-rules-effect', project(names.small, 'rules'), inTurn(click('button', 'JSON editor'), type('JSON editor', JSON.stringify({ rules: [{ 'rule-type': 'transformation', 'rule-id': '1', 'rule-name': '1', 'rule-target': 'table', 'object-locator': { 'schema-name': 'repair', 'table-name': '%' }, 'rule-action': 'add-prefix', value: 't_' }] })), click('button', 'Wizard'), seen('t_Ticket'))],
  ['project-rules-json', project(names.small, 'rules'), click('button', 'JSON editor')],
  ['project-rules-wrong', project(names.small, 'rules'), inTurn(click('button', 'JSON editor'), type('JSON editor', '{"rules": [{"rule-type": "transformation"}]}'))],
  ['project-query-result', project(names.sample, 'query'), inTurn(async (page) => page.getByRole('textbox', { name: 'T-SQL' }).fill('SELECT name, type_desc FROM sys.tables ORDER BY name;\nGO\nSELECT * FROM sales.NoSuchTable;'), click('button', 'Run', true), seen(/\d+ batch(es)? on PostgreSQL/))],
  ['project-query-unloaded', project(names.closed, 'query')],
  ['project-drift-compared', project(names.sample, 'drift'), inTurn(click('button', 'Compare with the target'), seen(/^(All|Missing) \(\d+\)/))],
  ['project-runs-empty', project(names.wide, 'runs')],
  ['project-logs-errors', project(names.sample, 'logs'), click('button', 'Error')],
  ['project-logs-empty', project(names.closed, 'logs')],
  ['project-tags-manage', project(names.small, 'tags'), inTurn(click('button', 'Manage tags'), click('button', 'Add'))],
  ['project-modify', `/migration-projects/${names.closed}/modify`],
  ['project-settings', `/migration-projects/${names.small}/settings`],
  ['run', `/migration-projects/${names.small}/runs/${run}`],
  ['compare-runs', `/migration-projects/${names.small}/compare-runs?before=${first}&after=${run}`],
];

const screenPages = ({ table, procedure, refused: bad, edited, order, placeOrder, schema, longTable, longProcedure, wide }) => {
  const screen = (parts) => screenOf(names.small, parts);
  const sample = (parts) => screenOf(names.sample, parts);
  const find = (text) => fill('Source data providers: Find objects', text);
  return [
    ['screen', screen({})],
    ['screen-object', screen({ node: procedure })],
    ['screen-target', screen({ node: procedure, code: 'target', report: 'items' })],
    ['screen-both', screen({ node: procedure, code: 'both', report: 'apply' })],
    ['screen-properties', screen({ node: procedure, code: 'properties' })],
    ['screen-parameters', screen({ node: procedure, code: 'parameters' })],
    ['screen-columns', screen({ node: table, code: 'columns', report: 'pictures' })],
    ['screen-related', screen({ node: table, code: 'related' })],
    ['screen-graph', screen({ node: table, code: 'related' }), click('button', 'Graph')],
    ['screen-menu', screen({ node: procedure }), menu('Source')],
    ['screen-menu-target', screen({ node: procedure }), menu('Target')],
    ['screen-settings', `/migration-projects/${names.sample}/settings`],
    ['sample', sample({})],
    ['sample-object', sample({ node: placeOrder, report: 'items' })],
    ['sample-both', sample({ node: placeOrder, code: 'both', report: 'items' })],
    ['sample-schema', sample({ node: schema, report: 'pictures' })],
    ['sample-items', sample({ node: schema, report: 'items' }), async (page) => page.getByTestId('report-pane').getByRole('button', { expanded: false }).filter({ hasText: /^\d{4}/ }).first().click()],
    ['sample-items-none', sample({ node: schema, report: 'items' }), fill('Find action items', 'nothing is called so')],
    ['sample-effort', sample({ node: schema, report: 'pictures' }), click('button', 'Effort by category')],
    ['sample-picture-table', sample({ node: schema, report: 'pictures' }), click('button', 'Table', true)],
    ['sample-graph', sample({ node: order, code: 'related' }), click('button', 'Graph')],
    ['sample-edited', sample({ node: edited, side: 'target', code: 'target' })],
    ['sample-versions', sample({ node: edited, side: 'target', code: 'target' }), async (page) => page.getByText('Versions', { exact: true }).first().click()],
    ['sample-refused', sample({ node: bad, side: 'target', code: 'target', report: 'apply' })],
    ['sample-editor', sample({ node: placeOrder, code: 'target' }), async (page) => page.getByTestId('code-pane').getByRole('button', { name: /^Edit/ }).click()],
    ['sample-results', sample({ report: 'apply' })],
    ['sample-not-converted', sample({}), inTurn(click('button', 'Source data providers: Filter objects'), click('option', 'Not converted', true))],
    ['sample-ticked', sample({ node: schema }), async (page) => page.getByRole('tree', { name: 'Source data providers' }).locator('[data-part=box]').nth(6).click()],
    ['sample-export', sample({}), inTurn(click('button', 'Export results'), click('menuitem', 'PDF'))],
    ['dialog-assess', sample({ node: schema }), menu('Source', 'Assess')],
    ['dialog-convert', screen({ node: procedure }), menu('Source', 'Convert')],
    ['dialog-convert-edited', sample({ node: 'Servers' }), menu('Source', 'Convert')],
    ['dialog-refresh', sample({}), menu('Source', 'Refresh from database')],
    ['dialog-apply', sample({ node: 'Servers', side: 'target' }), inTurn(menu('Target', 'Apply changes'), seen(/On PostgreSQL/))],
    ['dialog-dry-run', sample({ node: 'Servers', side: 'target' }), inTurn(menu('Target', 'Apply changes'), seen(/On PostgreSQL/), click('button', 'Dry run'))],
    ['dialog-extension-pack', sample({}), menu('Target', 'Apply extension pack')],
    ['dialog-save', sample({ node: schema }), menu('Source', 'Save as SQL')],
    ['dialog-pattern', screen({ node: procedure }), menu('Source', 'Choose by pattern')],
    ['dialog-restore', sample({ node: edited, side: 'target' }), menu('Target', 'Restore converted code')],
    ['find', screen({ node: procedure }), find('ticket')],
    ['find-in-code', sample({}), inTurn(find('discount'), click('button', 'Source data providers: Find in'), click('option', 'Code'))],
    ['nothing-found', screen({ node: procedure }), find('nothing is called so')],
    ['long-table', screenOf(names.long, { node: longTable, code: 'columns', report: 'pictures' })],
    ['long-procedure', screenOf(names.long, { node: longProcedure, code: 'both', report: 'items' })],
    ['long-target', screenOf(names.long, { node: longProcedure, code: 'target', report: 'apply' })],
    ['long-graph', screenOf(names.long, { node: longProcedure, code: 'related' }), click('button', 'Graph')],
    ['long-find', screenOf(names.long, { node: longTable }), find('invoice')],
    ['wide', screenOf(names.wide, { node: wide })],
    ['wide-category', screenOf(names.wide, { node: wide.slice(0, wide.lastIndexOf('/')), report: 'pictures' })],
    ['wide-find', screenOf(names.wide, { node: wide }), find('Account')],
    ['screen-unread', screenOf(names.failed)],
    ['screen-closed', screenOf(names.closed)],
    ['screen-loading', screen({ node: procedure }), undefined, { waits: false, answer: 'never' }],
    ['screen-refused', screen({ node: procedure }), undefined, { answer: refused }],
  ];
};

/** Everything else. @param paths of objects, as the trees have them */
export const filledPages = (paths) => [...resourcePages, ...projectPages(paths), ...screenPages(paths)];
