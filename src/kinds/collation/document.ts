import { type Doc, objectRef } from '../../manifest/doc.js';
import type { ManifestKind } from '../../manifest/kind.js';
import { creating, made } from '../../manifest/parts/made.js';
import { definition } from '../../manifest/parts/options.js';
import { scalar } from '../../manifest/yaml/tree.js';

export const documents: readonly ManifestKind[] = [{ name: 'collation', load }];

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
