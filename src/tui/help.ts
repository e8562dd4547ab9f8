import type { Layout } from './layout.js';
import { cut, type Span } from './lines.js';

const KEYS: readonly (readonly [string, string])[] = [
  ['↑ ↓ k j', 'move'],
  ['page up, page down', 'a page (also Ctrl-B, Ctrl-F)'],
  ['g G, home end', 'first, last'],
  ['enter, space', 'open or close; on a change: its detail; on a hazard: its change'],
  ['→ l, ← h', 'open; close, or go to what it is folded into'],
  ['e, c', 'open all, close all'],
  ['tab, esc', 'into the detail and back'],
  ['J K', 'scroll the detail from the list'],
  ['z', 'the detail alone, and back'],
  ['n N', 'next, previous change'],
  ['/', 'only what holds a text: titles, SQL, roles, hazards'],
  ['a', 'only one action: the next of them each time, then all'],
  ['!', 'only what destroys, rewrites or has hazards'],
  ['esc', 'no filter'],
];
const SYMBOLS = '+ create  ~ alter  ± replace  » rename  - drop  « park  # rows  !1 one hazard';

/** The keys, in place of the plan. */
export function helpLines(applies: boolean, { width, height }: Layout): (readonly Span[])[] {
  const keys: readonly (readonly [string, string])[] = [
    ...KEYS,
    ...(applies ? [['y', 'apply, after a question'] as const] : []),
    ['q, Ctrl-C', applies ? 'leave; nothing is changed' : 'leave'],
  ];
  const lines: (readonly Span[])[] = [
    [{ text: ' Keys', tone: 'strong' }],
    ...keys.map(([key, does]): Span[] => [{ text: `  ${key.padEnd(20)}`, tone: 'strong' }, { text: does }]),
    [],
    [{ text: `  ${SYMBOLS}`, tone: 'quiet' }],
    [{ text: '  any key closes this', tone: 'quiet' }],
  ];
  return Array.from({ length: Math.max(0, height - 2) }, (_, index) => cut(lines[index] ?? [], width));
}
