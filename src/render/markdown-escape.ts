import { oneLine, printable } from './clean.js';

/**
 * Text in a Markdown paragraph or table cell, on one line, that means only itself: no formatting, no HTML, no
 * mathematics, no mention of a user and no link to an issue (GitHub looks for both in the rendered text).
 */
export function mdText(text: string): string {
  return oneLine(text)
    .replace(/[\\`*_[\]<>|~&$]/g, '\\$&')
    .replace(/([@#])(?=\w)/g, '$1<!-- -->');
}

/** A code span that can hold back-ticks; in a table a pipe must be escaped even there (GFM, "Tables"). */
export function mdCode(text: string, inTable = false): string {
  const line = oneLine(text);
  const ticks = '`'.repeat(longestRun(line) + 1);
  const padded = /^[` ]|[` ]$/.test(line) ? ` ${line} ` : line;
  return `${ticks}${inTable ? padded.replaceAll('|', '\\|') : padded}${ticks}`;
}

/** Text inside an HTML block (GitHub reads no Markdown in a `<summary>` line). */
export function mdHtml(text: string): string {
  return oneLine(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** A fenced block whose fence is longer than any run of back-ticks in it. */
export function mdFence(language: string, text: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}${language}\n${printable(text).replace(/\n+$/, '')}\n${fence}`;
}

function longestRun(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 0);
}

/** A GitHub alert of several lines. */
export function mdAlert(type: 'CAUTION' | 'WARNING' | 'NOTE', lines: readonly string[]): string {
  return [`> [!${type}]`, ...lines.map((line) => `> ${line}`)].join('\n');
}
