import type { Reporter, TestModule } from 'vitest/node';

/** Ends every run with one plain line, `N passed, N failed`: files that could not even be loaded count as failures. */
export default class PlainReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const counts = { passed: 0, failed: unhandled.length, skipped: 0 };
    for (const module of modules) {
      const tests = [...module.children.allTests()];
      for (const test of tests) {
        const { state } = test.result();
        if (state === 'passed') counts.passed += 1;
        else if (state === 'failed') counts.failed += 1;
        else counts.skipped += 1;
      }
      const suites = [...module.children.allSuites()];
      const broken = module.errors().length + suites.reduce((sum, suite) => sum + suite.errors().length, 0);
      counts.failed += broken;
    }
    const skipped = counts.skipped === 0 ? '' : `${counts.skipped} skipped or not run\n`;
    process.stdout.write(`${skipped}${counts.passed} passed, ${counts.failed} failed\n`);
  }
}
