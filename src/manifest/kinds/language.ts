import { type Doc, objectRef } from '../doc.js';
import { PRIVILEGES } from '../parts/grants.js';
import { creating, made } from '../parts/made.js';
import { isTrue } from '../parts/relation.js';
import { scalar } from '../yaml/tree.js';
import type { ManifestKind } from './kind.js';

export const language: ManifestKind = { name: 'language', load };

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
