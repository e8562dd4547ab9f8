import { quoteIdent, sqlName } from '../../model/id.js';
import { defineKind } from '../kind.js';
import { attributes, row } from '../sql.js';
import { parserDocument } from './manifest.js';
import { definition, from, routine } from './sql.js';

export interface ParserAttributes {
  start: string | null;
  token: string | null;
  end: string | null;
  types: string | null;
  headline: string | null;
}

export const textSearchParser = defineKind<ParserAttributes>({
  name: 'text_search_parser',
  plural: 'text_search_parsers',
  sqlType: 'TEXT SEARCH PARSER',
  catalog: 'pg_ts_parser',
  part: false,
  owned: false,
  asConnecting: true,
  privileges: null,
  rank: 10,
  read: () =>
    `select ${row({
      oid: 't.oid',
      schema: 'n.nspname',
      name: 't.prsname',
      attributes: attributes({
        start: routine('t.prsstart'),
        token: routine('t.prstoken'),
        end: routine('t.prsend'),
        types: routine('t.prslextype'),
        headline: routine('t.prsheadline'),
      }),
    })} ${from('pg_ts_parser', 'prsnamespace')}`,
  create: ({ id, attributes: a }) => [
    `create text search parser ${sqlName(id)} ${definition([
      ['start', a.start],
      ['gettoken', a.token],
      ['end', a.end],
      ['lextypes', a.types],
      ['headline', a.headline],
    ])}`,
  ],
  drop: (o) => [`drop text search parser ${sqlName(o.id)}`],
  rename: (o, name) => [`alter text search parser ${sqlName(o.id)} rename to ${quoteIdent(name)}`],
  document: parserDocument,
  attributes: {
    start: { alter: 'replace' },
    token: { alter: 'replace' },
    end: { alter: 'replace' },
    types: { alter: 'replace' },
    headline: { alter: 'replace' },
  },
});
