import { sameGrants, stable } from '../../diff/equal.js';
import { kindOf } from '../../kinds/registry.js';
import type { CatalogObject } from '../../model/catalog.js';
import type { Key } from '../../model/id.js';
import type { RoleAccess } from '../../model/plan.js';
import type { Work } from '../work.js';
import { type Difference, schemaOf } from './changes.js';
import { namesOf, PUBLIC, type Side } from './side.js';
import { rightText } from './words.js';

const KIND = 'access_widened';

/**
 * Says of each step what it opens: of what is there already whatever is wider than it was; of what is new only what
 * everybody, or a role that the platform exposes, reaches whole.
 */
export function addAccessHazards(
  found: readonly Difference[],
  works: readonly Work[],
  side: Side,
  exposed: readonly string[],
): void {
  for (const difference of found) {
    for (const { message, roles } of messages(difference, exposed)) {
      const names = new Set(roles.flatMap((role) => [...namesOf(side, role)]));
      for (const work of openers(difference, works, names)) work.hazards.push({ kind: KIND, message });
    }
  }
}

interface Message {
  readonly message: string;
  /** Who gets further. */
  readonly roles: readonly string[];
}

function messages({ key, before, after, change }: Difference, exposed: readonly string[]): Message[] {
  const open = [PUBLIC, ...exposed];
  const groups = new Map<string, { roles: string[]; text: string }>();
  for (const access of change.roles) {
    for (const [reach, privileges] of byReach(access, before === null)) {
      if (before === null && !open.includes(access.role)) continue;
      const text = `can now ${privileges.join(', ')} ${reach.replace('KEY', key)}`;
      const group = groups.get(text) ?? { roles: [], text };
      group.roles.push(access.role);
      groups.set(text, group);
    }
  }
  const actor = change.acts_as?.after ?? null;
  const passes = kindOf(after.id.kind).access?.passesOn === true;
  return [
    ...[...groups.values()].map(({ roles, text }) => ({ message: `${roles.join(', ')} ${text}`, roles })),
    ...(actor === null || passes
      ? []
      : [{ message: `${key} now acts with the rights of ${actor}, whoever calls it`, roles: [] }]),
  ];
}

/** Widened privileges by what they reach, in words. Of what is new: tables that are open as a whole. */
function byReach(access: RoleAccess, fresh: boolean): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const privilege of access.widened) {
    const after = access.after[privilege];
    if (after === undefined || (fresh && (after.level !== 'all' || privilege === 'EXECUTE'))) continue;
    const was = fresh ? '' : ` (before: ${rightText(access.before[privilege])})`;
    const reach = privilege === 'EXECUTE' ? 'KEY' : `${rightText(after)} of KEY${was}`;
    groups.set(reach, [...(groups.get(reach) ?? []), privilege]);
  }
  return groups;
}

/** The steps that open it: new policies, or what changes grants, owner, row-level security, rights; else whatever it stands on. */
function openers(
  { key, before, after, change }: Difference,
  works: readonly Work[],
  names: ReadonlySet<string>,
): Work[] {
  if (before === null) return first(works, (work) => work.object.key === key && work.verb === 'create');
  const level = change.roles.some(({ widened, before: had, after: has }) =>
    widened.some((privilege) => had[privilege]?.level !== has[privilege]?.level),
  );
  const part = (work: Work): boolean => work.object.parent === key;
  const policyOf = ({ object }: Work) => kindOf(object.id.kind).rowPolicy?.(object as never);
  const policy = (work: Work): boolean =>
    part(work) && work.verb !== 'drop' && policyOf(work)?.roles.some((role) => names.has(role)) === true;
  const own = first(works, (work) => work.object.key === key && work.verb !== 'drop' && decides(work));
  const policies = works.filter(policy);
  const columns = works.filter((work) => part(work) && work.object.grants !== null && decides(work));
  for (const candidates of level ? [own, columns, policies] : [policies, columns, own])
    if (candidates.length > 0) return candidates;
  const dropped = works.filter((work) => part(work) && policyOf(work) !== undefined);
  if (dropped.length > 0) return dropped;
  const below = new Set<Key>(after.dependsOn.map(({ on }) => on));
  const under = works.filter(
    ({ object }) => below.has(object.key) || (object.parent !== null && below.has(object.parent)),
  );
  const holder = first(under, (work) => decides(work) || policyOf(work) !== undefined);
  if (holder.length > 0) return holder;
  return first(works, ({ object }) => object.key === schemaOf(after));
}

function first(works: readonly Work[], is: (work: Work) => boolean): Work[] {
  const found = works.find(is);
  return found === undefined ? [] : [found];
}

/** Whether a work changes grants, owner or what else decides on access. */
function decides({ before, after, object }: Work): boolean {
  if (before === null || after === null) return true;
  const names: readonly string[] = kindOf(object.id.kind).access?.attributes ?? [];
  const value = (side: CatalogObject, name: string): string => stable(side.attributes[name]);
  return (
    before.owner !== after.owner ||
    !sameGrants(before.grants, after.grants) ||
    names.some((name) => value(before, name) !== value(after, name))
  );
}
