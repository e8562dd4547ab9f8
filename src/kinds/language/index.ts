import { quoteIdent } from '../../model/id.js';
import { defineKind, type Of } from '../kind.js';
import { attributes, row } from '../sql.js';
import { languageDocument } from './manifest.js';

export interface LanguageAttributes {
  trusted: boolean;
  handler: string | null;
  inline: string | null;
  validator: string | null;
}

function define(o: Of<LanguageAttributes>, verb: string): string {
  const a = o.attributes;
  return [
    `${verb} ${a.trusted ? 'trusted ' : ''}language ${quoteIdent(o.id.name)}`,
    ...(a.handler === null ? [] : [`handler ${a.handler}`]),
    ...(a.inline === null ? [] : [`inline ${a.inline}`]),
    ...(a.validator === null ? [] : [`validator ${a.validator}`]),
  ].join(' ');
}
const rule = {
  alter: ({ after }: { after: Of<LanguageAttributes> }) => [define(after, 'create or replace')],
};
const routine = (column: string): string => `case when ${column} <> 0 then ${column}::regproc::text end`;

export const language = defineKind<LanguageAttributes>({
  name: 'language',
  plural: 'languages',
  sqlType: 'LANGUAGE',
  catalog: 'pg_language',
  part: false,
  global: true,
  owned: true,
  asConnecting: true,
  superuserOwned: true,
  privileges: { letter: 'l', word: 'LANGUAGE', defaults: null },
  grantable: (o) => o.attributes.trusted,
  rank: 9,
  orReplace: true,
  read: () =>
    `select ${row({
      oid: 'l.oid',
      name: 'l.lanname',
      owner: 'l.lanowner',
      acl: 'l.lanacl',
      attributes: attributes({
        trusted: 'l.lanpltrusted',
        handler: routine('l.lanplcallfoid'),
        inline: routine('l.laninline'),
        validator: routine('l.lanvalidator'),
      }),
    })} from pg_language l where l.oid >= 16384`,
  create: (o) => [define(o, 'create')],
  drop: (o) => [`drop language ${quoteIdent(o.id.name)}`],
  rename: (o, name) => [`alter language ${quoteIdent(o.id.name)} rename to ${quoteIdent(name)}`],
  document: languageDocument,
  attributes: { trusted: rule, handler: rule, inline: rule, validator: rule },
});

export const kinds = [language];
