import { type Change, reown } from '../diff/diff.js';
import { sameGrants } from '../diff/equal.js';
import { grantedOnRelation } from '../kinds/grant/index.js';
import type { Catalog, CatalogObject, Grant } from '../model/catalog.js';
import type { Key } from '../model/id.js';
import { partsOf } from './dependents.js';

const of = (grant: Grant): string => `${grant.grantee}\n${grant.grantor}\n${grant.privilege}`;

/**
 * REVOKE on a relation takes the same privilege on each of its columns along (REVOKE in the manual): columns that keep
 * theirs get it again, unchanged as they are.
 */
export function withWipedGrants(changes: ReadonlyMap<Key, Change>, live: Catalog): Map<Key, Change> {
  const all = new Map(changes);
  const parts = partsOf(live);
  for (const { key, action, before, after, grants } of changes.values()) {
    if (action !== 'alter' || !grants || before === null || after === null) continue;
    const owned = (object: CatalogObject): CatalogObject => ({
      ...object,
      grants: reown(object.grants, before.owner, after.owner),
    });
    const lost = revoked(owned(before).grants ?? [], after.grants ?? []);
    if (lost.gone.size === 0 && lost.option.size === 0) continue;
    for (const part of parts.get(key) ?? []) {
      if (!grantedOnRelation(part)) continue;
      const change = all.get(part.key);
      if (change?.action === 'drop') continue;
      const had = owned(change?.before ?? part);
      const wiped = without(had, lost);
      if (sameGrants(wiped.grants, had.grants)) continue;
      all.set(part.key, again(change, owned(part), wiped));
    }
  }
  return all;
}

interface Lost {
  readonly gone: ReadonlySet<string>;
  readonly option: ReadonlySet<string>;
}

function revoked(before: readonly Grant[], after: readonly Grant[]): Lost {
  const has = new Map(after.map((grant) => [of(grant), grant]));
  const gone = before.filter((grant) => !has.has(of(grant)));
  const option = before.filter((grant) => grant.grantable && has.get(of(grant))?.grantable === false);
  return { gone: new Set(gone.map(of)), option: new Set(option.map(of)) };
}

function without(part: CatalogObject, { gone, option }: Lost): CatalogObject {
  const left = (part.grants ?? []).filter((grant) => !gone.has(of(grant)));
  const grants = left.map((grant) => (option.has(of(grant)) ? { ...grant, grantable: false } : grant));
  return { ...part, grants };
}

function again(change: Change | undefined, part: CatalogObject, wiped: CatalogObject): Change {
  const after = change?.after ?? part;
  const none = { attributes: [], owner: false, comment: false, renamedFrom: null };
  const base = change ?? { ...none, key: part.key, action: 'alter' as const };
  return { ...base, before: wiped, after, grants: !sameGrants(wiped.grants, after.grants) };
}
