import type { CatalogObject } from '../model/catalog.js';
import { sqlName } from '../model/id.js';
import { kindOf } from './registry.js';
import { relationOf } from './relation.js';

/** `TABLE public.clients`, `COLUMN public.clients.email`: what COMMENT ON and ALTER … OWNER TO name. */
export function target(object: CatalogObject): string {
  const kind = kindOf(object.id.kind);
  return kind.commentTarget?.(object as never) ?? `${kind.sqlType} ${sqlName(object.id)}`;
}

/** What GRANT and REVOKE name: the object, or for a column its relation. */
export function grantTarget(object: CatalogObject): string {
  const kind = kindOf(object.id.kind);
  const name =
    kind.privileges?.on?.(object as never) ?? (kind.part ? relationOf(object) : sqlName(object.id));
  return `${kind.privileges?.word ?? kind.sqlType} ${name}`;
}
