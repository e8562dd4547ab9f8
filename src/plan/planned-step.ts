import { kindOf } from '../kinds/registry.js';
import type { CatalogObject } from '../model/catalog.js';
import { compareText, type Key, qualified } from '../model/id.js';
import type { Step } from '../model/plan.js';
import type { Position } from '../model/position.js';
import type { Context } from './context.js';
import { planObject } from './object.js';
import { requirementsOf } from './requirements.js';
import type { PlannedStep } from './result.js';
import { shownSql } from './secrets.js';
import type { Work } from './work.js';

const relationName = (key: Key, context: Context): string => {
  const id = (context.live.objects.get(key) ?? context.wanted.get(key))?.id;
  return id === undefined ? key : qualified(id.schema, id.name);
};

/** A relation that the work itself renames is locked under the name it has. */
const lockedName = (key: Key, work: Work, context: Context): string =>
  key === work.object.key && work.formerly !== undefined
    ? qualified(work.formerly.schema, work.formerly.name)
    : relationName(key, context);

/** A piece of work as the step that the plan shows, with what applying it needs. */
export function plannedStep(work: Work, context: Context, dropAt: ReadonlyMap<Key, Position>): PlannedStep {
  const locks = [...work.locks].map(([key, mode]) => ({ mode, on: lockedName(key, work, context), key }));
  locks.sort((a, b) => compareText(a.on, b.on));
  const at =
    work.after?.declaration?.at ?? dropAt.get(work.object.key) ?? declaredParent(work.object, context);
  const takes = work.takes.flatMap((key) => context.live.objects.get(key)?.id ?? []);
  const shown = shownSql(work);
  const step: Step = {
    id: work.id,
    action: actionOf(work),
    object: planObject(work.object.id),
    role: work.role,
    sql: shown,
    takes: takes.map(planObject),
    locks: locks.map(({ mode, on }) => ({ mode, on })),
    rewrite: work.rewrite,
    destructive: work.destructive,
    hazards: work.hazards,
    reason: at === undefined || at.file === '' ? null : { file: at.file, line: at.line },
  };
  return {
    step,
    ...(shown === work.sql ? {} : { run: work.sql }),
    touches: [...work.touches],
    relations: locks
      .filter(({ key }) => context.live.objects.has(key))
      .map(({ key, mode }) => ({ key, mode })),
    requires: requirementsOf(work, context),
    assumes: work.assumes,
  };
}

/** What is only said of a part that its relation has anyway alters it, whether it comes or goes. */
export const actionOf = ({ action, object }: Work): Work['action'] =>
  ['create', 'drop'].includes(action) && kindOf(object.id.kind).onlySaid?.(object as never) === true
    ? 'alter'
    : action;

/** A part that is dropped because its relation's listing is complete: the relation's own place. */
function declaredParent(object: CatalogObject, context: Context): Position | undefined {
  return object.parent === null ? undefined : context.desired.objects.get(object.parent)?.declaration?.at;
}
