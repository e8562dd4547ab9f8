import { ATTACHED } from '../catalog/index.js';
import type { Catalog } from '../model/catalog.js';
import { compareText, type Key } from '../model/id.js';
import type { Accounted, Diagnostic } from '../model/plan.js';
import type { Platform } from '../platforms/index.js';
import { bearerOf, type Fate } from './scope.js';

const empty = (): Accounted => ({
  declared: 0,
  kept: 0,
  dropped: 0,
  platform: 0,
  extension: 0,
  unlisted: 0,
  unmanaged: 0,
});

/** Objects without a schema that an environment with `schemas:` is not about unless it names them. */
function unmanagedInScope(
  schema: string | null,
  schemas: readonly string[] | null,
  platform: Platform,
): boolean {
  if (schema === null) return schemas === null;
  if (platform.schemas.includes(schema) || /^reconcile(_|$)/.test(schema)) return false;
  return schemas === null || schemas.includes(schema);
}

export interface Ledger {
  readonly accounted: Record<string, Accounted>;
  readonly unlisted: readonly Key[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Counts every live object once, by kind and fate; names what is of a kind that is not managed. */
export function ledger(
  live: Catalog,
  fates: ReadonlyMap<Key, Fate>,
  schemas: readonly string[] | null,
  platform: Platform,
): Ledger {
  const counts = new Map<string, Accounted>();
  const of = (kind: string): Accounted => {
    const known = counts.get(kind) ?? empty();
    counts.set(kind, known);
    return known;
  };
  const unlisted: Key[] = [];
  for (const [key, fate] of fates) {
    const object = live.objects.get(key);
    // What comes and goes with another is counted as that one.
    if (object === undefined || fate === 'outside' || bearerOf(object, live) !== undefined) continue;
    of(object.id.kind)[fate]++;
    if (fate === 'unlisted' && (object.parent === null || fates.get(object.parent) !== 'unlisted'))
      unlisted.push(key);
  }
  const diagnostics: Diagnostic[] = [];
  for (const object of live.unmanaged) {
    if (object.extension !== null) of(object.kind).extension++;
    else if (object.schema !== null && platform.schemas.includes(object.schema)) of(object.kind).platform++;
    else if (platform.objects[object.kind]?.includes(object.name)) of(object.kind).platform++;
    else if (unmanagedInScope(object.schema, schemas, platform)) {
      of(object.kind).unmanaged++;
      diagnostics.push({
        level: 'warning',
        code: 'unmanaged_kind',
        message: `${object.kind} ${object.schema === null ? '' : `${object.schema}.`}${object.name} is of a kind that is not managed: it ${ATTACHED.has(object.kind) ? 'is lost where its object is made anew' : 'stays as it is'}`,
        object: { kind: object.kind, schema: object.schema, name: object.name },
      });
    }
  }
  const sorted = [...counts].sort(([a], [b]) => compareText(a, b));
  return { accounted: Object.fromEntries(sorted), unlisted: unlisted.sort(compareText), diagnostics };
}
