import type { Problem } from '../model/errors.js';

/** Code points that terminals draw two cells wide (East Asian Wide and Fullwidth, emoji). */
const WIDE =
  /[\u1100-\u115F\u2329\u232A\u2E80-\u303E\u3041-\u33FF\u3400-\u4DBF\u4E00-\u9FFF\uA000-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1F64F}\u{1F680}-\u{1F6FF}\u{1F900}-\u{1F9FF}\u{20000}-\u{3FFFD}]/u;
const ZERO = /\p{Mn}|\p{Me}|\p{Cf}/u;
/** Control characters, line separators and marks of writing direction would move the cursor. Tabs may stay. */
const CONTROL = /(?!\t)[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;
const LONGEST = 160;

function cells(text: string): string {
  let out = '';
  for (const character of text) {
    if (character === '\t') out += '\t';
    else if (ZERO.test(character)) continue;
    else out += WIDE.test(character) ? '  ' : ' ';
  }
  return out;
}

/** The part of a long line around the column, and how many code units were cut off before it. */
function excerpt(line: string, column: number): { text: string; cut: number } {
  if (line.length <= LONGEST) return { text: line, cut: 0 };
  let start = Math.max(0, Math.min(column - 1 - LONGEST / 2, line.length - LONGEST));
  // Not in the middle of a surrogate pair.
  if (start > 0 && /[\uDC00-\uDFFF]/.test(line[start] ?? '')) start += 1;
  return { text: line.slice(start, start + LONGEST), cut: start };
}

/**
 * A problem as people read it: `path:line:col: error: message`, the source line with a caret under the column,
 * and what to do. Tabs before the column stay tabs and wide characters take two cells, so the caret stands right.
 */
export function formatProblem(problem: Problem): string {
  const { at, source } = problem;
  const where = at === undefined ? '' : `${at.file}:${at.line}:${at.column}: `;
  const out = [`${where}error: ${problem.message}`];
  if (at !== undefined && source !== undefined && source.trim() !== '') {
    const { text, cut } = excerpt(source.replace(CONTROL, '\uFFFD'), at.column);
    out.push(`  ${text}`, `  ${cells(text.slice(0, Math.max(0, at.column - 1 - cut)))}^`);
  }
  if (problem.hint !== undefined) out.push(`hint: ${problem.hint}`);
  return out.join('\n');
}
