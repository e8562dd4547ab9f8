import type { Define } from '../plan/definitions.js';
import type { Section } from './fit.js';
import { counted, stepTitle, symbolOf } from './label.js';
import { mdCode, mdFence, mdHtml, mdText } from './markdown-escape.js';
import type { NumberedStep, ObjectGroup } from './summary.js';
import { terminate } from './terminate.js';
import { stepDiff, stepFacts, stepFlags } from './text-steps.js';

/** Lines of a diff and of a step's SQL in the forms of a section that is too large as a whole. */
const CLIPS = [
  { diff: 200, sql: 40 },
  { diff: 40, sql: 6 },
] as const;

/** One object: a line that is always wanted, and a folded body that gives way where room is short. */
export function groupSection(group: ObjectGroup, define: Define | undefined): Section {
  const titles = group.steps.map(({ step }) => {
    const flags = stepFlags(step).map((flag) => ` (${flag})`);
    return `${symbolOf(step.action)} ${stepTitle(step)}${flags.join('')}`;
  });
  const first = titles[0] ?? '';
  const label = titles.length === 1 ? first : `${group.name}: ${counted(titles.length, 'step')}`;
  const summary = `<summary><code>${mdHtml(label)}</code></summary>`;
  const bodies = group.steps.map((numbered, index) => stepBody(numbered, titles[index] ?? '', define));
  const form = (clip: { diff: number; sql: number } | null): string =>
    `<details>${summary}\n\n${bodies.map((body) => body(clip)).join('\n\n')}\n\n</details>`;
  const brief = titles.map((title) => `- ${mdCode(title)}`).join('\n');
  const full = form(null);
  const shorter = CLIPS.map(form).filter(
    (text, at, all) => text.length < (at === 0 ? full : (all[0] ?? '')).length,
  );
  const weighs = group.steps.some(({ step }) => step.destructive || step.hazards.length > 0);
  return { forms: [full, ...shorter, brief], rank: weighs ? 0 : 1 };
}

/** One step in Markdown, with at most so many lines of diff and SQL. The diff comes first: it is what people read. */
function stepBody(
  { number, step }: NumberedStep,
  title: string,
  define: Define | undefined,
): (clip: { diff: number; sql: number } | null) => string {
  const facts = stepFacts(step).map(({ label, text }) => `${label} ${mdText(text)}`);
  const hazards = step.hazards.map(({ kind, message }) => `- ${mdCode(kind)} ${mdText(message)}`);
  const diff = stepDiff(step, define).map(
    ({ sign, parts }) => `${sign === '@' ? '' : sign}${parts.map((part) => part.text).join('')}`,
  );
  const sql = step.sql.map(terminate).join('\n').split('\n');
  return (clip) =>
    [
      `**${number}.** ${mdCode(title)}`,
      facts.join(' · '),
      hazards.join('\n'),
      fenced('diff', clipped(diff, clip?.diff)),
      fenced('sql', clipped(sql, clip?.sql)),
    ]
      .filter((text) => text !== '')
      .join('\n\n');
}

function fenced(language: string, lines: readonly string[]): string {
  return lines.every((line) => line === '') ? '' : mdFence(language, lines.join('\n'));
}

/** The first lines, and how many were left out. */
function clipped(lines: readonly string[], most = Number.POSITIVE_INFINITY): readonly string[] {
  if (lines.length <= most + 1) return lines;
  return [...lines.slice(0, most), `… ${lines.length - most} more lines, left out for want of room`];
}
