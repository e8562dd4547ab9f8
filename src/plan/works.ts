import { kindOf } from '../kinds/registry.js';
import type { CatalogObject } from '../model/catalog.js';
import type { Key } from '../model/id.js';
import { carries } from './carries.js';
import { alterWorks } from './changing.js';
import type { Closure } from './closure.js';
import type { Context } from './context.js';
import { detachments, meanwhile } from './detachments.js';
import { dropWork, losses } from './dropping.js';
import { aroundWorks, createWork } from './making.js';
import { memberWorks } from './members.js';
import { parkWork } from './park.js';
import type { Work } from './work.js';

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
    if (change.action === 'create' && change.after?.extension != null) continue;
    for (const work of aroundWorks(change, created.has(change.key), context)) {
      const same = works.find((other) => other.id === work.id);
      if (same === undefined) works.push(work);
      else same.sql.push(...work.sql);
    }
  }
  return works;
}
