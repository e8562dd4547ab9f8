import { quoteIdent } from '../../model/id.js';
import { type Doc, objectRef } from '../doc.js';
import { column, columnExtras } from '../parts/columns.js';
import { comment } from '../parts/comment.js';
import { owner, renamedFrom } from '../parts/common.js';
import { constraint, constraintExtras } from '../parts/constraints.js';
import { grants, PRIVILEGES } from '../parts/grants.js';
import { creating } from '../parts/made.js';
import { foreignOptions } from '../parts/options.js';
import { partRef, type Relation } from '../parts/relation.js';
import { triggers } from '../parts/triggers.js';
import { entries, text } from '../yaml/tree.js';
import type { ManifestKind } from './kind.js';

export const foreignTable: ManifestKind = { name: 'foreign_table', load };

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
