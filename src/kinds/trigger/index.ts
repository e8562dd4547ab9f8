import { quoteIdent } from '../../model/id.js';
import { defineKind, type Of } from '../kind.js';
import { relationOf } from '../relation.js';
import { attributes, row, USER_SCHEMA } from '../sql.js';
import { triggerEntry } from './manifest.js';

export interface TriggerAttributes {
  /** A constraint trigger, whose statement has another head and no OR REPLACE. */
  constraint: boolean;
  /** pg_get_triggerdef behind the name. */
  definition: string;
  /** pg_trigger.tgenabled: O D R A. */
  enabled: string;
}

const WORDS: Record<string, string> = { O: 'enable', D: 'disable', R: 'enable replica', A: 'enable always' };
const enable = (o: Of<TriggerAttributes>): string =>
  `alter table ${relationOf(o)} ${WORDS[o.attributes.enabled]} trigger ${quoteIdent(o.id.name)}`;

export const trigger = defineKind<TriggerAttributes>({
  name: 'trigger',
  plural: 'triggers',
  sqlType: 'TRIGGER',
  catalog: 'pg_trigger',
  part: true,
  owned: false,
  privileges: null,
  rank: 11,
  partLock: { create: 'SHARE ROW EXCLUSIVE', drop: 'ACCESS EXCLUSIVE' },
  read: () =>
    `select ${row({
      oid: 't.oid',
      schema: 'n.nspname',
      table: 'c.relname',
      name: 't.tgname',
      relid: 'c.oid',
      attributes: attributes({
        constraint: 't.tgconstraint <> 0',
        definition:
          "substr(pg_get_triggerdef(t.oid), length('CREATE ' || case when t.tgconstraint <> 0 then 'CONSTRAINT ' else '' end || 'TRIGGER ' || quote_ident(t.tgname) || ' ') + 1)",
        enabled: 't.tgenabled',
      }),
    })} from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
     where not t.tgisinternal and t.tgparentid = 0 and ${USER_SCHEMA}`,
  create: (o) => [
    `create ${o.attributes.constraint ? 'constraint ' : ''}trigger ${quoteIdent(o.id.name)} ${o.attributes.definition}`,
    ...(o.attributes.enabled === 'O' ? [] : [enable(o)]),
  ],
  drop: (o) => [`drop trigger ${quoteIdent(o.id.name)} on ${relationOf(o)}`],
  rename: (o, name) => [
    `alter trigger ${quoteIdent(o.id.name)} on ${relationOf(o)} rename to ${quoteIdent(name)}`,
  ],
  commentTarget: (o) => `TRIGGER ${quoteIdent(o.id.name)} ON ${relationOf(o)}`,
  entry: triggerEntry,
  attributes: {
    constraint: { alter: 'replace' },
    definition: { alter: 'replace', definition: true },
    enabled: { alter: ({ after }) => [enable(after)], lock: 'SHARE ROW EXCLUSIVE' },
  },
});
