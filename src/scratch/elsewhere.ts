import { isKind, kindOf } from '../kinds/registry.js';
import { dottedName } from '../manifest/names.js';
import type { ObjectRef, State } from '../manifest/state.js';
import type { Catalog, CatalogObject } from '../model/catalog.js';
import { type Key, keyOf, qualified } from '../model/id.js';

/** Types of the live database by the names that state gives them (`renamed_from`): stand-ins are made of state's. */
export function renamedTypes({ declared }: State, live: Catalog): Map<string, string> {
  const names = new Map<string, string>();
  for (const { ref, renamedFrom } of declared) {
    if (ref.table !== null || !isKind(ref.kind) || live.objects.has(keyOf(ref))) continue;
    for (const written of renamedFrom) {
      const { name } = dottedName(written);
      const was = { ...ref, name: name.name, schema: name.schema ?? ref.schema };
      if (kindOf(ref.kind).catalog === 'pg_type' && live.objects.has(keyOf(was)))
        names.set(qualified(was.schema, was.name), qualified(ref.schema, ref.name));
    }
  }
  return names;
}

/** The live owner of what state refers to and does not make; members of extensions come with those. */
export function elsewhereIn({ declared }: State, live: Catalog): (ref: ObjectRef) => string | undefined {
  const made = new Set(
    declared.flatMap(({ ref, partial }) => (partial ? [] : [`${ref.schema} ${ref.name}`])),
  );
  const owners = new Map<string, string>();
  for (const { id, owner, parent, extension } of live.objects.values())
    if (parent === null && extension === null && owner !== null) owners.set(`${id.schema} ${id.name}`, owner);
  return (ref) => {
    const name = `${ref.schema} ${ref.table ?? ref.name}`;
    return made.has(name) ? undefined : owners.get(name);
  };
}

/** Whether a manifest says all privileges on an object: `grants:` is complete, a GRANT comes to what is there. */
export function grantsIn({ declared }: State): (object: CatalogObject) => boolean {
  const said = new Set(
    declared.flatMap(({ ref, grants, at }) =>
      grants && !at.file.endsWith('.sql') ? [`${ref.schema} ${ref.table ?? ref.name}`] : [],
    ),
  );
  return ({ id }) => said.has(`${id.schema} ${id.table ?? id.name}`);
}

/** Whether state gives a relation, or a part of it, another name than it has. */
export function renamesOf({ declared }: State, live: Catalog): (key: Key) => boolean {
  const names = declared.flatMap(({ ref, renamedFrom }) =>
    renamedFrom.length === 0 ? [] : [`${ref.schema} ${ref.table ?? ref.name}`],
  );
  const renamed = new Set(names);
  return (key) => {
    const id = live.objects.get(key)?.id;
    return id !== undefined && renamed.has(`${id.schema} ${id.name}`);
  };
}
