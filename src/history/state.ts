import { createHash } from 'node:crypto';
import { stable } from '../diff/equal.js';
import { isKind, kindOf } from '../kinds/registry.js';
import type { Catalog, CatalogObject, Json } from '../model/catalog.js';
import { compareText, type Key } from '../model/id.js';

/** What every object of a database was like: a hash by its key. Extensions' members and what the server shares are left out. */
export type State = Readonly<Record<Key, string>>;

/** One object that is not as it was. */
export interface Drift {
  readonly key: Key;
  readonly schema: string | null;
  readonly how: 'new' | 'gone' | 'different';
}

const OWN = /^reconcile(_|$)/;

export function stateOf(catalog: Catalog): State {
  const state: Record<Key, string> = {};
  for (const object of catalog.objects.values()) if (counts(object)) state[object.key] = hashOf(object);
  return state;
}

function counts({ id, extension }: CatalogObject): boolean {
  if (extension !== null || !isKind(id.kind) || kindOf(id.kind).shared === true) return false;
  return !OWN.test(id.schema ?? (id.kind === 'schema' ? id.name : ''));
}

/** Everything that state can decide of an object. What depends on who reads is left out. */
function hashOf(object: CatalogObject): string {
  const rules = kindOf(object.id.kind).attributes;
  const attributes = Object.entries(object.attributes).filter(([name]) => rules[name]?.unverifiable !== true);
  const facts: unknown = [Object.fromEntries(attributes), object.owner, object.comment, object.grants ?? []];
  return createHash('sha256')
    .update(stable(facts as Json))
    .digest('base64')
    .slice(0, 12);
}

/** What is not as it was, by key; parts of what is new or gone are left to it. */
export function driftSince(state: State, catalog: Catalog): Drift[] {
  const now = stateOf(catalog);
  const drift: Drift[] = [];
  for (const key of [...new Set([...Object.keys(state), ...Object.keys(now)])].sort(compareText)) {
    const [was, is] = [state[key], now[key]];
    if (was === is) continue;
    const object = catalog.objects.get(key);
    const parent = object?.parent ?? null;
    if (was === undefined && parent !== null && state[parent] === undefined) continue;
    if (is === undefined && goesWith(key, state, now)) continue;
    drift.push({
      key,
      schema: object?.id.schema ?? schemaIn(key),
      how: was === undefined ? 'new' : is === undefined ? 'gone' : 'different',
    });
  }
  return drift;
}

/** Whether a relation that the key lies in is gone too. */
function goesWith(key: Key, state: State, now: State): boolean {
  const path = key.slice(key.indexOf(' ') + 1).match(/"(?:[^"]|"")*"|[^."]+/g) ?? [];
  if (path.length < 3) return false;
  const relation = ` ${path[0]}.${path[1]}`;
  return Object.keys(state).some((other) => other.endsWith(relation) && now[other] === undefined);
}

/** The schema that a key names; `null` where it has a name alone. */
function schemaIn(key: Key): string | null {
  const path = key.slice(key.indexOf(' ') + 1).match(/"(?:[^"]|"")*"|[^."(]+/g) ?? [];
  const [first] = path;
  return path.length < 2 || first === undefined ? null : first.replace(/^"|"$/g, '').replaceAll('""', '"');
}

/** `table public.t is gone`. */
export const driftText = ({ key, how }: Drift): string => `${key} is ${how}`;
