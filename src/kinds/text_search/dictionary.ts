import { quoteIdent, sqlName } from '../../model/id.js';
import { type AlterContext, defineKind } from '../kind.js';
import { attributes, row } from '../sql.js';
import { dictionaryDocument } from './manifest.js';
import { from, nameOf } from './sql.js';

export interface DictionaryAttributes {
  template: string;
  /** `key = value, …` as pg_ts_dict keeps it, ready for CREATE; '' where there are none. */
  options: string;
}

/** One option at a time, its value still quoted as stored. */
export function optionsOf(text: string): Map<string, string> {
  const found = text.matchAll(/("(?:[^"]|"")*"|[^\s=",]+)\s*=\s*(E?'(?:[^'\\]|''|\\.)*'|[^,]+)/g);
  return new Map([...found].map((match) => [match[1] ?? '', (match[2] ?? '').trim()]));
}

/** ALTER sets what is named with a value and forgets what is named without one. */
function alter({ before, after }: AlterContext<DictionaryAttributes>): string[] {
  const [old, wanted] = [optionsOf(before.attributes.options), optionsOf(after.attributes.options)];
  const parts = [
    ...[...wanted].flatMap(([key, value]) => (old.get(key) === value ? [] : [`${key} = ${value}`])),
    ...[...old.keys()].filter((key) => !wanted.has(key)),
  ];
  return parts.length === 0
    ? []
    : [`alter text search dictionary ${sqlName(after.id)} (${parts.join(', ')})`];
}

export const textSearchDictionary = defineKind<DictionaryAttributes>({
  name: 'text_search_dictionary',
  plural: 'text_search_dictionaries',
  sqlType: 'TEXT SEARCH DICTIONARY',
  catalog: 'pg_ts_dict',
  part: false,
  owned: true,
  privileges: null,
  rank: 11,
  read: () =>
    `select ${row({
      oid: 't.oid',
      schema: 'n.nspname',
      name: 't.dictname',
      owner: 't.dictowner',
      attributes: attributes({
        template: nameOf('pg_ts_template', 'tmplname', 'tmplnamespace', 't.dicttemplate'),
        options: "coalesce(t.dictinitoption, '')",
      }),
    })} ${from('pg_ts_dict', 'dictnamespace')}`,
  create: ({ id, attributes: a }) => [
    `create text search dictionary ${sqlName(id)} (template = ${a.template}${a.options === '' ? '' : `, ${a.options}`})`,
  ],
  drop: (o) => [`drop text search dictionary ${sqlName(o.id)}`],
  rename: (o, name) => [`alter text search dictionary ${sqlName(o.id)} rename to ${quoteIdent(name)}`],
  document: dictionaryDocument,
  attributes: { template: { alter: 'replace' }, options: { alter } },
});
