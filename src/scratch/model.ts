import type { Session } from '../database/session.js';
import { KINDS, kindOf } from '../kinds/registry.js';
import type { State } from '../manifest/state.js';
import type { Catalog } from '../model/catalog.js';
import type { Key } from '../model/id.js';

/** Puts what no scratch can hold (the server's roles) in its place: what the statements themselves say. */
export async function modelled(
  session: Session,
  state: State,
  read: Catalog,
  live: Catalog,
  owner: string,
  ownRoles: boolean,
): Promise<{ read: Catalog; says: Map<Key, ReadonlySet<string>> }> {
  const objects = new Map(
    [...read.objects].filter(([, object]) => kindOf(object.id.kind).model === undefined),
  );
  const says = new Map<Key, ReadonlySet<string>>();
  for (const kind of KINDS) {
    for (const one of (await kind.model?.(session, state.statements, { live, read, owner, ownRoles })) ??
      []) {
      objects.set(one.object.key, one.object);
      says.set(one.object.key, one.says);
    }
  }
  return { read: { ...read, objects }, says };
}
