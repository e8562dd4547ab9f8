import { quoteIdent } from '../model/id.js';
import type { Action, Plan, PlanObject, Step } from '../model/plan.js';
import { accessSummary } from '../render/access.js';
import { oneLine } from '../render/clean.js';
import { ACTIONS, counted, kindWords, objectName, stepTitle, symbolOf } from '../render/label.js';
import type { Tone } from '../render/paint.js';
import type { NumberedStep, ObjectGroup, Summary } from '../render/summary.js';
import { headlineText, toneOf } from '../render/text-overview.js';
import { stepFlags } from '../render/text-steps.js';

/** What a row is about: it decides what stands beside it. */
export type Topic =
  | 'refusals'
  | 'summary'
  | 'access'
  | 'hazards'
  | 'hazard'
  | 'diagnostics'
  | 'unlisted'
  | 'schema'
  | 'object'
  | 'step';

/** One row of the list, and those that fold into it. */
export interface Node {
  readonly id: string;
  readonly topic: Topic;
  readonly text: string;
  readonly tone: Tone | null;
  readonly children: readonly Node[];
  /** Of a step's row. */
  readonly step: NumberedStep | null;
  /** The step that a hazard belongs to. */
  readonly about: NumberedStep | null;
}

/** Every row, what decides first: refusals, the summary, hazards, notes; then the changes by schema and object. */
export function outline(plan: Plan, summary: Summary): Node[] {
  const { refusals, diagnostics, unlisted } = plan;
  const warns = diagnostics.some(({ level }) => level !== 'info');
  return [
    ...(refusals.length === 0 ? [] : [node('refusals', `Refused (${refusals.length})`, 'bad')]),
    node('summary', headlineText(plan), 'strong'),
    ...access(plan),
    ...hazards(plan, summary),
    ...(diagnostics.length === 0
      ? []
      : [node('diagnostics', `Notes (${diagnostics.length})`, warns ? 'warning' : 'quiet')]),
    ...(unlisted.length === 0 ? [] : [node('unlisted', `Unlisted (${unlisted.length})`, 'warning')]),
    ...schemas(summary.groups),
  ];
}

function node(topic: Topic, text: string, tone: Tone | null, more: Partial<Node> = {}): Node {
  return { id: topic, topic, text, tone, children: [], step: null, about: null, ...more };
}

function access(plan: Plan): Node[] {
  const text = accessSummary(plan);
  if (text === '') return [];
  const wider = plan.access?.some(({ roles }) => roles.some(({ widened }) => widened.length > 0)) === true;
  return [node('access', `Access ${text}`, wider ? 'warning' : null)];
}

function hazards(plan: Plan, summary: Summary): Node[] {
  const numbers = new Map(plan.steps.map((step, index) => [step, index + 1]));
  const children = summary.hazards.flatMap(({ kind, hazards: all }) =>
    all.map(({ step, hazard }, index) =>
      node('hazard', oneLine(`! ${kind}: ${hazard.message}`), 'warning', {
        id: `hazard ${kind} ${index}`,
        about: { number: numbers.get(step) ?? 0, step },
      }),
    ),
  );
  return children.length === 0
    ? []
    : [node('hazards', `Hazards (${children.length})`, 'warning', { children })];
}

/** Objects without a schema stand last, as what belongs to the database. */
function schemas(groups: readonly ObjectGroup[]): Node[] {
  const bySchema = new Map<string | null, ObjectGroup[]>();
  for (const group of groups) {
    const schema = group.steps[0]?.step.object.schema ?? null;
    const known = bySchema.get(schema);
    if (known === undefined) bySchema.set(schema, [group]);
    else known.push(group);
  }
  const names = [...bySchema.keys()].sort((a, b) => Number(a === null) - Number(b === null));
  return names.map((name) => {
    const own = bySchema.get(name) ?? [];
    const steps = own.flatMap((group) => group.steps.map(({ step }) => step));
    const title = name === null ? 'database' : `schema ${oneLine(name)}`;
    return node('schema', `${title} (${counted(steps.length, 'step')}: ${tallyText(steps)})`, 'strong', {
      id: name === null ? 'database' : `schema ${name}`,
      children: own.map(objectNode),
    });
  });
}

/** `-14 +2`. */
function tallyText(steps: readonly Step[]): string {
  const count = (action: Action): number => steps.filter((step) => step.action === action).length;
  return ACTIONS.filter((action) => count(action) > 0)
    .map((action) => `${symbolOf(action)}${count(action)}`)
    .join(' ');
}

/** An object with a single step is that step: one thing to open less. */
function objectNode(group: ObjectGroup): Node {
  const [only, ...others] = group.steps;
  if (only !== undefined && others.length === 0) return stepNode(only, false);
  const steps = group.steps.map(({ step }) => step);
  const whole = steps.find((step) => step.object.table === undefined)?.object;
  const part = steps[0]?.object;
  const name = oneLine(quoteIdent(whole?.name ?? part?.table ?? part?.name ?? group.name));
  const kind = whole === undefined ? '' : `${kindWords(whole.kind)} `;
  const tones = new Set(steps.map((step) => toneOf(step.action)));
  const tone = tones.size === 1 ? ([...tones][0] ?? null) : 'change';
  const children = group.steps.map((numbered) => stepNode(numbered, true));
  return node('object', `${tallyText(steps)} ${kind}${name}`, tone, { id: `object ${group.name}`, children });
}

function stepNode(numbered: NumberedStep, inObject: boolean): Node {
  const { step } = numbered;
  const name = inObject ? ownName(step.object) : schemaName(step.object);
  const flags = [...stepFlags(step), ...(step.hazards.length === 0 ? [] : [`!${step.hazards.length}`])];
  const marks = flags.length === 0 ? '' : `  ${flags.join(' ')}`;
  return node(
    'step',
    `${symbolOf(step.action)} ${kindWords(step.object.kind)} ${name}${marks}`,
    toneOf(step.action),
    { id: `step ${numbered.number}`, step: numbered },
  );
}

/** Without its schema, which stands above it. */
function schemaName(object: PlanObject): string {
  return objectName({ ...object, schema: null });
}

/** Without its schema and relation, which stand above it. */
function ownName(object: PlanObject): string {
  const { table: _, ...own } = object;
  return objectName({ ...own, schema: null });
}

/** What a step does, in full. */
export function fullTitle({ number, step }: NumberedStep, total: number): string {
  return `${symbolOf(step.action)} ${stepTitle(step)} [${number}/${total}]`;
}
