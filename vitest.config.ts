import { defineConfig } from 'vitest/config';

/** What takes minutes: only when it is asked for. */
const long = process.env['FERRY_TEST_LONG'] === '1' ? ['apps/*/test-long/**/*.test.ts'] : [];

export default defineConfig({
  test: {
    include: ['packages/*/test/**/*.test.ts', 'apps/*/test/**/*.test.{ts,tsx}', ...long],
    globalSetup: ['packages/embedded-postgresql/src/vitest-setup.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // A busy machine may let one miss its time; those that took a second try are listed.
    retry: process.env['CI'] === undefined ? 0 : 1,
    // A forgotten `.only` must not make a run green.
    allowOnly: false,
  },
});
