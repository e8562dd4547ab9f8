import { type Doc, objectRef } from '../../manifest/doc.js';
import type { ManifestKind } from '../../manifest/kind.js';
import { expression } from '../../manifest/parts/columns.js';
import { comment } from '../../manifest/parts/comment.js';
import { PRIVILEGES } from '../../manifest/parts/grants.js';
import { creating, made } from '../../manifest/parts/made.js';
import { isTrue, partRef } from '../../manifest/parts/relation.js';
import { entries, entry, get, scalar } from '../../manifest/yaml/tree.js';
import { automaticName } from '../../model/automatic-name.js';
import { quoteIdent } from '../../model/id.js';

export const documents: readonly ManifestKind[] = [{ name: 'domain', load }];

function load(doc: Doc): void {
  const named = doc.inSchema();
  const sql = creating(doc, 'domain', named).ours(' as ');
  const type = scalar(doc.get('type'));
  if (type === undefined || !doc.checkClause(type, 'a type', true)) return;
  sql.user(type);
  const collation = scalar(doc.get('collation'));
  if (collation !== undefined) sql.ours(` collate ${doc.loose(collation)}`, doc.offsetOf(collation.at));
  expression(doc, sql, scalar(doc.get('default')), 'a default', ' default ', '');
  const notNull = doc.get('not_null');
  const name = entry(notNull, 'name');
  if (name !== undefined) doc.partName(scalar(name.value)?.text ?? '', name.at);
  const own = scalar(name?.value)?.text ?? null;
  if (isTrue(notNull) || notNull?.type === 'map')
    sql.ours(own === null ? ' not null' : ` constraint ${quoteIdent(own)} not null`);
  expression(doc, sql, scalar(doc.get('check')), 'a check', ' check (', ')');
  const constraints = entries(doc.get('constraints'));
  for (const one of constraints) {
    doc.partName(one.key, one.at);
    sql.ours(` constraint ${quoteIdent(one.key)} `, doc.offsetOf(one.at));
    const clause = scalar(one.value);
    if (clause === undefined)
      expression(doc, sql, scalar(get(one.value, 'check')), 'a check', 'check (', ')');
    else expression(doc, sql, clause, 'a constraint', '', '');
  }
  const target = `domain ${named.sql}`;
  const sections = new Set(doc.has('constraints') ? ['constraint'] : []);
  const ref = objectRef('domain', named.schema, named.name);
  made(doc, { named, ref, sql, target, privileges: PRIVILEGES.usage, declared: { sections } });
  const automatic = automaticName(named.name, null, 'not_null');
  comment(doc, notNull, `constraint ${quoteIdent(own ?? automatic)} on domain ${named.sql}`);
  for (const one of constraints) {
    doc.declare(partRef('constraint', { ...named, word: 'domain', columns: null }, one.key), one.at, {
      sections: new Set(),
      comment: comment(doc, one.value, `constraint ${quoteIdent(one.key)} on domain ${named.sql}`),
      renamedFrom: doc.partRenamedFrom(one),
    });
  }
}
