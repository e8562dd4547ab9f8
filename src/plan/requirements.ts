import { grantText } from '../catalog/acl.js';
import { ownerSql } from '../kinds/owner/index.js';
import { kindOf } from '../kinds/registry.js';
import type { CatalogObject } from '../model/catalog.js';
import { askedFor } from './asked.js';
import type { Context } from './context.js';
import { holderOf } from './handover.js';
import { createsIn, usesOf } from './in-schemas.js';
import type { Requirement } from './result.js';
import type { Work } from './work.js';

/** What must be proven before BEGIN, for the step's role or (role null) whoever connects. */
export function requirementsOf(work: Work, context: Context): Requirement[] {
  const { object } = work;
  const requires: Requirement[] = [];
  if (work.role !== null) requires.push({ what: 'membership', on: null, role: work.role });
  const parent = object.parent === null ? undefined : context.live.objects.get(object.parent);
  const holder = parent ?? context.live.objects.get(object.key) ?? null;
  const owners = ownersOf(object, context);
  const suffices = work.verb === 'create' ? kindOf(object.id.kind).madeWith : undefined;
  if (suffices !== undefined && parent !== undefined && work.role === null) {
    requires.push({ what: suffices, on: parent.key, role: parent.owner });
  } else if (holder !== null && holder.owner !== null && !owners.has(work.role)) {
    requires.push({ what: 'ownership', on: holder.key, role: holder.owner });
  }
  // An owner that lacks any of it is why the step is the connecting role's.
  if (work.role === null && work.after !== null && work.sql.length > 0)
    for (const { on, privilege } of askedFor(work.after, context, work.sql))
      requires.push({ what: privilege, on: on.parent ?? on.key, role: null });
  const attribute = work.verb === 'create' ? kindOf(object.id.kind).madeBy : undefined;
  if (attribute !== undefined) requires.push({ what: attribute, on: null, role: null });
  const given = givenTo(work, context);
  if (given !== null) requires.push({ what: 'giving', on: null, role: given });
  requires.push(...createsIn(work, context, given), ...usesOf(work, context));
  for (const role of grantors(work))
    if (!owners.has(role)) requires.push({ what: 'membership', on: null, role, connecting: true });
  return requires;
}

/** Whose an object is, before and behind the plan's hand-over: what is done to it is done as one of them. */
function ownersOf(object: CatalogObject, context: Context): ReadonlySet<string | null> {
  const own = context.live.objects.get(object.key) ?? object;
  const holders = [own, holderOf(own, context.live)];
  const all = holders.flatMap(({ key, owner }) => [owner, context.wanted.get(key)?.owner ?? null]);
  return new Set(all.filter((owner) => owner !== null));
}

/** Who a piece of work gives its object to. */
function givenTo(work: Work, context: Context): string | null {
  const { after } = work;
  if (after === null || after.owner === null || !kindOf(after.id.kind).owned) return null;
  if (theirsFromTheFirst(work)) return after.owner === (work.role ?? context.connecting) ? null : after.owner;
  return work.sql.includes(ownerSql(after)) ? after.owner : null;
}

const theirsFromTheFirst = ({ verb, object }: Work): boolean =>
  verb === 'create' && kindOf(object.id.kind).authorization === true;

/** Roles whose grants come or go: they act in their own names. */
function grantors({ before, after }: Work): ReadonlySet<string> {
  const [had, has] = [before?.grants ?? [], after?.grants ?? []].map(
    (list) => new Map(list.map((one) => [grantText(one), one])),
  );
  const changed = [...(had ?? [])]
    .filter(([text]) => has?.has(text) !== true)
    .concat([...(has ?? [])].filter(([text]) => had?.has(text) !== true));
  return new Set(changed.map(([, { grantor }]) => grantor));
}
