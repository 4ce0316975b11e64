import { defineConfig } from '@playwright/test';
import { launchOptions } from './browser.mjs';

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
  // A busy machine may let one miss its time; the report lists those that took a second try.
  retries: process.env['CI'] === undefined ? 0 : 1,
  reporter: 'list',
  use: {
    viewport: { width: 1440, height: 900 },
    locale: 'en-US',
    timezoneId: 'UTC',
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    actionTimeout: 20_000,
    launchOptions: launchOptions(),
  },
});
