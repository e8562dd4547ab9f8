import { quoteIdent, sqlName } from '../../model/id.js';
import type { Of, Surroundings } from '../kind.js';
import { relationOf } from '../relation.js';
import { automatic, type ColumnAttributes } from './definition.js';
import { heirsOf, ownNotNull } from './inherited.js';

type Column = Of<ColumnAttributes>;

const nameOf = ({ id, attributes }: Column): string => attributes.notNullName ?? automatic(id);

/**
 * NOT NULLs of children and partitions under names of their own (18+), to be set before the one that is handed down to
 * them: that merges with theirs, and would give them its own name for good otherwise.
 */
export function heirsNotNull(o: Column, around: Surroundings, handed = nameOf(o)): string[] {
  if (around.version < 180000) return [];
  return heirsOf(o, around)
    .filter((heir) => isTied(heir, o, around))
    .flatMap((heir) => {
      const is = around.standing?.(heir.key) as Column | undefined;
      if (!heir.attributes.notNull || is?.attributes.notNull === true) return [];
      const name = nameOf(heir);
      const own =
        name === handed
          ? []
          : ownNotNull(heir, `alter table ${relationOf(heir)} alter column ${quoteIdent(heir.id.name)}`);
      return [...heirsNotNull(heir, around, name), ...own];
    });
}

/** Whether the child is the parent's already. */
function isTied(heir: Column, o: Column, around: Surroundings): boolean {
  const [parent, child] = [around.parent(o as never), around.parent(heir as never)];
  const is = child === undefined ? undefined : around.standing?.(child.key);
  if (parent === undefined || is === undefined) return false;
  const { partitionOf, inherits } = is.attributes;
  return (
    partitionOf === sqlName(parent.id) || (Array.isArray(inherits) && inherits.includes(sqlName(parent.id)))
  );
}
