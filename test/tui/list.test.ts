import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import type { Plan } from '../../src/model/plan.js';
import { step as pressed, start } from '../../src/tui/keys.js';
import { rowsOf, viewOf } from '../../src/tui/rows.js';
import { showPlan } from '../../src/tui/show.js';
import { cleanUp, hostile, plan, refused, step } from '../render/plans.js';

/** A terminal of 24 lines in memory: enough of the streams' interface for Ink. */
function terminal() {
  let written = '';
  const stdout = Object.assign(new EventEmitter(), {
    columns: 80,
    rows: 24,
    isTTY: true,
    write: (text: string) => {
      written += text;
      return true;
    },
  });
  const stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: () => stdin,
    ref: () => stdin,
    unref: () => stdin,
  });
  return { stdout, stdin, written: () => written };
}

const pause = (ms = 20) => new Promise((done) => setTimeout(done, ms));

/** Waits for what was asked, and then until nothing more is written: what a key did is on the screen. */
async function settled(written: () => string, there: () => boolean): Promise<void> {
  for (const end = Date.now() + 20_000; !there() && Date.now() < end; ) await pause();
  for (let before = -1; before !== written().length; await pause(100)) before = written().length;
}

const ended: (() => void)[] = [];
afterEach(() => {
  for (const end of ended.splice(0)) end();
});

/** Shows a plan, strikes keys, leaves with q; gives what was written to the terminal. */
async function drive(given: Plan, keys: readonly string[]): Promise<string> {
  const { stdout, stdin, written } = terminal();
  const screen = { stdout, stdin } as unknown as Parameters<typeof showPlan>[2];
  const shown = showPlan(given, { color: false }, screen);
  ended.push(() => stdin.end());
  await settled(written, () => written().includes('q quit'));
  for (const key of keys) {
    const from = written().length;
    stdin.write(key);
    await settled(written, () => written().length > from);
  }
  stdin.write('q');
  await shown;
  return written();
}

describe('list', () => {
  it('opens with what decides, folds the rest, opens a step, and leaves the screen as it was', async () => {
    const text = await drive(cleanUp(), ['G', '\r']);
    expect(text).toContain('- 19 to drop (14 tables, 5 functions; 1 trigger taken along)');
    expect(text).toContain('▸ Hazards (19)');
    expect(text).toContain('drop function public.update_test_templates_updated_at();');
    expect(text).not.toContain('drop table public.users;');
    expect(text.startsWith('\u001b[?1049h')).toBe(true);
    expect(text.endsWith('\u001b[?1049l')).toBe(true);
  });

  it('shows refusals first', () => {
    const view = viewOf(refused());
    expect(rowsOf(view, start().open)[0]?.text).toBe('Refused (1)');
  });

  it('lets no name steer the terminal', () => {
    const view = viewOf(hostile());
    const all = pressed(start(), 'open-all', view, 20);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: looked for
    for (const row of rowsOf(view, all.open)) expect(row.text).not.toMatch(/[\u0000-\u001f\u202e]/);
  });

  it('keeps the selected row in the window, whatever is struck', () => {
    const view = viewOf(cleanUp());
    const keys = [
      'down',
      'page-down',
      'toggle',
      'last',
      'open',
      'open-all',
      'page-up',
      'close',
      'close-all',
      'up',
    ] as const;
    let place = start();
    for (let round = 0; round < 300; round += 1) {
      place = pressed(place, keys[(round * 7 + (round >> 3)) % keys.length] ?? 'up', view, 10);
      const count = rowsOf(view, place.open).length;
      expect(place.at).toBeGreaterThanOrEqual(0);
      expect(place.at).toBeLessThan(count);
      expect(place.at - place.top).toBeGreaterThanOrEqual(0);
      expect(place.at - place.top).toBeLessThan(10);
    }
  });

  it('takes a key within 50 ms on 5,000 changes, all of them open', () => {
    const steps = Array.from({ length: 5000 }, (_, index) =>
      step({
        action: 'create',
        object: { kind: 'policy', schema: 'public', table: `t${index}`, name: 'p' },
        sql: [`create policy p on public.t${index} using (owner = auth.uid())`],
      }),
    );
    const view = viewOf(plan(steps));
    let place = pressed(start(), 'open-all', view, 22);
    const from = performance.now();
    for (let round = 0; round < 20; round += 1) place = pressed(place, 'down', view, 22);
    expect((performance.now() - from) / 20).toBeLessThan(50);
  });
});
