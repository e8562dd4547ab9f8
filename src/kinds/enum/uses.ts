import type { CatalogObject } from '../../model/catalog.js';
import { type Key, quoteLiteral } from '../../model/id.js';
import { inseparable } from '../heirs.js';
import type { AlterContext } from '../kind.js';

/** What a catalog holds that a new value may be said in. */
interface Speakers {
  /** By what they stand on. */
  readonly users: ReadonlyMap<Key, readonly CatalogObject[]>;
  /** Routines whose body PostgreSQL does not look into before it runs, with all that is said in them. */
  readonly bodies: readonly (readonly [CatalogObject, string])[];
  /** What runs functions as it is made. */
  readonly running: readonly CatalogObject[];
}

const speakersOf = new WeakMap<object, Speakers>();

/** Kinds whose making runs the functions that they are defined by, over the rows that are there. */
const RUNNING: ReadonlySet<string> = new Set(['column', 'constraint', 'index', 'materialized_view']);

const isBody = ({ attributes }: CatalogObject): boolean => attributes.atomic === false;

const textOf = ({ attributes }: CatalogObject): string =>
  Object.values(attributes)
    .map((value) => (typeof value === 'string' ? value : JSON.stringify(value)))
    .join('\n');

function speakers(objects: ReadonlyMap<Key, CatalogObject>): Speakers {
  const known = speakersOf.get(objects);
  if (known !== undefined) return known;
  const users = new Map<Key, CatalogObject[]>();
  for (const object of objects.values()) {
    for (const on of new Set(object.dependsOn.map((one) => one.on))) {
      const list = users.get(on);
      if (list === undefined) users.set(on, [object]);
      else list.push(object);
    }
  }
  const all = [...objects.values()];
  const found: Speakers = {
    users,
    bodies: all.filter(isBody).map((object) => [object, textOf(object)] as const),
    running: all.filter(({ id }) => RUNNING.has(id.kind)),
  };
  speakersOf.set(objects, found);
  return found;
}

/**
 * Whether something that the plan makes says a new value: it cannot be used in the transaction that adds it (ALTER TYPE
 * in the manual; SQLSTATE 55P04). Bodies are not looked into before they run, which making an index over them does.
 */
export function usesNew({ before, after, around }: AlterContext<{ values: string[] }>): boolean {
  const fresh = after.attributes.values
    .filter((value) => !before.attributes.values.includes(value))
    .map(quoteLiteral);
  if (fresh.length === 0) return false;
  const { users, bodies, running } = speakers(around.catalog.objects);
  const says = (text: string): boolean => fresh.some((value) => text.includes(value));
  const usersOf = (key: Key): readonly CatalogObject[] => users.get(key) ?? [];
  // A partition's bound says values of its parent's key columns, which belong to that inseparably.
  const keyed = usersOf(after.key).filter(inseparable);
  const sources = new Set([after.key, ...keyed.flatMap(({ parent }) => parent ?? [])]);
  for (const source of sources)
    if (usersOf(source).some((object) => !isBody(object) && says(textOf(object)))) return true;
  const said = new Set(bodies.flatMap(([{ key }, text]) => (says(text) ? [key] : [])));
  if (said.size === 0) return false;
  return running.some(
    ({ key, dependsOn }) => around.standing?.(key) === undefined && dependsOn.some(({ on }) => said.has(on)),
  );
}
