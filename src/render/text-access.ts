import type { Plan } from '../model/plan.js';
import { accessLines, actsAsTexts } from './access.js';
import type { Paint } from './paint.js';
import { wrap } from './wrap.js';

/** Whose access changes, by object: `!` and colour where a role gets further than it did. */
export function accessBlock(plan: Plan, width: number, paint: Paint): string[] {
  const lines = accessLines(plan);
  const acting = actsAsTexts(plan);
  if (lines.length + acting.length === 0) return [];
  const longest = Math.min(24, Math.max(0, ...lines.map(({ role }) => role.length)));
  const objects = [...new Set(lines.map(({ object }) => object))];
  return [
    paint('strong', `Access (${lines.length + acting.length}; what is wider is marked by !)`),
    ...acting.flatMap((text) => wrap(`  ${text}`, width, 4)),
    ...objects.flatMap((object) => [
      `  ${object}`,
      ...lines
        .filter((line) => line.object === object)
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
