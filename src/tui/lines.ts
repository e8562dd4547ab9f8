import stringWidth from 'string-width';
import type { Tone } from '../render/paint.js';

/** A piece of a line in one look. Texts hold no control characters. */
export interface Span {
  readonly text: string;
  readonly tone?: Tone | null;
  /** Stands out from the rest of its line: words that changed. */
  readonly marked?: boolean;
  /** The row that is selected. */
  readonly selected?: boolean;
}

/** One line of the screen, or of a text that is still to be wrapped. */
export interface Line {
  readonly spans: readonly Span[];
  /** Columns that a wrapped line's continuation is indented by. Default 0. */
  readonly indent?: number;
}

export function line(text: string, tone: Tone | null = null, indent = 0): Line {
  return { spans: [{ text, tone }], indent };
}

export const EMPTY: Line = { spans: [] };

/** ASCII, Latin, and the signs that the screen itself is drawn with: one column and one character each. */
const NARROW = /^[ -~¡-¬®-˿‐-‧‹›←-↓─-●]*$/;

/** Columns that a text takes: two for each wide character. */
export function widthOf(text: string): number {
  return NARROW.test(text) ? text.length : stringWidth(text);
}

const SEGMENTER = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** What a reader takes for single characters. */
function characters(text: string): string[] {
  return NARROW.test(text) ? [...text] : [...SEGMENTER.segment(text)].map(({ segment }) => segment);
}

/** At most `width` columns: cut with `…` where it is longer. Whatever is drawn is measured again by Ink, so nothing is filled. */
export function cut(spans: readonly Span[], width: number): readonly Span[] {
  const total = spans.reduce((sum, { text }) => sum + widthOf(text), 0);
  if (total <= width) return spans;
  const fitted: Span[] = [];
  let left = width - 1;
  for (const span of spans) {
    const text = head(span.text, left);
    left -= widthOf(text);
    fitted.push({ ...span, text });
    if (text !== span.text) break;
  }
  return [...fitted, { text: '…' }];
}

/** Exactly `width` columns: filled with spaces where it is shorter. */
export function cell(spans: readonly Span[], width: number): Span[] {
  const fitted = cut(spans, width);
  const total = fitted.reduce((sum, { text }) => sum + widthOf(text), 0);
  return total === width ? [...fitted] : [...fitted, { text: ' '.repeat(width - total) }];
}

function head(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let kept = '';
  let left = width;
  for (const character of characters(text)) {
    left -= widthOf(character);
    if (left < 0) break;
    kept += character;
  }
  return kept;
}

/** Lines of at most `width` columns: broken at spaces where there are any, anywhere else where a word is too long. */
export function wrapLine({ spans, indent = 0 }: Line, width: number): Span[][] {
  const lines: Span[][] = [];
  const margin = Math.min(indent, Math.max(0, width - 8));
  let current: Span[] = [];
  let left = width;
  const end = (): void => {
    lines.push(current);
    current = margin === 0 ? [] : [{ text: ' '.repeat(margin) }];
    left = width - margin;
  };
  for (const span of spans) {
    for (const word of span.text.match(/ +|[^ ]+/g) ?? []) {
      let rest = word;
      if (widthOf(rest) > left && left < width - margin && widthOf(rest) <= width - margin) {
        end();
        if (rest.startsWith(' ')) continue;
      }
      while (widthOf(rest) > left) {
        const part = head(rest, left);
        if (part === '' && left === width - margin) break;
        if (part !== '') current.push({ ...span, text: part });
        rest = rest.slice(part.length);
        end();
      }
      left -= widthOf(rest);
      if (rest !== '') current.push({ ...span, text: rest });
    }
  }
  lines.push(current);
  return lines;
}

/** The text alone. */
export function textOf(spans: readonly Span[]): string {
  return spans.map(({ text }) => text).join('');
}
