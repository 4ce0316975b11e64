import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['packages/*/test/**/*.test.ts', 'apps/*/test/**/*.test.{ts,tsx}'],
    globalSetup: ['packages/embedded-postgresql/src/vitest-setup.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // A forgotten `.only` must not make a run green.
    allowOnly: false,
  },
});
