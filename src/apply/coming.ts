import type { Catalog, Role } from '../model/catalog.js';
import { rolesOf } from '../model/roles.js';
import type { PlanResult } from '../plan/result.js';
import { hasPrivilege } from '../plan/roles.js';
import type { Check } from './privileges.js';

/** Whether the plan itself gives what is not there yet: a privilege, an owner, a membership. */
export function comes(check: Check, subject: string, result: PlanResult): boolean {
  const { live } = result;
  const becoming = withMemberships(result);
  if (check.role !== null) return becoming !== live && rolesOf(becoming, subject).has(check.role);
  if (check.oid === null || check.what === 'superuser') return false;
  const object = [...live.objects.values()].find(
    ({ address }) => address.oid === check.oid && address.catalog === check.catalog && address.sub === 0,
  );
  const after = object === undefined ? undefined : result.after.get(object.key);
  if (object === undefined || after === undefined) return false;
  if (after.owner === object.owner && after.grants === object.grants && becoming === live) return false;
  if (after.owner !== null && rolesOf(becoming, subject).has(after.owner)) return true;
  return after.grants !== null && hasPrivilege(becoming, subject, after, check.what.toUpperCase());
}

/** The catalog with the memberships that the plan gives; itself where it gives none. */
function withMemberships({ live, after, steps }: PlanResult): Catalog {
  const roles = new Map<string, Role>();
  for (const { touches } of steps)
    for (const key of touches) {
      const one = after.get(key);
      const members = one?.attributes.memberOf;
      if (one === undefined || !Array.isArray(members)) continue;
      const given = members.flatMap((member) =>
        member !== null &&
        typeof member === 'object' &&
        !Array.isArray(member) &&
        typeof member.role === 'string'
          ? [{ role: member.role, inherit: true, set: true, admin: false }]
          : [],
      );
      const had = live.roles.get(one.id.name);
      if (had !== undefined) roles.set(one.id.name, { ...had, memberOf: [...had.memberOf, ...given] });
    }
  return roles.size === 0 ? live : { ...live, roles: new Map([...live.roles, ...roles]) };
}
