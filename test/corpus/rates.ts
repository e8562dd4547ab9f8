import type { Outcome } from './case.js';

interface Count {
  passed: number;
  of: number;
}

/** Counts what passed by source, and keeps what did not. */
export class Rates {
  readonly #sources = new Map<string, Count>();
  readonly #failed: string[] = [];
  #unloadable = 0;

  get failures(): number {
    return this.#failed.length;
  }

  /** `null`: a case whose scripts do not load on that major. */
  add(major: number, outcome: Outcome | null): void {
    if (outcome === null) {
      this.#unloadable += 1;
      return;
    }
    const source = outcome.id.split('/')[0] ?? outcome.id;
    const count = this.#sources.get(source) ?? { passed: 0, of: 0 };
    count.of += 1;
    if (outcome.result === 'ok') count.passed += 1;
    else this.#failed.push(failureLine(major, outcome));
    this.#sources.set(source, count);
  }

  text(): string {
    const rows = [...this.#sources].sort(([a], [b]) => (a < b ? -1 : 1));
    const sum = rows.reduce((all, [, { passed, of }]) => ({ passed: all.passed + passed, of: all.of + of }), {
      passed: 0,
      of: 0,
    });
    const lines = [...rows, ['all', sum] as const].map(
      ([name, { passed, of }]) =>
        `${name.padEnd(26)}${String(passed).padStart(7)} of ${String(of).padEnd(7)}${percent(passed, of)}`,
    );
    const unloadable = this.#unloadable === 0 ? [] : [`${this.#unloadable} cases do not load`];
    return `${[...this.#failed.map((line) => line.trimEnd()), ...lines, ...unloadable].join('\n')}\n`;
  }
}

const percent = (passed: number, of: number): string =>
  of === 0 ? '-' : `${((100 * passed) / of).toFixed(1)} %`;

/** One line: what failed, where, why. */
export function failureLine(major: number, { id, run, result, why }: Outcome): string {
  const reason = why.replace(/\s+/g, ' ').slice(0, 600);
  return `${result}\t${id}\t${major} ${run.way} ${run.form} ${run.scratch}\t${reason}\n`;
}
