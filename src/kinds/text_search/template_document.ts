import { type Doc, objectRef } from '../../manifest/doc.js';
import type { ManifestKind } from '../../manifest/kind.js';
import { creating, made } from '../../manifest/parts/made.js';
import { definition } from '../../manifest/parts/options.js';

export const textSearchTemplate: ManifestKind = { name: 'text_search_template', load };

function load(doc: Doc): void {
  const named = doc.inSchema();
  const sql = creating(doc, 'text search template', named);
  const sound = definition(doc, sql, [
    ['init', 'init', 'name'],
    ['lexize', 'lexize', 'name'],
  ]);
  const ref = objectRef('text_search_template', named.schema, named.name);
  if (sound) made(doc, { named, ref, sql, target: `text search template ${named.sql}` });
}
