import type { Session } from '../database/session.js';
import { isKind } from '../kinds/registry.js';
import { dottedName } from '../manifest/names.js';
import type { DeclaredRef, State } from '../manifest/state.js';
import type { Catalog, CatalogObject } from '../model/catalog.js';
import { UserError } from '../model/errors.js';
import { type Key, keyOf, objectId, qualified } from '../model/id.js';
import { Names, type Target } from '../plan/renames/names.js';
import { underNewNames } from '../plan/renames/rewrite.js';
import type { Maker } from './maker.js';

/** Documents that add to what another tool makes. */
function additions({ declared, statements }: State): DeclaredRef[] {
  const made = new Set([
    ...declared.flatMap(({ ref, partial }) => (partial ? [] : [keyOf(ref)])),
    ...statements.flatMap(({ creates }) => creates.map(keyOf)),
  ]);
  return declared.filter(
    ({ ref, partial, at }) =>
      partial && ref.table === null && isKind(ref.kind) && !at.file.endsWith('.sql') && !made.has(keyOf(ref)),
  );
}

/** What an object was called that state names otherwise now; `undefined` where it is not there under an earlier name. */
function earlier(
  { ref, renamedFrom }: DeclaredRef,
  schema: string | null,
  live: Catalog,
): CatalogObject | undefined {
  for (const written of [...renamedFrom].reverse()) {
    const { name } = dottedName(written);
    const from = live.objects.get(keyOf({ ...ref, name: name.name, schema: name.schema ?? schema }));
    if (from !== undefined) return from;
  }
  return undefined;
}

/** The live catalog with what state only adds to under the names that state gives it (`renamed_from`): it is stood in for by those. */
export function asCalled(live: Catalog, state: State): Catalog {
  const targets = new Map<Key, Target>();
  for (const one of additions(state)) {
    const { ref } = one;
    if (live.objects.has(keyOf(ref))) continue;
    const home = renamedSchema(ref.schema, state, live);
    const was = home?.id.name ?? ref.schema;
    const from = earlier(one, was, live) ?? live.objects.get(keyOf({ ...ref, schema: was }));
    if (from === undefined) continue;
    if (home !== undefined) targets.set(home.key, { name: ref.schema ?? '', schema: null });
    targets.set(from.key, { name: ref.name, schema: from.id.schema === was ? null : ref.schema });
  }
  return targets.size === 0 ? live : underNewNames(live, new Names(live, targets), new Map(), new Map());
}

/** The live schema that state calls otherwise. */
function renamedSchema(name: string | null, { declared }: State, live: Catalog): CatalogObject | undefined {
  if (live.objects.has(keyOf(objectId('schema', null, name ?? '')))) return undefined;
  const said = declared.find(({ ref }) => ref.kind === 'schema' && ref.name === name);
  return said === undefined ? undefined : earlier(said, null, live);
}

/**
 * Stands in for what documents add to without a statement that would miss it (an owner, another name).
 * @throws UserError for what is nowhere
 */
export async function standForAdditions(state: State, session: Session, maker: Maker): Promise<void> {
  const missing: DeclaredRef[] = [];
  for (const one of additions(state)) {
    const { schema, name } = one.ref;
    const there = async (): Promise<boolean> => {
      const [row] = await session.query<{ there: boolean }>('select to_regclass($1) is not null as there', [
        qualified(schema, name),
      ]);
      return row?.there === true;
    };
    if (maker.made.has(keyOf(objectId(one.ref.kind, schema, name))) || (await there())) continue;
    if (!(await maker.make([{ schema, name }]))) missing.push(one);
  }
  if (missing.length > 0)
    throw new UserError(
      missing.map(({ ref, at }) => ({
        code: 'not_there',
        message: `${ref.kind} ${qualified(ref.schema, ref.name)} is not in the database, and no columns are declared that would make it`,
        at,
        hint: 'declare its columns, correct the name, or say with renamed_from what it was called',
      })),
    );
}
