import { defineConfig } from 'vitest/config';

/** Tests that start servers or PGlite end in `.db.test.ts`; all others are pure and quick (`vitest run --project unit`). */
const DATABASE_TESTS = 'test/**/*.db.test.{ts,tsx}';

/** The built command line on whole systems. */
const END_TO_END = 'test/e2e/**/*.db.test.ts';

const shared = { testTimeout: 60_000, hookTimeout: 60_000 };

export default defineConfig({
  test: {
    reporters: ['default', './test/support/reporter.ts'],
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      { test: { ...shared, name: 'unit', include: ['test/**/*.test.{ts,tsx}'], exclude: [DATABASE_TESTS] } },
      {
        test: {
          ...shared,
          name: 'database',
          include: [DATABASE_TESTS],
          exclude: [END_TO_END],
          globalSetup: ['test/support/setup.ts'],
        },
      },
      {
        test: {
          ...shared,
          name: 'e2e',
          include: [END_TO_END],
          globalSetup: ['test/support/setup.ts', 'test/e2e/build.ts'],
        },
      },
    ],
  },
});
