import { type Doc, objectRef } from '../../manifest/doc.js';
import type { ManifestKind } from '../../manifest/kind.js';
import { foreignOptions } from '../../manifest/parts/options.js';
import { roleName } from '../../manifest/parts/roles.js';
import { text } from '../../manifest/yaml/tree.js';
import { quoteIdent } from '../../model/id.js';

export const documents: readonly ManifestKind[] = [{ name: 'user_mapping', load }];

/** A user mapping has no name: it is of a role, on a server. */
function load(doc: Doc): void {
  const role = text(doc.get('user_mapping')) ?? '';
  const server = text(doc.get('server')) ?? '';
  const user = roleName(role);
  const options = foreignOptions(doc.get('options'), (value) => doc.filled(value));
  const sql = doc.sql(doc.at).ours(`create user mapping for ${user} server ${quoteIdent(server)}${options}`);
  const ref = objectRef('user_mapping', null, `${user === 'public' ? 'public' : role} on ${server}`);
  doc.statement(sql, doc.at, [ref]);
  // Options that are not written are left as they are: they hold passwords.
  const attributes = new Set(['user', 'server', ...(doc.has('options') ? ['options'] : [])]);
  doc.declare(ref, doc.at, { text: sql.text, attributes, sections: new Set() });
}
