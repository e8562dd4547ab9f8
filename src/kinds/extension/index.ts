import { keyOf, objectId, quoteIdent, quoteLiteral } from '../../model/id.js';
import { defineKind, type Of } from '../kind.js';
import { attributes, row } from '../sql.js';
import { extensionDocument } from './manifest.js';

export interface ExtensionAttributes {
  schema: string;
  version: string;
  /** Whether that is what CREATE EXTENSION makes on this server; null where it is not available any more. */
  usual: boolean | null;
  /** Whether its objects can move to another schema together. */
  relocatable: boolean;
}

/** Version numbers compared part by part; extensions have no way back to an older one but to be made anew. */
function older(a: string, b: string): boolean {
  const [x, y] = [a, b].map((version) => version.split('.').map(Number));
  for (let at = 0; at < Math.max(x?.length ?? 0, y?.length ?? 0); at++) {
    const difference = (x?.[at] ?? 0) - (y?.[at] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

/** Whether state asks for a certain version. */
function pinned(o: Of<ExtensionAttributes>): boolean {
  const said = o.declaration?.attributes;
  return said instanceof Set ? said.has('version') : /\bversion\b/i.test(o.declaration?.text ?? '');
}

export const extension = defineKind<ExtensionAttributes>({
  name: 'extension',
  plural: 'extensions',
  sqlType: 'EXTENSION',
  catalog: 'pg_extension',
  part: false,
  global: true,
  asConnecting: true,
  owned: false,
  privileges: null,
  bringsComment: true,
  rank: 1,
  read: () =>
    `select ${row({ oid: 'e.oid', name: 'e.extname', attributes: attributes({ schema: 'n.nspname', version: 'e.extversion', usual: '(select a.default_version = e.extversion from pg_available_extensions() a where a.name = e.extname)', relocatable: 'e.extrelocatable' }) })}
     from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname <> 'plpgsql'`,
  create: (o) => [
    `create extension ${quoteIdent(o.id.name)} schema ${quoteIdent(o.attributes.schema)}${
      pinned(o) ? ` version ${quoteLiteral(o.attributes.version)}` : ''
    }`,
  ],
  drop: (o) => [`drop extension ${quoteIdent(o.id.name)}`],
  renamedIn: (o, now) => {
    const schema = now(keyOf(objectId('schema', null, o.attributes.schema)))?.name;
    return schema === undefined ? {} : { schema };
  },
  document: extensionDocument,
  attributes: {
    schema: {
      alter: ({ before, after }) =>
        before.attributes.relocatable
          ? [`alter extension ${quoteIdent(after.id.name)} set schema ${quoteIdent(after.attributes.schema)}`]
          : 'replace',
    },
    usual: { onlyExplicit: true, alter: () => [] },
    relocatable: { onlyExplicit: true, alter: () => [] },
    version: {
      onlyExplicit: true,
      alter: ({ before, after }) =>
        older(after.attributes.version, before.attributes.version)
          ? 'replace'
          : [
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

export const kinds = [extension];
