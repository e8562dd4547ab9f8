import { quoteIdent, quoteLiteral } from '../../model/id.js';
import { alterOptions, type ForeignOptions, foreignOptions, optionsClause } from '../foreign.js';
import { type AlterContext, defineKind } from '../kind.js';
import { attributes, row } from '../sql.js';
import { serverDocument } from './manifest.js';

export interface ServerAttributes {
  wrapper: string;
  type: string | null;
  version: string | null;
  options: ForeignOptions;
}

function alter({ before, after, changed }: AlterContext<ServerAttributes>): string[] {
  const { version, options } = after.attributes;
  const fresh = alterOptions(before.attributes.options, options);
  const parts = [
    changed.has('version') ? ` version ${version === null ? 'null' : quoteLiteral(version)}` : '',
    fresh === '' ? '' : ` ${fresh}`,
  ].join('');
  return parts === '' ? [] : [`alter server ${quoteIdent(after.id.name)}${parts}`];
}

export const server = defineKind<ServerAttributes>({
  name: 'server',
  plural: 'servers',
  sqlType: 'SERVER',
  catalog: 'pg_foreign_server',
  part: false,
  global: true,
  owned: true,
  privileges: { letter: 'S', word: 'FOREIGN SERVER', defaults: null },
  rank: 10,
  read: () =>
    `select ${row({
      oid: 's.oid',
      name: 's.srvname',
      owner: 's.srvowner',
      acl: 's.srvacl',
      attributes: attributes({
        wrapper: 'w.fdwname',
        type: 's.srvtype',
        version: 's.srvversion',
        options: foreignOptions('s.srvoptions'),
      }),
    })} from pg_foreign_server s join pg_foreign_data_wrapper w on w.oid = s.srvfdw where s.oid >= 16384`,
  create: ({ id, attributes: a }) => [
    `create server ${quoteIdent(id.name)}${a.type === null ? '' : ` type ${quoteLiteral(a.type)}`}${
      a.version === null ? '' : ` version ${quoteLiteral(a.version)}`
    } foreign data wrapper ${quoteIdent(a.wrapper)}${optionsClause(a.options)}`,
  ],
  drop: (o) => [`drop server ${quoteIdent(o.id.name)}`],
  rename: (o, name) => [`alter server ${quoteIdent(o.id.name)} rename to ${quoteIdent(name)}`],
  document: serverDocument,
  attributes: {
    wrapper: { alter: 'replace' },
    type: { alter: 'replace' },
    version: { alter },
    options: { alter },
  },
});

export const kinds = [server];
