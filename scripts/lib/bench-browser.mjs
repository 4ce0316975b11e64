/* global document, Event, HTMLInputElement, PerformanceObserver, requestAnimationFrame */
// The browser half of `npm run bench`: what a person waits for in the console, and what its server takes for each read, on a made-up
// database whose one category has 20,000 objects. `--quick` takes 2,000.
import { chromium } from '@playwright/test';
import { launchOptions } from '../../e2e/browser.mjs';
import { reportOperations } from './bench-operations.mjs';
import { loadSources } from './load-sources.mjs';
import { caller, makeProject, startProduct, whole } from './product.mjs';

const runs = 3;
const procedures = 'Servers/127.0.0.1/Databases/wide/Schemas/Ledger/Procedures';

/** Paths of the made-up database's nodes, as the tree of this project has them. */
async function pathsOf(call, project) {
  const { MetadataModels } = await call('SearchMetadataModel', { MigrationProjectIdentifier: project, Origin: 'SOURCE', Text: 'RecalculateEverything' });
  const long = MetadataModels[0]?.Path ?? `${procedures}/RecalculateEverything`;
  return { long, category: long.slice(0, long.lastIndexOf('/')) };
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Milliseconds from calling `begin` in the page until `ready` (a function of the page, given `argument`) is true, frame by frame. */
const inPage = (page, { click, fill, ready, argument }) =>
  page.evaluate(
    ([clickOn, fillIn, readyText, arg]) =>
      new Promise((done, failed) => {
        // eslint-disable-next-line no-new-func -- a function cannot be handed into the page in another way
        const isReady = new Function('argument', `return (${readyText})(argument)`);
        const started = performance.now();
        if (fillIn !== undefined) {
          const field = document.querySelector(fillIn.field);
          Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(field, fillIn.text);
          field.dispatchEvent(new Event('input', { bubbles: true }));
        } else document.querySelector(clickOn).click();
        const look = () => {
          if (isReady(arg)) done(performance.now() - started);
          else if (performance.now() - started > 60_000) failed(new Error('not ready within a minute'));
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      }),
    [click, fill, ready.toString(), argument],
  );

const selectorOf = (path) => `[role=tree][aria-label="Source data providers"] [data-path="${path}"]`;

/** Bytes of JavaScript as they come over the wire, on a first visit. */
async function scriptBytes(browser, url, until) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  const scripts = new Set();
  let bytes = 0;
  session.on('Network.responseReceived', ({ requestId, type }) => type === 'Script' && scripts.add(requestId));
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength;
  });
  await page.goto(url);
  await until(page);
  await page.waitForTimeout(2_000);
  await context.close();
  return bytes;
}

/** Scrolls a tree from top to bottom as a wheel would. @returns the longest task in milliseconds, and the most rows that were drawn */
const scrollThrough = (page) =>
  page.evaluate(async () => {
    const tree = document.querySelector('[role=tree][aria-label="Source data providers"]');
    let longest = 0;
    let rows = 0;
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) longest = Math.max(longest, entry.duration);
    });
    observer.observe({ type: 'longtask' });
    for (let turn = 0; turn < 400; turn++) {
      tree.scrollTop += 240 + turn * 4;
      await new Promise((next) => requestAnimationFrame(next));
      rows = Math.max(rows, tree.querySelectorAll('[role=treeitem]').length);
    }
    await new Promise((next) => setTimeout(next, 300));
    observer.disconnect();
    return { longest, rows, at: tree.scrollTop };
  });

/** One visit of a person with an empty cache. */
async function visit(browser, screen, paths, count) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  // The pages before it are loaded already when a person launches: the screen is opened with a filled cache.
  await page.goto(screen);
  await page.locator(selectorOf(paths.category)).or(page.locator('[role=tree] [role=treeitem]')).first().waitFor();
  const started = performance.now();
  await page.reload({ waitUntil: 'commit' });
  await page.locator('[role=tree][aria-label="Source data providers"] [role=treeitem]').first().waitFor();
  const tree = performance.now() - started;
  await page.goto(`${screen}?node=${encodeURIComponent(paths.category)}`);
  await page.locator(selectorOf(paths.category)).waitFor();
  await page.waitForTimeout(1_000);
  const expand = await inPage(page, {
    click: `${selectorOf(paths.category)} [data-part=twisty]`,
    ready: (path) => document.querySelectorAll(`[role=tree][aria-label="Source data providers"] [data-path^="${path}/"]`).length > 5,
    argument: paths.category,
  });
  const scrolled = await scrollThrough(page);
  const name = paths.long.slice(paths.long.lastIndexOf('/') + 1);
  const search = [];
  for (const text of [name, 'Archive', 'untitled', `${count}`.slice(0, 3)]) {
    search.push(
      await inPage(page, {
        fill: { field: 'section[data-testid=source-pane] input[type=search]', text },
        ready: (wanted) => {
          const tree = document.querySelector('section[data-testid=source-pane]');
          return tree?.getAttribute('data-found') === wanted;
        },
        argument: text,
      }),
    );
  }
  await inPage(page, { fill: { field: 'section[data-testid=source-pane] input[type=search]', text: name }, ready: (path) => document.querySelector(`[data-path="${path}"]`) !== null, argument: paths.long });
  // Whoever clicks has the mouse there already: what shows code is fetched when it comes onto the screen.
  await page.locator(selectorOf(paths.long)).hover();
  await page.waitForTimeout(500);
  const open = await inPage(page, {
    click: selectorOf(paths.long),
    ready: () => document.querySelectorAll('[data-testid=sql-view] .cm-line').length > 10,
    argument: undefined,
  });
  await context.close();
  return { tree, expand, search: Math.max(...search), open, longest: scrolled.longest, rows: scrolled.rows };
}

const line = (what, value, limit, unit) => console.log(`${what.padEnd(66)} ${value.toFixed(0).padStart(9)} ${unit.padEnd(4)} ${`< ${limit}`.padStart(8)}  ${value < limit ? 'holds' : 'TOO MUCH'}`);

/** Prints a table: what was measured (median of three visits), and the limit. */
export async function benchBrowser({ folder, quick }) {
  const { wideDatabase } = await loadSources(`export { wideDatabase } from '@ferry/testkit/wide-database';`);
  const count = quick ? 2_000 : 20_000;
  const product = await startProduct(folder);
  const browser = await chromium.launch(launchOptions());
  try {
    const api = caller(product.address);
    const project = await makeProject(api, 'wide', wideDatabase(count));
    const input = { MigrationProjectIdentifier: project, SelectionRules: whole };
    // Most of the time goes into this, and none of it into the browser.
    console.log(`\nreading ${count.toLocaleString('en-US')} objects, then converting and proving them: several minutes (--quick takes a tenth) ...`);
    const launch = await api.timed('StartMetadataModelImport', { ...input, Origin: 'SOURCE', Refresh: true });
    console.log(`  read in ${(launch.ms / 1000).toFixed(0)} s`);
    const convert = await api.timed('StartMetadataModelConversion', input);
    console.log(`\nthe console in a browser, ${count.toLocaleString('en-US')} objects (read in ${(launch.ms / 1000).toFixed(0)} s, converted and proved in ${(convert.ms / 1000).toFixed(0)} s)`);
    const paths = await pathsOf(api.call, project);
    const screen = `${product.address}/migration-projects/wide/schema-conversion`;
    await report(browser, { address: product.address, screen, paths, count });
    await reportOperations(api.call, project);
  } finally {
    await browser.close();
    await product.stop();
  }
}

/** Measures a product that runs, with a project that is converted. */
export async function report(browser, { address, screen, paths, count }) {
  const visits = [];
  for (let run = 0; run < runs; run++) visits.push(await visit(browser, screen, paths, count));
  const of = (key) => median(visits.map((one) => one[key]));
  const home = await scriptBytes(browser, address, (page) => page.getByRole('heading', { level: 1 }).first().waitFor());
  const first = await scriptBytes(browser, screen, (page) => page.locator('[role=tree] [role=treeitem]').first().waitFor());
  console.log(`${''.padEnd(66)} ${'measured'.padStart(9)}      ${'limit'.padStart(8)}`);
  line('first tree on the screen after it is opened', of('tree'), 1_000, 'ms');
  line(`opening a category of ${count.toLocaleString('en-US')} objects`, of('expand'), 300, 'ms');
  line('rows drawn at most while scrolling through it', of('rows'), 300, '');
  line('longest task while scrolling', of('longest'), 100, 'ms');
  line('opening an object of 5,000 lines', of('open'), 500, 'ms');
  line('finding by name, code and action item, slowest of four', of('search'), 300, 'ms');
  line('JavaScript of the first page, compressed', home / 1024, 700, 'KB');
  line('JavaScript of the schema conversion screen, compressed', first / 1024, 700, 'KB');
}
