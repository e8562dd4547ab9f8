import type { Plan } from '../model/plan.js';
import { type AccessGroup, accessLines, actsAsTexts, groupAlike, SHARED } from './access.js';
import type { Paint } from './paint.js';
import { wrap } from './wrap.js';

/** Whose access changes, by object: `!` and colour where a role gets further than it did. */
export function accessBlock(plan: Plan, width: number, paint: Paint): string[] {
  const lines = accessLines(plan);
  const acting = actsAsTexts(plan);
  if (lines.length + acting.length === 0) return [];
  const longest = Math.min(24, Math.max(0, ...lines.map(({ role }) => role.length)));
  const groups = groupAlike(lines);
  const titles = [...new Set(groups.map(titleOf))];
  return [
    paint('strong', `Access (${lines.length + acting.length}; what is wider is marked by !)`),
    ...acting.flatMap((text) => wrap(`  ${text}`, width, 4)),
    ...titles.flatMap((title) => [
      ...wrap(`  ${title}`, width, 4),
      ...groups
        .filter((group) => titleOf(group) === title)
        .flatMap(({ role, cells }) => {
          const wider = cells.some(({ widened }) => widened);
          const texts = cells
            .filter(({ changed }) => changed)
            .map(({ privilege, text }) => `${privilege} ${text}`);
          const text = `    ${wider ? '!' : ' '} ${role.padEnd(longest)} ${texts.join(' · ')}`;
          return wrap(text, width, longest + 7).map((line) => (wider ? paint('warning', line) : line));
        }),
    ]),
  ];
}

function titleOf({ objects }: AccessGroup): string {
  const more = objects.length > SHARED ? ` and ${objects.length - SHARED} more` : '';
  return `${objects.slice(0, SHARED).join(', ')}${more}`;
}
