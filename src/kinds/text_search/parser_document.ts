import { type Doc, objectRef } from '../../manifest/doc.js';
import type { ManifestKind } from '../../manifest/kind.js';
import { creating, made } from '../../manifest/parts/made.js';
import { definition } from '../../manifest/parts/options.js';

export const textSearchParser: ManifestKind = { name: 'text_search_parser', load };

function load(doc: Doc): void {
  const named = doc.inSchema();
  const sql = creating(doc, 'text search parser', named);
  const sound = definition(doc, sql, [
    ['start', 'start', 'name'],
    ['token', 'gettoken', 'name'],
    ['end', 'end', 'name'],
    ['types', 'lextypes', 'name'],
    ['headline', 'headline', 'name'],
  ]);
  const ref = objectRef('text_search_parser', named.schema, named.name);
  if (sound) made(doc, { named, ref, sql, target: `text search parser ${named.sql}` });
}
