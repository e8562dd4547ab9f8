import { type Doc, objectRef } from '../../manifest/doc.js';
import type { ManifestKind } from '../../manifest/kind.js';
import { creating, made } from '../../manifest/parts/made.js';
import { scalar, text } from '../../manifest/yaml/tree.js';

export const documents: readonly ManifestKind[] = [{ name: 'access_method', load }];

function load(doc: Doc): void {
  const named = doc.plainName();
  const handler = scalar(doc.get('handler'));
  if (handler === undefined) return;
  const sql = creating(doc, 'access method', named)
    .ours(` type ${text(doc.get('type')) ?? 'index'} handler `)
    .ours(doc.loose(handler), doc.offsetOf(handler.at));
  const ref = objectRef('access_method', null, named.name);
  made(doc, { named, ref, sql, target: `access method ${named.sql}` });
}
