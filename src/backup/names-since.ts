import { kindOf } from '../kinds/registry.js';
import type { Catalog, CatalogObject } from '../model/catalog.js';
import { type Key, keyOf, type ObjectId, objectId } from '../model/id.js';
import { Names, type Target } from '../plan/renames/names.js';
import { withOwnNames } from '../plan/renames/own-names.js';
import { rewriting } from '../plan/renames/rewrite.js';
import type { Undo } from '../plan/undo.js';
import type { SequencePosition, TableData } from './manifest.js';
import { schemaMoved, underOldNames } from './names-before.js';

/** What an apply took away, by the names that its own renames gave to what stayed. */
export interface Since {
  readonly undo: Undo;
  readonly tables: readonly TableData[];
  readonly sequences: readonly SequencePosition[];
  /** What is left out, and why. */
  readonly notes: readonly string[];
}

/**
 * What a plan took away under the names of before, under those of now: a column that went with its table's rename comes
 * back into the table as that is called since. A rename is followed as long as what it gave is there.
 */
export function underNamesSince(
  undo: Undo,
  tables: readonly TableData[],
  sequences: readonly SequencePosition[],
  read: Catalog,
): Since {
  const followed = undo.renames.filter(([now]) => read.objects.has(now));
  if (followed.length === 0) return { undo, tables, sequences, notes: [] };
  const { before, names } = renamesOf({ ...undo, renames: followed }, read);
  const rewritten = rewriting(before, names, new Map(), new Map());
  const gone = new Set(undo.gone);
  const { left, notes } = leftOut(undo, before, names);
  const now = (id: ObjectId): ObjectId => {
    const object = before.objects.get(keyOf(id));
    return object === undefined ? id : names.idOf(object);
  };
  // What has gone and what has got its name: the former is meant where something comes back.
  const kept = undo.objects.filter(({ key }) => !left.has(key));
  const ordered = [...kept.filter(({ key }) => !gone.has(key)), ...kept.filter(({ key }) => gone.has(key))];
  return {
    undo: {
      ...undo,
      objects: [...new Map(ordered.map((object) => [names.keyOf(object), rewritten(object)])).values()],
      beside: undo.beside.map(rewritten),
      gone: undo.gone.filter((key) => !left.has(key)).map((key) => names.keyFor(key)),
      renames: [],
      changed: Object.fromEntries(
        Object.entries(undo.changed).map(([key, changed]) => [names.keyFor(key), changed]),
      ),
      parked: undo.parked.map((one) => ({ ...one, key: names.keyFor(one.key) })),
    },
    tables: tables.map((data) => dataSince(data, now)),
    sequences: sequences.map((one) => positionSince(one, now)),
    notes,
  };
}

/** The database before, as far as it is known, and what is called otherwise by the renames since. */
function renamesOf(undo: Undo, read: Catalog): { before: Catalog; names: Names } {
  const old = underOldNames(read, undo).live;
  const known = undo.objects.map((object) => [object.key, object] as const);
  const before = withOwnNames({ ...old, objects: new Map([...old.objects, ...known]) });
  const targets = new Map<Key, Target>();
  for (const [key, was] of undo.renames) {
    const [now, object] = [read.objects.get(key), before.objects.get(was)];
    if (now === undefined || object === undefined) continue;
    const moved = object.parent === null && schemaMoved(now, object, undo);
    targets.set(was, { name: now.id.name, schema: moved ? now.id.schema : null });
  }
  return { before, names: new Names(before, targets) };
}

/** What cannot be made again by its own words, for they name what has another name since, and what needs such. */
function leftOut(undo: Undo, before: Catalog, names: Names): { left: ReadonlySet<Key>; notes: string[] } {
  const notes: string[] = [];
  const left = new Set<Key>();
  const all = new Set(undo.gone);
  const gone = undo.objects.filter(({ key }) => all.has(key));
  for (const object of gone) {
    const named = namedAnew(object, before, names);
    if (named === undefined) continue;
    left.add(object.key);
    const [is, since] = [names.keyOf(object), names.keyFor(named)];
    notes.push(`${is} is left out: its definition names ${named}, which is ${since} since`);
  }
  for (let size = -1; size !== left.size; ) {
    size = left.size;
    for (const { key, parent, dependsOn } of gone) {
      if (left.has(key)) continue;
      const needed =
        parent !== null && left.has(parent) ? parent : dependsOn.find(({ on }) => left.has(on))?.on;
      if (needed === undefined) continue;
      left.add(key);
      if (needed !== parent) notes.push(`${names.keyFor(key)} is left out: it needs ${names.keyFor(needed)}`);
    }
  }
  return { left, notes };
}

/** What the SQL text of an object names that has another name since: beside its own table and that one's columns. */
function namedAnew(object: CatalogObject, before: Catalog, names: Names): Key | undefined {
  const rules = Object.entries(kindOf(object.id.kind).attributes);
  if (!rules.some(([name, { definition }]) => definition === true && object.attributes[name] != null)) return;
  return object.dependsOn.find(({ on }) => {
    const needed = before.objects.get(on);
    if (needed === undefined || names.keyOf(needed) === on || on === object.parent) return false;
    const own = object.parent !== null && needed.parent === object.parent;
    return !own || names.idOf(needed).name !== needed.id.name;
  })?.on;
}

function dataSince(data: TableData, now: (id: ObjectId) => ObjectId): TableData {
  const { schema, name } = now(objectId('table', data.schema, data.name));
  const column = (one: string): string =>
    now(objectId('column', data.schema, one, { table: data.name })).name;
  const [columns, lost] = [data.columns.map(column), data.lost.map(column)];
  return { ...data, schema: schema ?? data.schema, name, columns, lost };
}

function positionSince(position: SequencePosition, now: (id: ObjectId) => ObjectId): SequencePosition {
  const { schema, name } = now(objectId('sequence', position.schema, position.name));
  const was = position.owned_by;
  const owner = was && now(objectId('column', was.schema, was.column, { table: was.table }));
  const owned = owner && {
    schema: owner.schema ?? '',
    table: owner.table ?? '',
    column: owner.name,
  };
  return { ...position, schema: schema ?? position.schema, name, owned_by: owned };
}
