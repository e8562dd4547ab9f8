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
    tellFaults(modules);
    const skipped = counts.skipped === 0 ? '' : `${counts.skipped} skipped or not run\n`;
    process.stdout.write(`${skipped}${counts.passed} passed, ${counts.failed} failed\n`);
  }
}

/** What every test of faults left in its meta, in sum and by kind. */
function tellFaults(modules: readonly TestModule[]): void {
  const kinds = new Map<string, { tried: number; survived: number; open: number }>();
  for (const test of modules.flatMap((module) => [...module.children.allTests()]))
    for (const [kind, { tried, survived, open }] of Object.entries(test.meta().faults ?? {})) {
      const sum = kinds.get(kind) ?? { tried: 0, survived: 0, open: 0 };
      kinds.set(kind, { tried: sum.tried + tried, survived: sum.survived + survived, open: sum.open + open });
    }
  if (kinds.size === 0) return;
  const all = [...kinds.values()].reduce((sum, one) => ({
    tried: sum.tried + one.tried,
    survived: sum.survived + one.survived,
    open: sum.open + one.open,
  }));
  const line = ({ tried, survived, open }: typeof all): string =>
    `${tried} tried, ${survived} survived (${open} met an open transaction)`;
  for (const [kind, one] of kinds) process.stdout.write(`  ${kind}: ${line(one)}\n`);
  process.stdout.write(`Faults: ${line(all)}\n`);
}
