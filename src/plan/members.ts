import { defaultGrants, giverOf, joinGrants } from '../catalog/acl.js';
import { initialGrants } from '../catalog/index.js';
import { liveMember } from '../diff/members.js';
import { commentSql } from '../kinds/comment/index.js';
import { grantSql } from '../kinds/grant/index.js';
import { kindOf } from '../kinds/registry.js';
import type { CatalogObject, Grant } from '../model/catalog.js';
import type { Context } from './context.js';
import { makeWork, type Work } from './work.js';

/**
 * A member comes with its extension: only what state adds or takes is said. Extensions grant more than PostgreSQL does to
 * PUBLIC alone, as a rule: what state does not leave it is taken away in any case.
 */
export function memberWorks(after: CatalogObject, { live, desired, removed }: Context): Work[] {
  const { privileges } = kindOf(after.id.kind);
  const { grants } = after;
  const owner = giverOf(after, desired.objects) ?? giverOf(after, live.objects);
  const member = liveMember(after, live);
  const before = member === undefined || removed.has(member.key) ? undefined : member;
  const sql: string[] = [];
  // It moves with its extension, and takes along what it has.
  if (before !== undefined) sql.push(...grantSql(after, before.grants ?? [], grants ?? [], null, owner));
  else if (privileges !== null && grants !== null && owner !== null) {
    const usual = initialGrants(after, desired) ?? defaultGrants(privileges.letter, owner, live.version);
    const kept = new Set(grants.filter(isPublic).map(({ privilege }) => privilege));
    const open = usual
      .filter(({ grantee, privilege }) => grantee === owner && !kept.has(privilege))
      .map((grant) => ({ ...grant, grantee: PUBLIC }));
    const first = joinGrants([...usual, ...open]);
    sql.push(...grantSql(after, first, grants, null, owner));
  }
  const says = after.declaration?.comment === true && after.comment !== (before?.comment ?? null);
  if (says) sql.push(commentSql(after));
  return sql.length === 0 ? [] : [makeWork('alter', 'alter', after, { after, sql })];
}

const PUBLIC = 'PUBLIC';
const isPublic = ({ grantee }: Grant): boolean => grantee === PUBLIC;
