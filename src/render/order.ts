import { KINDS } from '../kinds/registry.js';
import { compareText } from '../model/id.js';

/** Whole objects before parts, otherwise as the registry lists kinds; what it does not know comes last, by name. */
const RANKS = new Map(
  [...KINDS.filter((kind) => !kind.part), ...KINDS.filter((kind) => kind.part)].map((kind, index) => [
    kind.name,
    index,
  ]),
);

export function compareKinds(a: string, b: string): number {
  const rank = (kind: string): number => RANKS.get(kind) ?? RANKS.size;
  return rank(a) - rank(b) || compareText(a, b);
}
