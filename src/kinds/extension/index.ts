import { quoteIdent, quoteLiteral } from '../../model/id.js';
import { defineKind } from '../kind.js';
import { attributes, row } from '../sql.js';

interface ExtensionAttributes {
  schema: string;
  version: string;
}

export const extension = defineKind<ExtensionAttributes>({
  name: 'extension',
  plural: 'extensions',
  sqlType: 'EXTENSION',
  catalog: 'pg_extension',
  part: false,
  owned: false,
  privileges: null,
  rank: 1,
  read: () =>
    `select ${row({ oid: 'e.oid', name: 'e.extname', attributes: attributes({ schema: 'n.nspname', version: 'e.extversion' }) })}
     from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname <> 'plpgsql'`,
  create: (o) => [
    `create extension ${quoteIdent(o.id.name)} schema ${quoteIdent(o.attributes.schema)}${
      o.declaration?.attributes instanceof Set && o.declaration.attributes.has('version')
        ? ` version ${quoteLiteral(o.attributes.version)}`
        : ''
    }`,
  ],
  drop: (o) => [`drop extension ${quoteIdent(o.id.name)}`],
  attributes: {
    schema: {
      alter: ({ after }) => [`alter extension ${quoteIdent(after.id.name)} set schema ${quoteIdent(after.attributes.schema)}`],
    },
    version: {
      alter: ({ after }) => [
        `alter extension ${quoteIdent(after.id.name)} update to ${quoteLiteral(after.attributes.version)}`,
      ],
      hazards: ({ after }) => [
        {
          kind: 'extension_update',
          message: `updating extension ${after.id.name} runs its own update script, whose changes cannot be foreseen`,
        },
      ],
    },
  },
});
