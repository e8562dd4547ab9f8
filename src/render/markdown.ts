import type { Plan } from '../model/plan.js';
import { oneLine } from './clean.js';
import { fitLines, fitSections, type Section } from './fit.js';
import { counted, countedAll, objectLabel, placeText, stepTitle, symbolOf } from './label.js';
import { mdAlert, mdCode, mdFence, mdHtml, mdText } from './markdown-escape.js';
import { type ObjectGroup, type Summary, summarize } from './summary.js';
import { terminate } from './terminate.js';
import { headlineText, overviewFacts } from './text-overview.js';
import { stepFacts, stepFlags } from './text-steps.js';

/** GitHub refuses a comment of more than 65,536 characters; other text may stand beside the plan's. */
export const MARKDOWN_LIMIT = 60_000;

/** Room that is always left for the notes on what was left out. */
const NOTES = 600;

/**
 * The plan as a pull request's comment, at most `limit` characters. The first line is a stable marker by which a bot finds
 * its comment. What does not fit is left out by importance (SQL first, hazards last) and a note says so.
 */
export function renderMarkdown(plan: Plan, limit = MARKDOWN_LIMIT): string {
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
  const hazards = take(alertList('WARNING', '**Hazards**', hazardLines(summary), room));
  const facts = take(factList(plan, summary, room));
  const changes = take(fitSections('Changes', summary.groups.map(groupSection), room, 'plan --format text'));
  const diagnostics = take(folded('Diagnostics', diagnosticLines(plan), room));
  const unlisted = take(folded('Unlisted', unlistedLines(plan), room));
  const ordered = [head, refusals, hazards, facts, changes, unlisted, diagnostics];
  return `${ordered.filter((text) => text !== '').join('\n\n')}\n`;
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

function hazardLines(summary: Summary): string[] {
  return summary.hazards.flatMap(({ kind, hazards }) =>
    hazards.map(
      ({ step, hazard }) => `- ${mdCode(kind)} ${mdCode(stepTitle(step))}: ${mdText(hazard.message)}`,
    ),
  );
}

function alertList(
  type: 'CAUTION' | 'WARNING',
  title: string,
  lines: readonly string[],
  room: number,
): string {
  if (lines.length === 0) return '';
  // Each line becomes two characters longer in the alert.
  const fitted = fitLines(lines, room - title.length - 2 * lines.length - 40);
  return mdAlert(type, [title, '', ...fitted]);
}

function factList(plan: Plan, summary: Summary, room: number): string {
  return fitLines(
    overviewFacts(plan, summary)
      .filter(({ label }) => label !== 'hazards')
      .map(({ label, text }) => `- **${label}** ${mdText(text)}`),
    room,
  ).join('\n');
}

/** One object: a line that is always wanted, and a folded body that gives way where room is short. */
function groupSection(group: ObjectGroup): Section {
  const titles = group.steps.map(({ step }) => {
    const flags = stepFlags(step).map((flag) => ` (${flag})`);
    return `${symbolOf(step.action)} ${stepTitle(step)}${flags.join('')}`;
  });
  const first = titles[0] ?? '';
  const label = titles.length === 1 ? first : `${group.name}: ${counted(titles.length, 'step')}`;
  const body = group.steps.map(({ number, step }, index) => {
    const facts = stepFacts(step).map(({ label: name, text }) => `${name} ${mdText(text)}`);
    const hazards = step.hazards.map(({ kind, message }) => `- ${mdCode(kind)} ${mdText(message)}`);
    const sql = step.sql.map(terminate).join('\n');
    const title = `**${number}.** ${mdCode(titles[index] ?? '')}`;
    return [title, facts.join(' · '), hazards.join('\n'), sql === '' ? '' : mdFence('sql', sql)]
      .filter((text) => text !== '')
      .join('\n\n');
  });
  return {
    brief: titles.map((title) => `- ${mdCode(title)}`).join('\n'),
    full: `<details><summary><code>${mdHtml(label)}</code></summary>\n\n${body.join('\n\n')}\n\n</details>`,
  };
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
