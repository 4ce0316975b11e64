import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

const usual = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium'];
/** An installed browser; Playwright's own where there is none. */
const browser = process.env['FERRY_CHROMIUM'] ?? usual.find((path) => existsSync(path));
/** Chromium's sandbox does not work for root. */
const asRoot = process.getuid?.() === 0;

export default defineConfig({
  // What takes minutes is not part of `npm test`: see README.md.
  testDir: process.env['FERRY_E2E_LONG'] === undefined ? 'specs' : 'long',
  outputDir: 'test-results',
  globalSetup: './start-ferry.ts',
  // One product, one state: the specs take turns.
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  forbidOnly: true,
  reporter: 'list',
  use: {
    viewport: { width: 1440, height: 900 },
    locale: 'en-US',
    timezoneId: 'UTC',
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    actionTimeout: 20_000,
    launchOptions: { ...(browser === undefined ? {} : { executablePath: browser }), args: asRoot ? ['--no-sandbox'] : [] },
  },
});
