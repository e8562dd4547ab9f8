import { type Doc, objectRef } from '../../manifest/doc.js';
import type { ManifestKind } from '../../manifest/kind.js';
import { creating, made } from '../../manifest/parts/made.js';
import { setting } from '../../manifest/parts/settings.js';
import { entries, get, items, scalar, text } from '../../manifest/yaml/tree.js';
import { quoteIdent, quoteLiteral } from '../../model/id.js';

export const documents: readonly ManifestKind[] = [{ name: 'role', load }];

const FLAGS = ['login', 'superuser', 'inherit', 'createdb', 'createrole', 'replication', 'bypassrls'];

/** Roles live outside the database: modelled, never run in a scratch on the user's server. */
function load(doc: Doc): void {
  const named = doc.plainName();
  const sql = creating(doc, 'role', named);
  for (const flag of FLAGS) {
    const value = scalar(doc.get(flag))?.value;
    if (typeof value === 'boolean') sql.ours(` ${value ? '' : 'no'}${flag}`);
  }
  const [limit, until] = [text(doc.get('connection_limit')), text(doc.get('valid_until'))];
  if (limit !== undefined) sql.ours(` connection limit ${limit}`);
  if (until !== undefined) sql.ours(` valid until ${quoteLiteral(until)}`);
  made(doc, {
    named,
    ref: objectRef('role', null, named.name),
    sql,
    target: `role ${named.sql}`,
    class: 'modelled',
  });
  for (const item of items(doc.get('member_of'))) {
    const group = text(item) ?? text(get(item, 'role')) ?? '';
    const options = ['admin', 'inherit', 'set'].flatMap((key) => {
      const value = scalar(get(item, key))?.value;
      return typeof value === 'boolean' ? [`${key} ${value}`] : [];
    });
    // The only form before 16.
    const onlyAdmin = options.join() === 'admin true';
    const tail = onlyAdmin ? ' with admin option' : options.length === 0 ? '' : ` with ${options.join(', ')}`;
    doc.statement(doc.sql(item.at).ours(`grant ${quoteIdent(group)} to ${named.sql}${tail}`), item.at, [], {
      class: 'modelled',
    });
  }
  for (const one of entries(doc.get('set'))) {
    const name = one.key.split('.').map(quoteIdent).join('.');
    const alter = doc.sql(one.at).ours(`alter role ${named.sql} set ${name} `);
    setting(doc, alter, one);
    doc.statement(alter, one.at, [], { class: 'modelled' });
  }
}
