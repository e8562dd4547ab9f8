import { type Doc, objectRef } from '../../manifest/doc.js';
import type { ManifestKind } from '../../manifest/kind.js';
import { comment } from '../../manifest/parts/comment.js';
import { owner, renamedFrom } from '../../manifest/parts/common.js';
import { grants, PRIVILEGES } from '../../manifest/parts/grants.js';
import { indexes } from '../../manifest/parts/indexes.js';
import { creating } from '../../manifest/parts/made.js';
import { query } from '../../manifest/parts/query.js';
import { clusterOn, type Relation, storageOptions } from '../../manifest/parts/relation.js';
import { viewColumnNames, viewColumns } from '../../manifest/parts/view_columns.js';
import { scalar, text } from '../../manifest/yaml/tree.js';
import { quoteIdent } from '../../model/id.js';

export const documents: readonly ManifestKind[] = [{ name: 'materialized_view', load }];

/** In the scratch its query is stored, not run: WITH NO DATA. The declared text fills it. */
function load(doc: Doc): void {
  const named = doc.inSchema();
  const relation: Relation = { ...named, word: 'materialized view', columns: null };
  const ref = objectRef('materialized_view', named.schema, named.name);
  const [using, tablespace] = [text(doc.get('using')), text(doc.get('tablespace'))];
  const head = creating(doc, 'materialized view', named)
    .ours(viewColumnNames(doc))
    .ours(using === undefined ? '' : ` using ${quoteIdent(using)}`);
  storageOptions(head, doc.get('with'))
    .ours(tablespace === undefined ? '' : ` tablespace ${quoteIdent(tablespace)}`)
    .ours(' as\n');
  const sql = query(doc, head);
  const empty = scalar(doc.get('with_data'))?.value === false;
  const filled = sql === null ? null : `${sql.text}${empty ? '\nwith no data' : ''}`;
  if (sql !== null) doc.statement(sql.ours('\nwith no data'), doc.at, [ref]);
  const sections = new Set(indexes(doc, relation) ? ['index'] : []);
  clusterOn(doc, relation);
  viewColumns(doc, relation);
  doc.declare(ref, doc.at, {
    text: filled,
    attributes: new Set([
      'query',
      'columns',
      ...(using === undefined ? [] : ['accessMethod']),
      ...(doc.has('with') ? ['options'] : []),
      ...(tablespace === undefined ? [] : ['tablespace']),
    ]),
    sections,
    owner: owner(doc),
    comment: comment(doc, doc.map, `materialized view ${named.sql}`),
    grants: grants(doc, { sql: `table ${named.sql}`, privileges: PRIVILEGES.table, columns: true }),
    renamedFrom: renamedFrom(doc, named),
  });
}
