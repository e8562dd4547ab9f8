import { kindOf } from '../kinds/registry.js';
import type { CatalogObject } from '../model/catalog.js';
import type { Key } from '../model/id.js';
import type { Diagnostic } from '../model/plan.js';
import { bodyReferences, type Reference } from '../sql/index.js';
import type { Closure } from './closure.js';
import type { Context } from './context.js';
import { planObject } from './object.js';
import type { Work } from './work.js';

/** What a body may call an object: its name, and the schemas in which an unqualified one is looked for. */
interface Named {
  readonly key: Key;
  readonly schema: string | null;
  readonly name: string;
}

/** References from one routine's body to any of the objects, by name. Bodies that hold none of the names are not parsed. */
export function bodyUses(
  routine: CatalogObject,
  named: ReadonlyMap<string, readonly Named[]>,
): { key: Key; reference: Reference }[] {
  const body = kindOf(routine.id.kind).body?.(routine as never) ?? null;
  if (body === null) return [];
  if (!mentions(body.text, named)) return [];
  const path = searchPath(body.searchPath);
  return bodyReferences(body.language, body.text).flatMap((reference) => {
    const found = (named.get(reference.name) ?? []).filter((object) =>
      reference.schema === null
        ? object.schema === null || path.includes(object.schema)
        : object.schema === reference.schema,
    );
    return found.map(({ key }) => ({ key, reference }));
  });
}

/** A cheap look for any of the names: as words where they are plain, as text where they are not. */
function mentions(text: string, named: ReadonlyMap<string, readonly Named[]>): boolean {
  const words = new Set(text.toLowerCase().match(/[a-z_][\w$]*/g));
  for (const name of named.keys()) {
    if (/^[a-z_][\w$]*$/.test(name) ? words.has(name) : text.includes(name)) return true;
  }
  return false;
}

/** Without a setting of its own a routine sees its caller's path: most likely public. */
function searchPath(setting: string | null): readonly string[] {
  if (setting === null) return ['public'];
  return setting.split(',').map((name) =>
    name
      .trim()
      .replace(/^"(.*)"$/s, '$1')
      .replaceAll('""', '"'),
  );
}

/** Objects by the name that SQL calls them by. */
export function byName(objects: Iterable<CatalogObject>): Map<string, Named[]> {
  const result = new Map<string, Named[]>();
  for (const { key, id, parent } of objects) {
    if (parent !== null) continue;
    result.set(id.name, [...(result.get(id.name) ?? []), { key, schema: id.schema, name: id.name }]);
  }
  return result;
}

/** Routines that stay although their bodies refer to what goes: PostgreSQL does not track that, so it is pointed out. */
export function orphans(works: readonly Work[], shape: Closure, context: Context): Diagnostic[] {
  const gone = [...shape.gone.keys()]
    .flatMap((key) => context.live.objects.get(key) ?? [])
    // Extensions overload names that PostgreSQL has itself.
    .filter((object) => object.extension === null);
  if (gone.length === 0) return [];
  const named = byName(gone.filter((object) => !sameNameStays(object, context)));
  const diagnostics: Diagnostic[] = [];
  for (const routine of context.wanted.values()) {
    const uses = new Set(bodyUses(routine, named).map((use) => use.key));
    for (const key of uses) {
      const message = `the body of ${routine.key} refers to ${key}, which is dropped: it will fail when it is called`;
      diagnostics.push({
        level: 'warning',
        code: 'orphaned_reference',
        message,
        object: planObject(routine.id),
      });
      const root = shape.gone.get(key) ?? key;
      works
        .find((work) => work.id === `drop ${root}`)
        ?.hazards.push({ kind: 'untracked_dependency', message });
    }
  }
  return diagnostics;
}

/** Something of that name is there afterwards (a view in a table's place). */
function sameNameStays(object: CatalogObject, context: Context): boolean {
  const { schema, name } = object.id;
  return [...context.changes.values()].some(
    (change) =>
      change.after?.id.schema === schema && change.after.id.name === name && change.after.parent === null,
  );
}
