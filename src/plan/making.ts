import { giverOf, reown } from '../catalog/acl.js';
import type { Change } from '../diff/diff.js';
import { commentSql } from '../kinds/comment/index.js';
import { freshGrants, grantSql } from '../kinds/grant/index.js';
import { ownerSql } from '../kinds/owner/index.js';
import { kindOf } from '../kinds/registry.js';
import type { CatalogObject } from '../model/catalog.js';
import { quoteIdent } from '../model/id.js';
import type { Action } from '../model/plan.js';
import { alterContext } from './altering.js';
import type { Context } from './context.js';
import { asOwner, changerRole, creatorRole, ownerRole } from './step-roles.js';
import { makeWork, type Work } from './work.js';

/** Owner, privileges and comment of an object that has just been made by `role`. */
function facets(object: CatalogObject, role: string | null, context: Context): string[] {
  const kind = kindOf(object.id.kind);
  const sql: string[] = [];
  const creator = role ?? context.connecting;
  const handedOver = kind.owned && object.owner !== null && object.owner !== creator;
  if (handedOver && kind.authorization !== true) sql.push(ownerSql(object));
  if (object.grants !== null && kind.privileges !== null) {
    const fresh = freshGrants(object, creator, context.live, context.live.version);
    const has = object.owner === null ? fresh : reown(fresh, creator, object.owner);
    const owners = handedOver ? asOwner(object, context) : [];
    const giver = giverOf(object, context.wanted);
    const changes = grantSql(object, has, object.grants, owners.length > 0 ? object.owner : role, giver);
    if (changes.length > 0) sql.push(...owners, ...changes);
  }
  if (object.comment !== null && (kind.bringsComment !== true || object.declaration?.comment !== false))
    sql.push(commentSql(object));
  return sql;
}

/** An object made anew, with the parts that have no statement of their own. */
export function createWork(object: CatalogObject, action: Action, context: Context): Work {
  const kind = kindOf(object.id.kind);
  const role = creatorRole(object, context);
  const work = makeWork('create', action, object, { after: object, role });
  const [head = '', ...rest] = kind.create(object as never, context.around);
  const enclosing = kind.around?.(object as never, context.around) ?? { before: [], after: [] };
  work.sql.push(...enclosing.before);
  const theirs = kind.authorization === true && object.owner !== null && object.owner !== context.connecting;
  work.sql.push(
    ...[theirs ? `${head} authorization ${quoteIdent(object.owner ?? '')}` : head, ...rest].filter(Boolean),
  );
  work.sql.push(...enclosing.after);
  if (!finishes(object, context)) work.sql.push(...facets(object, role, context));
  for (const part of partsCreatedWith(object, context)) {
    work.touches.add(part.key);
    if (!kind.inlines?.includes(part.id.kind))
      work.sql.push(...kindOf(part.id.kind).create(part as never, context.around));
    work.sql.push(...facets(part, role, context));
  }
  return work;
}

/** Whether it is a shell until its `finish`: only what is whole is given away. */
const finishes = (object: CatalogObject, { around }: Context): boolean => {
  const kind = kindOf(object.id.kind);
  return kind.shell === true && (kind.finish?.(object as never, null, around) ?? []).length > 0;
};

function partsCreatedWith(object: CatalogObject, context: Context): CatalogObject[] {
  const parts = context.wantedParts.get(object.key) ?? [];
  return parts.filter((part) => kindOf(part.id.kind).createdWithParent === true);
}

/** What comes once all parts are as they shall be, and names that are given up before anything is made. */
export function aroundWorks(change: Change, rebuilt: boolean, context: Context): Work[] {
  const { after } = change;
  const before = rebuilt ? null : change.before;
  if (after === null) return [];
  const kind = kindOf(after.id.kind);
  const holder = after.parent ?? after.key;
  const side = context.removed.has(holder) ? context.wanted : context.live.objects;
  const existing = context.live.objects.has(holder) ? side.get(holder) : undefined;
  const role =
    existing === undefined
      ? creatorRole(after, context)
      : ownerRole(before ?? { ...existing, parent: null }, context);
  const input = before === null ? null : alterContext(change, context);
  const finish = [...(kind.finish?.(after as never, before as never, context.around) ?? [])];
  const finisher = before === null || role === null ? role : changerRole(before, after, finish, context);
  const works = [
    makeWork('release', 'alter', after, {
      before,
      after,
      role,
      sql: [...(input === null ? [] : (kind.release?.(input as never) ?? []))],
    }),
    makeWork('finish', before === null ? 'create' : 'alter', after, {
      before,
      after,
      role: finish.length === 0 ? role : finisher,
      sql: [...finish, ...(before === null && finishes(after, context) ? facets(after, role, context) : [])],
    }),
  ];
  return works.filter((work) => work.sql.length > 0);
}
