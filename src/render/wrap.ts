/**
 * Breaks a line at its spaces so that it fits `width` columns; continuation lines are indented by `indent` spaces.
 * A word that is longer than a line stays whole, so that names can be copied. Leading spaces stay.
 */
export function wrap(text: string, width: number, indent: number): string[] {
  const margin = /^ */.exec(text)?.[0] ?? '';
  const lines: string[] = [];
  let line = margin;
  let empty = true;
  for (const word of text.slice(margin.length).split(' ')) {
    if (!empty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = ' '.repeat(indent) + word;
    } else {
      line += empty ? word : ` ${word}`;
    }
    empty = false;
  }
  return [...lines, line];
}
