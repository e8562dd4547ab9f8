import { type Doc, objectRef } from '../../manifest/doc.js';
import type { ManifestKind } from '../../manifest/kind.js';
import { column, columnExtras } from '../../manifest/parts/columns.js';
import { comment } from '../../manifest/parts/comment.js';
import { owner, renamedFrom } from '../../manifest/parts/common.js';
import { constraint, constraintExtras } from '../../manifest/parts/constraints.js';
import { grants, PRIVILEGES } from '../../manifest/parts/grants.js';
import { creating } from '../../manifest/parts/made.js';
import { foreignOptions } from '../../manifest/parts/options.js';
import { partRef, type Relation } from '../../manifest/parts/relation.js';
import { triggers } from '../../manifest/parts/triggers.js';
import { entries, text } from '../../manifest/yaml/tree.js';
import { quoteIdent } from '../../model/id.js';

export const documents: readonly ManifestKind[] = [{ name: 'foreign_table', load }];

function load(doc: Doc): void {
  const named = doc.inSchema();
  const listed = entries(doc.get('columns'));
  const relation: Relation = {
    ...named,
    word: 'foreign table',
    columns: new Set(listed.map(({ key }) => key)),
  };
  const columns = listed.flatMap((one) => column(doc, one) ?? []);
  const constraints = entries(doc.get('constraints')).flatMap((one) => constraint(doc, relation, one) ?? []);
  const sql = creating(doc, 'foreign table', named).ours(' (');
  for (const [at, one] of [...columns, ...constraints].entries())
    sql.ours(at === 0 ? '\n  ' : ',\n  ').append(one.sql);
  sql.ours(`\n) server ${quoteIdent(text(doc.get('server')) ?? '')}${foreignOptions(doc.get('options'))}`);
  const ref = objectRef('foreign_table', named.schema, named.name);
  doc.statement(sql, doc.at, [ref, ...columns.map((one) => partRef('column', relation, one.name))]);
  for (const one of columns) columnExtras(doc, relation, one);
  for (const one of constraints) constraintExtras(doc, relation, one, true);
  doc.declare(ref, doc.at, {
    text: sql.text,
    sections: new Set([
      'column',
      ...(doc.has('constraints') ? ['constraint'] : []),
      ...(triggers(doc, relation) ? ['trigger'] : []),
    ]),
    owner: owner(doc),
    comment: comment(doc, doc.map, `foreign table ${named.sql}`),
    grants: grants(doc, { sql: `table ${named.sql}`, privileges: PRIVILEGES.table, columns: true }),
    renamedFrom: renamedFrom(doc, named),
  });
}
