import type { Built } from './build.js';
import type { Judged } from './judge.js';

/** What was made, and what PostgreSQL refused, over a whole run. */
export class Tally {
  private pairs = 0;
  private readonly made = new Map<string, { made: number; refused: number }>();
  private readonly messages = new Map<string, number>();

  add({ first, second }: Pick<Judged, 'first' | 'second'>): void {
    this.pairs += 1;
    for (const built of [first, second]) this.count(built);
  }

  private count({ kinds, failures }: Built): void {
    for (const [kind, number] of kinds) this.of(kind).made += number;
    for (const { kind, message } of failures) {
      this.of(kind).refused += 1;
      const text = `${kind}: ${message.replace(/"(?:[^"]|"")*"/g, '"…"')}`;
      this.messages.set(text, (this.messages.get(text) ?? 0) + 1);
    }
  }

  private of(kind: string): { made: number; refused: number } {
    const found = this.made.get(kind) ?? { made: 0, refused: 0 };
    this.made.set(kind, found);
    return found;
  }

  text(failures: number): string {
    const kinds = [...this.made]
      .sort()
      .map(([kind, { made, refused }]) => `  ${kind} ${made}, refused ${refused}`);
    const messages = [...this.messages]
      .sort((a, b) => b[1] - a[1])
      .slice(0, 12)
      .map(([message, count]) => `  ${count} × ${message}`);
    return `${this.pairs} pairs, ${failures} failures\nmade:\n${kinds.join('\n')}\nrefused by PostgreSQL, and left out:\n${messages.join('\n')}\n`;
  }
}
