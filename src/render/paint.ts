/** Colours as names, so that renderers say what a text means and not how a terminal draws it. */
export type Tone = 'create' | 'change' | 'drop' | 'warning' | 'bad' | 'quiet' | 'strong';
export type Paint = (tone: Tone, text: string) => string;

const CODES: Record<Tone, string> = {
  create: '32',
  change: '33',
  drop: '31',
  warning: '33',
  bad: '1;31',
  quiet: '2',
  strong: '1',
};

/** Paints with ANSI codes, or not at all. */
export function painter(color: boolean): Paint {
  return color ? (tone, text) => `\u001b[${CODES[tone]}m${text}\u001b[0m` : (_, text) => text;
}

/** Colour is for terminals, and not against the reader's wish (no-color.org: set and not empty). */
export function wantsColor(isTerminal: boolean, env: Readonly<Record<string, string | undefined>>): boolean {
  return isTerminal && (env.NO_COLOR ?? '') === '' && env.TERM !== 'dumb';
}
