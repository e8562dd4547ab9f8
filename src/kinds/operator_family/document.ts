import { type Doc, objectRef } from '../../manifest/doc.js';
import type { ManifestKind } from '../../manifest/kind.js';
import { creating, made } from '../../manifest/parts/made.js';
import { members } from '../../manifest/parts/members.js';
import { text } from '../../manifest/yaml/tree.js';
import { quoteIdent } from '../../model/id.js';

export const documents: readonly ManifestKind[] = [{ name: 'operator_family', load }];

function load(doc: Doc): void {
  const named = doc.inSchema();
  const method = text(doc.get('using')) ?? '';
  const target = `operator family ${named.sql} using ${quoteIdent(method)}`;
  const ref = { ...objectRef('operator_family', named.schema, named.name), arguments: method };
  made(doc, {
    named,
    ref,
    sql: creating(doc, 'operator family', named).ours(` using ${quoteIdent(method)}`),
    target,
  });
  const sql = doc.sql(doc.at).ours(`alter ${target} add`, doc.offsetOf(doc.at));
  const list = members(doc, sql);
  if (list !== null && list > 0) doc.statement(sql, doc.at, [], { alters: [ref] });
}
