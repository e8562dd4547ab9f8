import type { Of, Surroundings } from '../kind.js';
import { type ManifestDocument, type ManifestMap, mapOf } from '../manifest.js';
import type { DefaultPrivilegesAttributes } from './index.js';
import { baseHeld, type Held, WORDS } from './sql.js';

export function defaultPrivilegesDocument(
  o: Of<DefaultPrivilegesAttributes>,
  around: Surroundings,
): ManifestDocument | null {
  const { role, type, grants } = o.attributes;
  const word = WORDS[type];
  if (word === undefined) return null;
  const base = baseHeld(o.id.schema, type, role, around.version);
  const text = (one: Held): string => `${one.grantee} ${one.privilege} ${one.grantable}`;
  const without = (list: readonly Held[], other: readonly Held[]): Held[] =>
    list.filter((one) => !other.some((known) => text(known) === text(one)));
  const side = (list: readonly Held[]): ManifestMap | undefined =>
    list.length === 0 ? undefined : mapOf({ [word]: byRole(list) });
  return {
    title: role,
    keys: mapOf({
      schema: o.id.schema ?? undefined,
      revoke: side(without(base, grants)),
      grant: side(without(grants, base)),
    }),
  };
}

function byRole(list: readonly Held[]): ManifestMap {
  const roles = new Map<string, string[]>();
  for (const { grantee, privilege, grantable } of list) {
    const name = grantee === 'PUBLIC' ? 'public' : grantee;
    const word = `${privilege.toLowerCase()}${grantable ? ' with grant option' : ''}`;
    roles.set(name, [...(roles.get(name) ?? []), word]);
  }
  return roles;
}
