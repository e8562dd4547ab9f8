import type { RowPolicy } from '../../kinds/kind.js';
import { kindOf } from '../../kinds/registry.js';
import type { CatalogObject } from '../../model/catalog.js';
import { namesOf, owns, type Side } from './side.js';

/** Which rows of a relation a role gets at; `null`: none. */
export type Rows = {
  /** Policies of which one has to let a row through; `null`: every row passes. */
  readonly permissive: readonly string[] | null;
  readonly restrictive: readonly string[];
} | null;

const EVERY: Rows = { permissive: null, restrictive: [] };

/**
 * The rows that are left by row-level security ("Row Security Policies" in the manual): without a permissive policy for
 * the role and command there are none; restrictive ones only take away.
 */
export function rowsOf(relation: CatalogObject, role: string, privilege: string, side: Side): Rows {
  const security = kindOf(relation.id.kind).access?.rowSecurity?.(relation as never);
  if (security === undefined || !security.enabled || bypasses(relation, role, security.forced, side))
    return EVERY;
  const names = namesOf(side, role);
  const policies = policiesOf(relation, side).filter(
    ({ policy }) =>
      policy.privileges.includes(privilege) &&
      policy.roles.some((name) => names.has(name)) &&
      conditionsOf(policy, privilege).length > 0,
  );
  const permissive = policies.filter(({ policy }) => policy.permissive);
  if (permissive.length === 0) return null;
  const always = ({ policy }: Named): boolean =>
    conditionsOf(policy, privilege).every((condition) => condition === 'true');
  const restrictive = policies.filter((one) => !one.policy.permissive && !always(one));
  return {
    permissive: permissive.some(always) ? null : permissive.map(nameOf).sort(),
    restrictive: restrictive.map(nameOf).sort(),
  };
}

function bypasses(relation: CatalogObject, role: string, forced: boolean, side: Side): boolean {
  const attributes = side.catalog.roles.get(role);
  if (attributes?.superuser === true || attributes?.bypassRls === true) return true;
  return !forced && owns(relation, namesOf(side, role), side);
}

interface Named {
  readonly object: CatalogObject;
  readonly policy: RowPolicy;
}
const nameOf = ({ object }: Named): string => object.id.name;

export function policiesOf(relation: CatalogObject, side: Side): Named[] {
  return (side.parts.get(relation.key) ?? []).flatMap((object) => {
    const policy = kindOf(object.id.kind).rowPolicy?.(object as never);
    return policy === undefined ? [] : [{ object, policy }];
  });
}

/** The conditions that a command's rows have to meet; a policy without any has no say. */
function conditionsOf({ using, check }: RowPolicy, privilege: string): string[] {
  const written = check ?? using;
  const wanted = privilege === 'INSERT' ? [written] : privilege === 'UPDATE' ? [using, written] : [using];
  return wanted.filter((condition) => condition !== null);
}
