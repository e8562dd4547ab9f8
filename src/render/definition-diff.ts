import { diffWordsWithSpace, structuredPatch } from 'diff';

/** A piece of a line; `changed`: the words that differ from the other side's line. */
export interface DiffPart {
  readonly text: string;
  readonly changed: boolean;
}

/** One line of a unified diff. `@`: what stands between two hunks, as `diff -u` writes it. */
export interface DiffLine {
  readonly sign: ' ' | '-' | '+' | '@';
  readonly parts: readonly DiffPart[];
}

/** Lines that stay, shown around each change. */
const CONTEXT = 3;
/** More lines that differ than this are shown as all old, then all new: finding the shortest way takes their square. */
const MOST_EDITS = 1000;
/** A line that keeps less than this share of its text is another line, and its words are not compared. */
const ALIKE = 0.4;
const LONGEST_LINE = 2000;

/** What differs between two texts, as a unified diff with the words that changed inside its lines; empty where nothing does. */
export function diffLines(before: string, after: string): DiffLine[] {
  if (before === after) return [];
  const patch = structuredPatch('', '', ended(before), ended(after), '', '', {
    context: CONTEXT,
    maxEditLength: MOST_EDITS,
  });
  if (patch === undefined) return [...sided('-', before), ...sided('+', after)];
  return patch.hunks.flatMap((hunk, index) => {
    const lines = withWords(hunk.lines.filter((line) => !line.startsWith('\\')));
    if (index === 0 && hunk.oldStart <= 1 && patch.hunks.length === 1) return lines;
    const heading = `@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@`;
    return [{ sign: '@' as const, parts: [same(heading)] }, ...lines];
  });
}

/** All lines of one text, as removed or as added. */
export function sided(sign: '-' | '+', text: string): DiffLine[] {
  return text.split('\n').map((line) => ({ sign, parts: [same(line)] }));
}

function ended(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`;
}

/** Old lines and the new ones that follow them are compared in pairs. */
function withWords(lines: readonly string[]): DiffLine[] {
  const result: DiffLine[] = [];
  for (let at = 0; at < lines.length; ) {
    const old = run(lines, at, '-');
    const fresh = run(lines, at + old.length, '+');
    if (old.length + fresh.length === 0) {
      result.push({ sign: ' ', parts: [same((lines[at] ?? '').slice(1))] });
      at += 1;
      continue;
    }
    const pairs = old.map((line, index) => words(line, fresh[index]));
    result.push(...old.map((line, index) => lineOf('-', pairs[index]?.old ?? [same(line)])));
    result.push(...fresh.map((line, index) => lineOf('+', pairs[index]?.fresh ?? [same(line)])));
    at += old.length + fresh.length;
  }
  return result;
}

function run(lines: readonly string[], from: number, sign: string): string[] {
  const found: string[] = [];
  for (let at = from; lines[at]?.startsWith(sign); at += 1) found.push((lines[at] ?? '').slice(1));
  return found;
}

function lineOf(sign: '-' | '+', parts: readonly DiffPart[]): DiffLine {
  return { sign, parts };
}

function same(text: string): DiffPart {
  return { text, changed: false };
}

function words(
  old: string,
  fresh: string | undefined,
): { old: readonly DiffPart[]; fresh: readonly DiffPart[] } | null {
  if (fresh === undefined || old.length + fresh.length > LONGEST_LINE) return null;
  const changes = diffWordsWithSpace(old, fresh);
  const kept = changes.filter(({ added, removed }) => !added && !removed);
  const length = kept.reduce((sum, { value }) => sum + value.trim().length, 0);
  if (length < ALIKE * Math.max(old.trim().length, fresh.trim().length)) return null;
  const side = (other: 'added' | 'removed', own: 'added' | 'removed'): DiffPart[] =>
    changes
      .filter((change) => !change[other])
      .map((change) => ({ text: change.value, changed: change[own] === true }));
  return { old: side('added', 'removed'), fresh: side('removed', 'added') };
}
