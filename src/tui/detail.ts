import type { Plan, Step } from '../model/plan.js';
import { type AccessLine, accessLines, actsAsTexts } from '../render/access.js';
import { oneLine } from '../render/clean.js';
import type { DiffLine } from '../render/definition-diff.js';
import { counted, countKinds, objectName, placeText, stepTitle, symbolOf } from '../render/label.js';
import type { Tone } from '../render/paint.js';
import type { NumberedStep } from '../render/summary.js';
import { actionText, headlineText, overviewFacts, toneOf } from '../render/text-overview.js';
import { sqlLines, stepDiff, stepFacts, stepFlags } from '../render/text-steps.js';
import { EMPTY, type Line, line } from './lines.js';
import { fullTitle, type Node } from './outline.js';
import { stepsOf, type View } from './view.js';

/** More steps than this are named only: each has a row of its own. */
const MOST_WHOLE = 12;

/** Everything there is to say about a row. */
export function detailOf(view: View, node: Node): readonly Line[] {
  const known = view.details.get(node);
  if (known !== undefined) return known;
  const lines = made(view, node);
  view.details.set(node, lines);
  return lines;
}

function made(view: View, node: Node): readonly Line[] {
  const { plan } = view;
  switch (node.topic) {
    case 'refusals':
      return refusals(plan);
    case 'summary':
      return summary(view);
    case 'access':
      return access(plan);
    case 'hazards':
      return hazards(view);
    case 'hazard':
      return node.about === null
        ? []
        : [line(node.text, 'warning', 2), EMPTY, ...stepLines(view, node.about)];
    case 'diagnostics':
      return diagnostics(plan);
    case 'unlisted':
      return unlisted(plan);
    case 'schema':
    case 'object':
    case 'step':
      return steps(view, stepsOf(node));
  }
}

function refusals(plan: Plan): Line[] {
  return [
    line(`Nobody could apply this plan to ${oneLine(plan.environment)}.`, 'strong'),
    ...plan.refusals.flatMap(({ code, message, hint }) => [
      EMPTY,
      line(`x ${oneLine(message)} [${oneLine(code)}]`, 'bad', 2),
      ...(hint === undefined ? [] : [line(`  hint: ${oneLine(hint)}`, null, 8)]),
    ]),
  ];
}

function summary({ plan, summary, aids }: View): Line[] {
  return [
    line(headlineText(plan), 'strong'),
    ...summary.actions.map((count) =>
      line(`  ${symbolOf(count.action)} ${actionText(count)}`, toneOf(count.action), 6),
    ),
    ...overviewFacts(plan, summary, aids.sizes).map(({ label, text, tone }) =>
      line(`  ${label.padEnd(10)}${text}`, tone ?? null, 12),
    ),
  ];
}

function access(plan: Plan): Line[] {
  const lines = accessLines(plan);
  const wide = Math.min(24, Math.max(0, ...lines.map(({ role }) => role.length)));
  const objects = [...new Set(lines.map(({ object }) => object))];
  return [
    line('What is wider is marked by !', 'quiet'),
    ...actsAsTexts(plan).map((text) => line(text, null, 2)),
    ...objects.flatMap((object) => [
      EMPTY,
      line(object, 'strong'),
      ...lines.filter((one) => one.object === object).map((one) => accessRow(one, wide)),
    ]),
  ];
}

function accessRow({ role, cells }: AccessLine, wide: number): Line {
  const wider = cells.some(({ widened }) => widened);
  const texts = cells.filter(({ changed }) => changed).map(({ privilege, text }) => `${privilege} ${text}`);
  const text = `${wider ? '!' : ' '} ${role.padEnd(wide)} ${texts.join(' · ')}`;
  return line(text, wider ? 'warning' : null, wide + 3);
}

function hazards({ summary }: View): Line[] {
  return summary.hazards.flatMap(({ kind, hazards: all }) => [
    line(`! ${oneLine(kind)} (${all.length})`, 'warning'),
    ...all.map(({ step, hazard }) => line(`  ${stepTitle(step)}: ${oneLine(hazard.message)}`, null, 4)),
  ]);
}

const LEVEL_TONES: Record<Plan['diagnostics'][number]['level'], Tone> = {
  info: 'quiet',
  warning: 'warning',
  error: 'bad',
};

function diagnostics(plan: Plan): Line[] {
  return plan.diagnostics.map((one) => {
    const place = one.file === undefined ? '' : `${placeText(one)} `;
    const text = `${one.level}: ${place}${oneLine(one.message)} [${oneLine(one.code)}]`;
    return line(text, LEVEL_TONES[one.level], 2);
  });
}

function unlisted(plan: Plan): Line[] {
  return [
    line('Live and in scope, but neither declared nor kept nor dropped:', 'strong'),
    ...countKinds(plan.unlisted).flatMap(({ kind, count }) => {
      const names = plan.unlisted.filter((object) => object.kind === kind).map(objectName);
      return [EMPTY, line(counted(count, kind)), ...names.map((name) => line(`  ${name}`, 'warning', 4))];
    }),
  ];
}

function steps(view: View, all: readonly NumberedStep[]): Line[] {
  if (all.length > MOST_WHOLE) return all.map((one) => title(view, one));
  return all.flatMap((one, index) => [...(index === 0 ? [] : [EMPTY]), ...stepLines(view, one)]);
}

function title({ plan }: View, numbered: NumberedStep): Line {
  const { step } = numbered;
  const flags = stepFlags(step).map((flag) => ` (${flag})`);
  return line(`${fullTitle(numbered, plan.steps.length)}${flags.join('')}`, toneOf(step.action), 2);
}

function stepLines(view: View, numbered: NumberedStep): Line[] {
  const { step } = numbered;
  return [
    title(view, numbered),
    ...stepFacts(step).map(({ label, text }) => line(`  ${label.padEnd(6)}${text}`, 'quiet', 8)),
    ...step.hazards.map(({ kind, message }) =>
      line(`  !     ${oneLine(kind)}: ${oneLine(message)}`, 'warning', 8),
    ),
    ...definition(view, step),
    EMPTY,
    line('SQL', 'strong'),
    ...sqlLines(step).map((text) => line(`  ${expanded(text)}`, null, 4)),
  ];
}

function definition({ aids }: View, step: Step): Line[] {
  const diff = stepDiff(step, aids.define);
  const title = diff.every(({ sign }) => sign === '-') ? 'What goes' : 'What changes';
  return diff.length === 0 ? [] : [EMPTY, line(title, 'strong'), ...diff.map(diffLine)];
}

const SIGN_TONES: Record<DiffLine['sign'], Tone | null> = {
  ' ': null,
  '-': 'drop',
  '+': 'create',
  '@': 'quiet',
};

function diffLine({ sign, parts }: DiffLine): Line {
  const tone = SIGN_TONES[sign];
  const spans = parts.map(({ text, changed }) => ({ text: expanded(text), tone, marked: changed }));
  return { spans: [{ text: sign === '@' ? '' : `${sign} `, tone }, ...spans], indent: 2 };
}

function expanded(text: string): string {
  return text.replaceAll('\t', '    ');
}
