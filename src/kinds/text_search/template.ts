import { quoteIdent, sqlName } from '../../model/id.js';
import { defineKind } from '../kind.js';
import { attributes, row } from '../sql.js';
import { templateDocument } from './manifest.js';
import { definition, from, routine } from './sql.js';

export interface TemplateAttributes {
  init: string | null;
  lexize: string | null;
}

export const textSearchTemplate = defineKind<TemplateAttributes>({
  name: 'text_search_template',
  plural: 'text_search_templates',
  sqlType: 'TEXT SEARCH TEMPLATE',
  catalog: 'pg_ts_template',
  part: false,
  owned: false,
  asConnecting: true,
  privileges: null,
  rank: 10,
  read: () =>
    `select ${row({
      oid: 't.oid',
      schema: 'n.nspname',
      name: 't.tmplname',
      attributes: attributes({ init: routine('t.tmplinit'), lexize: routine('t.tmpllexize') }),
    })} ${from('pg_ts_template', 'tmplnamespace')}`,
  create: ({ id, attributes: a }) => [
    `create text search template ${sqlName(id)} ${definition([
      ['init', a.init],
      ['lexize', a.lexize],
    ])}`,
  ],
  drop: (o) => [`drop text search template ${sqlName(o.id)}`],
  rename: (o, name) => [`alter text search template ${sqlName(o.id)} rename to ${quoteIdent(name)}`],
  document: templateDocument,
  attributes: { init: { alter: 'replace' }, lexize: { alter: 'replace' } },
});
