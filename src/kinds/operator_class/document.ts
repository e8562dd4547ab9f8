import { type Doc, objectRef } from '../../manifest/doc.js';
import type { ManifestKind } from '../../manifest/kind.js';
import { creating, made } from '../../manifest/parts/made.js';
import { members } from '../../manifest/parts/members.js';
import { isTrue } from '../../manifest/parts/relation.js';
import { scalar, text } from '../../manifest/yaml/tree.js';
import { quoteIdent } from '../../model/id.js';

export const documents: readonly ManifestKind[] = [{ name: 'operator_class', load }];

function load(doc: Doc): void {
  const named = doc.inSchema();
  const type = scalar(doc.get('type'));
  if (type === undefined || !doc.checkClause(type, 'a type', true)) return;
  const method = text(doc.get('using')) ?? '';
  const [family, storage] = [scalar(doc.get('family')), scalar(doc.get('storage'))];
  if (storage !== undefined && !doc.checkClause(storage, 'a type', true)) return;
  const sql = creating(doc, 'operator class', named)
    .ours(`${isTrue(doc.get('default')) ? ' default' : ''} for type `)
    .user(type)
    .ours(` using ${quoteIdent(method)}`);
  if (family !== undefined) sql.ours(` family ${doc.loose(family)}`, doc.offsetOf(family.at));
  sql.ours(' as');
  if (storage !== undefined) sql.ours(' storage ').user(storage);
  const list = members(doc, sql, storage !== undefined);
  if (list === null) return;
  // The list may not be empty: STORAGE of the type itself says nothing.
  if (list === 0 && storage === undefined) sql.ours(' storage ').user(type);
  made(doc, {
    named,
    ref: { ...objectRef('operator_class', named.schema, named.name), arguments: method },
    sql,
    target: `operator class ${named.sql} using ${quoteIdent(method)}`,
  });
}
