import type { Plan, Step } from '../model/plan.js';
import { oneLine } from '../render/clean.js';
import { counted, objectLabel, stepTitle, symbolOf } from '../render/label.js';
import type { Tone } from '../render/paint.js';
import { type NumberedStep, type ObjectGroup, type Summary, summarize } from '../render/summary.js';
import { actionText, headlineText, overviewFacts, toneOf } from '../render/text-overview.js';
import { sqlLines, stepFacts, stepFlags } from '../render/text-steps.js';

/** One line of the list. Rows with an `id` can be opened and closed. */
export interface Row {
  readonly id: string | null;
  readonly depth: number;
  readonly text: string;
  readonly tone: Tone | null;
  readonly open: boolean;
}

/** What can be opened: a section, an object's group or a step, by row id. */
export type Open = ReadonlySet<string>;

/** A plan to look at, with what was made of it before: a key press costs nothing that was already known. */
export interface View {
  readonly plan: Plan;
  readonly summary: Summary;
  readonly rows: WeakMap<Open, readonly Row[]>;
  readonly steps: WeakMap<Step, { readonly title: string; detail: readonly Row[] | null }>;
}

export function viewOf(plan: Plan): View {
  return { plan, summary: summarize(plan), rows: new WeakMap(), steps: new WeakMap() };
}

const FIRST_OPEN = ['refusals', 'summary', 'changes'];

export function firstOpen(): Open {
  return new Set(FIRST_OPEN);
}

/** Every row that can be opened. */
export function allOpen({ summary }: View): Open {
  const groups = summary.groups.flatMap((group) => [groupId(group), ...group.steps.map(stepId)]);
  return new Set([...FIRST_OPEN, 'hazards', 'unlisted', ...groups]);
}

/** The list as it is with these rows open: what decides first, as in the text. */
export function rowsOf(view: View, open: Open): readonly Row[] {
  const known = view.rows.get(open);
  if (known !== undefined) return known;
  const rows = allRows(view, open);
  view.rows.set(open, rows);
  return rows;
}

function allRows(view: View, open: Open): Row[] {
  const { plan, summary } = view;
  const hazards = summary.hazards.flatMap(({ kind, hazards: all }) =>
    all.map(({ step, hazard }) => row(`${kind} · ${stepTitle(step)}: ${hazard.message}`, 1, 'warning')),
  );
  const unlisted = plan.unlisted.map((object) => row(objectLabel(object), 1, 'warning'));
  return [
    ...section('refusals', `Refused (${plan.refusals.length})`, 'bad', open, refusals(plan)),
    ...section('summary', headlineText(plan), 'strong', open, overview(plan, summary)),
    ...section('hazards', `Hazards (${hazards.length})`, 'warning', open, hazards),
    ...section('unlisted', `Unlisted (${unlisted.length})`, 'warning', open, unlisted),
    ...section(
      'changes',
      `Changes (${counted(summary.groups.length, 'object')})`,
      'strong',
      open,
      summary.groups.flatMap((group) => groupRows(view, group, open)),
    ),
  ];
}

function row(text: string, depth: number, tone: Tone | null = null): Row {
  return { id: null, depth, text: oneLine(text), tone, open: false };
}

function section(id: string, text: string, tone: Tone, open: Open, rows: readonly Row[]): Row[] {
  if (rows.length === 0) return [];
  const isOpen = open.has(id);
  return [{ id, depth: 0, text, tone, open: isOpen }, ...(isOpen ? rows : [])];
}

function refusals(plan: Plan): Row[] {
  return plan.refusals.flatMap(({ message, hint }) => [
    row(message, 1, 'bad'),
    ...(hint === undefined ? [] : [row(`hint: ${hint}`, 2)]),
  ]);
}

function overview(plan: Plan, summary: Summary): Row[] {
  return [
    ...summary.actions.map((count) =>
      row(`${symbolOf(count.action)} ${actionText(count)}`, 1, toneOf(count.action)),
    ),
    ...overviewFacts(plan, summary).map(({ label, text, tone }) =>
      row(`${label.padEnd(10)}${text}`, 1, tone ?? null),
    ),
  ];
}

function groupId(group: ObjectGroup): string {
  return `group ${group.name}`;
}
function stepId({ number }: NumberedStep): string {
  return `step ${number}`;
}

/** An object with a single step is that step: one thing to open less. */
function groupRows(view: View, group: ObjectGroup, open: Open): readonly Row[] {
  const [only, ...others] = group.steps;
  if (only !== undefined && others.length === 0) return stepRows(view, only, 1, open);
  const id = groupId(group);
  const isOpen = open.has(id);
  const symbols = [...new Set(group.steps.map(({ step }) => symbolOf(step.action)))].join('');
  const text = `${symbols} ${oneLine(group.name)} (${counted(group.steps.length, 'step')})`;
  const rows = isOpen ? group.steps.flatMap((numbered) => stepRows(view, numbered, 2, open)) : [];
  return [{ id, depth: 1, text, tone: 'change', open: isOpen }, ...rows];
}

function stepRows(view: View, numbered: NumberedStep, depth: number, open: Open): readonly Row[] {
  const { step } = numbered;
  const id = stepId(numbered);
  const isOpen = open.has(id);
  const known = view.steps.get(step) ?? { title: titleOf(step), detail: null };
  view.steps.set(step, known);
  if (isOpen) known.detail ??= detail(step, depth + 1);
  const row = { id, depth, text: known.title, tone: toneOf(step.action), open: isOpen };
  return isOpen ? [row, ...(known.detail ?? [])] : [row];
}

function titleOf(step: Step): string {
  const flags = stepFlags(step).map((flag) => ` (${flag})`);
  return `${symbolOf(step.action)} ${stepTitle(step)}${flags.join('')}`;
}

function detail(step: Step, depth: number): Row[] {
  return [
    ...stepFacts(step).map(({ label, text }) => row(`${label.padEnd(6)}${text}`, depth, 'quiet')),
    ...step.hazards.map(({ kind, message }) => row(`!     ${kind}: ${message}`, depth, 'warning')),
    ...sqlLines(step).map((line) => row(line.replaceAll('\t', '  '), depth)),
  ];
}
