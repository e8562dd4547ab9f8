import { defaultGrants } from '../catalog/acl.js';
import { sameGrants } from '../diff/equal.js';
import type { Surroundings } from '../kinds/kind.js';
import { kindOf } from '../kinds/registry.js';
import type { Environment } from '../manifest/index.js';
import type { Catalog, CatalogObject, Grant } from '../model/catalog.js';
import type { Key } from '../model/id.js';
import type { Diagnostic, Refusal } from '../model/plan.js';
import { partsOf } from '../plan/dependents.js';
import { ledger } from '../plan/ledger.js';
import { fates } from '../plan/scope.js';
import { resolveSets } from '../plan/sets.js';
import { platformOf } from '../platforms/index.js';
import type { OutFile } from './files.js';
import { lateParts } from './late.js';
import { layout } from './layout.js';
import { memberSql } from './members.js';
import { unchecked, writeObject } from './object.js';

export interface Imported {
  readonly files: readonly OutFile[];
  /** Objects by manifest key: how many were written. */
  readonly counts: ReadonlyMap<string, number>;
  /** What is in scope and was not written, and what is wrong with the environment's sets. */
  readonly notes: readonly string[];
}

/**
 * The live catalog, as far as the environment speaks of it, as the files that declare it.
 * @param broken routines whose body the server refuses, with what it says
 */
export function importCatalog(
  live: Catalog,
  environment: Environment,
  broken: ReadonlyMap<Key, string>,
): Imported {
  const platform = platformOf(environment.platform);
  const nothing: Catalog = { ...live, objects: new Map() };
  const sets = resolveSets(environment, live, nothing);
  const fate = fates({
    live,
    desired: nothing,
    schemas: environment.schemas,
    platform,
    keep: sets.keep,
    drop: sets.drop,
    whole: true,
  });
  const parts = partsOf(live);
  const around: Surroundings = {
    catalog: live,
    version: live.version,
    parts: (of, kind) => (parts.get(of.key) ?? []).filter((part) => part.id.kind === kind),
    parent: (of) => (of.parent === null ? undefined : live.objects.get(of.parent)),
  };
  const wanted = (object: CatalogObject): boolean =>
    fate.get(object.key) === 'unlisted' || isHome(object, environment, platform.schemas, live);
  const objects = [...live.objects.values()].filter((object) => object.parent === null && wanted(object));
  const files: OutFile[] = [];
  const counts = new Map<string, number>();
  const paths = layout(objects);
  const ours = (key: Key): CatalogObject[] =>
    (parts.get(key) ?? []).filter(
      (part) => fate.get(part.key) !== 'kept' && fate.get(part.key) !== 'dropped',
    );
  const late = lateParts(paths, ours, around);
  for (const [object, path] of paths) {
    const own = ours(object.key).filter((part) => !late.parts.has(part));
    const written = broken.has(object.key)
      ? unchecked(object, own, around)
      : writeObject(object, own, around);
    const { yaml } = written;
    const sql = [...written.sql, ...memberSql(object, live), ...(late.sql.get(path) ?? [])];
    if (yaml !== null) files.push({ path: `${path}.yaml`, text: yaml });
    if (sql.length > 0) files.push({ path: `${path}.sql`, text: sql.map((one) => `${one};\n`).join('') });
    counts.set(object.id.kind, (counts.get(object.id.kind) ?? 0) + 1);
  }
  const secrets = objects.filter(hides).map(({ key }) => `${key}: what it keeps secret is not written`);
  const refused = objects.flatMap(({ key }) =>
    broken.has(key)
      ? `${key} is broken (${broken.get(key)}): written as SQL that has its body not checked`
      : [],
  );
  const { diagnostics } = ledger(live, fate, environment.schemas, platform);
  return {
    files,
    counts,
    notes: [...notes([...sets.diagnostics, ...diagnostics], sets.refusals), ...secrets, ...refused],
  };
}

/** A schema that the environment names, or public where it is not what every database begins with. */
function isHome(
  object: CatalogObject,
  { schemas }: Environment,
  platform: readonly string[],
  live: Catalog,
): boolean {
  const { name } = object.id;
  if (object.address.catalog !== 'pg_namespace' || platform.includes(name)) return false;
  if (name === 'public' && isUntouched(object, live)) return false;
  return schemas === null ? name === 'public' : schemas.includes(name);
}

/** Schema public as initdb leaves it: before 15 the first superuser's, and open to everybody's objects. */
function isUntouched({ owner, grants, comment }: CatalogObject, { version, roles }: Catalog): boolean {
  const own = version >= 150000 ? owner === 'pg_database_owner' : roles.get(owner ?? '')?.superuser === true;
  if (!own || owner === null || grants === null || comment !== 'standard public schema') return false;
  const open = version >= 150000 ? ['USAGE'] : ['CREATE', 'USAGE'];
  const everybody = open.map(
    (privilege): Grant => ({ grantee: 'PUBLIC', grantor: owner, privilege, grantable: false, column: null }),
  );
  return sameGrants(grants, [...defaultGrants('n', owner, version), ...everybody]);
}

function hides(object: CatalogObject): boolean {
  const kind = kindOf(object.id.kind);
  return kind.secret === true && (kind.hides?.(object as never) ?? true);
}

function notes(diagnostics: readonly Diagnostic[], refusals: readonly Refusal[]): string[] {
  return [...refusals, ...diagnostics].map(({ message }) => message);
}
