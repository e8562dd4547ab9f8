import { keyOfPlanned } from '../model/id.js';
import type { Action, PlanObject, Step } from '../model/plan.js';
import { oneLine } from './clean.js';

/** Actions in the order in which summaries list them. */
export const ACTIONS: readonly Action[] = ['drop', 'park', 'replace', 'rename', 'alter', 'create', 'rows'];

const SYMBOLS: Record<Action, string> = {
  create: '+',
  alter: '~',
  replace: '±',
  rename: '»',
  drop: '-',
  park: '«',
  rows: '#',
};
export function symbolOf(action: Action): string {
  return SYMBOLS[action];
}

/** The manifest's key as words. */
export function kindWords(kind: string): string {
  return kind.replaceAll('_', ' ');
}

function plural(words: string): string {
  if (/[^aeiou]y$/.test(words)) return `${words.slice(0, -1)}ies`;
  if (/(x|ss|sh|ch)$/.test(words)) return `${words}es`;
  return words.endsWith('s') ? words : `${words}s`;
}

/** `1 table`, `14 tables`, `2 policies`. */
export function counted(count: number, noun: string): string {
  return `${count} ${nounOf(noun, count)}`;
}

/** The kind's or noun's word in the number that the count asks for. */
export function nounOf(noun: string, count: number): string {
  return count === 1 ? kindWords(noun) : plural(kindWords(noun));
}

/** `14 tables, 5 functions`. */
export function countedAll(counts: readonly Count[]): string {
  return counts.map(({ kind, count }) => counted(count, kind)).join(', ');
}

export interface Count {
  readonly kind: string;
  readonly count: number;
}

/** How many of each kind, in the order in which the kinds first appear. */
export function countKinds(objects: readonly { kind: string }[]): Count[] {
  const counts = new Map<string, number>();
  for (const { kind } of objects) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => ({ kind, count }));
}

/** The object's name without its kind: `public.clients."read own"`. */
export function objectName(object: PlanObject): string {
  const key = keyOfPlanned(object);
  return oneLine(key.slice(object.kind.length + 1));
}

/** `policy public.clients."read own"`. */
export function objectLabel(object: PlanObject): string {
  return `${kindWords(object.kind)} ${objectName(object)}`;
}

/** `drop table public.users`. */
export function stepTitle(step: Pick<Step, 'action' | 'object'>): string {
  return `${step.action} ${objectLabel(step.object)}`;
}

/** `environments/prod.yaml:12`. */
export function reasonText(reason: { file: string; line: number }): string {
  return oneLine(`${reason.file}:${reason.line}`);
}

/** `state/app/clients.yaml:12:5: `, as far as it is known; empty where nothing is. */
export function placeText(at: { file?: string; line?: number; column?: number }): string {
  if (at.file === undefined) return '';
  const numbers = [at.line, ...(at.line === undefined ? [] : [at.column])].filter(
    (number) => number !== undefined,
  );
  return oneLine([at.file, ...numbers].join(':'));
}
