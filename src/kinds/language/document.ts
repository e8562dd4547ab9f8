import { type Doc, objectRef } from '../../manifest/doc.js';
import type { ManifestKind } from '../../manifest/kind.js';
import { PRIVILEGES } from '../../manifest/parts/grants.js';
import { creating, made } from '../../manifest/parts/made.js';
import { isTrue } from '../../manifest/parts/relation.js';
import { scalar } from '../../manifest/yaml/tree.js';

export const documents: readonly ManifestKind[] = [{ name: 'language', load }];

function load(doc: Doc): void {
  const named = doc.plainName();
  const sql = creating(doc, isTrue(doc.get('trusted')) ? 'trusted language' : 'language', named);
  for (const key of ['handler', 'inline', 'validator']) {
    const value = scalar(doc.get(key));
    if (value !== undefined) sql.ours(` ${key} ${doc.loose(value)}`, doc.offsetOf(value.at));
  }
  made(doc, {
    named,
    ref: objectRef('language', null, named.name),
    sql,
    target: `language ${named.sql}`,
    privileges: PRIVILEGES.usage,
  });
}
