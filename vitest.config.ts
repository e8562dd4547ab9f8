import { defineConfig } from 'vitest/config';

/** Tests that start servers or PGlite end in `.db.test.ts`; all others are pure and quick (`vitest run --project unit`). */
const DATABASE_TESTS = 'test/**/*.db.test.{ts,tsx}';

/** The built command line on whole systems. */
const END_TO_END = 'test/e2e/**/*.db.test.ts';

/** Every case folder: a few runs of each in `npm test`, most of them in `npm run test:long`. */
const CASES = 'test/cases-{1,2}.db.test.ts';

/** Whole plans and applies: `npm run test:long`. */
const LONG_TESTS = [
  'test/cases-sql.db.test.ts',
  'test/examples/**/*.db.test.ts',
  'test/renames/**/*.db.test.ts',
  'test/plan/**/*.db.test.ts',
  'test/locks/**/*.db.test.ts',
  'test/hazards/**/*.db.test.ts',
  'test/import/**/*.db.test.ts',
  'test/corpus/**/*.db.test.ts',
  'test/undo/**/*.db.test.ts',
  'test/generator/**/*.db.test.ts',
  'test/online/**/*.db.test.ts',
];

/** Faults at every step of an apply, on servers of their own: `npm run faults`. */
const FAULTS = ['test/faults/**/*.db.test.ts'];

const shared = { testTimeout: 60_000, hookTimeout: 60_000, setupFiles: ['test/support/env.ts'] };

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
          exclude: [...LONG_TESTS, ...FAULTS, END_TO_END],
          globalSetup: ['test/support/setup.ts'],
        },
      },
      { test: { ...shared, name: 'faults', include: FAULTS } },
      {
        test: {
          ...shared,
          name: 'long',
          include: [CASES, ...LONG_TESTS],
          env: { RECONCILE_CASES: process.env.RECONCILE_CASES ?? 'most' },
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
