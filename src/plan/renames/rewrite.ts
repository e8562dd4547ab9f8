import { stable } from '../../diff/equal.js';
import { kindOf } from '../../kinds/registry.js';
import type { Attributes, Catalog, CatalogObject, Json } from '../../model/catalog.js';
import { type Key, keyOf, type ObjectId, objectId, qualified, quoteIdent } from '../../model/id.js';
import type { Names } from './names.js';
import { isOwnName } from './own-names.js';

/** A desired object as both sides name things. */
export interface Pair {
  /** Under the live side's names. */
  readonly before: CatalogObject;
  /** Under its own. */
  readonly after: CatalogObject;
}

/**
 * The live catalog as it will be when its renames are done. What is printed as the desired object is under the old
 * names will be printed as that is under the new ones. Other attributes get new names where they are nothing but a name;
 * `printed` holds SQL text as it will be printed.
 */
export function underNewNames(
  live: Catalog,
  names: Names,
  pairs: ReadonlyMap<Key, Pair>,
  printed: ReadonlyMap<Key, Attributes>,
): Catalog {
  const rewritten = rewriting(live, names, pairs, printed);
  const objects = new Map<Key, CatalogObject>();
  for (const object of live.objects.values()) {
    if (isOwnName(object)) continue;
    const now = rewritten(object);
    // A part of what has to make room (a compatibility view's column) goes with it.
    if (now.key === object.key && objects.has(now.key)) continue;
    objects.set(now.key, now);
  }
  const schemaOf = (name: string): string => {
    const schema = live.objects.get(keyOf(objectId('schema', null, name)));
    return schema === undefined ? name : names.idOf(schema).name;
  };
  const defaultPrivileges = live.defaultPrivileges.map((row) =>
    row.schema === null ? row : { ...row, schema: schemaOf(row.schema) },
  );
  return { ...live, objects, defaultPrivileges };
}

/** One object of a catalog as it will be when the renames are done. */
export function rewriting(
  live: Catalog,
  names: Names,
  pairs: ReadonlyMap<Key, Pair>,
  printed: ReadonlyMap<Key, Attributes>,
): (object: CatalogObject) => CatalogObject {
  const texts = changedNames(live, names);
  return (object) => {
    const id = names.idOf(object);
    return {
      ...object,
      id,
      key: keyOf(id),
      parent: object.parent === null ? null : names.keyFor(object.parent),
      dependsOn: object.dependsOn.map(({ on, type }) => ({ on: names.keyFor(on), type })),
      attributes: {
        ...attributesOf(object, pairs.get(object.key), texts, live, names),
        ...printed.get(object.key),
      },
    };
  };
}

function attributesOf(
  object: CatalogObject,
  pair: Pair | undefined,
  texts: ReadonlyMap<string, string>,
  live: Catalog,
  names: Names,
): Attributes {
  const attributes: Attributes = {};
  for (const [name, value] of Object.entries(object.attributes)) {
    const same = pair !== undefined && stable(value) === stable(pair.before.attributes[name]);
    attributes[name] = same ? (pair.after.attributes[name] ?? null) : renamed(value, texts);
  }
  const now = (key: Key): ObjectId | null => {
    const found = live.objects.get(key);
    return found === undefined ? null : names.idOf(found);
  };
  const own = kindOf(object.id.kind).renamedIn?.(object as never, now, live.version);
  for (const [name, value] of Object.entries(own ?? {})) {
    if (stable(attributes[name]) === stable(object.attributes[name])) attributes[name] = value as Json;
  }
  return attributes;
}

/** Names as they stand in attributes, old → new: `schema.name`, `schema.table.column`, with the arguments of routines. */
function changedNames(live: Catalog, names: Names): Map<string, string> {
  const texts = new Map<string, string>();
  for (const object of live.objects.values()) {
    const now = names.idOf(object);
    if (object.id.schema === null || keyOf(now) === object.key) continue;
    const text = (id: CatalogObject['id']): string => {
      const name =
        id.table === null
          ? qualified(id.schema, id.name)
          : `${qualified(id.schema, id.table)}.${quoteIdent(id.name)}`;
      return id.arguments === null ? name : `${name}(${id.arguments})`;
    };
    texts.set(text(object.id), text(now));
    for (const [at, path] of paths(object.id).entries()) texts.set(path, paths(now)[at] ?? path);
  }
  return texts;
}

/** Names as kinds keep them in lists: schema, relation and name, with or without the kind before them. */
export function paths({ kind, schema, table, name }: CatalogObject['id']): string[] {
  const path = table === null ? [schema, name] : [schema, table, name];
  return [JSON.stringify(path), JSON.stringify([kind, ...path])];
}

/** A value with every string in it that is such a name, or a type of it (`name[]`, `name(3)`), under the new one. */
export function renamed(value: Json, texts: ReadonlyMap<string, string>): Json {
  if (typeof value === 'string') {
    const type = /^(SETOF )?(.*?)((\([\d,]+\))?(\[\])*)$/s.exec(value);
    const base = texts.get(type?.[2] ?? '');
    if (base === undefined && value.startsWith('["')) return texts.get(value) ?? renamedColumn(value, texts);
    return texts.get(value) ?? (base === undefined ? value : `${type?.[1] ?? ''}${base}${type?.[3] ?? ''}`);
  }
  if (Array.isArray(value)) {
    const path = texts.get(JSON.stringify(value));
    return path === undefined ? value.map((item) => renamed(item, texts)) : (JSON.parse(path) as Json);
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, renamed(item, texts)]));
}

/** A view's column as jsonb prints it: its name, and then its type. */
function renamedColumn(value: string, texts: ReadonlyMap<string, string>): string {
  let column: unknown;
  try {
    column = JSON.parse(value);
  } catch {
    return value;
  }
  if (!Array.isArray(column) || column.some((item) => typeof item !== 'string')) return value;
  const [name, ...types] = column as string[];
  const now = types.map((type) => renamed(type, texts));
  return now.some((type, at) => type !== types[at])
    ? `[${[name, ...now].map((item) => JSON.stringify(item)).join(', ')}]`
    : value;
}
