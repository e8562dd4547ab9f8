/** Control characters (C1 too), and those that turn the reading direction: a name must not steer a terminal or a reviewer's eye. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/g;

function escaped(character: string): string {
  if (character === '\n') return '\\n';
  if (character === '\r') return '\\r';
  if (character === '\t') return '\\t';
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Text for one line: what cannot be seen, line ends included, is written as an escape. */
export function oneLine(text: string): string {
  return text.replace(UNSEEN, escaped);
}

/** Text of several lines, with the same care; tabs stay, CRLF becomes LF. */
export function printable(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replace(UNSEEN, (character) =>
      character === '\n' || character === '\t' ? character : escaped(character),
    );
}
