import { join } from 'node:path';
import { prepareProject } from '../pages/prepared-project';
import type { PreparedProject } from '../pages/prepared-project';
import { violations } from './axe';
import { expect, newName, task as test } from './test';

const workshop = join(import.meta.dirname, '..', 'data', 'workshop.sql');
let made: PreparedProject;
test.beforeAll(async () => {
  made = await prepareProject(newName('object'), workshop);
});
const procedure = (): string => made.source('repair', 'Procedures', 'CloseTicket');
const ticket = (): string => made.source('repair', 'Tables', 'Ticket');

test('the source SQL of an object is read', async ({ page, conversion }) => {
  await page.goto(made.screen({ node: procedure() }));
  await expect(conversion.code.locator('.cm-content')).toContainText('CREATE PROCEDURE repair.CloseTicket');
});

test('the target SQL of an object is read', async ({ page, conversion }) => {
  await page.goto(made.screen({ node: procedure() }));
  await conversion.tab('Target SQL');
  await expect(conversion.code.locator('.cm-content')).toContainText('CREATE PROCEDURE repair.closeticket');
});

test('selecting a source object marks its counterpart', async ({ page, conversion }) => {
  await page.goto(made.screen());
  await conversion.walkTo(conversion.source, 'repair', 'Tables', 'Ticket');
  await expect(conversion.counterpart(conversion.target)).toContainText('ticket');
});

test('properties tell the type and where it is defined', async ({ page, conversion }) => {
  await page.goto(made.screen({ node: ticket(), code: 'properties' }));
  await expect(conversion.code.getByText('workshop.sql, line')).toBeVisible();
  await expect(conversion.code.getByText('One visit of a bicycle')).toBeVisible();
});

test('the columns of a table are listed', async ({ page, conversion }) => {
  await page.goto(made.screen({ node: ticket() }));
  await conversion.tab('Columns');
  await expect(conversion.code.getByRole('row', { name: /OpenedAt/ })).toContainText('datetime2(0)');
  await expect(conversion.code.getByRole('table', { name: 'Target columns' }).getByRole('row', { name: /openedat/ })).toContainText('timestamp(0)');
  // Those of a view are what its query gives.
  await page.goto(made.screen({ node: made.source('repair', 'Views', 'OpenTicket'), code: 'columns' }));
  await expect(conversion.code.getByRole('row', { name: /FrameNumber/ })).toContainText('varchar');
});

test('the parameters of a procedure are listed', async ({ page, conversion }) => {
  await page.goto(made.screen({ node: procedure() }));
  await conversion.tab('Parameters');
  await expect(conversion.code.getByRole('row', { name: /@Notes/ })).toContainText('nvarchar(max)');
});

test('related objects are listed, and lead on', async ({ page, conversion }) => {
  await page.goto(made.screen({ node: ticket(), code: 'related' }));
  const used = conversion.code.getByRole('table', { name: 'Used by' });
  await expect(used.getByRole('row', { name: /OpenTicket/ })).toContainText('reads');
  await expect(used.getByRole('row', { name: /CloseTicket/ })).toContainText('writes');
  await expect(conversion.code.getByRole('table', { name: 'Uses', exact: true }).getByRole('row', { name: /Bicycle/ })).toContainText('refers');
  await used.getByText('CloseTicket', { exact: true }).click();
  await expect(page).toHaveURL(/node=.*CloseTicket/);
});

test('related objects are drawn as a graph', async ({ page, conversion, shot }) => {
  await page.goto(made.screen({ node: ticket(), code: 'related' }));
  await conversion.code.getByRole('button', { name: 'Graph' }).click();
  const graph = conversion.code.getByRole('group', { name: /^Dependency graph of Ticket/ });
  await expect(graph.getByRole('link', { name: /^OpenTicket/ })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await shot('graph');
  await graph.getByRole('link', { name: /^Bicycle/ }).press('Enter');
  await expect(page).toHaveURL(/node=.*Bicycle/);
});

test('source and target stand side by side, and the mouse shows what became what and why', async ({ page, conversion, shot }) => {
  await page.goto(made.screen({ node: procedure(), code: 'both' }));
  await conversion.code.locator('.cm-line', { hasText: 'EXEC xp_cmdshell' }).first().hover({ position: { x: 60, y: 8 } });
  await expect(conversion.code.locator('.cm-ferry-linked').first()).toBeVisible();
  const tip = page.locator('.cm-ferry-tip');
  await expect(tip).toContainText('Became');
  await shot('linked');
  await expect(tip.getByRole('link').first()).toHaveAttribute('href', /\/action-items\/\d+/);
});

test('a link leads to an object and its tab', async ({ page, conversion }) => {
  await page.goto(made.screen({ node: ticket(), code: 'columns', report: 'items' }));
  await expect(page.getByRole('tab', { name: 'Columns' })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('tab', { name: /^Action items/ })).toHaveAttribute('aria-selected', 'true');
  await expect(conversion.node(conversion.source, 'Ticket')).toHaveAttribute('aria-selected', 'true');
});

test('a node that groups objects says so', async ({ page }) => {
  await page.goto(made.screen({ node: made.source('repair') }));
  await expect(page.getByText('This node groups objects and has no SQL of its own.').or(page.getByText('CREATE SCHEMA')).first()).toBeVisible();
});
