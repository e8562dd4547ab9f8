import { type Doc, objectRef } from '../../manifest/doc.js';
import type { ManifestKind } from '../../manifest/kind.js';
import { PRIVILEGES } from '../../manifest/parts/grants.js';
import { creating, made } from '../../manifest/parts/made.js';
import { foreignOptions } from '../../manifest/parts/options.js';
import { text } from '../../manifest/yaml/tree.js';
import { quoteIdent, quoteLiteral } from '../../model/id.js';

export const documents: readonly ManifestKind[] = [{ name: 'server', load }];

function load(doc: Doc): void {
  const named = doc.plainName();
  const sql = creating(doc, 'server', named);
  for (const key of ['type', 'version']) {
    const value = text(doc.get(key));
    if (value !== undefined) sql.ours(` ${key} ${quoteLiteral(value)}`);
  }
  sql.ours(` foreign data wrapper ${quoteIdent(text(doc.get('wrapper')) ?? '')}`);
  sql.ours(foreignOptions(doc.get('options')));
  made(doc, {
    named,
    ref: objectRef('server', null, named.name),
    sql,
    target: `server ${named.sql}`,
    grantTarget: `foreign server ${named.sql}`,
    privileges: PRIVILEGES.usage,
  });
}
