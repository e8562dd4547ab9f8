import type { Surroundings } from '../kinds/kind.js';
import { kindOf } from '../kinds/registry.js';
import type { Catalog, CatalogObject } from '../model/catalog.js';
import type { Key } from '../model/id.js';

/** What an error of SQLSTATE class "undefined object" says is missing: schema (if named) and name. */
export interface Missing {
  readonly schema: string | null;
  readonly name: string;
}

/** SQLSTATEs that say that something is not there (yet). */
export const MISSING_CODES = new Set([
  '42P01',
  '42883',
  '42704',
  '3F000',
  '42703',
  '42P17',
  '58P01',
  '42P10',
  '42809',
  '2BP01',
  // A shell, whose type a function cannot take yet.
  '42P13',
  // A foreign key whose referenced columns get their unique index later.
  '42830',
]);

/** Names between quotes in a server's message, whatever its language; and `schema.name(args)` of functions. */
export function missingNames(message: string): Missing[] {
  const quoted = [...message.matchAll(/["«„“”](.+?)["»“”]/g)].map((match) => match[1] ?? '');
  const bare = [...message.matchAll(/\b([\w$]+\.)?([\w$]+)\(/g)].map(
    (match) => `${match[1] ?? ''}${match[2]}`,
  );
  return [...quoted, ...bare].flatMap((text) => {
    const dot = text.indexOf('.');
    const whole = { schema: null, name: text.replace(/\[\]$/, '') };
    return dot < 0
      ? [whole]
      : [
          {
            schema: text.slice(0, dot).replaceAll('"', ''),
            name: text
              .slice(dot + 1)
              .replaceAll('"', '')
              .replace(/\[\]$/, ''),
          },
          whole,
        ];
  });
}

/** Live objects that an error may be about: by name, in the named schema or on the search path. */
export function candidates(
  missing: readonly Missing[],
  live: Catalog,
  searchPath: readonly string[],
): CatalogObject[] {
  const found: CatalogObject[] = [];
  for (const { schema, name } of missing) {
    for (const object of live.objects.values()) {
      if (object.id.name !== name || object.parent !== null || object.id.kind === 'extension') continue;
      const here =
        object.id.schema === null
          ? schema === null
          : schema === null
            ? searchPath.includes(object.id.schema)
            : object.id.schema === schema;
      if (here && !found.includes(object)) found.push(object);
    }
  }
  return found;
}

/** The statements that stand in for a live object, its keys included so that foreign keys can point at it. */
export function standInSql(object: CatalogObject, around: Surroundings): string[] {
  const kind = kindOf(object.id.kind);
  const sql = [...(kind.standIn ?? kind.create)(object as never, around)];
  for (const part of around.parts(object, 'constraint')) {
    if (part.attributes.type === 'p' || part.attributes.type === 'u')
      sql.push(...kindOf('constraint').create(part as never, around));
  }
  return sql;
}

/** Stand-ins made so far: their keys, so that they are not taken for state. */
export type StandIns = Set<Key>;
