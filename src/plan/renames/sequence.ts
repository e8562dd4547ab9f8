import { lowerHead } from '../../kinds/comment/index.js';
import { kindOf } from '../../kinds/registry.js';
import { target as targetOf } from '../../kinds/target.js';
import type { Catalog, CatalogObject } from '../../model/catalog.js';
import { type Key, type ObjectId, quoteIdent } from '../../model/id.js';
import { Names, type Target } from './names.js';

/** One object's way to its new name. */
export interface Move {
  readonly object: CatalogObject;
  readonly target: Target;
  /** The object whose rename it follows (a table's key follows the table); `null`: it is renamed for itself. */
  readonly follows: Key | null;
}

/** Statements of one move, or of its first half where it has to make room by a temporary name. */
export interface Moved {
  readonly move: Move;
  readonly sql: readonly string[];
  readonly aside: boolean;
}

/**
 * The names that an object takes up: PostgreSQL keeps those of relations apart from those of types, and a relation has
 * a row type as well; a key has a name on its table and an index's in the schema.
 */
export function slotsOf(object: CatalogObject, id: ObjectId): string[] {
  const kind = kindOf(object.id.kind);
  const { catalog, sub } = object.address;
  if (object.parent !== null) {
    const relation = (catalog === 'pg_class' && sub === 0) || kind.makesRelation?.(object as never) === true;
    const own = catalog === 'pg_class' && sub === 0 ? [] : [`${catalog} ${object.parent} ${id.name}`];
    return relation ? [...own, `pg_class ${id.schema} ${id.name}`] : own;
  }
  if (catalog === 'pg_class') return [`pg_class ${id.schema} ${id.name}`, `pg_type ${id.schema} ${id.name}`];
  const also = kind.alsoNamed?.(object as never) ?? [];
  return [
    `${catalog} ${id.schema} ${id.name} ${id.arguments ?? ''}`.trimEnd(),
    ...also.map(([schema, name]) => `${catalog} ${schema} ${name}`),
  ];
}

/**
 * The statements that bring every move to its end, in an order in which no two names collide: whoever waits in a
 * circle goes through a temporary name. Moves come as they shall be tried: containers first, followers behind whom
 * they follow. `taken` says which names others hold that do not move.
 */
export function inSequence(
  catalog: Catalog,
  moves: readonly Move[],
  taken: (slot: string) => boolean = () => false,
): Moved[] {
  const names = new Names(catalog, new Map());
  const goals = new Names(catalog, new Map(moves.map(({ object, target }) => [object.key, target])));
  const moved: Moved[] = [];
  const aside = new Set<Move>();
  let pending = [...moves];
  while (pending.length > 0) {
    const held = heldSlots(pending, names);
    const free = (move: Move, id: ObjectId): boolean =>
      slotsOf(move.object, id).every((slot) =>
        [...(held.get(slot) ?? [])].every((holder) => holder === move),
      );
    const ready = (move: Move): boolean => free(move, goals.idOf(move.object));
    const leader = moved.at(-1)?.move;
    const next = pending.find((move) => follows(move, leader) && ready(move)) ?? pending.find(ready);
    if (next !== undefined) {
      const room = (id: ObjectId): boolean => free(next, id) && !slotsOf(next.object, id).some(taken);
      moved.push({ move: next, sql: statements(next, names, room, moved.length), aside: false });
      names.move(next.object.key, next.target);
      pending = pending.filter((move) => move !== next);
      continue;
    }
    const blocking = pending.find((move) => !aside.has(move) && blocks(move, pending, names, goals));
    if (blocking === undefined)
      throw new Error(
        `these wait for each other's names: ${pending.map((move) => move.object.key).join(', ')}`,
      );
    const name = temporary(moved.length);
    moved.push({
      move: blocking,
      sql: renameTo(blocking.object, names.idOf(blocking.object), name),
      aside: true,
    });
    names.move(blocking.object.key, { name, schema: null });
    aside.add(blocking);
  }
  return moved;
}

/** Whether a move belongs to the step that has just been written: to its leader, or to the leader of what followed. */
const follows = (move: Move, last: Move | undefined): boolean =>
  last !== undefined && move.follows !== null && move.follows === (last.follows ?? last.object.key);

const temporary = (at: number): string => `reconcile_aside_${at}`;

function heldSlots(pending: readonly Move[], names: Names): Map<string, Set<Move>> {
  const held = new Map<string, Set<Move>>();
  for (const move of pending) {
    for (const slot of slotsOf(move.object, names.idOf(move.object)))
      held.set(slot, (held.get(slot) ?? new Set()).add(move));
  }
  return held;
}

function blocks(move: Move, pending: readonly Move[], names: Names, goals: Names): boolean {
  const own = new Set(slotsOf(move.object, names.idOf(move.object)));
  return pending.some(
    (other) =>
      other !== move && slotsOf(other.object, goals.idOf(other.object)).some((slot) => own.has(slot)),
  );
}

const renameTo = (object: CatalogObject, id: ObjectId, name: string): readonly string[] =>
  kindOf(object.id.kind).rename?.({ ...object, id } as never, name) ?? [];

/** From where the object is now to its goal; another schema and another name may need a name in between. */
function statements(
  { object, target }: Move,
  names: Names,
  room: (id: ObjectId) => boolean,
  at: number,
): string[] {
  const id = names.idOf(object);
  if (target.schema === null || target.schema === id.schema)
    return id.name === target.name ? [] : [...renameTo(object, id, target.name)];
  const { schema } = target;
  const there = { ...id, schema };
  const enter = (named: ObjectId): string =>
    `alter ${lowerHead(targetOf({ ...object, id: named }))} set schema ${quoteIdent(schema)}`;
  if (id.name === target.name) return [enter(id)];
  if (room(there)) return [enter(id), ...renameTo(object, there, target.name)];
  const name = room({ ...id, name: target.name }) ? target.name : temporary(at);
  return [
    ...renameTo(object, id, name),
    enter({ ...id, name }),
    ...(name === target.name ? [] : renameTo(object, { ...there, name }, target.name)),
  ];
}
