/* global document, window, getComputedStyle */
// Takes the pictures of `npm run screenshots`, and looks on each page for what needs no person: text that is cut off without a sign, what
// covers something else, tables that scroll sideways, panes without words.
import path from 'node:path';
import { chromium } from '@playwright/test';
import { launchOptions } from '../../e2e/browser.mjs';
import { caller, startProduct } from './product.mjs';
import { prepare } from './screenshot-data.mjs';
import { emptyPages, filledPages } from './screenshot-pages.mjs';

const widths = [1280, 1920];
const modes = ['light', 'dark'];
/** A page that scrolls is shown whole, up to so many pixels. */
const highest = 2600;

/** What a picture should not show: run in the page. */
const troubles = () => {
  const found = [];
  const root = document.documentElement;
  const wordsOf = (element) => `"${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 60)}"`;
  if (root.scrollWidth > window.innerWidth + 1) found.push(`the page is ${root.scrollWidth} pixels wide in a window of ${window.innerWidth}`);
  const visible = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && element.getClientRects().length > 0;
  for (const element of document.querySelectorAll('button, h1, h2, h3, [role=tab], label, td, th, td *, th *, p, dd, dt')) {
    const style = getComputedStyle(element);
    const cut = element.scrollWidth > element.clientWidth + 2 && element.clientWidth > 1 && style.overflowX === 'hidden';
    if (!cut || !visible(element) || element.closest('[title]') !== null) continue;
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== '');
    if (own || element.matches('button, h1, h2, h3, [role=tab]')) found.push(`cut text: ${wordsOf(element)}`);
  }
  for (const table of document.querySelectorAll('table')) {
    for (let box = table.parentElement; box !== null && box !== document.body; box = box.parentElement)
      if (box.scrollWidth > box.clientWidth + 2 && /auto|scroll/.test(getComputedStyle(box).overflowX)) {
        found.push(`a table is ${box.scrollWidth} pixels wide where ${box.clientWidth} are: ${wordsOf(table)}`);
        break;
      }
  }
  // What a person would click must not lie under something else; below an open dialog or menu all of it does.
  const over = document.querySelector('[role=dialog][aria-modal=true], [role=menu], [role=listbox]');
  const where = over === null ? document : over.matches('[role=dialog]') ? over : undefined;
  for (const element of where?.querySelectorAll('button, a[href], input, [role=tab]') ?? []) {
    if (!visible(element) || element.matches(':disabled, [aria-hidden=true]')) continue;
    const { left, top, width, height } = element.getBoundingClientRect();
    const [x, y] = [left + width / 2, top + height / 2];
    if (width < 4 || height < 4 || x < 0 || y < 0 || x > window.innerWidth || y > window.innerHeight) continue;
    // What has scrolled out of its box is not covered.
    let inside = true;
    for (let box = element.parentElement; box !== null && inside; box = box.parentElement) {
      if (getComputedStyle(box).overflow === 'visible') continue;
      const frame = box.getBoundingClientRect();
      inside = x >= frame.left && x <= frame.right && y >= frame.top && y <= frame.bottom;
    }
    const top1 = inside ? document.elementFromPoint(x, y) : null;
    if (top1 !== null && !element.contains(top1) && !top1.contains(element) && element.closest('label') === null && !top1.closest('label, [class*=awsui_root]')?.contains(element)) found.push(`${wordsOf(element)} is covered by ${wordsOf(top1)}`);
  }
  for (const pane of document.querySelectorAll('[data-testid$=-pane], [role=tabpanel]')) if (visible(pane) && (pane.innerText ?? '').trim() === '') found.push(`an empty pane: ${pane.getAttribute('data-testid') ?? pane.getAttribute('aria-labelledby')}`);
  return [...new Set(found)];
};

/** Waits until nothing says any more that it is being loaded, and what moved has come to rest. @returns what is wrong */
async function settled(page) {
  const loaded = await page.waitForFunction(() => !/Loading|Looking at/.test(document.body.innerText), undefined, { timeout: 20_000 }).then(
    () => true,
    () => false,
  );
  await page.waitForTimeout(600);
  return loaded ? [] : ['it is still being loaded'];
}

/** A window as high as the page, so that all of it is in the picture. */
async function showWhole(page, { width, height }) {
  const needed = await page.evaluate(() => document.documentElement.scrollHeight);
  if (needed <= height) return;
  await page.setViewportSize({ width, height: Math.min(highest, needed) });
  await page.waitForTimeout(200);
}

async function picture(page, product, [, address, act, { waits = true, answer } = {}]) {
  const size = page.viewportSize();
  const problems = [];
  if (answer !== undefined) await page.route('**/api/dms', (route) => (answer === 'never' ? undefined : route.fulfill(answer)));
  try {
    await page.goto(`${product.address}${address}`);
    await page.locator('h1').first().waitFor();
    if (waits) problems.push(...(await settled(page)));
    else await page.waitForTimeout(1_500);
    if (act !== undefined) {
      await act(page);
      problems.push(...(await settled(page)));
    }
    await showWhole(page, size);
    problems.push(...(await page.evaluate(troubles)));
  } catch (thrown) {
    // The other pictures are taken all the same.
    problems.push(`it could not be brought about: ${thrown instanceof Error ? (thrown.message.split('\n')[0] ?? '') : String(thrown)}`);
  }
  return { problems, restore: () => Promise.all([page.setViewportSize(size), answer === undefined ? undefined : page.unroute('**/api/dms')]) };
}

/** One window of each width and mode walks through all states. */
async function walk(browser, product, list, wanted, { out, problems }) {
  let taken = 0;
  for (const mode of modes)
    for (const width of widths) {
      const context = await browser.newContext({ viewport: { width, height: Math.round(width * 0.6) }, locale: 'en-US', timezoneId: 'UTC' });
      context.setDefaultTimeout(20_000);
      await context.addCookies([{ name: 'ferry-mode', value: mode, url: product.address }]);
      const page = await context.newPage();
      let at = '';
      page.on('pageerror', (error) => problems.push(`${at}: ${error.message}`));
      for (const entry of list) {
        at = `${entry[0]}-${mode}-${width}`;
        if (!wanted(at)) continue;
        const { problems: found, restore } = await picture(page, product, entry);
        await page.screenshot({ path: path.join(out, `${at}.png`), animations: 'disabled' });
        await restore();
        taken += 1;
        problems.push(...found.map((one) => `${at}: ${one}`));
      }
      await context.close();
    }
  return taken;
}

/**
 * Takes the pictures, those of a product without data first.
 * @param only a regular expression: pictures with other names (`projects-light-1280`) are left out
 * @returns how many, and what looks wrong
 */
export async function takeScreenshots({ out, data, running, only }) {
  const product = running === undefined ? await startProduct(data) : { address: running, stop: () => Promise.resolve() };
  const browser = await chromium.launch(launchOptions());
  const problems = [];
  const wanted = (name) => only === undefined || new RegExp(only).test(name);
  try {
    const api = caller(product.address);
    const isEmpty = (await api.call('DescribeDataProviders', { MaxRecords: 20 })).DataProviders.length === 0;
    const empty = isEmpty ? await walk(browser, product, emptyPages, wanted, { out, problems }) : 0;
    const filled = await walk(browser, product, filledPages(await prepare(api)), wanted, { out, problems });
    return { taken: empty + filled, problems };
  } finally {
    await browser.close();
    await product.stop();
  }
}
