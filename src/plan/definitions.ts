import { defaultGrants } from '../catalog/acl.js';
import { commentSql } from '../kinds/comment/index.js';
import { grantSql } from '../kinds/grant/index.js';
import type { Surroundings } from '../kinds/kind.js';
import { ownerSql } from '../kinds/owner/index.js';
import { kindOf } from '../kinds/registry.js';
import type { CatalogObject } from '../model/catalog.js';
import { keyOfPlanned } from '../model/id.js';
import type { PlanObject } from '../model/plan.js';
import type { Context } from './context.js';
import { shownText } from './secrets.js';

/** An object as SQL would make it, before and after the plan; `null` where it is not there. For reading, not to be run. */
export interface Definition {
  readonly before: string | null;
  readonly after: string | null;
}

/** Gives the definition of an object that a step names: made when it is asked for, from the catalogs alone. */
export type Define = (object: PlanObject) => Definition;

export function definer(context: Context): Define {
  return (object) => {
    const key = keyOfPlanned(object);
    return {
      before: textOf(context.live.objects.get(key), context.liveAround),
      after: textOf(context.wanted.get(key), context.around),
    };
  };
}

/** Both sides are written from what was read back, so that only what differs looks different. */
function textOf(object: CatalogObject | undefined, around: Surroundings): string | null {
  if (object === undefined) return null;
  const { declaration: _, ...read } = object;
  const statements = [...kindOf(read.id.kind).create(read as never, around), ...facets(read, around.version)];
  return statements.map((sql) => `${shownText(read.id.kind, sql).trimEnd()};`).join('\n');
}

/** Owner, privileges beyond what PostgreSQL gives by itself, comment. */
function facets(object: CatalogObject, version: number): string[] {
  const { owner, grants, comment } = object;
  const { owned, privileges } = kindOf(object.id.kind);
  const given =
    privileges === null || grants === null ? [] : defaultGrants(privileges.letter, owner ?? '', version);
  return [
    ...(owned && owner !== null ? [ownerSql(object)] : []),
    ...(grants === null ? [] : grantSql(object, given, grants)),
    ...(comment === null ? [] : [commentSql(object)]),
  ];
}
