import { type Doc, objectRef } from '../../manifest/doc.js';
import type { ManifestKind } from '../../manifest/kind.js';
import { creating, made } from '../../manifest/parts/made.js';
import { freeOptions } from '../../manifest/parts/options.js';
import { scalar } from '../../manifest/yaml/tree.js';

export const textSearchDictionary: ManifestKind = { name: 'text_search_dictionary', load };

function load(doc: Doc): void {
  const named = doc.inSchema();
  const template = scalar(doc.get('template'));
  if (template === undefined) return;
  const options = [`template = ${doc.loose(template)}`, ...freeOptions(doc.get('options'))].join(', ');
  const sql = creating(doc, 'text search dictionary', named).ours(` (${options})`, doc.offsetOf(template.at));
  const ref = objectRef('text_search_dictionary', named.schema, named.name);
  made(doc, { named, ref, sql, target: `text search dictionary ${named.sql}` });
}
