import { type Doc, objectRef } from '../doc.js';
import { creating, made } from '../parts/made.js';
import { definition } from '../parts/options.js';
import { scalar } from '../yaml/tree.js';
import type { ManifestKind } from './kind.js';

export const collation: ManifestKind = { name: 'collation', load };

function load(doc: Doc): void {
  const named = doc.inSchema();
  const sql = creating(doc, 'collation', named);
  const from = scalar(doc.get('from'));
  if (from !== undefined) sql.ours(` from ${doc.loose(from)}`, doc.offsetOf(from.at));
  const sound = definition(doc, sql, [
    ['provider', 'provider', 'word'],
    ['locale', 'locale', 'text'],
    ['lc_collate', 'lc_collate', 'text'],
    ['lc_ctype', 'lc_ctype', 'text'],
    ['deterministic', 'deterministic', 'word'],
    ['rules', 'rules', 'text'],
  ]);
  const ref = objectRef('collation', named.schema, named.name);
  if (sound) made(doc, { named, ref, sql, target: `collation ${named.sql}` });
}
