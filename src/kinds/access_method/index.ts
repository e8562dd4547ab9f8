import { quoteIdent } from '../../model/id.js';
import { defineKind } from '../kind.js';
import { attributes, row } from '../sql.js';
import { accessMethodDocument } from './manifest.js';

export interface AccessMethodAttributes {
  /** i for indexes, t for tables. */
  type: string;
  handler: string;
}

export const accessMethod = defineKind<AccessMethodAttributes>({
  name: 'access_method',
  plural: 'access_methods',
  sqlType: 'ACCESS METHOD',
  catalog: 'pg_am',
  part: false,
  global: true,
  owned: false,
  asConnecting: true,
  privileges: null,
  rank: 3,
  read: () =>
    `select ${row({
      oid: 'a.oid',
      name: 'a.amname',
      attributes: attributes({ type: 'a.amtype', handler: 'a.amhandler::regproc::text' }),
    })} from pg_am a where a.oid >= 16384`,
  create: (o) => [
    `create access method ${quoteIdent(o.id.name)} type ${o.attributes.type === 't' ? 'table' : 'index'} handler ${o.attributes.handler}`,
  ],
  drop: (o) => [`drop access method ${quoteIdent(o.id.name)}`],
  document: accessMethodDocument,
  attributes: { type: { alter: 'replace' }, handler: { alter: 'replace' } },
});

export const kinds = [accessMethod];
