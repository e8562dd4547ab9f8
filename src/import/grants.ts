import { defaultGrants } from '../catalog/acl.js';
import { grantSql } from '../kinds/grant/index.js';
import type { ManifestMap } from '../kinds/manifest.js';
import { kindOf } from '../kinds/registry.js';
import type { CatalogObject, Grant } from '../model/catalog.js';
import { compareText, quoteIdent } from '../model/id.js';

export interface WrittenGrants {
  /** Role → privileges, as `grants:` has them. */
  readonly map: ManifestMap;
  /** What no manifest says: what an owner has taken from itself, and what others have passed on. */
  readonly sql: readonly string[];
}

/** The privileges of an object and its columns in the short form: `select`, `update (email)`, `all`. */
export function manifestGrants(
  object: CatalogObject,
  columns: readonly CatalogObject[],
  version: number,
): WrittenGrants | null {
  const { privileges, grantable } = kindOf(object.id.kind);
  if (object.grants === null || privileges === null || grantable?.(object as never) === false) return null;
  const { owner } = object;
  const usual = defaultGrants(privileges.letter, owner ?? '', version).filter((one) => one.grantee === owner);
  const own = object.grants.filter((one) => one.grantee === owner);
  const roles = new Map<string, string[]>();
  const add = (grantee: string, text: string): void => {
    const role = grantee === 'PUBLIC' ? 'public' : grantee;
    roles.set(role, [...(roles.get(role) ?? []), text]);
  };
  const others = object.grants.filter((one) => one.grantee !== owner && one.grantor === owner);
  const passed = [object, ...columns].flatMap((one) => passedOn(one, owner));
  for (const [grantee, option, grants] of groups(others)) {
    const words = grants.map((grant) => grant.privilege.toLowerCase());
    const whole = words.length > 1 && words.length === usual.length;
    for (const word of whole ? ['all'] : words.sort(byManual)) add(grantee, `${word}${option}`);
  }
  for (const [grantee, text] of columnGrants(columns, owner)) add(grantee, text);
  return {
    map: new Map([...roles].sort(([a], [b]) => compareText(a, b))),
    sql: [...grantSql(object, usual, own), ...passed],
  };
}

/** What a role other than the owner has passed on of what it was granted: only that role's own GRANT says it. */
const passedOn = (object: CatalogObject, owner: string | null): string[] =>
  grantSql(
    object,
    [],
    (object.grants ?? []).filter((one) => one.grantor !== owner),
    null,
    owner,
  );

/** Grants by grantee, those with grant option apart. */
function groups(grants: readonly Grant[]): [string, string, Grant[]][] {
  const found = new Map<string, [string, string, Grant[]]>();
  for (const grant of grants) {
    const option = grant.grantable ? ' with grant option' : '';
    const key = `${grant.grantee}\n${option}`;
    const group = found.get(key) ?? [grant.grantee, option, []];
    group[2].push(grant);
    found.set(key, group);
  }
  return [...found.values()];
}

/** The manual's order of privileges. */
const ORDER = 'select insert update delete truncate references trigger maintain usage create execute'.split(
  ' ',
);
const byManual = (a: string, b: string): number => ORDER.indexOf(a) - ORDER.indexOf(b);

/** `update (email, name)` by grantee, in the order of the columns. */
function columnGrants(columns: readonly CatalogObject[], owner: string | null): [string, string][] {
  const found = new Map<string, { grantee: string; word: string; option: string; names: string[] }>();
  for (const column of columns) {
    for (const [grantee, option, grants] of groups(
      (column.grants ?? []).filter(({ grantor }) => grantor === owner),
    )) {
      for (const { privilege } of grants) {
        const key = `${grantee}\n${option}\n${privilege}`;
        const known = found.get(key) ?? { grantee, word: privilege.toLowerCase(), option, names: [] };
        known.names.push(quoteIdent(column.id.name));
        found.set(key, known);
      }
    }
  }
  return [...found.values()]
    .sort((a, b) => byManual(a.word, b.word))
    .map(({ grantee, word, option, names }) => [grantee, `${word} (${names.join(', ')})${option}`]);
}
