import { readCatalog } from '../catalog/index.js';
import type { Session } from '../database/session.js';
import { decides } from '../diff/diff.js';
import { stable } from '../diff/equal.js';
import type { Surroundings } from '../kinds/kind.js';
import { KINDS, kindOf } from '../kinds/registry.js';
import type { Attributes, Catalog, CatalogObject } from '../model/catalog.js';
import { type Key, keyOf, quoteIdent } from '../model/id.js';
import { recover } from './run.js';

/** Attributes of a kind that hold SQL text. */
export const definitionsOf = (kind: string): string[] =>
  Object.entries(kindOf(kind).attributes).flatMap(([name, rule]) => (rule.definition ? [name] : []));

/** The live object as a statement can make it beside the desired one: another name, nothing of the user's text. */
function probe(object: CatalogObject, at: number): CatalogObject {
  const { declaration: _, ...rest } = object;
  const id = { ...object.id, name: `reconcile_probe_${at}` };
  return { ...rest, id, key: keyOf(id) };
}

const ROUNDS = 3;

/**
 * Live definitions that are printed differently from the desired ones are loaded into the scratch and printed there:
 * where that print (or a later one, for some need two rounds) is the desired one, they are the same definition.
 * Gives the live objects with such attributes in the desired spelling. The scratch is left as it was.
 */
export async function normalise(
  session: Session,
  live: Catalog,
  desired: Catalog,
  around: Surroundings,
): Promise<Map<Key, CatalogObject>> {
  const result = new Map<Key, CatalogObject>();
  let open: { live: CatalogObject; wanted: CatalogObject; text: CatalogObject }[] = [];
  for (const wanted of desired.objects.values()) {
    const object = live.objects.get(wanted.key);
    if (object !== undefined && differs(object, wanted)) open.push({ live: object, wanted, text: object });
  }
  if (open.length === 0) return result;
  await session.run(`savepoint normal; set local role none; set local search_path to ''`);
  for (let round = 0; round < ROUNDS && open.length > 0; round++) {
    const probes = open.map((entry, at) => ({ ...entry, probe: probe(entry.text, at) }));
    const printed = await print(
      session,
      probes.map((entry) => entry.probe),
      around,
    );
    const next: typeof open = [];
    for (const entry of probes) {
      const back = printed.get(entry.probe.key);
      if (back === undefined) continue;
      const text = { ...entry.live, attributes: { ...entry.text.attributes, ...textOf(back) } };
      if (!differs(text, entry.wanted))
        result.set(entry.live.key, {
          ...entry.live,
          attributes: { ...entry.live.attributes, ...textOf(entry.wanted) },
        });
      else if (stable(textOf(back)) !== stable(textOf(entry.text)))
        next.push({ live: entry.live, wanted: entry.wanted, text });
    }
    open = next;
  }
  await session.run('rollback to savepoint normal');
  return result;
}

function textOf(object: CatalogObject): Attributes {
  return Object.fromEntries(
    definitionsOf(object.id.kind).map((name) => [name, object.attributes[name] ?? null]),
  );
}

/** Whether only (and at least some) SQL text sets two objects apart. */
function differs(live: CatalogObject, wanted: CatalogObject): boolean {
  return definitionsOf(wanted.id.kind).some(
    (name) =>
      decides(wanted.declaration, name, false) &&
      stable(live.attributes[name]) !== stable(wanted.attributes[name]),
  );
}

/** Makes objects, each in a savepoint of its own, and reads back what could be made. */
async function print(
  session: Session,
  probes: readonly CatalogObject[],
  around: Surroundings,
): Promise<Map<Key, CatalogObject>> {
  await session.run('savepoint probes');
  for (const object of probes) {
    const sql = kindOf(object.id.kind).create(object as never, around)[0];
    if (sql === undefined) continue;
    try {
      await session.run(`savepoint probe; ${sql}\n; release savepoint probe`);
    } catch (error) {
      await recover(session, error, 'probe');
    }
  }
  const wanted = new Set(probes.map((object) => object.key));
  const found = new Map<Key, CatalogObject>();
  const read = await readCatalog(session, { inTransaction: true, oids: await oidsOf(session) });
  for (const object of read.objects.values()) if (wanted.has(object.key)) found.set(object.key, object);
  await session.run('rollback to savepoint probes');
  return found;
}

/** Oids of everything that is called like a probe, and of the relations that probes are part of. */
async function oidsOf(session: Session): Promise<number[]> {
  const kinds = KINDS.filter((kind) => definitionsOf(kind.name).length > 0);
  const queries = kinds.map(
    (kind) => `select q.oid from (${kind.read(session.version)}) q where q.name like 'reconcile\\_probe\\_%'`,
  );
  const rows = await session.query<{ oid: number }>(queries.join(' union '));
  return rows.map((row) => row.oid);
}

export const probeName = (name: string): string => quoteIdent(name);
