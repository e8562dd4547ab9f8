import { kindOf } from '../kinds/registry.js';
import type { CatalogObject } from '../model/catalog.js';
import type { Key } from '../model/id.js';
import type { Context } from './context.js';
import type { AddEdge } from './graph.js';
import { copiesIn } from './heirs.js';
import { slotsOf } from './renames/sequence.js';
import type { Work } from './work.js';

type Objects = ReadonlyMap<Key, CatalogObject>;

/** A name, or a place, is free before something else takes it, which may be a part (an index, a key) of what is dropped or made. */
export function sameName(works: readonly Work[], context: Context, add: AddEdge): void {
  const { live, wanted } = context;
  const besides = (object: CatalogObject | undefined): string[] => namesBesides(object, live.version);
  const at = ({ touches }: Work, objects: Objects): CatalogObject[] =>
    [...touches].flatMap((key) => objects.get(key) ?? []);
  const all = (work: Work, objects: Objects): string[] =>
    at(work, objects).flatMap((object) => [...slots(object), ...besides(object)]);
  const changed = ({ object: { key } }: Work): { freed: string[]; taken: string[] } => {
    const [was, will] = [besides(live.objects.get(key)), besides(wanted.get(key))];
    return {
      freed: was.filter((slot) => !will.includes(slot)),
      taken: will.filter((slot) => !was.includes(slot)),
    };
  };
  const copies = copiesIn(live);
  // Copies go along, though others may be wanted under their names.
  const copied = (key: Key): string[] =>
    (copies.get(key) ?? []).flatMap((copy) => [...slots(copy), ...copied(copy.key)]);
  const free = new Map<string, string[]>();
  for (const work of works) {
    const { verb } = work;
    const freed = verb === 'drop' ? all(work, live.objects) : verb === 'alter' ? changed(work).freed : [];
    if (verb === 'drop') freed.push(...copied(work.object.key));
    for (const slot of freed) free.set(slot, [...(free.get(slot) ?? []), work.id]);
  }
  const made = new Set(works.flatMap(({ verb, object }) => (verb === 'create' ? [object.key] : [])));
  for (const work of works) {
    const { verb } = work;
    // A part comes behind the new one of its own, which may be there while the old one stands aside.
    const { parent } = work.object;
    const again = verb === 'create' && parent !== null && made.has(parent) ? `drop ${parent}` : null;
    const taken = verb === 'create' ? all(work, wanted) : verb === 'alter' ? changed(work).taken : [];
    if (verb === 'drop') taken.push(...slotsLeft(work.object, context));
    for (const slot of taken)
      for (const other of free.get(slot) ?? [])
        if (other !== again) add(other, work.id, { soft: true, awkward: true });
  }
}

function slots(object: CatalogObject): string[] {
  const single = kindOf(object.id.kind).single?.(object as never) ?? null;
  return [...slotsOf(object, object.id), ...(single === null ? [] : [`${single} of ${object.parent}`])];
}

/** What it takes up where it cannot be dropped, and gives its name up instead. */
function slotsLeft(object: CatalogObject, { liveAround }: Context): string[] {
  const name = kindOf(object.id.kind).leavesAs?.(object as never, liveAround) ?? null;
  return name === null ? [] : slotsOf(object, { ...object.id, name });
}

/** An identity's sequence, the constraint behind NOT NULL: such names come and go with changes of a column. */
function namesBesides(object: CatalogObject | undefined, version: number): string[] {
  if (object === undefined) return [];
  const names = kindOf(object.id.kind).ownNames?.(object as never, version) ?? [];
  return names.map(({ kind, schema, name, table }) =>
    table === null ? `pg_class ${schema} ${name}` : `${kindOf(kind).catalog} ${object.parent} ${name}`,
  );
}
