import { describe, expect, it } from 'vitest';
import { frame } from '../../src/tui/frame.js';
import type { Named, Press } from '../../src/tui/keys.js';
import { cell, textOf, widthOf, wrapLine } from '../../src/tui/lines.js';
import { rowsOf } from '../../src/tui/rows.js';
import { firstState, type State } from '../../src/tui/state.js';
import { pressed, resized } from '../../src/tui/update.js';
import { type View, viewOf } from '../../src/tui/view.js';
import { cleanUp, hostile, plan, step } from '../render/plans.js';

const SIZE = { columns: 80, rows: 24 };
const NAMES: readonly Named[] = [
  'up',
  'down',
  'left',
  'right',
  'page-up',
  'page-down',
  'home',
  'end',
  'enter',
  'escape',
  'tab',
  'backspace',
];
const PRESSES: readonly Press[] = [
  ...NAMES.map((name): Press => ({ name, text: '' }) as Press),
  ...[...'jkhlgGecznNJKa!/?yq xpro顧'].map((text): Press => ({ name: 'text', text })),
];

/** What must hold whatever was struck: the selected row is seen, nothing is wider or higher than the terminal. */
function checked(view: View, state: State): void {
  const { columns, rows } = state.size;
  const screen = frame(view, state);
  const widest = Math.max(...screen.map((row) => widthOf(textOf(row))));
  const count = rowsOf(view, state.open, state.filter).length;
  const fits = screen.length <= Math.max(1, rows - 1) && widest <= Math.max(10, columns);
  const there = state.at >= 0 && state.at < Math.max(1, count);
  if (!fits || !there) expect({ screen: screen.map(textOf), at: state.at, count }).toBe('a whole screen');
}

describe('frames', () => {
  it.each([
    ['a clean-up', cleanUp()],
    ['hostile names', hostile()],
    ['nothing', plan([])],
  ])('hold whatever is struck in whatever size: %s', (_, given) => {
    const view = viewOf(given, { define: () => ({ before: 'a\tb\n顧客', after: 'a c\n' }) });
    const sizes = [SIZE, { columns: 1, rows: 1 }, { columns: 200, rows: 60 }, { columns: 30, rows: 6 }];
    let state = firstState(view, SIZE, 'name');
    for (let round = 0; round < 600; round += 1) {
      const press = PRESSES[(round * 31 + (round >> 4) * 7) % PRESSES.length];
      if (press !== undefined) state = pressed(view, { ...state, ending: null }, press);
      if (round % 50 === 0) state = resized(view, state, sizes[(round / 50) % sizes.length] ?? SIZE);
      checked(view, state);
    }
  });

  it('keep list and detail in their columns', () => {
    const size = { columns: 130, rows: 20 };
    for (const given of [cleanUp(), hostile()]) {
      const view = viewOf(given);
      const rows = frame(view, resized(view, firstState(view, SIZE), size)).slice(1, -1);
      const bars = rows.map((row) => widthOf(textOf(row).split('│')[0] ?? ''));
      expect(new Set(bars)).toEqual(new Set([55]));
    }
  });

  it('are made of the rows in the window alone, however long the plan is', () => {
    const steps = Array.from({ length: 5000 }, (_, index) =>
      step({
        action: 'create',
        object: { kind: 'policy', schema: 'public', table: `t${index}`, name: 'p' },
        sql: [`create policy p on public.t${index} using (owner = auth.uid())`],
      }),
    );
    let looked = 0;
    const define = () => {
      looked += 1;
      return { before: null, after: null };
    };
    const view = viewOf(plan(steps), { define });
    let state = firstState(view, SIZE);
    for (const name of ['end', 'up', 'page-up', 'home'] as const) {
      state = pressed(view, state, { name, text: '' });
      expect(frame(view, state)).toHaveLength(23);
    }
    expect(looked).toBeLessThan(10);
  });
});

describe('lines', () => {
  it.each([
    ['ab cd', 3, ['ab ', 'cd']],
    ['abcdef', 4, ['abcd', 'ef']],
    ['  select a', 8, ['  select', 'a']],
    ['顧客の表', 5, ['顧客', 'の表']],
    ['👨‍👩‍👧 x', 2, ['👨‍👩‍👧', 'x']],
    ['', 5, ['']],
  ])('%j wraps at %d columns', (text, width, expected) => {
    expect(wrapLine({ spans: [{ text }] }, width).map((row) => textOf(row).trimEnd())).toEqual(
      expected.map((row) => row.trimEnd()),
    );
  });

  it.each([
    ['abc', 5, 'abc  '],
    ['abcdef', 5, 'abcd…'],
    ['顧客の表', 6, '顧客… '],
    ['', 2, '  '],
  ])('%j in a cell of %d columns', (text, width, expected) => {
    expect(textOf(cell([{ text }], width))).toBe(expected);
  });
});
