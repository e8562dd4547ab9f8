import { oneLine } from '../render/clean.js';
import { counted } from '../render/label.js';
import { cut, type Span } from './lines.js';
import type { State } from './state.js';
import type { View } from './view.js';

/** The question before an apply, in place of the screen's last rows. */
export function promptLines(
  { plan, summary }: View,
  { asks }: State,
  { typed, wrong }: NonNullable<State['prompt']>,
  width: number,
): (readonly Span[])[] {
  const name = oneLine(plan.environment);
  const rule: Span[] = [{ text: '━'.repeat(width), tone: 'bad' }];
  if (asks !== 'name') {
    return [
      rule,
      cut([{ text: ` Apply ${counted(plan.steps.length, 'step')} to ${name}?`, tone: 'strong' }], width),
      cut([{ text: ' y or enter applies · any other key goes back', tone: 'quiet' }], width),
    ];
  }
  const lost = `${counted(summary.destructive.length, 'destructive step')} of ${plan.steps.length}: rows or values are lost.`;
  const hint = wrong ? `that is not ${name}; nothing is changed` : 'enter applies · esc goes back';
  return [
    rule,
    cut([{ text: ` ${lost}`, tone: 'bad' }], width),
    cut(
      [
        { text: ` Type the environment's name (${name}) to apply: ` },
        { text: `${oneLine(typed)}▏`, tone: 'strong' },
      ],
      width,
    ),
    cut([{ text: ` ${hint}`, tone: wrong ? 'warning' : 'quiet' }], width),
  ];
}
