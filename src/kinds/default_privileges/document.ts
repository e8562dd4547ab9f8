import { type Doc, objectRef } from '../../manifest/doc.js';
import type { ManifestKind } from '../../manifest/kind.js';
import { grantList, PRIVILEGES } from '../../manifest/parts/grants.js';
import { roleName } from '../../manifest/parts/roles.js';
import { entries, entry, text } from '../../manifest/yaml/tree.js';
import { quoteIdent } from '../../model/id.js';

export const documents: readonly ManifestKind[] = [{ name: 'default_privileges', load }];

const TYPES: Readonly<Record<string, readonly string[]>> = {
  tables: PRIVILEGES.table,
  sequences: PRIVILEGES.sequence,
  functions: PRIVILEGES.routine,
  types: PRIVILEGES.usage,
  schemas: PRIVILEGES.schema,
};

/** What objects that a role will create are born with: `grant:` and `revoke:` by type of object. */
function load(doc: Doc): void {
  const role = doc.plainName();
  const schema = text(doc.get('schema')) ?? null;
  const head = `alter default privileges for role ${role.sql}${schema === null ? '' : ` in schema ${quoteIdent(schema)}`}`;
  const touched = new Set<string>();
  for (const [key, verb, word] of [
    ['revoke', 'revoke', 'from'],
    ['grant', 'grant', 'to'],
  ] as const) {
    for (const type of entries(entry(doc.map, key)?.value)) {
      touched.add(type.key);
      for (const one of entries(type.value)) {
        for (const { sql, option } of grantList(
          doc,
          { sql: '', privileges: TYPES[type.key] ?? [], columns: false },
          one,
        )) {
          const statement = doc.sql(one.at).ours(`${head} ${verb} `).append(sql);
          statement.ours(
            ` on ${type.key} ${word} ${roleName(one.key)}${option && verb === 'grant' ? ' with grant option' : ''}`,
          );
          doc.statement(statement, one.at, []);
        }
      }
    }
  }
  for (const type of touched) {
    doc.declare(objectRef('default_privileges', schema, `${role.name} on ${type}`), doc.at, {
      sections: new Set(),
    });
  }
}
