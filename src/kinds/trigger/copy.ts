import { quoteIdent } from '../../model/id.js';
import { pathKey } from '../heirs.js';
import type { Heir, Of, Surroundings } from '../kind.js';
import { relationOf } from '../relation.js';
import type { TriggerAttributes } from './index.js';

const WORDS: Record<string, string> = { O: 'enable', D: 'disable', R: 'enable replica', A: 'enable always' };

export const enable = (o: Of<TriggerAttributes>, only = ''): string =>
  `alter table ${only}${relationOf(o)} ${WORDS[o.attributes.enabled]} trigger ${quoteIdent(o.id.name)}`;

export const heir = (o: Of<TriggerAttributes>): Heir | null =>
  o.attributes.partitionOf === null
    ? null
    : { from: [pathKey('trigger', o.attributes.partitionOf)], local: false };

/** As what a trigger is made: a partition's copy as the partitioned table's is. */
export function usuallyEnabled(o: Of<TriggerAttributes>, around: Surroundings): string {
  const [source] = (heir(o)?.from ?? []).flatMap((key) => around.catalog.objects.get(key) ?? []);
  return String(source?.attributes.enabled ?? 'O');
}
