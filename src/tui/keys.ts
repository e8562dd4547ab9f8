import type { Key as InkKey } from 'ink';

/** One key: what it is called, or the character that it writes. */
export type Press =
  | { readonly name: Named; readonly text: '' }
  | { readonly name: 'text'; readonly text: string };
export type Named =
  | 'up'
  | 'down'
  | 'left'
  | 'right'
  | 'page-up'
  | 'page-down'
  | 'home'
  | 'end'
  | 'enter'
  | 'escape'
  | 'tab'
  | 'backspace'
  | 'interrupt'
  | 'none';

const CONTROLS: Readonly<Record<string, Named>> = {
  '\u0002': 'page-up',
  '\u0003': 'interrupt',
  '\u0004': 'interrupt',
  '\u0006': 'page-down',
  '\b': 'backspace',
  '\t': 'tab',
  '\n': 'enter',
  '\r': 'enter',
  '\u001b': 'escape',
  '\u007f': 'backspace',
};
const CTRL: Readonly<Record<string, Named>> = {
  b: 'page-up',
  c: 'interrupt',
  d: 'interrupt',
  f: 'page-down',
  n: 'down',
  p: 'up',
};

/** Keys as Ink tells them; those that are struck faster than they are read arrive in one piece. */
export function pressesOf(input: string, key: InkKey): Press[] {
  if ([...input].length > 1) return [...input].map(pressOf);
  const name = namedKey(input, key);
  return name === null ? [pressOf(input)] : [{ name, text: '' }];
}

function pressOf(character: string): Press {
  const name = CONTROLS[character];
  if (name !== undefined) return { name, text: '' };
  return character < ' ' ? { name: 'none', text: '' } : { name: 'text', text: character };
}

function namedKey(input: string, key: InkKey): Named | null {
  if (key.upArrow) return 'up';
  if (key.downArrow) return 'down';
  if (key.leftArrow) return 'left';
  if (key.rightArrow) return 'right';
  if (key.pageUp) return 'page-up';
  if (key.pageDown) return 'page-down';
  if (key.home) return 'home';
  if (key.end) return 'end';
  if (key.return) return 'enter';
  if (key.escape) return 'escape';
  if (key.tab) return 'tab';
  if (key.backspace || key.delete) return 'backspace';
  if (key.ctrl) return CTRL[input] ?? 'none';
  return input === '' || key.meta ? 'none' : null;
}
