import { quoteIdent } from '../../model/id.js';
import { type Doc, objectRef } from '../doc.js';
import { foreignOptions } from '../parts/options.js';
import { roleName } from '../parts/roles.js';
import { text } from '../yaml/tree.js';
import type { ManifestKind } from './kind.js';

export const userMapping: ManifestKind = { name: 'user_mapping', load };

/** A user mapping has no name: it is of a role, on a server. */
function load(doc: Doc): void {
  const role = text(doc.get('user_mapping')) ?? '';
  const server = text(doc.get('server')) ?? '';
  const user = roleName(role);
  const options = foreignOptions(doc.get('options'));
  const sql = doc.sql(doc.at).ours(`create user mapping for ${user} server ${quoteIdent(server)}${options}`);
  const ref = objectRef('user_mapping', null, `${user === 'public' ? 'public' : role} on ${server}`);
  doc.statement(sql, doc.at, [ref]);
  // Options that are not written are left as they are: they hold passwords.
  const attributes = new Set(['user', 'server', ...(doc.has('options') ? ['options'] : [])]);
  doc.declare(ref, doc.at, { text: sql.text, attributes, sections: new Set() });
}
