import type { AskedPrivilege } from '../kinds/kind.js';
import { kindOf } from '../kinds/registry.js';
import type { CatalogObject } from '../model/catalog.js';
import { type Key, quoteIdent } from '../model/id.js';
import type { Context } from './context.js';
import { hasPrivilege } from './roles.js';

/** A privilege that whoever makes an object needs on one that it stands on. */
export interface Asked {
  readonly on: CatalogObject;
  readonly privilege: AskedPrivilege;
}

/** By acldefault's letters: types, languages, servers, foreign-data wrappers. */
const USAGE = { T: 'usage', l: 'usage', S: 'usage', F: 'usage' } as const;

type Sides = Pick<Context, 'live' | 'wanted' | 'wantedParts'>;

/** What is asked for an object and the parts that are made with it; `sql`: only of what these statements name. */
export function askedFor(object: CatalogObject, context: Sides, sql?: readonly string[]): Asked[] {
  const named = ({ id }: CatalogObject): boolean =>
    sql === undefined || sql.some((text) => text.includes(id.name) || text.includes(quoteIdent(id.name)));
  const parts = context.wantedParts.get(object.key) ?? [];
  const made = parts.filter(({ id }) => kindOf(id.kind).createdWithParent === true);
  return [object, ...made].flatMap((one) => {
    const asks: Readonly<Record<string, AskedPrivilege>> = kindOf(one.id.kind).asks?.(one as never) ?? USAGE;
    return one.dependsOn.flatMap(({ on }) => {
      const base = context.wanted.get(on) ?? context.live.objects.get(on);
      const privilege = base === undefined ? undefined : asks[kindOf(base.id.kind).privileges?.letter ?? ''];
      return base === undefined || privilege === undefined || !named(base) ? [] : [{ on: base, privilege }];
    });
  });
}

/** Whether a role has all of it, before as well as after the plan: their order is open. */
export function hasAsked(
  role: string,
  object: CatalogObject,
  context: Sides,
  sql?: readonly string[],
): boolean {
  const { live, wanted } = context;
  return askedFor(object, context, sql).every(({ on, privilege }) =>
    [live.objects, wanted].every((side) => {
      const holds = (key: Key | null): boolean => {
        const one = key === null ? undefined : side.get(key);
        return one !== undefined && hasPrivilege(live, role, one, privilege.toUpperCase());
      };
      return !side.has(on.key) || holds(on.key) || holds(on.parent);
    }),
  );
}
