import { defaultGrants } from '../catalog/acl.js';
import { grantSql } from '../kinds/grant/index.js';
import { kindOf } from '../kinds/registry.js';
import type { CatalogObject } from '../model/catalog.js';
import type { Context } from './context.js';
import { makeWork, type Work } from './work.js';

/** A member comes with its extension, which grants what PostgreSQL does: only what state adds or takes is said. */
export function memberWorks(after: CatalogObject, { live }: Context): Work[] {
  const { privileges } = kindOf(after.id.kind);
  if (privileges === null || after.grants === null || after.owner === null) return [];
  const sql = grantSql(after, defaultGrants(privileges.letter, after.owner, live.version), after.grants);
  return sql.length === 0 ? [] : [makeWork('alter', 'alter', after, { after, sql })];
}
