import { type Key, keyOf, objectId, qualified, quoteIdent } from '../../model/id.js';
import { hasChildren } from '../heirs.js';
import type { AlterContext, Of, Surroundings } from '../kind.js';
import { relationOf } from '../relation.js';
import { type Bounds, countsBehind, countsOn } from '../sequence/bounds.js';
import { printedName } from '../words.js';
import { type ColumnAttributes, identityClause, ownSequence } from './definition.js';

type Change = AlterContext<ColumnAttributes>;
type Path = readonly [schema: string, name: string];

const sequenceKey = ([schema, name]: Path): Key => keyOf(objectId('sequence', schema, name));
const sql = ([schema, name]: Path): string => qualified(schema, name);
/** Under which a sequence stands aside while another takes its name and position. */
const aside = ([schema, name]: Path): Path => [schema, `reconcile_was_${name}`.slice(0, 63)];

/** The sequence that a default takes its values from: `nextval('s.q'::regclass)`. */
function sequenceOf(o: Of<ColumnAttributes>): Path | null {
  const [, text] = /^nextval\('((?:[^']|'')+)'::regclass\)$/.exec(o.attributes.default ?? '') ?? [];
  const [schema, name] = text === undefined ? [] : printedName(text.replaceAll("''", "'"));
  return schema === undefined || name === undefined ? null : [schema, name];
}

const identitySequence = (o: Of<ColumnAttributes>): Path | null => {
  const name = o.attributes.identityOptions?.name;
  return o.attributes.identity === '' || name === undefined ? null : [o.id.schema ?? '', name];
};

/** The sequence that numbers a column, its identity's or a serial's. */
export function counterOf(o: Of<ColumnAttributes>, { catalog }: Surroundings): Counter | null {
  const path = identitySequence(o) ?? sequenceOf(o);
  if (path === null) return null;
  const key = sequenceKey(path);
  const bounds = o.attributes.identityOptions ?? catalog.objects.get(key)?.attributes;
  return bounds === undefined ? null : { key, name: sql(path), bounds: bounds as unknown as Bounds };
}

interface Counter {
  readonly key: Key;
  /** As SQL writes it. */
  readonly name: string;
  readonly bounds: Bounds;
}

interface Moved {
  readonly from: Path;
  readonly to: Path;
  readonly bounds: Bounds & { readonly increment: string };
  /** The other sequence is there as well: before (a serial's), or afterwards (of an identity). */
  readonly stays: boolean;
}

/** serial → identity: the sequence whose position the identity takes over, and which goes unless state has it still. */
function toIdentity({ before, after, around }: Pick<Change, 'before' | 'after' | 'around'>): Moved | null {
  const [from, to, bounds] = [sequenceOf(before), identitySequence(after), after.attributes.identityOptions];
  if (before.attributes.identity !== '' || from === null || to === null || bounds === null) return null;
  const other = around.catalog.objects.get(sequenceKey(from));
  // Who owns the table may not read the position of somebody else's sequence.
  if (other !== undefined && other.owner !== around.parent(after as never)?.owner) return null;
  return { from, to, bounds, stays: other !== undefined };
}

/** Whether an identity that a column gets counts on where another sequence stands. */
export const numbersGoOn = (change: Pick<Change, 'before' | 'after' | 'around'>): boolean =>
  toIdentity(change) !== null;

/** identity → serial: the column's own new sequence takes over the position, one that was there counts on behind it. */
function toSerial({ before, after, around }: Change): Moved | null {
  const [from, to] = [identitySequence(before), sequenceOf(after)];
  if (after.attributes.identity !== '' || from === null || to === null) return null;
  const sequence = around.catalog.objects.get(sequenceKey(to));
  if (sequence === undefined) return null;
  const stays = around.standing?.(sequence.key) !== undefined;
  if (stays && sequence.owner !== around.parent(after as never)?.owner) return null;
  return { from, to, bounds: sequence.attributes as unknown as Moved['bounds'], stays };
}

export function absorbedSequence(change: Change): Key[] {
  const moved = toIdentity(change);
  return moved === null || moved.stays ? [] : [sequenceKey(moved.from)];
}

/** An identity's sequence stands aside for a serial's of the same name. */
export function releasedName(change: Change): string[] {
  const moved = toSerial(change);
  return moved === null
    ? []
    : [`alter sequence ${sql(moved.from)} rename to ${quoteIdent(aside(moved.from)[1])}`];
}

/** ADD … AS IDENTITY, going on where the serial's sequence stood. */
export function addIdentity(change: Change, head: string): string[] {
  const { after } = change;
  const moved = toIdentity(change);
  const add = `${head} add ${identityClause(after.attributes, ownSequence(after))}`;
  if (moved === null) return [add];
  if (moved.stays) return [add, countsOn(sql(moved.to), sql(moved.from), moved.bounds)];
  const old = aside(moved.from);
  return [
    `alter sequence ${sql(moved.from)} rename to ${quoteIdent(old[1])}`,
    add,
    countsOn(sql(moved.to), sql(old), moved.bounds),
    `drop sequence ${sql(old)}`,
  ];
}

/** DROP IDENTITY, after a serial's sequence has taken over the position. */
export function dropIdentity(change: Change, head: string): string[] {
  const moved = toSerial(change);
  const carry = moved?.stays === true ? countsBehind : countsOn;
  const on = moved === null ? [] : [carry(sql(moved.to), sql(aside(moved.from)), moved.bounds)];
  return [...on, `${head} drop identity`];
}

/** The same column as children have it. */
export const withoutIdentity = (o: Of<ColumnAttributes>): Of<ColumnAttributes> => ({
  ...o,
  attributes: { ...o.attributes, identity: '', identityOptions: null },
});

/** ADD COLUMN makes no identity where there are children, which get the column alone; `null`: nothing is left to do. */
export function identityApart(o: Of<ColumnAttributes>, around: Surroundings): string | null {
  const partitioned = (around.parent(o as never)?.attributes.partitionKey ?? null) !== null;
  if (o.attributes.identity === '' || partitioned || !hasChildren(o.id.schema, o.id.table ?? '', around))
    return null;
  return `alter table only ${relationOf(o)} alter column ${quoteIdent(o.id.name)} add ${identityClause(o.attributes, ownSequence(o))}`;
}
