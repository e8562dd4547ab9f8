import { type Doc, objectRef } from '../../manifest/doc.js';
import type { ManifestKind } from '../../manifest/kind.js';
import { comment } from '../../manifest/parts/comment.js';
import { PRIVILEGES } from '../../manifest/parts/grants.js';
import { creating, made } from '../../manifest/parts/made.js';
import { entries, get, scalar } from '../../manifest/yaml/tree.js';
import { quoteIdent } from '../../model/id.js';

export const documents: readonly ManifestKind[] = [{ name: 'composite_type', load }];

function load(doc: Doc): void {
  const named = doc.inSchema();
  const sql = creating(doc, 'type', named).ours(' as (');
  const attributes = entries(doc.get('attributes'));
  for (const [index, one] of attributes.entries()) {
    doc.partName(one.key, one.at);
    const type = scalar(one.value) ?? scalar(get(one.value, 'type'));
    if (type === undefined || !doc.checkClause(type, 'a type', true)) return;
    sql
      .ours(index === 0 ? '' : ', ')
      .ours(`${quoteIdent(one.key)} `, doc.offsetOf(one.at))
      .user(type);
    const collation = scalar(get(one.value, 'collation'));
    if (collation !== undefined) sql.ours(` collate ${doc.loose(collation)}`, doc.offsetOf(collation.at));
  }
  sql.ours(')');
  const target = `type ${named.sql}`;
  made(doc, {
    named,
    ref: objectRef('composite_type', named.schema, named.name),
    sql,
    target,
    privileges: PRIVILEGES.usage,
  });
  for (const one of attributes) comment(doc, one.value, `column ${named.sql}.${quoteIdent(one.key)}`);
}
