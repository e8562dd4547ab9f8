/** Names that trip up SQL, YAML, files and regular expressions. */
const ODD = [
  'User',
  'order',
  'a.b',
  'two words',
  "it's",
  'say "hi"',
  '🎉 party',
  'select',
  'back\\slash',
  '100%s',
  'UPPER',
  'semi;colon',
  '$1',
  '--dash',
  '/*c*/',
  'ünïcode',
  '{a,b}',
  'null',
  'user',
  ':x',
  '#hash',
  'a/b',
  '1',
  'true',
  '*',
  '(a)',
  'a,b',
  '$$',
  "''",
  'tab\there',
  'x=y',
  '"',
  'camelCase',
  '[0]',
  '@at',
  '!',
  '%I',
  '.',
  '~',
  'ß',
] as const;

/** At most 63 bytes, which is what PostgreSQL keeps. */
const LONG = 'l234567890'.repeat(6);

/** An identifier for a number, unlike all others of the same `unique`. About half of them are plain. */
export function nameOf(number: number, unique: string): string {
  const kind = number % 4;
  if (kind < 2) return `n${unique}`;
  if (kind === 3 && number % 40 === 3) return `${LONG.slice(0, 63 - unique.length)}${unique}`;
  const odd = ODD[Math.floor(number / 4) % ODD.length] ?? '';
  return number % 8 < 4 ? `${odd}${unique}` : `${unique}${odd}`;
}

export const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A string constant, with standard_conforming_strings on. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Texts for comments, labels and defaults. */
export const TEXTS = [
  'plain',
  "it's",
  'a "quoted" one',
  'line\nbreak',
  '100% #{x} ${y}',
  'back\\slash',
  '🎉',
  ': # - [a] {b}',
  '$$ $body$',
  'trailing ',
  'true',
  '-- no comment',
  '/* none */',
  "';drop",
] as const;
