import { initialGrants } from '../catalog/index.js';
import type { Session } from '../database/session.js';
import { freshGrants, grantedOnRelation, grantSql } from '../kinds/grant/index.js';
import type { Surroundings } from '../kinds/kind.js';
import type { Attributes, Catalog, CatalogObject } from '../model/catalog.js';
import { type Key, keyOf, objectId, quoteIdent } from '../model/id.js';
import { partsOf } from '../plan/dependents.js';
import { renamed } from '../plan/renames/rewrite.js';
import type { Extensions } from './extensions.js';
import { recover } from './failures.js';
import { swapped } from './owners.js';
import { candidates, type Missing, missingNames, standInSql } from './standin.js';
import { stubs } from './stubs.js';

export interface MakerInput {
  readonly session: Session;
  readonly live: Catalog;
  /** Schemas in which an unqualified name is looked for. */
  readonly path: readonly string[];
  readonly searchPath: string;
  /** The role that stand-ins are made as, and its name quoted. */
  readonly owner: string;
  readonly role: string;
  /** Whether state says all that is granted on a live object (`grants:`), so that nothing of it is taken over. */
  readonly saysGrants: (object: CatalogObject) => boolean;
  /** State is the whole truth: of an extension's member, what is granted beside is not taken over. */
  readonly whole: boolean;
  readonly extensions: Extensions;
  /** Types that state calls otherwise, by the names that live objects know them by. */
  readonly renamedTypes: ReadonlyMap<string, string>;
  /** Default privileges of a schema, to be in force from its first moment. */
  privileges(schema: string): string[];
}

/** Makes stand-ins for what is missing, first those that they need themselves. */
export interface Maker {
  /** Everything that was made: no state. */
  readonly made: ReadonlySet<Key>;
  /** Whether something new is there now. */
  make(missing: readonly Missing[]): Promise<boolean>;
}

const DEPTH = 8;
const ATTEMPTS = 6;

export function standInMaker(input: MakerInput): Maker {
  const { session, live, path, extensions } = input;
  const made = new Set<Key>();
  const tried = new Set<string>();
  const parts = partsOf(live);
  const { renamedTypes } = input;
  const withRenamedTypes = (object: CatalogObject): CatalogObject =>
    renamedTypes.size === 0
      ? object
      : { ...object, attributes: renamed(object.attributes, renamedTypes) as Attributes };
  const around: Surroundings = {
    catalog: live,
    version: live.version,
    parts: (of, kind) =>
      (parts.get(of.key) ?? []).filter((part) => part.id.kind === kind).map(withRenamedTypes),
    parent: (of) => (of.parent === null ? undefined : live.objects.get(of.parent)),
  };
  const statements = (asLive: CatalogObject): string[] => {
    const object = withRenamedTypes(asLive);
    if (object.extension !== null && extensions.has(object.extension))
      return [extensions.standIn(object.extension, live)];
    if (object.address.catalog === 'pg_namespace') {
      return [
        `create schema if not exists ${quoteIdent(object.id.name)}`,
        ...input.privileges(object.id.name),
        ...granted(object),
      ];
    }
    return [...standInSql(object, around), ...granted(object)];
  };
  /** The owner of a live extension's member, which its stand-in is made for; `null` for anything else. */
  const memberFor = (object: CatalogObject): string | null =>
    object.extension === null || extensions.has(object.extension) || !live.roles.has(object.owner ?? '')
      ? null
      : object.owner;
  /**
   * The privileges that state's GRANT and REVOKE come to: what its owner has granted on the live object, of an extension's
   * member what that gave where state is the whole truth. The maker stands for the owner.
   */
  const granted = (object: CatalogObject): string[] => {
    if (object.owner === null || input.saysGrants(object)) return [];
    const there = object.owner;
    const here = memberFor(object) ?? input.owner;
    return [object, ...(parts.get(object.key) ?? []).filter(grantedOnRelation)].flatMap((one) => {
      const has = one.extension !== null && input.whole ? initialGrants(one, live) : one.grants;
      const own = (has ?? []).filter(({ grantor, grantee }) => grantor === there && isRole(grantee));
      const first = one.parent === null ? freshGrants(one, here, live, live.version) : [];
      return has === null ? [] : grantSql(one, first, swapped(own, there, here) ?? [], here, here);
    });
  };
  const isRole = (name: string): boolean => name === 'PUBLIC' || live.roles.has(name);
  const attempt = async (sql: readonly string[], depth: number, role = input.role): Promise<boolean> => {
    for (let round = 0; round < ATTEMPTS; round++) {
      try {
        const head = `savepoint standin; set local role ${role}; set local search_path to ${input.searchPath}`;
        await session.run(`${head}; ${sql.join(';\n')}; release savepoint standin`);
        return true;
      } catch (error) {
        const said = await recover(session, error, 'standin');
        if (!(await makeAll(missingNames(said.message), depth + 1))) return false;
      }
    }
    return false;
  };
  const makeObject = async (object: CatalogObject, depth: number): Promise<boolean> => {
    if (tried.has(object.key) || depth > DEPTH) return false;
    tried.add(object.key);
    const schema =
      object.id.schema === null
        ? undefined
        : live.objects.get(keyOf(objectId('schema', null, object.id.schema)));
    if (schema !== undefined) await makeObject(schema, depth + 1);
    const owner = memberFor(object);
    if (!(await attempt(statements(object), depth, owner === null ? input.role : quoteIdent(owner))))
      return false;
    made.add(object.key);
    if (object.extension !== null) made.add(keyOf(objectId('extension', null, object.extension)));
    return true;
  };
  const makeAll = async (missing: readonly Missing[], depth: number): Promise<boolean> => {
    let any = false;
    for (const stub of stubs(missing, live, path)) {
      if (tried.has(stub.key) || depth > DEPTH) continue;
      tried.add(stub.key);
      const real = stub.extension !== null && extensions.has(stub.extension);
      const sql = real && stub.extension !== null ? [extensions.standIn(stub.extension, live)] : stub.sql;
      if (!(await attempt(sql, depth))) continue;
      any = true;
      for (const key of real ? [] : stub.makes) made.add(key);
      if (stub.extension !== null) made.add(keyOf(objectId('extension', null, stub.extension)));
    }
    for (const object of candidates(missing, live, path)) any = (await makeObject(object, depth)) || any;
    return any;
  };
  return { made, make: (missing) => makeAll(missing, 0) };
}
