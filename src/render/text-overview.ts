import { qualified } from '../model/id.js';
import type { Action, Plan } from '../model/plan.js';
import type { Sizes } from '../plan/result.js';
import { accessSummary } from './access.js';
import { oneLine } from './clean.js';
import { counted, countedAll, countKinds, objectName, symbolOf } from './label.js';
import type { Paint, Tone } from './paint.js';
import { inBrackets, sizeText } from './sizes.js';
import type { ActionCount, Summary } from './summary.js';
import { wrap } from './wrap.js';

/** More names than this are counted, so that the summary stays on the first screen; every name follows below it. */
const NAMED = 6;

const VERBS: Record<Action, string> = {
  create: 'to create',
  alter: 'to alter',
  replace: 'to replace',
  rename: 'to rename',
  drop: 'to drop',
  park: 'to park',
  rows: 'to change in rows',
};

export function toneOf(action: Action): Tone {
  if (action === 'create') return 'create';
  return action === 'drop' || action === 'park' ? 'drop' : 'change';
}

/** `19 to drop (14 tables, 5 functions; 1 trigger taken along)`. */
export function actionText(count: ActionCount): string {
  const taken = count.taken.length === 0 ? '' : `; ${countedAll(count.taken)} taken along`;
  return `${count.total} ${VERBS[count.action]} (${countedAll(count.kinds)}${taken})`;
}

/** What the plan comes to in one line, with `No changes` where there is no step. */
export function headlineText(plan: Plan): string {
  const name = oneLine(plan.environment);
  const online = plan.steps.filter(({ segment }) => segment !== undefined).length;
  const outside = online === 0 ? '' : `, ${online} of them online: outside the transaction`;
  if (plan.steps.length > 0) return `Plan for ${name}: ${counted(plan.steps.length, 'step')}${outside}`;
  return plan.refusals.length === 0
    ? `No changes. ${name} is what its state says.`
    : `No changes to make, but ${name} is refused.`;
}

export function headline(plan: Plan, summary: Summary, width: number, paint: Paint): string[] {
  const title = paint(
    plan.steps.length === 0 && plan.refusals.length === 0 ? 'create' : 'strong',
    headlineText(plan),
  );
  return [title, ...summary.actions.flatMap((count) => actionLines(count, width, paint))];
}

function actionLines(count: ActionCount, width: number, paint: Paint): string[] {
  return wrap(`  ${symbolOf(count.action)} ${actionText(count)}`, width, 6).map((line) =>
    paint(toneOf(count.action), line),
  );
}

/** `public.a, public.b and 12 more`. */
export function someOf(names: readonly string[], most = NAMED): string {
  if (names.length <= most) return names.join(', ');
  return `${names.slice(0, most).join(', ')} and ${names.length - most} more`;
}

/** The facts that decide, a label each. */
export function overviewFacts(
  plan: Plan,
  summary: Summary,
  sizes: Sizes = new Map(),
): { label: string; text: string; tone?: Tone }[] {
  const facts: { label: string; text: string; tone?: Tone }[] = [];
  if (summary.destructive.length > 0) {
    const objects = summary.destructive.map((step) => step.object);
    const names = someOf(objects.map(objectName));
    const text = `rows or values are lost with ${countedAll(countKinds(objects))}: ${names}`;
    facts.push({ label: 'destroys', text, tone: 'bad' });
    const stake = sizeText(
      objects.map(({ schema, table, name }) => qualified(schema, table ?? name)),
      sizes,
    );
    if (stake !== '') facts.push({ label: 'at stake', text: stake, tone: 'bad' });
  }
  for (const { mode, relations } of summary.locks) {
    facts.push({
      label: 'locks',
      text: `${mode} on ${counted(relations.length, 'relation')}${inBrackets(sizeText(relations, sizes))}: ${someOf(relations)}`,
    });
  }
  if (summary.rewrites.length > 0) {
    const names = someOf([...new Set(summary.rewrites.map((step) => objectName(step.object)))]);
    const tables = summary.rewrites.map(({ object: o }) => qualified(o.schema, o.table ?? o.name));
    const text = `${names}${inBrackets(sizeText(tables, sizes))}`;
    facts.push({ label: 'rewrites', text, tone: 'warning' });
  }
  if (summary.roles.length > 0) facts.push({ label: 'runs as', text: rolesText(summary) });
  const hazards = summary.hazards.map(({ kind, hazards: all }) => `${kind} (${all.length})`);
  if (hazards.length > 0) facts.push({ label: 'hazards', text: hazards.join(', '), tone: 'warning' });
  const access = accessSummary(plan);
  if (access !== '') {
    const wider = (plan.access ?? []).some(({ roles }) => roles.some(({ widened }) => widened.length > 0));
    facts.push({ label: 'access', text: access, ...(wider ? { tone: 'warning' as const } : {}) });
  }
  return [...facts, ...ledgerFacts(plan, summary)].map((fact) => ({ ...fact, text: oneLine(fact.text) }));
}

function rolesText(summary: Summary): string {
  return summary.roles
    .map(({ role, steps }) => `${role ?? 'the connecting role'} (${counted(steps, 'step')})`)
    .join(', ');
}

/** What is declared and what is unlisted is always said; the rest where there is any. */
function ledgerFacts(plan: Plan, summary: Summary): { label: string; text: string; tone?: Tone }[] {
  return summary.ledger
    .filter(({ what, kinds }) => kinds.length > 0 || what === 'declared' || what === 'unlisted')
    .map(({ what, kinds }) => {
      const text = kinds.length === 0 ? '0' : countedAll(kinds);
      const warns = what === 'unlisted' && plan.unlisted.length > 0;
      return { label: what, text, ...(warns ? { tone: 'warning' as const } : {}) };
    });
}

const LABEL_WIDTH = 10;

export function overview(plan: Plan, summary: Summary, width: number, paint: Paint, sizes?: Sizes): string[] {
  return overviewFacts(plan, summary, sizes).flatMap(({ label, text, tone }) => {
    const lines = wrap(`  ${label.padEnd(LABEL_WIDTH)}${text}`, width, LABEL_WIDTH + 2);
    return tone === undefined ? lines : lines.map((line) => paint(tone, line));
  });
}
