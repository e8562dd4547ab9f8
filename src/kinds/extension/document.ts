import { type Doc, objectRef } from '../../manifest/doc.js';
import type { ManifestKind } from '../../manifest/kind.js';
import { comment } from '../../manifest/parts/comment.js';
import { isTrue } from '../../manifest/parts/relation.js';
import { text } from '../../manifest/yaml/tree.js';
import { quoteIdent, quoteLiteral } from '../../model/id.js';

export const documents: readonly ManifestKind[] = [{ name: 'extension', load }];

function load(doc: Doc): void {
  const named = doc.plainName();
  const ref = objectRef('extension', null, named.name);
  const [schema, version] = [text(doc.get('schema')), text(doc.get('version'))];
  if (schema !== undefined) doc.partName(schema, doc.get('schema')?.at ?? doc.at);
  const clauses = [
    ...(schema === undefined ? [] : [` schema ${quoteIdent(schema)}`]),
    ...(version === undefined ? [] : [` version ${quoteLiteral(version)}`]),
    ...(isTrue(doc.get('cascade')) ? [' cascade'] : []),
  ].join('');
  const sql = doc
    .sql(doc.at)
    .ours(`create extension if not exists ${named.sql}${clauses}`, doc.offsetOf(doc.at));
  doc.statement(sql, doc.at, [ref]);
  doc.declare(ref, doc.at, {
    text: `create extension ${named.sql}${clauses}`,
    attributes: new Set([
      ...(schema === undefined ? [] : ['schema']),
      ...(version === undefined ? [] : ['version']),
    ]),
    sections: new Set(),
    comment: comment(doc, doc.map, `extension ${named.sql}`),
  });
}
