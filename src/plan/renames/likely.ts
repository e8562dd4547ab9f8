import { kindOf } from '../../kinds/registry.js';
import { writeName } from '../../manifest/names.js';
import type { Catalog, CatalogObject } from '../../model/catalog.js';
import { compareText } from '../../model/id.js';
import type { Diagnostic } from '../../model/plan.js';
import type { Closure } from '../closure.js';
import type { Context } from '../context.js';
import { partsOf } from '../dependents.js';
import { planObject } from '../object.js';
import type { Work } from '../work.js';
import { alike, hasInner, likeness, type Parts } from './likeness.js';
import { holderOf } from './names.js';

/** How much of their columns two relations must have in common to be taken for one under two names. */
const ENOUGH = 0.7;

/**
 * Renames that nobody declared: something goes (or is left over, unlisted) and something alike of the same kind, in the
 * same place, is new. The plan does as written; the drop says so as a hazard, and the line to add is a diagnostic.
 * `meant`: what the environment itself asks to be dropped.
 */
export function likelyRenames(
  works: readonly Work[],
  shape: Closure,
  context: Context,
  meant: (object: CatalogObject) => boolean,
): Diagnostic[] {
  const fresh = [...context.changes.values()].flatMap(({ action, after }) =>
    action === 'create' && after !== null && mayBeOne(after, context.desired) ? [after] : [],
  );
  if (fresh.length === 0) return [];
  const gone = [...context.live.objects.values()].filter((object) => {
    const leaves = shape.roots.has(object.key) || context.fates.get(object.key) === 'unlisted';
    return leaves && !meant(object) && mayBeOne(object, context.live);
  });
  const sides: [Parts, Parts] = [context.liveParts, partsOf(context.desired)];
  const diagnostics: Diagnostic[] = [];
  for (const { was, is } of pairs(gone, fresh, sides)) {
    const name = writeName(was.id.schema === is.id.schema ? null : was.id.schema, was.id.name);
    const line = is.declaration?.at.file.endsWith('.sql')
      ? `-- reconcile: renamed_from ${name}`
      : `renamed_from: ${name}`;
    const dropped = shape.roots.has(was.key);
    const message = `${was.key} ${dropped ? 'is dropped' : 'is not declared any more'} and ${is.key} is new, and they are alike: if it is the same under a new name, add ${line}`;
    works.find((work) => work.id === `drop ${was.key}`)?.hazards.push({ kind: 'likely_rename', message });
    const at = is.declaration?.at;
    diagnostics.push({
      level: 'warning',
      code: 'likely_rename',
      message,
      ...(at === undefined || at.file === '' ? {} : { file: at.file, line: at.line, column: at.column }),
      object: planObject(is.id),
    });
  }
  return diagnostics;
}

/** What another object owns comes and goes with that. */
const mayBeOne = (object: CatalogObject, catalog: Catalog): boolean =>
  kindOf(object.id.kind).rename !== undefined && holderOf(object, catalog) === undefined;

/** The best matches first, each object once. */
function pairs(
  gone: readonly CatalogObject[],
  fresh: readonly CatalogObject[],
  [parts, wantedParts]: [Parts, Parts],
): { was: CatalogObject; is: CatalogObject }[] {
  const byPlace = new Map<string, CatalogObject[]>();
  for (const is of fresh)
    for (const place of placesOf(is)) byPlace.set(place, [...(byPlace.get(place) ?? []), is]);
  const found = gone.flatMap((was) => {
    const near = new Set(placesOf(was).flatMap((place) => byPlace.get(place) ?? []));
    return [...near].flatMap((is) => {
      const score = likeness(was, parts, is, wantedParts);
      const inner = hasInner(was, parts) || hasInner(is, wantedParts);
      return (inner ? score >= ENOUGH : alike(was, is)) ? [{ was, is, score }] : [];
    });
  });
  found.sort(
    (a, b) => b.score - a.score || compareText(a.was.key, b.was.key) || compareText(a.is.key, b.is.key),
  );
  const used = new Set<CatalogObject>();
  return found.filter(({ was, is }) => {
    if (used.has(was) || used.has(is)) return false;
    used.add(was).add(is);
    return true;
  });
}

/** Where something of its kind may come from: the same relation or schema; another schema only under the same name. */
function placesOf({ id, parent }: CatalogObject): string[] {
  if (parent !== null) return [`${id.kind} in ${parent}`];
  return [
    `${id.kind} in ${id.schema} (${id.arguments ?? ''})`,
    `${id.kind} ${id.name} (${id.arguments ?? ''})`,
  ];
}
