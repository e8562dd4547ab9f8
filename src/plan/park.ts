import { kindOf } from '../kinds/registry.js';
import type { CatalogObject } from '../model/catalog.js';
import { type Key, quoteIdent } from '../model/id.js';
import type { Closure } from './closure.js';
import type { Context } from './context.js';
import { ownerRole } from './step-roles.js';
import { makeWork, type Work } from './work.js';

/** Where parked tables are: nobody but their owners can look into it. */
export const PARKED = 'reconcile_parked';

/** What moves an object and all that goes with it away; `null` where it is to be dropped. */
export function parkWork(
  object: CatalogObject,
  taken: readonly CatalogObject[],
  plan: Closure,
  context: Context,
): Work | null {
  const kind = kindOf(object.id.kind);
  if (!context.parks.has(object.key) || kind.park === undefined) return null;
  const role = ownerRole(object, context);
  const { sql, parked } = kind.park(object as never, {
    taken,
    names: namesIn(context),
    schema: PARKED,
    role,
    catalog: context.live,
    parts: (key: Key, of: string) => (context.liveParts.get(key) ?? []).filter((part) => part.id.kind === of),
    goes: (key) => plan.gone.has(key) || plan.rebuilt.has(key),
  });
  if (parked.length === 0) return null;
  const here = context.live.objects.has(`schema ${PARKED}`);
  const open = [
    ...(here ? [] : [`create schema if not exists ${PARKED}`, `revoke all on schema ${PARKED} from public`]),
    ...(role === null ? [] : [`grant usage, create on schema ${PARKED} to ${quoteIdent(role)}`]),
  ];
  const become = role === null ? [] : [`set local role ${quoteIdent(role)}`];
  const work = makeWork('drop', 'park', object, { before: object, role });
  work.sql.push(
    ...(role === null || open.length === 0 ? open : ['set local role none', ...open, ...become]),
    ...sql,
  );
  work.takes.push(...taken.filter((part) => !kind.inlines?.includes(part.id.kind)).map((part) => part.key));
  for (const part of taken) work.touches.add(part.key);
  work.destructive = true;
  work.hazards.push({
    kind: 'parked',
    message: `moves ${object.key} to the schema ${PARKED}: whoever uses it fails from then on, its rows stay until purge`,
  });
  return { ...work, parked };
}

function namesIn(context: Context): string[] {
  return [...context.live.objects.values()].flatMap(({ id }) => (id.schema === PARKED ? [id.name] : []));
}
