import { qualified } from '../../model/id.js';
import { type Doc, type Named, objectRef } from '../doc.js';
import { dottedName } from '../names.js';

/** A view of the table under each of its earlier names, for clients that still use them. */
export function compatibilityViews(doc: Doc, table: Named, earlier: readonly string[]): void {
  const at = doc.get('compatibility_view')?.at ?? doc.at;
  if (earlier.length === 0) {
    const hint = 'renamed_from: the name that the view shall have';
    doc.problem('no-earlier-name', 'compatibility_view needs the earlier name of the table', at, hint);
  }
  for (const written of earlier) {
    const { name } = dottedName(written);
    const schema = name.schema ?? table.schema;
    const view = objectRef('view', schema, name.name);
    const sql = doc
      .sql(at)
      .ours(`create view ${qualified(schema, name.name)} with (security_invoker = true) as\n`)
      .ours(`select * from ${table.sql}`);
    doc.statement(sql, at, [view]);
    doc.declare(view, at, {
      text: sql.text,
      attributes: new Set(['query', 'columns', 'securityInvoker']),
      sections: new Set(['column']),
      like: objectRef('table', table.schema, table.name),
    });
  }
}
