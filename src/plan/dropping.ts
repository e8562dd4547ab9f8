import { commentSql } from '../kinds/comment/index.js';
import { grantSql } from '../kinds/grant/index.js';
import { kindOf } from '../kinds/registry.js';
import type { CatalogObject } from '../model/catalog.js';
import type { Action } from '../model/plan.js';
import { alterContext } from './altering.js';
import { carriedOf } from './carries.js';
import type { Context } from './context.js';
import { ownerRole } from './step-roles.js';
import { makeWork, type Work } from './work.js';

export function dropWork(
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
  const secret = secretLost(object, action, context);
  if (secret !== null) work.hazards.push({ kind: 'secret_lost', message: secret });
  return work;
}

/** What a rollback cannot give back, for no backup and no history holds it; `null`: nothing is lost so. */
function secretLost(object: CatalogObject, action: Action, { changes }: Context): string | null {
  const { withoutSecrets, attributes } = kindOf(object.id.kind);
  const without = withoutSecrets?.(object as never) ?? null;
  if (without === null) return null;
  if (action === 'drop') return `a rollback brings ${object.key} back ${without.left}`;
  const other = (changes.get(object.key)?.attributes ?? []).filter(
    (name) => attributes[name]?.unverifiable === true,
  );
  return other.length === 0
    ? null
    : `changes ${other.join(', ')} of ${object.key}: those that it has now are kept nowhere, and a rollback leaves the new ones`;
}

/** What an object that is made anew loses by its own change: the values of an enum that are no more. */
export function losses(object: CatalogObject, context: Context): { kind: string; message: string }[] {
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
