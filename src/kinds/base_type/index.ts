import { quoteIdent, quoteLiteral, sqlName } from '../../model/id.js';
import { type AlterContext, defineKind, type Of } from '../kind.js';
import { attributes, nameIn, row, TYPE_ROW, USER_SCHEMA } from '../sql.js';
import { baseTypeDocument } from './manifest.js';

/** A type with functions of its own, or its shell: then `input` is null, and so is all else. Functions are `schema.name`. */
export interface BaseTypeAttributes {
  input: string | null;
  output: string | null;
  receive: string | null;
  send: string | null;
  typmodIn: string | null;
  typmodOut: string | null;
  analyze: string | null;
  subscript: string | null;
  /** Bytes, or `variable`. */
  length: string | null;
  byValue: boolean | null;
  alignment: string | null;
  storage: string | null;
  category: string | null;
  preferred: boolean | null;
  default: string | null;
  element: string | null;
  delimiter: string | null;
  collatable: boolean | null;
}

/** CREATE TYPE's words for the attributes, in the manual's order; those that are not here are said in a way of their own. */
const FUNCTIONS = {
  input: 'input',
  output: 'output',
  receive: 'receive',
  send: 'send',
  typmodIn: 'typmod_in',
  typmodOut: 'typmod_out',
  analyze: 'analyze',
  subscript: 'subscript',
} as const;

function options({ attributes: a }: Of<BaseTypeAttributes>): string[] {
  const functions = (Object.keys(FUNCTIONS) as (keyof typeof FUNCTIONS)[]).flatMap((key) =>
    a[key] === null ? [] : [`${FUNCTIONS[key]} = ${a[key]}`],
  );
  return [
    ...functions,
    `internallength = ${a.length}`,
    ...(a.byValue === true ? ['passedbyvalue'] : []),
    `alignment = ${a.alignment}`,
    `storage = ${a.storage}`,
    `category = ${quoteLiteral(a.category ?? 'U')}`,
    ...(a.preferred === true ? ['preferred = true'] : []),
    ...(a.default === null ? [] : [`default = ${quoteLiteral(a.default)}`]),
    ...(a.element === null ? [] : [`element = ${a.element}`]),
    ...(a.delimiter === ',' ? [] : [`delimiter = ${quoteLiteral(a.delimiter ?? '')}`]),
    ...(a.collatable === true ? ['collatable = true'] : []),
  ];
}

/** What ALTER TYPE … SET takes (from 13 on; SUBSCRIPT from 14). */
const SETTABLE = ['receive', 'send', 'typmodIn', 'typmodOut', 'analyze', 'subscript'] as const;

function set({ before, after, changed }: AlterContext<BaseTypeAttributes>): string[] | 'replace' {
  const [b, a] = [before.attributes, after.attributes];
  // `finish` makes a shell whole.
  if (b.input === null) return [];
  if (a.input === null) return 'replace';
  const parts = [
    ...SETTABLE.filter((key) => changed.has(key)).map((key) => `${FUNCTIONS[key]} = ${a[key] ?? 'none'}`),
    ...(changed.has('storage') ? [`storage = ${a.storage}`] : []),
  ];
  // To plain there is no way in place (ALTER TYPE in the manual).
  if (changed.has('storage') && a.storage === 'plain') return 'replace';
  return [`alter type ${sqlName(after.id)} set (${parts.join(', ')})`];
}

const WORD = /,\s*passedbyvalue\b(\s*=\s*\w+)?|\bpassedbyvalue\b(\s*=\s*\w+)?\s*,/i;
const EIGHT_BYTES = /\binternallength\s*=\s*8\b/i;
/** Said, or taken from a type of eight bytes that goes by value where pointers have as many. */
const BY_VALUE =
  /\bpassedbyvalue\b(?!\s*=\s*(?:false|off|0))|\blike\s*=\s*(?:pg_catalog\.)?(?:int8|bigint|float8|double precision|timestamp|timestamptz|time|money)\b/i;

const inPlace = { alter: set };
const anew = {
  alter: ({ before }: AlterContext<BaseTypeAttributes>): string[] | 'replace' =>
    before.attributes.input === null ? [] : 'replace',
};

const called = (column: string): string => nameIn('pg_proc', `t.${column}::oid`, 'proname', 'pronamespace');
const whole = (expression: string): string => `case when t.typisdefined then ${expression} end`;
const word = (column: string, words: Record<string, string>): string =>
  whole(
    `case t.${column} ${Object.entries(words)
      .map(([key, text]) => `when '${key}' then '${text}'`)
      .join(' ')} end`,
  );

export const baseType = defineKind<BaseTypeAttributes>({
  name: 'base_type',
  plural: 'base_types',
  sqlType: 'TYPE',
  catalog: 'pg_type',
  part: false,
  owned: true,
  // Only superusers make one.
  asConnecting: true,
  privileges: { letter: 'T', word: 'TYPE', defaults: 'T' },
  rank: 2,
  shell: true,
  read: () =>
    `select ${row({
      ...TYPE_ROW,
      attributes: attributes({
        input: whole(called('typinput')),
        output: whole(called('typoutput')),
        receive: whole(called('typreceive')),
        send: whole(called('typsend')),
        typmodIn: whole(called('typmodin')),
        typmodOut: whole(called('typmodout')),
        analyze: whole(called('typanalyze')),
        // What ELEMENT brings along is not said.
        subscript: whole(
          `case when t.typsubscript::oid <> 'raw_array_subscript_handler'::regproc::oid then ${called('typsubscript')} end`,
        ),
        length: whole("case when t.typlen = -1 then 'variable' else t.typlen::text end"),
        byValue: whole('t.typbyval'),
        alignment: word('typalign', { c: 'char', s: 'int2', i: 'int4', d: 'double' }),
        storage: word('typstorage', { p: 'plain', e: 'external', x: 'extended', m: 'main' }),
        category: whole('t.typcategory::text'),
        preferred: whole('t.typispreferred'),
        default: whole('t.typdefault'),
        element: whole('case when t.typelem <> 0 then format_type(t.typelem, null) end'),
        delimiter: whole('t.typdelim::text'),
        collatable: whole('t.typcollation <> 0'),
      }),
    })} from pg_type t join pg_namespace n on n.oid = t.typnamespace
     where (t.typtype = 'b' or not t.typisdefined) and not exists (select from pg_type e where e.typarray = t.oid) and ${USER_SCHEMA}`,
  create: (o) => [`create type ${sqlName(o.id)}`],
  finish: (after, before) =>
    after.attributes.input === null || (before !== null && before.attributes.input !== null)
      ? []
      : [`create type ${sqlName(after.id)} (${options(after).join(', ')})`],
  // Its functions go along: they and the type need each other.
  drop: (o) => [`drop type ${sqlName(o.id)}${o.attributes.input === null ? '' : ' cascade'}`],
  rename: (o, name) => [`alter type ${sqlName(o.id)} rename to ${quoteIdent(name)}`],
  narrow: (sql) => (EIGHT_BYTES.test(sql) ? sql.replace(WORD, '') : sql),
  meant: ({ attributes: a, declaration }) =>
    a.length === '8' && BY_VALUE.test(declaration?.text ?? '') ? { byValue: true } : {},
  document: baseTypeDocument,
  attributes: {
    input: anew,
    output: anew,
    receive: inPlace,
    send: inPlace,
    typmodIn: inPlace,
    typmodOut: inPlace,
    analyze: inPlace,
    subscript: inPlace,
    length: anew,
    byValue: anew,
    alignment: anew,
    storage: inPlace,
    category: anew,
    preferred: anew,
    default: anew,
    element: anew,
    delimiter: anew,
    collatable: anew,
  },
});

export const kinds = [baseType];
