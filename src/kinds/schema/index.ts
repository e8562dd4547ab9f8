import { quoteIdent } from '../../model/id.js';
import { defineKind } from '../kind.js';
import { row, USER_SCHEMA } from '../sql.js';
import { schemaDocument } from './manifest.js';

type SchemaAttributes = Record<never, never>;

export const schema = defineKind<SchemaAttributes>({
  name: 'schema',
  plural: 'schemas',
  sqlType: 'SCHEMA',
  catalog: 'pg_namespace',
  part: false,
  global: true,
  asConnecting: true,
  owned: true,
  privileges: { letter: 'n', word: 'SCHEMA', defaults: 'n' },
  rank: 0,
  holdsRows: true,
  authorization: true,
  read: () =>
    `select ${row({ oid: 'n.oid', name: 'n.nspname', owner: 'n.nspowner', acl: 'n.nspacl', attributes: "'{}'::jsonb" })}
     from pg_namespace n where ${USER_SCHEMA}`,
  create: (o) => [`create schema ${quoteIdent(o.id.name)}`],
  drop: (o) => [`drop schema ${quoteIdent(o.id.name)}`],
  rename: (o, name) => [`alter schema ${quoteIdent(o.id.name)} rename to ${quoteIdent(name)}`],
  document: schemaDocument,
  attributes: {},
});

export const kinds = [schema];
