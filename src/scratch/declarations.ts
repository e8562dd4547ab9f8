import { kindOf } from '../kinds/registry.js';
import type { DeclaredRef, State } from '../manifest/state.js';
import type { Catalog, CatalogObject, Declaration } from '../model/catalog.js';
import { type Key, keyOf } from '../model/id.js';
import type { Position } from '../model/position.js';
import { ALL, mayMean } from '../sql/index.js';

/** What the reader found of each declared object. */
export function declarationOf(ref: DeclaredRef, usableText: boolean): Declaration {
  return {
    at: ref.at,
    text: usableText ? ref.text : null,
    attributes: ref.attributes,
    sections: ref.sections,
    owner: ref.owner !== null,
    grants: ref.grants,
    comment: ref.comment,
    renamedFrom: ref.renamedFrom,
    ...(ref.like === undefined ? {} : { like: keyOf(ref.like) }),
  };
}

/** Several documents may say something of one object: each adds what it decides. */
export function merged(a: DeclaredRef | undefined, b: DeclaredRef): DeclaredRef {
  if (a === undefined) return b;
  const main = a.partial && !b.partial ? b : a;
  const join = (
    x: 'all' | ReadonlySet<string>,
    y: 'all' | ReadonlySet<string>,
  ): 'all' | ReadonlySet<string> => (x === 'all' || y === 'all' ? 'all' : new Set([...x, ...y]));
  // The last word counts, of a shell and its type as of CREATE OR REPLACE.
  const finds = /^create\b[^('"]*?\bif\s+not\s+exists\b/i;
  const last = a.partial || b.partial || b.text === null || finds.test(b.text) ? main : b;
  return {
    ...main,
    at: last.at,
    text: last.text,
    attributes: join(a.attributes, b.attributes),
    sections: join(a.sections, b.sections),
    owner: a.owner ?? b.owner,
    grants: a.grants || b.grants,
    comment: a.comment || b.comment,
    renamedFrom: [...a.renamedFrom, ...b.renamedFrom],
    partial: a.partial && b.partial,
  };
}

/** What state makes without naming it (a serial's sequence, an inline key) is declared by what it belongs to. */
export function inherited(
  object: CatalogObject,
  read: Catalog,
  declared: ReadonlyMap<Key, DeclaredRef>,
  made: Position,
  ofAll: (object: CatalogObject, since: Position) => boolean,
): Declaration {
  const own = holders(object, read, declared) ?? implicit(made);
  return ofAll(object, own.at) ? { ...own, grants: true } : own;
}

/** Whether a statement behind that which makes an object gives or takes privileges on all of its kind (`ON ALL … IN SCHEMA`). */
export function grantedToAll(state: State): (object: CatalogObject, since: Position) => boolean {
  const first = new Map<string, number>();
  const place = ({ file, line, column }: Position): string => `${file}:${line}:${column}`;
  const all = state.statements.flatMap(({ at, alters }, index) => {
    if (!first.has(place(at))) first.set(place(at), index);
    return (alters ?? []).filter(({ name }) => name === ALL).map((ref) => ({ ref, index }));
  });
  if (all.length === 0) return () => false;
  return (object, since) => {
    const id = kindOf(object.id.kind).calledIn?.(object as never) ?? object.id;
    const made = first.get(place(since)) ?? 0;
    return all.some(({ ref, index }) => index > made && mayMean(ref, id));
  };
}

/** Made by a statement that only running it understands (DO, SELECT): as declared as if it were written out. */
export const implicit = (at: Position): Declaration => ({
  at,
  text: null,
  attributes: 'all',
  sections: 'all',
  owner: false,
  grants: false,
  comment: false,
  implied: true,
  renamedFrom: [],
});

function holders(
  object: CatalogObject,
  read: Catalog,
  declared: ReadonlyMap<Key, DeclaredRef>,
): Declaration | null {
  let holder: CatalogObject | undefined = object;
  for (let depth = 0; holder !== undefined && depth < 4; depth++) {
    const found = declared.get(holder.key);
    if (found !== undefined) return implicit(found.at);
    const next: Key | null =
      holder.parent ?? holder.dependsOn.find((dependency) => dependency.type === 'auto')?.on ?? null;
    holder = next === null ? undefined : read.objects.get(next);
  }
  return null;
}
