import { quoteIdent } from '../../model/id.js';
import { defineKind, type Of } from '../kind.js';
import { relationOf } from '../relation.js';
import { attributes, row, USER_SCHEMA } from '../sql.js';
import { ruleEntry } from './manifest.js';

export interface RuleAttributes {
  /** pg_get_ruledef behind the name, without the final semicolon. */
  definition: string;
  /** pg_rewrite.ev_enabled: O D R A. */
  enabled: string;
}

const WORDS: Record<string, string> = { O: 'enable', D: 'disable', R: 'enable replica', A: 'enable always' };
export const enable = (o: Of<RuleAttributes>): string =>
  `alter table ${relationOf(o)} ${WORDS[o.attributes.enabled] ?? 'enable'} rule ${quoteIdent(o.id.name)}`;
const define = (o: Of<RuleAttributes>, verb: string): string =>
  `${verb} rule ${quoteIdent(o.id.name)} ${o.attributes.definition}`;

export const rule = defineKind<RuleAttributes>({
  name: 'rule',
  plural: 'rules',
  sqlType: 'RULE',
  catalog: 'pg_rewrite',
  part: true,
  actsOnRows: true,
  owned: false,
  privileges: null,
  rank: 11,
  orReplace: true,
  read: () =>
    `select ${row({
      oid: 'r.oid',
      schema: 'n.nspname',
      table: 'c.relname',
      name: 'r.rulename',
      relid: 'c.oid',
      attributes: attributes({ enabled: 'r.ev_enabled' }),
    })} from pg_rewrite r join pg_class c on c.oid = r.ev_class join pg_namespace n on n.oid = c.relnamespace
     where r.rulename <> '_RETURN' and ${USER_SCHEMA}`,
  readLocking: () =>
    "select r.oid, jsonb_build_object('definition', rtrim(substr(pg_get_ruledef(r.oid), length('CREATE RULE ' || quote_ident(r.rulename) || ' ') + 1), ';')) as attributes from pg_rewrite r where r.rulename <> '_RETURN'",
  create: (o) => [define(o, 'create'), ...(o.attributes.enabled === 'O' ? [] : [enable(o)])],
  drop: (o) => [`drop rule ${quoteIdent(o.id.name)} on ${relationOf(o)}`],
  rename: (o, name) => [
    `alter rule ${quoteIdent(o.id.name)} on ${relationOf(o)} rename to ${quoteIdent(name)}`,
  ],
  commentTarget: (o) => `RULE ${quoteIdent(o.id.name)} ON ${relationOf(o)}`,
  entry: ruleEntry,
  attributes: {
    definition: { alter: ({ after }) => [define(after, 'create or replace')], definition: true },
    enabled: { alter: ({ after }) => [enable(after)] },
  },
});

export const kinds = [rule];
