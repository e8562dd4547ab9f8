import { type Doc, objectRef } from '../../manifest/doc.js';
import type { ManifestKind } from '../../manifest/kind.js';
import { comment } from '../../manifest/parts/comment.js';
import { owner, renamedFrom } from '../../manifest/parts/common.js';
import { grants, PRIVILEGES } from '../../manifest/parts/grants.js';
import { query } from '../../manifest/parts/query.js';
import type { Relation } from '../../manifest/parts/relation.js';
import { rules } from '../../manifest/parts/rules.js';
import { triggers } from '../../manifest/parts/triggers.js';
import { viewColumnNames, viewColumns } from '../../manifest/parts/view_columns.js';
import { text } from '../../manifest/yaml/tree.js';

export const documents: readonly ManifestKind[] = [{ name: 'view', load }];

const OPTIONS = [
  ['security_invoker', 'securityInvoker'],
  ['security_barrier', 'securityBarrier'],
  ['check_option', 'checkOption'],
] as const;

function load(doc: Doc): void {
  const named = doc.inSchema();
  const relation: Relation = { ...named, word: 'view', columns: null };
  const ref = objectRef('view', named.schema, named.name);
  const written = OPTIONS.filter(([key]) => doc.has(key));
  const options = written.map(([key]) => `${key} = ${text(doc.get(key)) ?? ''}`).join(', ');
  const head = `create view ${named.sql}${viewColumnNames(doc)}${options === '' ? '' : ` with (${options})`} as\n`;
  const sql = query(doc, doc.sql(doc.at).ours(head, doc.offsetOf(doc.at)));
  if (sql !== null) doc.statement(sql, doc.at, [ref]);
  const sections = new Set([
    ...(triggers(doc, relation) ? ['trigger'] : []),
    ...(rules(doc, relation) ? ['rule'] : []),
  ]);
  viewColumns(doc, relation);
  doc.declare(ref, doc.at, {
    text: sql?.text ?? null,
    attributes: new Set(['query', 'columns', ...written.map(([, attribute]) => attribute)]),
    sections,
    owner: owner(doc),
    comment: comment(doc, doc.map, `view ${named.sql}`),
    grants: grants(doc, { sql: `table ${named.sql}`, privileges: PRIVILEGES.table, columns: true }),
    renamedFrom: renamedFrom(doc, named),
  });
}
