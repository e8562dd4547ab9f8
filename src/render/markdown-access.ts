import type { Plan } from '../model/plan.js';
import { type AccessGroup, accessLines, actsAsTexts, groupAlike, SHARED } from './access.js';
import { fitLines } from './fit.js';
import { mdCode, mdText } from './markdown-escape.js';

/** More lines than this are folded. */
const OPEN = 12;

/** Whose access changes: a table of roles and privileges, what is wider in bold. Empty where nothing is or nothing fits. */
export function accessSection(plan: Plan, room: number): string {
  const lines = accessLines(plan);
  const acting = actsAsTexts(plan).map((text) => `- ${mdText(text)}`);
  if (lines.length + acting.length === 0 || room < 600) return '';
  const title = `Access (${lines.length + acting.length} changes; what is wider is in bold)`;
  const privileges = lines[0]?.cells.map(({ privilege }) => privilege) ?? [];
  const head = [
    `| Object | Role |${privileges.map((privilege) => ` ${privilege} |`).join('')}`,
    `| :-- | :-- |${privileges.map(() => ' :-- |').join('')}`,
  ];
  const left = room - title.length - head.join('\n').length - 120;
  const list = fitLines(acting, left / 3);
  const used = list.reduce((sum, line) => sum + line.length + 1, 0);
  const groups = groupAlike(lines);
  const rows = fitLines(groups.map(row), left - used, () => '');
  const shown = rows.filter((line) => line !== '');
  const missing = groups.length - shown.length;
  const table = shown.length === 0 ? '' : [...head, ...shown].join('\n');
  const note = missing === 0 ? '' : `*… and ${missing} more lines of access, left out for want of room*`;
  const body = [list.join('\n'), table, note].filter((text) => text !== '').join('\n\n');
  return groups.length + acting.length <= OPEN
    ? `#### ${title}\n\n${body}`
    : `<details><summary>${title}</summary>\n\n${body}\n\n</details>`;
}

function row({ objects, role, cells }: AccessGroup): string {
  const texts = cells.map(({ text, changed, widened }) => {
    if (!changed) return mdText(text);
    return widened ? `**${mdText(text)}**` : mdText(text);
  });
  const named = objects.slice(0, SHARED).map((object) => mdCode(object, true));
  const more = objects.length > SHARED ? ` and ${objects.length - SHARED} more` : '';
  return `| ${[`${named.join(', ')}${more}`, mdCode(role, true), ...texts].join(' | ')} |`;
}
