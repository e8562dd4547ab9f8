import { type Doc, objectRef } from '../../manifest/doc.js';
import type { ManifestKind } from '../../manifest/kind.js';
import { identifierError } from '../../manifest/names.js';
import { comment } from '../../manifest/parts/comment.js';
import { owner, renamedFrom } from '../../manifest/parts/common.js';
import { grants, PRIVILEGES } from '../../manifest/parts/grants.js';
import { items, scalar } from '../../manifest/yaml/tree.js';
import { quoteLiteral } from '../../model/id.js';

export const documents: readonly ManifestKind[] = [{ name: 'enum', load }];

function load(doc: Doc): void {
  const named = doc.inSchema();
  const ref = objectRef('enum', named.schema, named.name);
  const sql = doc.sql(doc.at).ours(`create type ${named.sql} as enum (`, doc.offsetOf(doc.at));
  const seen = new Map<string, number>();
  for (const [index, item] of items(doc.get('values')).entries()) {
    const value = scalar(item);
    if (value === undefined) continue;
    const first = seen.get(value.text);
    if (first !== undefined)
      doc.problem(
        'duplicate',
        `the value ${value.text} is listed twice; first on line ${first}`,
        value.at,
        'remove one of them',
      );
    else seen.set(value.text, value.at.line);
    // Labels are names to PostgreSQL: at most 63 bytes.
    const error = value.text === '' ? null : identifierError(value.text);
    if (error !== null)
      doc.problem(error.code, error.message.replace('the name', 'the value'), value.at, error.hint);
    sql.ours(index === 0 ? '' : ', ').ours(quoteLiteral(value.text), doc.offsetOf(value.at));
  }
  sql.ours(')');
  doc.statement(sql, doc.at, [ref]);
  doc.declare(ref, doc.at, {
    text: sql.text,
    owner: owner(doc),
    sections: new Set(),
    comment: comment(doc, doc.map, `type ${named.sql}`),
    grants: grants(doc, { sql: `type ${named.sql}`, privileges: PRIVILEGES.usage, columns: false }),
    renamedFrom: renamedFrom(doc, named),
  });
}
