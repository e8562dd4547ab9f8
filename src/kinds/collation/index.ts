import { quoteIdent, quoteLiteral, sqlName } from '../../model/id.js';
import { defineKind } from '../kind.js';
import { attributes, row, USER_SCHEMA } from '../sql.js';
import { collationDocument } from './manifest.js';

export interface CollationAttributes {
  /** c libc, i ICU, b built in (17), d the database's own. */
  provider: string;
  /** ICU's or the built-in provider's locale. */
  locale: string | null;
  lcCollate: string | null;
  lcCtype: string | null;
  deterministic: boolean;
  /** Tailoring rules (ICU, 16). */
  rules: string | null;
}

export const PROVIDERS: Record<string, string> = { c: 'libc', i: 'icu', b: 'builtin' };

/** Where each major keeps the locale: ICU's stood in collcollate before 15. */
function localeColumn(version: number): string {
  if (version >= 170000) return 'c.colllocale';
  return version >= 150000
    ? 'c.colliculocale'
    : "case when c.collprovider = 'i' then c.collcollate::text end";
}

export const collation = defineKind<CollationAttributes>({
  name: 'collation',
  plural: 'collations',
  sqlType: 'COLLATION',
  catalog: 'pg_collation',
  part: false,
  owned: true,
  privileges: null,
  rank: 1,
  read: (version) =>
    `select ${row({
      oid: 'c.oid',
      schema: 'n.nspname',
      name: 'c.collname',
      owner: 'c.collowner',
      attributes: attributes({
        provider: 'c.collprovider',
        locale: localeColumn(version),
        lcCollate: "case when c.collprovider = 'c' then c.collcollate::text end",
        lcCtype: "case when c.collprovider = 'c' then c.collctype::text end",
        deterministic: 'c.collisdeterministic',
        rules: version >= 160000 ? 'c.collicurules' : 'null::text',
      }),
    })} from pg_collation c join pg_namespace n on n.oid = c.collnamespace where ${USER_SCHEMA}`,
  create: ({ id, attributes: a }) => {
    const parts = [
      `provider = ${PROVIDERS[a.provider] ?? 'libc'}`,
      ...(a.locale === null ? [] : [`locale = ${quoteLiteral(a.locale)}`]),
      ...(a.lcCollate === null ? [] : [`lc_collate = ${quoteLiteral(a.lcCollate)}`]),
      ...(a.lcCtype === null ? [] : [`lc_ctype = ${quoteLiteral(a.lcCtype)}`]),
      ...(a.deterministic ? [] : ['deterministic = false']),
      ...(a.rules === null ? [] : [`rules = ${quoteLiteral(a.rules)}`]),
    ];
    return [`create collation ${sqlName(id)} (${parts.join(', ')})`];
  },
  drop: (o) => [`drop collation ${sqlName(o.id)}`],
  rename: (o, name) => [`alter collation ${sqlName(o.id)} rename to ${quoteIdent(name)}`],
  document: collationDocument,
  attributes: {
    provider: { alter: 'replace' },
    // Newer majors turn a locale into a language tag when the collation is made.
    locale: { alter: 'replace', definition: true },
    lcCollate: { alter: 'replace' },
    lcCtype: { alter: 'replace' },
    deterministic: { alter: 'replace' },
    rules: { alter: 'replace' },
  },
});

export const kinds = [collation];
