import { quoteIdent } from '../model/id.js';
import type { Step } from '../model/plan.js';
import type { Define } from '../plan/definitions.js';
import { oneLine, printable } from './clean.js';
import { type DiffLine, diffLines, sided } from './definition-diff.js';
import { countKinds, nounOf, objectName, reasonText, stepTitle, symbolOf } from './label.js';
import type { Paint, Tone } from './paint.js';
import type { NumberedStep, ObjectGroup } from './summary.js';
import { terminate } from './terminate.js';
import { toneOf } from './text-overview.js';
import { wrap } from './wrap.js';

/** `ACCESS EXCLUSIVE on public.users, public.a; SHARE on public.b`. */
export function locksText(step: Step): string {
  const modes = new Map<string, string[]>();
  for (const { mode, on } of step.locks) modes.set(mode, [...(modes.get(mode) ?? []), on]);
  return oneLine([...modes].map(([mode, relations]) => `${mode} on ${relations.join(', ')}`).join('; '));
}

/** `trigger touch; constraints t_pkey, t_a_fkey; policy auth.t."own"`: the rarest kinds first, own parts by their bare names. */
function takesText({ object, takes }: Step): string {
  const counts = countKinds(takes).sort((a, b) => a.count - b.count);
  const groups = counts.map(({ kind, count }) => {
    const names = takes
      .filter((taken) => taken.kind === kind)
      .map((taken) => {
        const own = taken.schema === object.schema && taken.table === object.name;
        return own ? oneLine(quoteIdent(taken.name)) : objectName(taken);
      });
    return `${nounOf(kind, count)} ${names.join(', ')}`;
  });
  return groups.join('; ');
}

/** What a reviewer has to know of a step beside its SQL, a label each. */
export function stepFacts(step: Step): { label: string; text: string }[] {
  const facts: { label: string; text: string }[] = [];
  if (step.takes.length > 0) facts.push({ label: 'takes', text: takesText(step) });
  facts.push({ label: 'as', text: step.role === null ? 'the connecting role' : oneLine(step.role) });
  if (step.locks.length > 0) facts.push({ label: 'locks', text: locksText(step) });
  if (step.reason !== null) facts.push({ label: 'why', text: reasonText(step.reason) });
  return facts;
}

/** The step's SQL in lines, each statement with its semicolon. */
export function sqlLines(step: Step): string[] {
  return step.sql.flatMap((sql) => printable(terminate(sql)).split('\n'));
}

const SEGMENTS = { before: 'online, before BEGIN', after: 'online, after COMMIT' } as const;

/** What is said behind a step's title. */
export function stepFlags(step: Step): string[] {
  return [
    ...(step.destructive ? ['destructive'] : []),
    ...(step.rewrite ? ['rewrites the table'] : []),
    ...(step.segment === undefined ? [] : [SEGMENTS[step.segment]]),
  ];
}

/** What differs in the definition of a step's object, or all of one that goes; empty for what is made: the SQL says it. */
export function stepDiff(step: Step, define: Define | undefined): DiffLine[] {
  const { before = null, after = null } = define?.(step.object) ?? {};
  if (before === null) return [];
  if (after !== null) return diffLines(printable(before), printable(after));
  return step.action === 'drop' || step.action === 'park' ? sided('-', printable(before)) : [];
}

export function changeLines(
  groups: readonly ObjectGroup[],
  total: number,
  width: number,
  paint: Paint,
  define?: Define,
): string[] {
  if (groups.length === 0) return [];
  const lines = (numbered: NumberedStep): string[] => {
    const [title, facts, sql] = stepBlocks(numbered, total, width, paint);
    const diff = stepDiff(numbered.step, define).map((line) => diffText(line, paint));
    return [...title, ...facts, ...(diff.length === 0 ? sql : [DIFF, ...diff, SQL, ...sql])];
  };
  const blocks = groups.map((group) => [paint('strong', oneLine(group.name)), ...group.steps.flatMap(lines)]);
  return [paint('strong', 'Changes'), ...blocks.flatMap((block) => ['', ...block])];
}

const DIFF = '      diff of the definition:';
const SQL = '      sql:';
const SIGN_TONES: Record<DiffLine['sign'], Tone | null> = {
  ' ': null,
  '-': 'drop',
  '+': 'create',
  '@': 'quiet',
};

function diffText({ sign, parts }: DiffLine, paint: Paint): string {
  const text = `      ${sign === '@' ? '' : sign}${parts.map((part) => part.text).join('')}`.trimEnd();
  const tone = SIGN_TONES[sign];
  return tone === null ? text : paint(tone, text);
}

function stepBlocks(
  { number, step }: NumberedStep,
  total: number,
  width: number,
  paint: Paint,
): [string[], string[], string[]] {
  const flags = stepFlags(step).map((flag) => ` (${flag})`);
  const title = `  ${symbolOf(step.action)} ${stepTitle(step)}${flags.join('')} [${number}/${total}]`;
  const facts = stepFacts(step).flatMap(({ label, text }) =>
    wrap(`      ${label.padEnd(6)}${text}`, width, 12),
  );
  const hazards = step.hazards.flatMap(({ kind, message }) =>
    wrap(`      !     ${oneLine(kind)}: ${oneLine(message)}`, width, 12).map((line) =>
      paint('warning', line),
    ),
  );
  const sql = sqlLines(step).map((line) => (line === '' ? '' : `      ${line}`));
  return [
    wrap(title, width, 6).map((line) => paint(toneOf(step.action), line)),
    [...facts.map((line) => paint('quiet', line)), ...hazards],
    sql,
  ];
}
