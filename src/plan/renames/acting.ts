import { kindOf } from '../../kinds/registry.js';
import { dottedName } from '../../manifest/names.js';
import type { Catalog, CatalogObject } from '../../model/catalog.js';
import { userError } from '../../model/errors.js';
import { type Key, keyOf, type ObjectId } from '../../model/id.js';
import { partsOf } from '../dependents.js';
import { likeness } from './likeness.js';
import { Names, type Target, tiedTo } from './names.js';

/** A declared object and the live one that it was, both by key. */
interface Candidate {
  readonly object: CatalogObject;
  /** The live key that its present name has. */
  readonly here: Key;
  readonly from: CatalogObject;
  readonly target: Target;
}

/** Which live object each declared one is, where that is another name: desired key → live key. */
export interface Acting {
  readonly renames: ReadonlyMap<Key, Key>;
  /** Desired key → the name that it has in the live database. */
  readonly back: ReadonlyMap<Key, Target>;
}

/** Containers before what they hold, types before the routines that name them in their signatures. */
const LEVELS: readonly ((object: CatalogObject) => boolean)[] = [
  ({ id, parent }) => parent === null && id.schema === null,
  ({ id, parent }) => parent === null && id.schema !== null && id.arguments === null,
  ({ id, parent }) => parent === null && id.schema !== null && id.arguments !== null,
  ({ parent }) => parent !== null,
];

/**
 * Which `renamed_from` act: the new name is absent, an old one is present and undeclared; the newest old one, where
 * several are. Chains (b → c and a → b in one go) act from their free end. A circle (a and b change places) says by
 * names alone nothing on whether it has happened yet, so it acts where the definitions say so. Copies that are handed
 * down (a partition's key) are told by what hands them down: they get the name that state says, or that PostgreSQL
 * would choose where state is the whole truth (`whole`).
 * @throws UserError where two declared objects claim one live object.
 */
export function actingRenames(live: Catalog, desired: Catalog, whole = false): Acting {
  const renames = new Map<Key, Key>();
  const back = new Map<Key, Target>();
  const objects = [...desired.objects.values()];
  const copies = copiesIn(live);
  for (const level of LEVELS) {
    const names = new Names(desired, back);
    const here = objects.filter(level);
    const stands = new Map(here.map((object) => [names.keyOf(object), object.key]));
    const candidates = here.flatMap((object) => {
      const id = names.idOf(object);
      return candidate(object, id, live) ?? copied(object, id, names, { live, copies, whole, stands }) ?? [];
    });
    const acting = circles(settle(candidates, stands, live, desired), live, desired);
    onlyOnce(acting);
    for (const { object, from, target } of acting) {
      renames.set(object.key, from.key);
      back.set(object.key, target);
    }
  }
  return { renames, back };
}

function candidate(object: CatalogObject, id: ObjectId, live: Catalog): Candidate | null {
  if (kindOf(object.id.kind).rename === undefined) return null;
  const earlier = object.declaration?.renamedFrom ?? [];
  for (const written of [...earlier].reverse()) {
    const name =
      object.parent !== null || id.schema === null
        ? { schema: null, name: written }
        : dottedName(written).name;
    const schema = name.schema === id.schema ? null : name.schema;
    const from = live.objects.get(keyOf({ ...id, name: name.name, schema: schema ?? id.schema }));
    const free = from !== undefined && from.extension === null && tiedTo(from).length === 0;
    if (free && from.key !== keyOf(id)) {
      return { object, here: keyOf(id), from, target: { name: name.name, schema } };
    }
  }
  return null;
}

interface Live {
  readonly live: Catalog;
  /** By where they stand. */
  readonly copies: ReadonlyMap<string, CatalogObject>;
  readonly whole: boolean;
  /** Declared keys by the live names of what they hold. */
  readonly stands: ReadonlyMap<Key, Key>;
}

/** The copy in the same place under another name. */
function copied(
  object: CatalogObject,
  id: ObjectId,
  names: Names,
  { live, copies, whole, stands }: Live,
): Candidate | null {
  if (object.parent === null) return null;
  const place = placeOf(object, (key) => names.keyFor(key));
  const from = place === null ? undefined : copies.get(place);
  if (from === undefined || from.key === keyOf(id)) return null;
  // Its name may be that of another's copy there, or be wanted by one.
  const free = !live.objects.has(keyOf(id)) && stands.get(from.key) === undefined;
  if (!whole && free && object.declaration?.implied === true) return null;
  return { object, here: keyOf(id), from, target: { name: from.id.name, schema: null } };
}

/** Parts that are handed down and can have names of their own, by relation and by what hands them down. */
function copiesIn({ objects }: Catalog): ReadonlyMap<string, CatalogObject> {
  const copies = new Map<string, CatalogObject>();
  for (const object of objects.values()) {
    const place = placeOf(object, (key) => key);
    if (place !== null) copies.set(place, object);
  }
  return copies;
}

function placeOf(object: CatalogObject, keyFor: (key: Key) => Key): string | null {
  const kind = kindOf(object.id.kind);
  const free = kind.keepsName?.(object as never) === true || kind.makesRelation?.(object as never) === true;
  const from = object.parent !== null && free ? (kind.heir?.(object as never)?.from ?? []) : [];
  return from.length === 0 ? null : [kind.name, keyFor(object.parent ?? ''), ...from.map(keyFor)].join('\n');
}

/** Leaves out what may not act until nothing more has to go. */
function settle(
  candidates: readonly Candidate[],
  stands: ReadonlyMap<Key, Key>,
  live: Catalog,
  desired: Catalog,
): Candidate[] {
  let rest = [...candidates];
  for (;;) {
    const leaving = new Set(rest.map(({ from }) => from.key));
    const arriving = new Set(rest.map(({ object }) => object.key));
    const next = rest.filter(({ here, from }) => {
      const taken = live.objects.has(here) && !leaving.has(here);
      const declared = stands.get(from.key);
      return (
        !taken &&
        (declared === undefined ||
          arriving.has(declared) ||
          isNoCopy(desired.objects.get(declared), from, live))
      );
    });
    if (next.length === rest.length) return rest;
    rest = next;
  }
}

/** Whether one is a table's own, or a copy of something new, and the other, which has its name, a copy: neither becomes the other. */
function isNoCopy(one: CatalogObject | undefined, other: CatalogObject, live: Catalog): boolean {
  const from = (object: CatalogObject): readonly Key[] =>
    kindOf(object.id.kind).heir?.(object as never)?.from ?? [];
  return one !== undefined && from(one).every((key) => !live.objects.has(key)) && from(other).length > 0;
}

/** Circles stay only where their members are more alike after the change of places than before. */
function circles(acting: readonly Candidate[], live: Catalog, desired: Catalog): Candidate[] {
  if (acting.length < 2) return [...acting];
  const [parts, wantedParts] = [partsOf(live), partsOf(desired)];
  const byFrom = new Map(acting.map((one) => [one.from.key, one]));
  const idle = new Set<Candidate>();
  for (const start of acting) {
    const ring: Candidate[] = [];
    let at: Candidate | undefined = start;
    while (at !== undefined && !ring.includes(at)) {
      ring.push(at);
      at = byFrom.get(at.here);
    }
    if (at !== start || idle.has(start)) continue;
    let [moved, stayed] = [0, 0];
    for (const { object, here, from } of ring) {
      const there = live.objects.get(here);
      moved += likeness(from, parts, object, wantedParts);
      stayed += there === undefined ? 0 : likeness(there, parts, object, wantedParts);
    }
    if (moved <= stayed) for (const one of ring) idle.add(one);
  }
  return acting.filter((one) => !idle.has(one));
}

function onlyOnce(acting: readonly Candidate[]): void {
  const claimed = new Map<Key, CatalogObject>();
  for (const { object, from } of acting) {
    const other = claimed.get(from.key);
    claimed.set(from.key, object);
    if (other === undefined) continue;
    throw userError('renamed_twice', `${object.key} and ${other.key} both say that they were ${from.key}`, {
      ...(object.declaration === undefined ? {} : { at: object.declaration.at }),
      hint: 'take renamed_from out of the one that is new',
    });
  }
}
