import { giverOf, reown } from '../catalog/acl.js';
import type { Change } from '../diff/diff.js';
import { commentSql } from '../kinds/comment/index.js';
import { grantSql } from '../kinds/grant/index.js';
import { ownerSql } from '../kinds/owner/index.js';
import { kindOf } from '../kinds/registry.js';
import type { CatalogObject, Grant } from '../model/catalog.js';
import { alterContext, alterSql } from './altering.js';
import type { Context } from './context.js';
import { handsOverFirst } from './handover.js';
import { heirOf } from './heirs.js';
import { maySet } from './roles.js';
import { asOwner, changerRole, ownerRole } from './step-roles.js';
import { makeWork, type Work } from './work.js';

export function alterWorks(change: Change, context: Context): Work[] {
  const { before, after } = change;
  if (before === null || after === null) return [];
  const input = alterContext(change, context);
  const sql = alterSql(change, context);
  if (input === null) return [];
  if (sql === 'replace') {
    // Nothing may be left out of a plan without a word.
    if (!context.removed.has(after.key) && heirOf(before) === null)
      throw new Error(`${after.key} can only be changed by making it anew, which the plan does not`);
    return [];
  }
  const kind = kindOf(after.id.kind);
  const role = changerRole(before, after, sql, context);
  const work = makeWork('alter', 'alter', after, { before, after, role });
  work.sql.push(...sql);
  for (const key of kind.absorbs?.(input as never) ?? []) work.touches.add(key);
  for (const name of change.attributes) {
    const rule = kind.attributes[name];
    if (typeof rule?.rewrite === 'function' ? rule.rewrite(input) : rule?.rewrite) work.rewrite = true;
    if (rule?.destructive?.(input)) {
      work.destructive = true;
      work.hazards.push({
        kind: 'data_loss',
        message: `changes ${name} of ${after.key} in a way that loses values`,
      });
    }
    work.hazards.push(...(rule?.hazards?.(input) ?? []));
  }
  if (change.comment) work.sql.push(commentSql(after));
  const grants = (as: string | null): string[] =>
    change.grants
      ? grantSql(after, reownedIf(before, after), after.grants ?? [], as, giverOf(after, context.wanted))
      : [];
  if (!change.owner) {
    work.sql.push(...grants(work.role));
    return work.sql.length > 0 ? [work] : [];
  }
  const giver = handsOverFirst(before, context) ? ownerRole(before, context, before.owner) : role;
  const mayHandOver = giver !== null && after.owner !== null && maySet(context.live, giver, after.owner);
  const handover = makeWork('owner', 'alter', after, { before, after, role: mayHandOver ? giver : null });
  handover.sql.push(ownerSql(after));
  for (const part of context.liveParts.get(after.key) ?? [])
    if ((part.grants ?? []).length > 0 && context.wanted.has(part.key)) handover.touches.add(part.key);
  const owners = asOwner(after, context);
  const given = grants(owners.length > 0 ? after.owner : handover.role);
  if (given.length > 0) handover.sql.push(...owners, ...given);
  return work.sql.length > 0 ? [work, handover] : [handover];
}

function reownedIf(before: CatalogObject, after: CatalogObject): readonly Grant[] {
  const grants = before.grants ?? [];
  return before.owner !== null && after.owner !== null && before.owner !== after.owner
    ? reown(grants, before.owner, after.owner)
    : grants;
}
