import { type Key, keyOf, type ObjectId, objectId, quoteIdent } from '../../model/id.js';
import { defineKind, type Of } from '../kind.js';
import { attributes, row } from '../sql.js';
import { transformDocument } from './manifest.js';

export interface TransformAttributes {
  type: string;
  language: string;
  fromSql: string | null;
  toSql: string | null;
}

const target = (a: TransformAttributes): string => `for ${a.type} language ${quoteIdent(a.language)}`;

function define({ attributes: a }: Of<TransformAttributes>, verb: string): string {
  const parts = [
    ...(a.fromSql === null ? [] : [`from sql with function ${a.fromSql}`]),
    ...(a.toSql === null ? [] : [`to sql with function ${a.toSql}`]),
  ];
  return `${verb} transform ${target(a)} (${parts.join(', ')})`;
}
const languageOf = (a: TransformAttributes, now: (key: Key) => ObjectId | null): ObjectId | null =>
  now(keyOf(objectId('language', null, a.language)));
const rule = {
  alter: ({ after }: { after: Of<TransformAttributes> }) => [define(after, 'create or replace')],
};

export const transform = defineKind<TransformAttributes>({
  name: 'transform',
  plural: 'transforms',
  sqlType: 'TRANSFORM',
  catalog: 'pg_transform',
  part: false,
  global: true,
  owned: false,
  asConnecting: true,
  privileges: null,
  rank: 10,
  orReplace: true,
  read: () =>
    `select ${row({
      oid: 't.oid',
      name: "format_type(t.trftype, null) || ' language ' || quote_ident(l.lanname)",
      attributes: attributes({
        type: 'format_type(t.trftype, null)',
        language: 'l.lanname',
        fromSql: 'case when t.trffromsql <> 0 then t.trffromsql::regprocedure::text end',
        toSql: 'case when t.trftosql <> 0 then t.trftosql::regprocedure::text end',
      }),
    })} from pg_transform t join pg_language l on l.oid = t.trflang where t.oid >= 16384`,
  create: (o) => [define(o, 'create')],
  drop: (o) => [`drop transform ${target(o.attributes)}`],
  commentTarget: (o) => `TRANSFORM ${target(o.attributes)}`,
  nameOf: ({ attributes: a }, now) =>
    `${now.type(a.type)} language ${quoteIdent(languageOf(a, now.of)?.name ?? a.language)}`,
  renamedIn: ({ attributes: a }, now) => ({ language: languageOf(a, now)?.name ?? a.language }),
  spelling: {
    texts: (ref) => ref.name.split(/ language (?=[^ ]+$)/),
    find: 'array[to_regtype(q.a)::oid]',
    sql: "format_type(q.found[1], null) || ' language ' || q.b",
    field: 'name',
  },
  document: transformDocument,
  attributes: { type: { alter: 'replace' }, language: { alter: 'replace' }, fromSql: rule, toSql: rule },
});

export const kinds = [transform];
