import { type Doc, objectRef } from '../../manifest/doc.js';
import type { ManifestKind } from '../../manifest/kind.js';
import { creating, made } from '../../manifest/parts/made.js';
import { isTrue } from '../../manifest/parts/relation.js';
import { scalar, text } from '../../manifest/yaml/tree.js';
import { quoteLiteral } from '../../model/id.js';

export const documents: readonly ManifestKind[] = [{ name: 'conversion', load }];

function load(doc: Doc): void {
  const named = doc.inSchema();
  const call = scalar(doc.get('function'));
  if (call === undefined) return;
  const [from, to] = [text(doc.get('from')) ?? '', text(doc.get('to')) ?? ''];
  const sql = creating(doc, isTrue(doc.get('default')) ? 'default conversion' : 'conversion', named)
    .ours(` for ${quoteLiteral(from)} to ${quoteLiteral(to)} from `)
    .ours(doc.loose(call), doc.offsetOf(call.at));
  const ref = objectRef('conversion', named.schema, named.name);
  made(doc, { named, ref, sql, target: `conversion ${named.sql}` });
}
