import type { Plan } from '../model/plan.js';
import type { Define } from '../plan/definitions.js';
import type { Relate } from '../plan/related.js';
import type { Sizes } from '../plan/result.js';
import { oneLine } from './clean.js';
import { fitLines, fitSections } from './fit.js';
import { countedAll, objectLabel, placeText, stepTitle, symbolOf } from './label.js';
import { accessSection } from './markdown-access.js';
import { groupSection } from './markdown-changes.js';
import { mdAlert, mdCode, mdText } from './markdown-escape.js';
import { pictureSection } from './markdown-picture.js';
import { type Summary, summarize } from './summary.js';
import { headlineText, overviewFacts } from './text-overview.js';

/** GitHub refuses a comment of more than 65,536 characters; other text may stand beside the plan's. */
export const MARKDOWN_LIMIT = 60_000;

/** Room that is always left for the notes on what was left out. */
const NOTES = 600;

export interface MarkdownOptions {
  /** Characters at most. Default 60,000. */
  readonly limit?: number;
  /** Definitions before and after, for the diffs. Default: none. */
  readonly define?: Define;
  /** What stands on what changes, for the picture. Default: none. */
  readonly relate?: Relate;
  /** Sizes of what is locked. Default: none are said. */
  readonly sizes?: Sizes;
}

/**
 * The plan as a pull request's comment, at most `limit` characters. The first line is a stable marker by which a bot finds
 * its comment. What does not fit is left out by importance (SQL first, hazards last) and a note says so.
 */
export function renderMarkdown(plan: Plan, options: MarkdownOptions = {}): string {
  const { limit = MARKDOWN_LIMIT, define, relate, sizes } = options;
  const summary = summarize(plan);
  const head = [
    `<!-- reconcile:plan ${oneLine(plan.environment).replaceAll('--', '- -')} -->`,
    `### ${mdText(headlineText(plan))}`,
    ...(summary.actions.length === 0 ? [] : [actionTable(summary)]),
  ].join('\n\n');
  let room = limit - NOTES - head.length;
  const take = (text: string): string => {
    room -= text.length + 2;
    return text;
  };
  const refusals = take(
    alertList('CAUTION', '**Refused:** nobody could apply this plan.', refusalLines(plan), room),
  );
  const losses = take(alertList('CAUTION', '**Rows or values are lost**', hazardLines(summary, true), room));
  const hazards = take(alertList('WARNING', '**Hazards**', hazardLines(summary, false), room));
  const facts = take(factList(plan, summary, sizes, room));
  const access = take(accessSection(plan, room / 2));
  const picture = take(pictureSection(relate?.(), room / 4));
  const within = define === undefined ? undefined : budgeted(define);
  const sections = summary.groups.map((group) => groupSection(group, within));
  const changes = take(fitSections('Changes', sections, room, 'plan --format text'));
  const diagnostics = take(folded('Diagnostics', diagnosticLines(plan), room));
  const unlisted = take(folded('Unlisted', unlistedLines(plan), room));
  const ordered = [head, refusals, losses, hazards, facts, access, picture, changes, unlisted, diagnostics];
  return `${ordered.filter((text) => text !== '').join('\n\n')}\n`;
}

/** Definitions up to so many characters in all: many times what a comment shows, so that a huge plan is not all compared. */
function budgeted(define: Define): Define {
  let left = 1_000_000;
  return (object) => {
    if (left <= 0) return { before: null, after: null };
    const definition = define(object);
    left -= (definition.before?.length ?? 0) + (definition.after?.length ?? 0);
    return definition;
  };
}

function actionTable(summary: Summary): string {
  const rows = summary.actions.map(
    ({ action, total, kinds, taken }) =>
      `| ${mdCode(symbolOf(action))} ${action} | ${total} | ${mdText(countedAll(kinds))} | ${mdText(countedAll(taken))} |`,
  );
  return ['| | Steps | Objects | Taken along |', '| :-- | --: | :-- | :-- |', ...rows].join('\n');
}

function refusalLines(plan: Plan): string[] {
  return plan.refusals.map(({ code, message, hint }) => {
    const more = hint === undefined ? '' : ` Hint: ${mdText(hint)}`;
    return `- ${mdText(message)} (${mdCode(code)})${more}`;
  });
}

/** Hazards of steps that lose rows or values, or of all others. */
function hazardLines(summary: Summary, destructive: boolean): string[] {
  return summary.hazards.flatMap(({ kind, hazards }) =>
    hazards
      .filter(({ step }) => step.destructive === destructive)
      .map(({ step, hazard }) => `- ${mdCode(kind)} ${mdCode(stepTitle(step))}: ${mdText(hazard.message)}`),
  );
}

function alertList(
  type: 'CAUTION' | 'WARNING',
  title: string,
  lines: readonly string[],
  room: number,
): string {
  if (lines.length === 0) return '';
  const quoted = lines.map((line) => `> ${line}`);
  const fitted = fitLines(
    quoted,
    room - title.length - 40,
    (count) => `> - … and ${count} more, left out for want of room`,
  );
  return [mdAlert(type, [title, '']), ...fitted].join('\n');
}

function factList(plan: Plan, summary: Summary, sizes: Sizes | undefined, room: number): string {
  return fitLines(
    overviewFacts(plan, summary, sizes)
      .filter(({ label }) => label !== 'hazards')
      .map(({ label, text }) => `- **${label}** ${mdText(text)}`),
    room,
  ).join('\n');
}

function folded(title: string, lines: readonly string[], room: number): string {
  const frame = `<details><summary>${title} (${lines.length})</summary>\n\n`;
  if (lines.length === 0 || room < frame.length + 200) return '';
  return `${frame}${fitLines(lines, room - frame.length - 20).join('\n')}\n\n</details>`;
}

function unlistedLines(plan: Plan): string[] {
  return plan.unlisted.map((object) => `- ${mdCode(objectLabel(object))}`);
}

function diagnosticLines(plan: Plan): string[] {
  return plan.diagnostics.map((diagnostic) => {
    const { level, code, message } = diagnostic;
    const place = diagnostic.file === undefined ? '' : ` ${mdCode(placeText(diagnostic))}`;
    return `- ${level}${place}: ${mdText(message)} (${mdCode(code)})`;
  });
}
