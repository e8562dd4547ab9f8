import { quoteIdent, sqlName } from '../../model/id.js';
import type { Of, Surroundings } from '../kind.js';
import { relationOf } from '../relation.js';
import { automatic, type ColumnAttributes, calledNow, isCutOff } from './definition.js';
import { heirsOf, notNullConstraint, ownNotNull, sourcesOf } from './inherited.js';

type Column = Of<ColumnAttributes>;

const nameOf = ({ id, attributes }: Column): string => attributes.notNullName ?? automatic(id);

/**
 * NOT NULLs of children and partitions under names of their own (18+), to be set before the one that is handed down to
 * them: that merges with theirs, and would give them its own name for good otherwise.
 */
export function heirsNotNull(o: Column, around: Surroundings, handed = calledNow(o)): string[] {
  if (around.version < 180000) return [];
  return heirsOf(o, around)
    .filter((heir) => isTied(heir, o, around))
    .flatMap((heir) => {
      const is = around.standing?.(heir.key) as Column | undefined;
      if (!heir.attributes.notNull) return [];
      if (is?.attributes.notNull === true) return renamed(is, heir);
      const name = calledNow(heir);
      const own =
        name === handed || isCut(heir)
          ? []
          : ownNotNull(heir, `alter table ${relationOf(heir)} alter column ${quoteIdent(heir.id.name)}`);
      return [...heirsNotNull(heir, around, name), ...own];
    });
}

/** A NOT NULL under a name that a child's constraint may have already, which PostgreSQL would not choose then. */
export const notNullByName = (o: Column): string =>
  notNullConstraint(isCut(o) ? o : { ...o, attributes: { ...o.attributes, notNullName: nameOf(o) } }, true);

/** An automatic name that is cut off may be several columns', and counts as automatic with a number too. */
const isCut = ({ id, attributes }: Column): boolean => attributes.notNullName === null && isCutOff(id);

/** A new column with its NOT NULL's name, which PostgreSQL would not choose where a child's column or another table has it already (18+). */
export function byName(o: Column, around: Surroundings): Column {
  if (!o.attributes.notNull) return o;
  const merges = (): boolean => heirsOf(o, around).some((heir) => around.standing?.(heir.key) !== undefined);
  return isAnothers(o, around) || (isUsual(o, around) && merges())
    ? { ...o, attributes: { ...o.attributes, notNullName: nameOf(o) } }
    : o;
}

const isUsual = (o: Column, { version }: Surroundings): boolean =>
  version >= 180000 && o.attributes.notNullName === null && !isCut(o);

/** Whether a constraint of another table has the usual name of a column's NOT NULL, as LIKE … INCLUDING ALL gives it (18+). */
export const isAnothers = (o: Column, around: Surroundings): boolean =>
  isUsual(o, around) && around.taken?.({ ...o.id, name: automatic(o.id) }) === true;

/** DROP NOT NULL takes it from children and partitions as well: those that keep it are left out, or get it again. */
export function dropNotNull(o: Column, around: Surroundings): string[] {
  const column = `alter column ${quoteIdent(o.id.name)}`;
  const drop = `${column} drop not null`;
  const keeping = keepers(o, around);
  if (keeping.length === 0) return [`alter table ${relationOf(o)} ${drop}`];
  if (around.parent(o as never)?.attributes.partitionKey != null)
    return [
      `alter table ${relationOf(o)} ${drop}`,
      ...keeping.flatMap(({ heir }) => ownNotNull(heir, `alter table ${relationOf(heir)} ${column}`)),
    ];
  // What is kept further down is left to the step of the child between.
  const near = new Set(heirsOf(o, around).map(({ key }) => key));
  return [
    `alter table only ${relationOf(o)} ${drop}`,
    ...(around.version < 180000
      ? []
      : keeping.flatMap(({ heir, is }) => (near.has(heir.key) ? renamed(is, heir) : []))),
  ];
}

/** The nearest children and partitions, over any number of steps, that keep a NOT NULL. */
function keepers(o: Column, around: Surroundings): { heir: Column; is: Column }[] {
  return heirsOf(o, around).flatMap((heir) => {
    const is = around.standing?.(heir.key) as Column | undefined;
    if (is?.attributes.notNull !== true || !isTied(heir, o, around)) return [];
    return heir.attributes.notNull ? [{ heir, is }] : keepers(heir, around);
  });
}

const renamed = (is: Column, will: Column): string[] =>
  calledNow(is) === nameOf(will) || (isCut(is) && isCut(will))
    ? []
    : [
        `alter table ${relationOf(will)} rename constraint ${quoteIdent(calledNow(is))} to ${quoteIdent(nameOf(will))}`,
      ];

/** Whether a child gets NOT NULL from a parent that it has already, and only from there (18+). */
export function comesFromParent(o: Column, around: Surroundings): boolean {
  return (
    o.attributes.notNullOrigin === 'parents' &&
    sourcesOf(o).some((key) => {
      const source = around.catalog.objects.get(key) as Column | undefined;
      return source !== undefined && handsNotNull(source) && isTied(o, source, around);
    })
  );
}

/** Whether a column that comes above it, and makes its NOT NULL the child's too, gives that its name on the way (18+). */
export function namedFromAbove(o: Column, around: Surroundings): boolean {
  return sourcesOf(o).some((key) => {
    const source = around.catalog.objects.get(key) as Column | undefined;
    if (source === undefined || around.standing?.(key) !== undefined) return false;
    const { generated, identity, notNull, notNullValid } = source.attributes;
    return generated === '' && identity === '' && notNull && notNullValid && isTied(o, source, around);
  });
}

const handsNotNull = ({ attributes: a }: Column): boolean => a.notNull && a.notNullValid && !a.notNullOnly;

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
