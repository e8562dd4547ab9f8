import type { OnlineWay, Stage } from '../../kinds/online.js';
import { isKind, kindOf } from '../../kinds/registry.js';
import type { Attributes, Catalog, CatalogObject } from '../../model/catalog.js';
import type { Key } from '../../model/id.js';
import type { Computed, PlanInput } from '../plan.js';
import type { PlannedStep } from '../result.js';
import type { Work } from '../work.js';

/** A change that can be made outside the transaction, or what an earlier one left. */
export interface Way {
  readonly key: Key;
  /** The relation whose rows it is about. */
  readonly relation: CatalogObject;
  /** The entry of `online:` that allows it; `null`: any. */
  readonly entry: string | null;
  /** What the transaction leaves of it; `null`: nothing. */
  readonly meanwhile: CatalogObject | null;
  /** The transaction leaves it as it is. */
  readonly stays: boolean;
  /** As it shall be in the end; `null`: gone. */
  readonly after: CatalogObject | null;
  readonly stages: readonly Stage[];
  readonly uses: readonly Key[];
  /** Other objects that it makes: as the transaction leaves them (as they are, or not there), and in the end. */
  readonly along: readonly {
    readonly key: Key;
    readonly meanwhile: CatalogObject | null;
    readonly after: CatalogObject;
  }[];
  /** The step that would make it in the transaction; `null` for what is left over. */
  readonly step: PlannedStep | null;
}

/** Every change that reads rows or builds an index and whose kind knows another way. */
export function waysOf(whole: Computed, input: PlanInput): Way[] {
  const stood = standing(whole.works);
  const needed = neededBy(input.desired);
  return whole.works.flatMap((work, at): Way[] => {
    const { object } = work;
    if (!(work.scan || work.build) || !(work.verb === 'create' || work.verb === 'alter')) return [];
    const relation = object.parent === null ? undefined : input.live.objects.get(object.parent);
    if (relation === undefined || !stood(relation.key)) return [];
    const before = input.live.objects.get(object.key) ?? null;
    const way = kindOf(object.id.kind).online?.({
      before: before as never,
      after: object as never,
      sql: work.sql,
      around: whole.around,
      live: input.live,
    }) as OnlineWay<Attributes> | null | undefined;
    if (way == null) return [];
    const { entry, meanwhile, stages, uses = [] } = way;
    const along = (way.along ?? []) as unknown as Way['along'];
    const others = (needed.get(object.key) ?? []).filter((key) => !along.some((one) => one.key === key));
    if (work.verb === 'create' && others.length > 0) return [];
    const step = whole.steps[at] ?? null;
    const between = meanwhile as CatalogObject | null;
    const stays = between !== null && between === before;
    if (stays && !standsOn(between, stood)) return [];
    return [
      {
        key: object.key,
        relation,
        entry,
        meanwhile: between,
        stays,
        after: object,
        stages,
        uses,
        along,
        step,
      },
    ];
  });
}

/** Whether online steps that were stopped left it behind. */
export const isLeftover = (object: CatalogObject): boolean =>
  isKind(object.id.kind) && kindOf(object.id.kind).leftover?.(object as never) != null;

/** What earlier online steps left behind, in scope, on relations that stay. */
export function leftovers(whole: Computed, input: PlanInput): Way[] {
  const stood = standing(whole.works);
  return [...input.live.objects.values()].flatMap((object): Way[] => {
    const stage = kindOf(object.id.kind).leftover?.(object as never) ?? null;
    const relation = object.parent === null ? undefined : input.live.objects.get(object.parent);
    if (stage === null || relation === undefined || !stood(relation.key) || !standsOn(object, stood))
      return [];
    if (input.schemas !== null && !input.schemas.includes(object.id.schema ?? '')) return [];
    return [
      {
        key: object.key,
        relation,
        entry: null,
        meanwhile: object,
        stays: true,
        after: null,
        stages: [stage],
        uses: [],
        along: [],
        step: null,
      },
    ];
  });
}

/** Whether what is live is neither dropped nor made anew. */
function standing(works: readonly Work[]): (key: Key) => boolean {
  const gone = new Set(works.flatMap((work) => (work.verb === 'drop' ? [...work.touches] : [])));
  return (key) => !gone.has(key);
}

const standsOn = ({ dependsOn }: CatalogObject, stood: (key: Key) => boolean): boolean =>
  dependsOn.every(({ on }) => stood(on));

/** By key what stands on it, and has to have it at once. */
function neededBy({ objects }: Catalog): ReadonlyMap<Key, readonly Key[]> {
  const needed = new Map<Key, Key[]>();
  for (const { key, dependsOn } of objects.values())
    for (const { on } of dependsOn) {
      const known = needed.get(on);
      if (known === undefined) needed.set(on, [key]);
      else known.push(key);
    }
  return needed;
}
