import { compareText } from '../model/id.js';
import { ALL } from './all.js';
import type { AnyKind } from './kind.js';

/** Every kind that reconcile manages, in the order of creation: the one list that generic code walks. */
export const KINDS: readonly AnyKind[] = [...ALL].sort(
  (a, b) => a.rank - b.rank || compareText(a.name, b.name),
);

const BY_NAME = new Map(KINDS.map((kind) => [kind.name, kind]));

/** The kind of that manifest key. Throws for a name that no kind has: a bug in reconcile. */
export function kindOf(name: string): AnyKind {
  const kind = BY_NAME.get(name);
  if (kind === undefined) throw new Error(`no kind is called ${name}`);
  return kind;
}

export const isKind = (name: string): boolean => BY_NAME.has(name);

/** The kind that sets and folders call by that plural. */
export const kindByPlural = (plural: string): string | undefined =>
  KINDS.find((kind) => kind.plural === plural)?.name;
