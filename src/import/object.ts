import { commentSql } from '../kinds/comment/index.js';
import { grantedOnRelation } from '../kinds/grant/index.js';
import type { Surroundings } from '../kinds/kind.js';
import type { ManifestDocument, ManifestMap, ManifestValue } from '../kinds/manifest.js';
import { isKind, kindOf } from '../kinds/registry.js';
import { kinds as manifestKinds } from '../manifest/kinds.js';
import { writeName } from '../manifest/names.js';
import type { CatalogObject } from '../model/catalog.js';
import { manifestGrants } from './grants.js';
import { facets, objectSql, partSql, privileges } from './sql.js';
import { readsBack } from './verify.js';
import { documentText } from './yaml.js';

/** One object as files hold it. */
export interface Written {
  /** The text of its manifest; `null` where only SQL says it. */
  readonly yaml: string | null;
  /** Statements for what the manifest does not say; of the whole object where there is none. */
  readonly sql: readonly string[];
}

/** Writes an object with its parts: as a manifest where that is read back as the same, else as SQL. */
export function writeObject(
  object: CatalogObject,
  parts: readonly CatalogObject[],
  around: Surroundings,
): Written {
  const kind = kindOf(object.id.kind);
  const document = manifestKinds.has(kind.name) ? (kind.document?.(object as never, around) ?? null) : null;
  if (document !== null) {
    const { map, sql } = assemble(object, document, parts, around);
    const text = documentText(map);
    if (readsBack(text, map, object)) return { yaml: text, sql };
  }
  return { yaml: null, sql: objectSql(object, parts, around) };
}

/** A routine whose body no server would take: only SQL can say that it is not to be checked. */
export const unchecked = (
  object: CatalogObject,
  parts: readonly CatalogObject[],
  around: Surroundings,
): Written => ({
  yaml: null,
  sql: ['set check_function_bodies = off', ...objectSql(object, parts, around)],
});

/** The keys of a document in their order, and the SQL beside it. */
function assemble(
  object: CatalogObject,
  document: ManifestDocument,
  parts: readonly CatalogObject[],
  around: Surroundings,
): { map: ManifestMap; sql: string[] } {
  const { schema, name } = object.id;
  const title =
    document.title ?? (schema === null ? name : writeName(schema === 'public' ? null : schema, name));
  const map = new Map<string, ManifestValue>([[object.id.kind, title]]);
  if (object.comment !== null) map.set('comment', object.comment);
  if (object.owner !== null) map.set('owner', object.owner);
  for (const [key, value] of document.keys) map.set(key, value);
  const sections = new Map<string, Map<string, ManifestValue>>();
  for (const section of document.sections ?? [])
    if (isKind(section)) sections.set(kindOf(section).plural, new Map());
  const sql = [...(document.sql ?? [])];
  for (const part of parts)
    if (!document.says?.includes(part.id.kind)) sql.push(...addPart(part, sections, around));
  for (const [key, section] of sections) map.set(key, section);
  const columns = parts.filter((part) => part.grants !== null && grantedOnRelation(part));
  const grants = manifestGrants(object, columns, around.catalog.version);
  if (grants !== null) {
    map.set('grants', grants.map);
    sql.push(...grants.sql);
  }
  for (const [key, value] of document.last ?? []) map.set(key, value);
  return { map, sql };
}

/** Puts a part into its section; gives the SQL that says what the section does not. */
function addPart(
  part: CatalogObject,
  sections: Map<string, Map<string, ManifestValue>>,
  around: Surroundings,
): readonly string[] {
  const kind = kindOf(part.id.kind);
  const entry = kind.entry?.(part as never, around) ?? null;
  const comment = part.comment === null ? [] : [commentSql(part)];
  if (entry === 'elsewhere') return comment;
  if (entry !== null && entry.clause === null && entry.map === null)
    return [...(entry.sql ?? []), ...comment];
  if (entry === null) return [...partSql(part, around), ...facets(part, around)];
  const own = grantedOnRelation(part) || privileges(part, around).length === 0;
  const grants = own ? null : manifestGrants(part, [], around.catalog.version);
  const plain = entry.clause !== null && (part.comment === null || entry.map === null);
  const map = grants === null ? entry.map : new Map([...(entry.map ?? []), ['grants', grants.map] as const]);
  const value = plain ? entry.clause : withComment(map, part.comment);
  if (value instanceof Map && value.size === 0) return entry.sql ?? [];
  const section = sections.get(kind.plural) ?? new Map<string, ManifestValue>();
  sections.set(kind.plural, section.set(part.id.name, value));
  return [...(entry.sql ?? []), ...(grants?.sql ?? []), ...(plain ? comment : [])];
}

function withComment(map: ManifestMap | null, comment: string | null): ManifestMap {
  return new Map([...(map ?? []), ...(comment === null ? [] : [['comment', comment] as const])]);
}
