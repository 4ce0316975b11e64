import { test as base } from '@playwright/test';
import type { ConsoleMessage, Page } from '@playwright/test';
import { ConversionPage } from '../pages/conversion-page';
import { CreateProjectPage } from '../pages/create-project-page';
import { ProjectPage } from '../pages/project-page';
import { ProjectsPage } from '../pages/projects-page';

interface Fixtures {
  readonly projects: ProjectsPage;
  readonly create: CreateProjectPage;
  readonly project: ProjectPage;
  readonly conversion: ConversionPage;
  /** Keeps a picture of a step beside the results. */
  readonly shot: (name: string) => Promise<void>;
  /** Fails the test when the page wrote an error. */
  readonly noPageErrors: void;
}

let made = 0;
/** A name that no other test uses. */
export const newName = (stem: string): string => `${stem}-${Date.now().toString(36)}${(made++).toString(36)}`;

export const test = base.extend<Fixtures>({
  // Known only once the set-up has started the product; Playwright wants the fixtures named, though none is needed.
  // eslint-disable-next-line no-empty-pattern
  baseURL: async ({}, use) => use(process.env['FERRY_E2E_URL']),
  projects: async ({ page }, use) => use(new ProjectsPage(page)),
  create: async ({ page }, use) => use(new CreateProjectPage(page)),
  project: async ({ page }, use) => use(new ProjectPage(page)),
  conversion: async ({ page }, use) => use(new ConversionPage(page)),
  shot: async ({ page }, use, info) => {
    let step = 0;
    await use(async (name) => {
      step += 1;
      await page.screenshot({ path: info.outputPath(`${String(step).padStart(2, '0')}-${name}.png`), animations: 'disabled' });
    });
  },
  noPageErrors: [
    async ({ page }, use) => {
      const errors: string[] = [];
      const failed = (error: Error): number => errors.push(error.message);
      const said = (message: ConsoleMessage): void => {
        if (message.type() === 'error' && /Content Security Policy|hydrat|Minified React/i.test(message.text())) errors.push(message.text());
      };
      page.on('pageerror', failed);
      page.on('console', said);
      await use();
      page.off('pageerror', failed);
      page.off('console', said);
      if (errors.length > 0) throw new Error(`the page reported errors:\n${errors.join('\n')}`);
    },
    { auto: true },
  ],
});

/**
 * For short tasks on a project that is there already: all of a file's tests work in one window, one after the other, so that the
 * console's scripts are fetched and compiled once. Each begins without what the one before it kept.
 */
export const task = test.extend<object, { readonly window: Page }>({
  window: [
    async ({ browser }, use) => {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-US', timezoneId: 'UTC', ...(process.env['FERRY_E2E_URL'] === undefined ? {} : { baseURL: process.env['FERRY_E2E_URL'] }) });
      const page = await context.newPage();
      page.setDefaultTimeout(20_000);
      await use(page);
      await context.close();
    },
    { scope: 'worker' },
  ],
  page: async ({ window }, use) => {
    await use(window);
    await window.evaluate('localStorage.clear(); sessionStorage.clear();');
    await window.context().clearCookies();
    await window.goto('about:blank');
  },
});

export { expect } from '@playwright/test';
export type { Page };
