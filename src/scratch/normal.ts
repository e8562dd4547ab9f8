import { readCatalog } from '../catalog/index.js';
import type { Session } from '../database/session.js';
import { stable } from '../diff/equal.js';
import type { Surroundings } from '../kinds/kind.js';
import { KINDS, kindOf } from '../kinds/registry.js';
import type { Attributes, Catalog, CatalogObject } from '../model/catalog.js';
import { type Key, keyOf, quoteIdent } from '../model/id.js';
import { recover } from './failures.js';

/** Attributes of a kind that hold SQL text. */
export const definitionsOf = (kind: string): string[] =>
  Object.entries(kindOf(kind).attributes).flatMap(([name, rule]) => (rule.definition ? [name] : []));

/** The live object as a statement can make it beside the desired one: another name, nothing of the user's text. */
function probe(object: CatalogObject, at: number): CatalogObject {
  const { declaration: _, ...rest } = object;
  const id = { ...object.id, name: `reconcile_probe_${at}` };
  const tried = { ...rest, id, key: keyOf(id) };
  return kindOf(id.kind).probe?.(tried as never) ?? tried;
}

const ROUNDS = 3;

/** One definition on its way to its normal form: every print of it so far, the first as it was read. */
interface Side {
  readonly object: CatalogObject;
  readonly prints: CatalogObject[];
  settled: boolean;
}

/**
 * Definitions that are printed differently are loaded into the scratch and printed there, again and again until nothing
 * changes: where a print of the one is a print of the other, they are the same definition. (A restored dump is printed
 * as its own second print: so both sides are followed.) Gives the live objects with such attributes in the desired
 * spelling; what PostgreSQL would spell otherwise, making it anew by itself (for a column that gets another type), is
 * marked. The scratch is left as it was.
 */
export async function normalise(
  session: Session,
  live: Catalog,
  desired: Catalog,
  around: Surroundings,
): Promise<Map<Key, CatalogObject>> {
  const result = new Map<Key, CatalogObject>();
  const side = (object: CatalogObject): Side => ({ object, prints: [object], settled: false });
  let open: { live: Side; wanted: Side }[] = [];
  for (const wanted of desired.objects.values()) {
    const object = live.objects.get(wanted.key);
    if (object !== undefined && differs(object, wanted))
      open.push({ live: side(object), wanted: side(wanted) });
  }
  if (open.length === 0) return result;
  await session.run(`savepoint normal; set local role none; set local search_path to ''`);
  for (let round = 0; round < ROUNDS && open.length > 0; round++) {
    await printOnce(
      session,
      open.flatMap((entry) => [entry.live, entry.wanted]).filter((one) => !one.settled),
      around,
    );
    const next: typeof open = [];
    for (const entry of open) {
      const { object } = entry.live;
      if (meets(entry.live, entry.wanted))
        result.set(object.key, {
          ...object,
          attributes: { ...object.attributes, ...textOf(entry.wanted.object) },
          ...(isRespelled(entry.live, entry.wanted) ? { respelled: true } : {}),
        });
      else if (!entry.live.settled || !entry.wanted.settled) next.push(entry);
    }
    open = next;
  }
  await session.run('rollback to savepoint normal');
  return result;
}

const meets = (live: Side, wanted: Side): boolean =>
  live.prints.some((one) => wanted.prints.some((other) => !differs(one, other)));

/** Whether the live definition, made once more, comes out otherwise than state's does, made once or twice. */
const isRespelled = ({ object, prints }: Side, wanted: Side): boolean =>
  wanted.prints.slice(0, 2).every((other) => differs(prints[1] ?? object, other));

/** Loads the last print of each and adds the next. What comes back as it was, or cannot be made, is settled. */
async function printOnce(session: Session, sides: readonly Side[], around: Surroundings): Promise<void> {
  const probes = sides.map((one, at) => probe(one.prints.at(-1) ?? one.object, at));
  const printed = await print(session, probes, around);
  for (const [at, one] of sides.entries()) {
    const [made, last] = [printed.get(probes[at]?.key ?? ''), one.prints.at(-1) ?? one.object];
    if (made === undefined || stable(textOf(made)) === stable(textOf(last))) one.settled = true;
    else one.prints.push({ ...one.object, attributes: { ...last.attributes, ...textOf(made) } });
  }
}

function textOf(object: CatalogObject): Attributes {
  return Object.fromEntries(
    definitionsOf(object.id.kind).map((name) => [name, object.attributes[name] ?? null]),
  );
}

/** Whether SQL text sets two objects apart, whether state decides it or not. */
function differs(live: CatalogObject, wanted: CatalogObject): boolean {
  return definitionsOf(wanted.id.kind).some(
    (name) => stable(live.attributes[name]) !== stable(wanted.attributes[name]),
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
