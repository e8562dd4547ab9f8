import { reown } from '../catalog/acl.js';
import type { Change } from '../diff/diff.js';
import { commentSql } from '../kinds/comment/index.js';
import { freshGrants, grantSql } from '../kinds/grant/index.js';
import { ownerSql } from '../kinds/owner/index.js';
import { kindOf } from '../kinds/registry.js';
import type { CatalogObject, Grant } from '../model/catalog.js';
import { type Key, quoteIdent } from '../model/id.js';
import type { Action } from '../model/plan.js';
import { carriedOf, carries } from './carries.js';
import { alterContext, alterSql, type Closure } from './closure.js';
import type { Context } from './context.js';
import { detachments, meanwhile } from './detachments.js';
import { handsOverFirst } from './handover.js';
import { memberWorks } from './members.js';
import { parkWork } from './park.js';
import { maySet } from './roles.js';
import { asOwner, changerRole, creatorRole, ownerRole } from './step-roles.js';
import type { Work } from './work.js';

/** A node of the graph with nothing to do yet. */
export function makeWork(
  verb: Work['verb'],
  action: Action,
  object: CatalogObject,
  more: Partial<Work>,
): Work {
  return {
    id: `${verb} ${object.key}`,
    action,
    verb,
    object,
    before: null,
    after: null,
    role: null,
    sql: [],
    takes: [],
    touches: new Set([object.key]),
    rewrite: false,
    scan: false,
    build: false,
    assumes: [],
    destructive: false,
    hazards: [],
    locks: new Map(),
    ...more,
  };
}

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
    const changes = grantSql(object, has, object.grants, owners.length > 0 ? object.owner : role);
    if (changes.length > 0) sql.push(...owners, ...changes);
  }
  if (object.comment !== null && (kind.bringsComment !== true || object.declaration?.comment !== false))
    sql.push(commentSql(object));
  return sql;
}

/** An object made anew, with the parts that have no statement of their own. */
function createWork(object: CatalogObject, action: Action, context: Context): Work {
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

function dropWork(
  object: CatalogObject,
  taken: readonly CatalogObject[],
  action: Action,
  context: Context,
): Work {
  const kind = kindOf(object.id.kind);
  const work = makeWork('drop', action, object, { before: object, role: ownerRole(object, context) });
  work.sql.push(...kind.drop(object as never, context.liveAround));
  if (kind.facetOnly?.(object as never) === true) {
    work.sql.push(...grantSql(object, object.grants ?? [], [], work.role));
    if (object.comment !== null) work.sql.push(commentSql({ ...object, comment: null }));
    return work;
  }
  // What goes by another's name goes without a word.
  const named = ({ id }: CatalogObject): boolean =>
    kind.inlines?.includes(id.kind) !== true && kindOf(id.kind).bears === undefined;
  work.takes.push(...taken.filter(named).map((part) => part.key));
  for (const part of taken) work.touches.add(part.key);
  if (action === 'replace' && kind.holdsRows === true && kind.derived?.(object as never) !== true) {
    const lost = carriedOf(object, context)?.lost ?? null;
    work.destructive = lost === null || lost.length > 0;
    const what = lost === null ? 'all it holds' : `what it holds in ${lost.join(', ')}`;
    if (work.destructive)
      work.hazards.push({
        kind: 'data_loss',
        message: `${object.key} can only be changed by making it anew, which loses ${what}`,
      });
  }
  if (action === 'drop') {
    work.destructive = kind.holdsRows === true;
    const name = object.key;
    work.hazards.push(
      work.destructive
        ? { kind: 'data_loss', message: `drops ${name} with all it holds` }
        : { kind: 'object_dropped', message: `drops ${name}: whoever uses it fails from then on` },
    );
  }
  return work;
}

function alterWorks(change: Change, context: Context): Work[] {
  const { before, after } = change;
  if (before === null || after === null) return [];
  const input = alterContext(change, context);
  const sql = alterSql(change, context);
  if (sql === 'replace' || input === null) return [];
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
    change.grants ? grantSql(after, reownedIf(before, after), after.grants ?? [], as) : [];
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

/** What comes once all parts are as they shall be, and names that are given up before anything is made. */
function aroundWorks(change: Change, rebuilt: boolean, context: Context): Work[] {
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

/** What an object that is made anew loses by its own change: the values of an enum that are no more. */
function losses(object: CatalogObject, context: Context): { kind: string; message: string }[] {
  const change = context.changes.get(object.key);
  const input = change === undefined ? null : alterContext(change, context);
  const rules = kindOf(object.id.kind).attributes;
  const lost =
    input === null ? [] : (change?.attributes ?? []).filter((name) => rules[name]?.destructive?.(input));
  return lost.map((name) => ({
    kind: 'data_loss',
    message: `changes ${name} of ${object.key} in a way that loses values`,
  }));
}

/** Nothing waits for what comes and goes with the object whose name it bears: without a statement it is left out. */
const hasPlace = ({ sql, object }: Work): boolean =>
  sql.length > 0 || kindOf(object.id.kind).bears === undefined;

/** Every node of the graph. */
export function allWorks(context: Context, plan: Closure): Work[] {
  const works: Work[] = [];
  const { live, changes, wanted } = context;
  for (const [key, taken] of plan.roots) {
    const object = live.objects.get(key);
    if (object === undefined) continue;
    const work = parkWork(object, taken, plan, context) ?? dropWork(object, taken, 'drop', context);
    if (hasPlace(work)) works.push(work);
  }
  const back: CatalogObject[] = plan.destroyed.flatMap((object) => wanted.get(object.key) ?? []);
  for (const [key, taken] of plan.rebuilt) {
    const object = live.objects.get(key);
    if (object === undefined) continue;
    const work = dropWork(object, taken, 'replace', context);
    for (const one of [object, ...taken]) work.hazards.push(...losses(one, context));
    if (work.hazards.some((hazard) => hazard.kind === 'data_loss')) work.destructive = true;
    works.push(work);
    for (const live of [object, ...taken]) {
      const after = wanted.get(live.key);
      if (after !== undefined && !plan.gone.has(live.key) && !back.includes(after)) back.push(after);
    }
  }
  const created = new Set<Key>(back.map((object) => object.key));
  const creates = [...changes.values()]
    .filter((change) => change.action === 'create')
    .flatMap((change) => change.after ?? []);
  for (const object of creates) created.add(object.key);
  const standsAlone = (object: CatalogObject): boolean =>
    !(
      kindOf(object.id.kind).createdWithParent === true &&
      object.parent !== null &&
      created.has(object.parent)
    );
  const made = back.filter(standsAlone).map((object) => createWork(object, 'replace', context));
  for (const object of creates) {
    if (object.extension !== null) works.push(...memberWorks(object, context));
    else if (standsAlone(object)) made.push(createWork(object, 'create', context));
  }
  works.push(...made.filter(hasPlace));
  works.push(...carries(plan, context));
  const loose = detachments(plan, context);
  works.push(...loose.works);
  for (const change of changes.values()) {
    if (change.action === 'alter' && !created.has(change.key))
      works.push(...alterWorks(meanwhile(change, loose.left.get(change.key)), context));
  }
  const bare = { attributes: [], owner: false, grants: false, comment: false, renamedFrom: null };
  for (const object of back) {
    if (!changes.has(object.key))
      works.push(
        ...aroundWorks(
          { ...bare, key: object.key, action: 'create', before: null, after: object },
          true,
          context,
        ),
      );
  }
  for (const change of changes.values()) {
    for (const work of aroundWorks(change, created.has(change.key), context)) {
      const same = works.find((other) => other.id === work.id);
      if (same === undefined) works.push(work);
      else same.sql.push(...work.sql);
    }
  }
  return works;
}
