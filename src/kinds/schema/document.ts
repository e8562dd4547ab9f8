import { type Doc, objectRef } from '../../manifest/doc.js';
import type { ManifestKind } from '../../manifest/kind.js';
import { comment } from '../../manifest/parts/comment.js';
import { owner, renamedFrom } from '../../manifest/parts/common.js';
import { grants, PRIVILEGES } from '../../manifest/parts/grants.js';

export const documents: readonly ManifestKind[] = [{ name: 'schema', load }];

function load(doc: Doc): void {
  const named = doc.plainName();
  if (/^pg_/.test(named.name)) {
    doc.problem(
      'bad-name',
      `the schema name ${named.name} is reserved: pg_ is PostgreSQL's own prefix`,
      doc.at,
    );
  }
  const ref = objectRef('schema', null, named.name);
  const sql = doc.sql(doc.at).ours(`create schema if not exists ${named.sql}`, doc.offsetOf(doc.at));
  doc.statement(sql, doc.at, [ref]);
  doc.declare(ref, doc.at, {
    text: `create schema ${named.sql}`,
    owner: owner(doc),
    sections: new Set(),
    comment: comment(doc, doc.map, `schema ${named.sql}`),
    grants: grants(doc, { sql: `schema ${named.sql}`, privileges: PRIVILEGES.schema, columns: false }),
    renamedFrom: renamedFrom(doc, named),
  });
}
