import { quoteIdent, quoteLiteral } from '../../model/id.js';
import { type Doc, objectRef } from '../doc.js';
import { PRIVILEGES } from '../parts/grants.js';
import { creating, made } from '../parts/made.js';
import { foreignOptions } from '../parts/options.js';
import { text } from '../yaml/tree.js';
import type { ManifestKind } from './kind.js';

export const server: ManifestKind = { name: 'server', load };

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
