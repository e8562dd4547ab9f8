import type { CatalogObject, Grant } from '../model/catalog.js';
import { compareText, type Key } from '../model/id.js';

/** aclitem's letters, as the manual's "Privileges" chapter lists them. */
const LETTERS: Record<string, string> = {
  r: 'SELECT',
  w: 'UPDATE',
  a: 'INSERT',
  d: 'DELETE',
  D: 'TRUNCATE',
  x: 'REFERENCES',
  t: 'TRIGGER',
  X: 'EXECUTE',
  U: 'USAGE',
  C: 'CREATE',
  c: 'CONNECT',
  T: 'TEMPORARY',
  m: 'MAINTAIN',
};

/** What the owner holds by default, by acldefault's object letter. */
const OWNER: Record<string, string> = {
  r: 'rwadDxt',
  s: 'rwU',
  f: 'X',
  n: 'UC',
  T: 'U',
  l: 'U',
  F: 'U',
  S: 'U',
  c: '',
  L: 'rw',
};
const PUBLIC: Record<string, string> = { f: 'X', T: 'U', l: 'U' };

const grantsOf = (letters: string, grantee: string, grantor: string): Grant[] =>
  [...letters].map((letter) => ({
    grantee,
    grantor,
    privilege: LETTERS[letter] ?? letter,
    grantable: false,
    column: null,
  }));

/** acldefault() for an object letter: what a NULL acl stands for. */
export function defaultGrants(letter: string, owner: string, version: number): Grant[] {
  const all = (OWNER[letter] ?? '') + (letter === 'r' && version >= 170000 ? 'm' : '');
  return sortGrants([...grantsOf(all, owner, owner), ...grantsOf(PUBLIC[letter] ?? '', 'PUBLIC', owner)]);
}

/** Reads a role's name off an aclitem's text from `start`: quoted where it holds special characters. */
function roleAt(text: string, start: number): { name: string; end: number } {
  if (text[start] !== '"') {
    const end = text.slice(start).search(/[=/]|$/) + start;
    return { name: text.slice(start, end), end };
  }
  let at = start + 1;
  let name = '';
  while (at < text.length) {
    if (text[at] === '"') {
      if (text[at + 1] !== '"') break;
      at++;
    }
    name += text[at++];
  }
  return { name, end: at + 1 };
}

/** `grantee=letters/grantor` (a star behind a letter: with grant option) as one grant per privilege. */
export function parseAclItem(text: string): Grant[] {
  const grantee = roleAt(text, 0);
  const slash = text.indexOf('/', grantee.end);
  const letters = text.slice(grantee.end + 1, slash);
  const grantor = roleAt(text, slash + 1);
  const grants: Grant[] = [];
  for (let at = 0; at < letters.length; at++) {
    const letter = letters[at] ?? '';
    const grantable = letters[at + 1] === '*';
    if (grantable) at++;
    grants.push({
      grantee: grantee.name === '' ? 'PUBLIC' : grantee.name,
      grantor: grantor.name,
      privilege: LETTERS[letter] ?? letter,
      grantable,
      column: null,
    });
  }
  return grants;
}

export function grantText(grant: Grant): string {
  return `${grant.grantee}|${grant.privilege}|${grant.column ?? ''}|${grant.grantable}|${grant.grantor}`;
}

export function sortGrants(grants: readonly Grant[]): Grant[] {
  return [...grants].sort((a, b) => compareText(grantText(a), grantText(b)));
}

/** aclmerge: one entry per grantee, grantor and privilege, with grant option where any has it. */
export function joinGrants(grants: readonly Grant[]): Grant[] {
  const merged = new Map<string, Grant>();
  for (const grant of grants) {
    const key = `${grant.grantee}|${grant.grantor}|${grant.privilege}|${grant.column ?? ''}`;
    const known = merged.get(key);
    merged.set(key, known?.grantable ? known : grant);
  }
  return sortGrants([...merged.values()]);
}

/** ALTER … OWNER TO rewrites the old owner's name in the ACL, and joins what becomes the same (aclnewowner). */
export function reown(grants: readonly Grant[], from: string, to: string): readonly Grant[] {
  if (from === to) return grants;
  const name = (role: string): string => (role === from ? to : role);
  return joinGrants(
    grants.map((grant) => ({ ...grant, grantee: name(grant.grantee), grantor: name(grant.grantor) })),
  );
}

/** Who gives the privileges on an object: its owner, its relation's for a part without one. */
export function giverOf(
  { owner, parent }: Pick<CatalogObject, 'owner' | 'parent'>,
  objects: ReadonlyMap<Key, CatalogObject>,
): string | null {
  return owner ?? (parent === null ? undefined : objects.get(parent))?.owner ?? null;
}
