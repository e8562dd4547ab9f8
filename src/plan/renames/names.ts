import { kindOf } from '../../kinds/registry.js';
import type { Catalog, CatalogObject } from '../../model/catalog.js';
import { type Key, keyOf, type ObjectId, objectId, qualified } from '../../model/id.js';
import { isOwnName } from './own-names.js';

/** Where an object goes by a rename of its own. */
export interface Target {
  readonly name: string;
  /** `null`: it stays in its schema, whatever that is called by then. */
  readonly schema: string | null;
}

/** What every object of a catalog is called once some of them (its schema and table included) have other names. */
export class Names {
  readonly #catalog: Catalog;
  readonly #targets: Map<Key, Target>;
  readonly #types: ReadonlyMap<string, Key>;

  /** `targets`: the objects that have a new name of their own, by their keys in the catalog. */
  constructor(catalog: Catalog, targets: ReadonlyMap<Key, Target>) {
    this.#catalog = catalog;
    this.#targets = new Map(targets);
    this.#types = typesOf(catalog);
  }

  move(key: Key, target: Target): void {
    this.#targets.set(key, target);
  }

  idOf(object: CatalogObject): ObjectId {
    const own = this.#targets.get(object.key);
    const name =
      own?.name ?? this.#borne(object) ?? this.#made(object) ?? this.#handedDown(object) ?? object.id.name;
    const parent = object.parent === null ? undefined : this.#catalog.objects.get(object.parent);
    if (parent !== undefined) {
      const holder = this.idOf(parent);
      return {
        ...object.id,
        schema: holder.schema,
        table: object.id.table === null ? null : holder.name,
        name,
      };
    }
    return {
      ...object.id,
      schema: own?.schema ?? this.#schemaOf(object),
      name,
      arguments: object.id.arguments === null ? null : this.typeList(object.id.arguments),
    };
  }

  keyOf(object: CatalogObject): Key {
    return keyOf(this.idOf(object));
  }

  /** The key that another object is called by; one that is not in the catalog keeps its own. */
  keyFor(key: Key): Key {
    const object = this.#catalog.objects.get(key);
    return object === undefined ? key : this.keyOf(object);
  }

  /** A list of type names, each as it is written then. */
  typeList(list: string): string {
    return splitTypes(list)
      .map((one) => this.#typeName(one))
      .join(', ');
  }

  #typeName(text: string): string {
    const base = text.replace(/(\[\])+$/, '');
    const key = this.#types.get(base);
    const object = key === undefined ? undefined : this.#catalog.objects.get(key);
    if (object === undefined) return text;
    const id = this.idOf(object);
    return qualified(id.schema, id.name) + text.slice(base.length);
  }

  /** The name of the object whose name it bears. */
  #borne(object: CatalogObject): string | null {
    const key = isOwnName(object) ? undefined : kindOf(object.id.kind).bears?.(object as never);
    const bearer = key === undefined ? undefined : this.#catalog.objects.get(key);
    return bearer === undefined ? null : this.idOf(bearer).name;
  }

  /** A name that is made of others'. */
  #made(object: CatalogObject): string | null {
    const { nameOf } = isOwnName(object) ? {} : kindOf(object.id.kind);
    const of = (key: Key): ObjectId | null => {
      const found = this.#catalog.objects.get(key);
      return found === undefined ? null : this.idOf(found);
    };
    return nameOf?.(object as never, { of, type: (text) => this.#typeName(text) }) ?? null;
  }

  /** A column of a child or partition has its parent's name (ALTER TABLE RENAME in the manual: descendants too). */
  #handedDown(object: CatalogObject): string | null {
    if (kindOf(object.id.kind).keepsName?.(object as never) === true) return null;
    for (const key of tiedTo(object)) {
      const from = this.#catalog.objects.get(key);
      if (from !== undefined && from.id.name === object.id.name) return this.idOf(from).name;
    }
    return null;
  }

  /** An owned sequence goes along when its table moves to another schema (ALTER TABLE SET SCHEMA in the manual). */
  #schemaOf(object: CatalogObject): string | null {
    const holder = holderOf(object, this.#catalog);
    if (holder !== undefined) return this.idOf(holder).schema;
    if (object.id.schema === null) return null;
    const schema = this.#targets.get(keyOf(objectId('schema', null, object.id.schema)));
    return schema?.name ?? object.id.schema;
  }
}

/** What hands an object down, so that PostgreSQL lets nobody rename it by itself. Indexes and keys may be. */
export function tiedTo(object: CatalogObject): readonly Key[] {
  if (isOwnName(object)) return [];
  const kind = kindOf(object.id.kind);
  const own = kind.nameInSchema === true || kind.makesRelation?.(object as never) === true;
  return own ? [] : (kind.heir?.(object as never)?.from ?? []);
}

/** The relation whose column owns another relation (a sequence); `undefined` where none does. */
export function holderOf(object: CatalogObject, catalog: Catalog): CatalogObject | undefined {
  if (object.parent !== null || object.address.catalog !== 'pg_class') return undefined;
  for (const { on, type } of object.dependsOn) {
    if (type !== 'auto' && type !== 'internal') continue;
    const owner = catalog.objects.get(on);
    const relation =
      owner?.address.catalog !== 'pg_class' || owner.parent === null
        ? undefined
        : catalog.objects.get(owner.parent);
    if (relation !== undefined && relation.key !== object.key) return relation;
  }
  return undefined;
}

/** Types, and relations by their row types, as format_type prints them with an empty search_path. */
function typesOf(catalog: Catalog): Map<string, Key> {
  const types = new Map<string, Key>();
  for (const { key, id, parent, address } of catalog.objects.values()) {
    const isType = address.catalog === 'pg_type' || (address.catalog === 'pg_class' && parent === null);
    if (isType && id.schema !== null) types.set(qualified(id.schema, id.name), key);
  }
  return types;
}

/** `a, b."x, y"[]` at its commas outside quotes. */
function splitTypes(list: string): string[] {
  const parts: string[] = [];
  let part = '';
  let quoted = false;
  for (const character of list) {
    if (character === '"') quoted = !quoted;
    if (character === ',' && !quoted) {
      parts.push(part.trim());
      part = '';
    } else part += character;
  }
  return list === '' ? [''] : [...parts, part.trim()];
}
