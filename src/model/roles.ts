import type { Catalog, Role } from './catalog.js';

/** Every role whose privileges `name` uses without SET ROLE, itself first. */
export function rolesOf(catalog: Catalog, name: string): Set<string> {
  const found = new Set<string>([name]);
  const queue = [name];
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    const role: Role | undefined = catalog.roles.get(at);
    for (const membership of role?.memberOf ?? []) {
      if (!membership.inherit || found.has(membership.role)) continue;
      found.add(membership.role);
      queue.push(membership.role);
    }
  }
  return found;
}
