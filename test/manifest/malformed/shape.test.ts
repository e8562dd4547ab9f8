import { cases, yaml } from './harness.js';

cases({
  'an unknown key': yaml('table: clients\ncolums:\n  id: uuid\n', [
    '2:1 unknown-key',
    'did you mean columns?',
  ]),
  'an unknown key inside a column': yaml('table: t\ncolumns:\n  a: { type: int, notnull: true }\n', [
    '3:19 unknown-key',
    'did you mean not_null?',
  ]),
  'columns as a list': yaml('table: t\ncolumns: [id, name]\n', [
    '2:10 wrong-type',
    'write name: definition pairs, without dashes',
  ]),
  'columns without anything': yaml('table: t\ncolumns:\n', [
    '2:9 wrong-type',
    'write {} for none, or leave the key out',
  ]),
  'a column without anything': yaml('table: t\ncolumns:\n  a:\n', [
    '3:5 wrong-type',
    'say what it is, as text or as a map',
  ]),
  'a number where a clause belongs': yaml('table: t\ncolumns:\n  a: 5\n', [
    '3:6 wrong-type',
    "put it in quotes: '5'",
  ]),
  'a name that is no text': yaml('table: 5\n', ['1:8 wrong-type', "put it in quotes: '5'"]),
  'true where a text belongs': yaml('view: v\nquery: true\n', ['2:8 wrong-type', "put it in quotes: 'true'"]),
  'yes where true belongs': yaml('view: v\nquery: select 1\nsecurity_invoker: yes\n', [
    '3:19 wrong-type',
    'write true or false, without quotes',
  ]),
  'a word outside an enumeration': yaml('table: t\nrow_level_security: enable\n', [
    '2:21 not-a-value',
    'did you mean enabled?',
  ]),
  'a partition without a bound': yaml('table: t\npartition_of: events\n', [
    '2:15 not-a-value',
    "for example: events for values from ('2026-01-01') to ('2027-01-01')",
  ]),
  'true where an enumeration belongs': yaml('table: t\nrow_level_security: true\n', [
    '2:21 not-a-value',
    null,
  ]),
  'volatility misspelt': yaml(
    'function: f()\nreturns: int\nlanguage: sql\nvolatility: imutable\nbody: select 1\n',
    ['4:13 not-a-value', 'did you mean immutable?'],
  ),
  'a view without a query': yaml('view: v\ncomment: nothing\n', ['1:1 missing-key', 'add query: …']),
  'a column map without a type': yaml('table: t\ncolumns:\n  a: { not_null: true }\n', [
    '3:3 missing-key',
    'add type: …',
  ]),
  'enum values as a map': yaml('enum: status\nvalues: { a: 1 }\n', [
    '2:9 wrong-type',
    /write it as \[a, b\]/,
  ]),
  'an enum value twice': yaml('enum: status\nvalues: [open, closed, open]\n', [
    '2:24 duplicate',
    'remove one of them',
  ]),
  'statistics out of range': yaml('table: t\ncolumns:\n  a: { type: int, statistics: 20000 }\n', [
    '3:31 not-a-value',
    null,
  ]),
  'privileges on the sequence of a column that is no identity': yaml(
    'table: t\ncolumns:\n  id: integer\nidentity_sequences:\n  id: { grants: { public: [usage] } }\n',
    ['5:3 no-such-column', 'give it one: id: bigint generated always as identity'],
  ),
  'privileges on the sequence of no column': yaml(
    'table: t\ncolumns:\n  id: { type: integer, identity: always }\nidentity_sequences:\n  ip: { comment: x }\n',
    ['5:3 no-such-column', 'columns: id'],
  ),
  'a privilege that no sequence has': yaml(
    'table: t\ncolumns:\n  id: integer generated always as identity\nidentity_sequences:\n  id: { grants: { public: [insert] } }\n',
    ['5:28 unknown-privilege', null],
  ),
  'a sequence that cannot count': yaml(
    'sequence: s\nincrement: 0\nmin: 10\nmax: 5\n',
    ['2:12 sequence', null],
    ['4:6 sequence', null],
  ),
  'a privilege that does not exist': yaml('table: t\ngrants:\n  anon: [selct]\n', [
    '3:10 unknown-privilege',
    'did you mean select?',
  ]),
  'a privilege of another kind': yaml(
    'function: f()\nlanguage: sql\nbody: select 1\ngrants: { anon: [select] }\n',
    ['4:18 unknown-privilege', null],
  ),
  'columns of a privilege, cut off by the list': yaml(
    'table: t\ngrants:\n  anon: [update (a, b)]\n',
    ['3:17 sql-syntax', /a comma ends the value/],
    ['3:22 sql-syntax', null],
  ),
  'a type cut off by the map': yaml('table: t\ncolumns:\n  a: { type: numeric(10,2), not_null: true }\n', [
    '3:25 unknown-key',
    /a comma ends the value/,
  ]),
  'delete on single columns': yaml('table: t\ngrants:\n  anon: delete (email)\n', [
    '3:16 no-column-privilege',
    null,
  ]),
  'a function without arguments': yaml('function: f\nlanguage: sql\nbody: select 1\n', [
    '1:11 bad-name',
    /f\(\)/,
  ]),
  'a function without a body': yaml('function: f()\nlanguage: sql\n', ['1:1 missing-key', /body: \|/]),
  'a function without a language': yaml('function: f()\nbody: select 1\n', [
    '1:1 missing-key',
    /language: sql/,
  ]),
  'a function with two bodies': yaml('function: f()\nlanguage: sql\nreturn: 1\nbody: select 1\n', [
    '4:7 conflict',
    'keep one of them',
  ]),
  'a column with default and generated': yaml(
    'table: t\ncolumns:\n  a: { type: int, default: 1, generated: b + 1 }\n',
    ['3:42 conflict', 'keep one of them'],
  ),
  'two primary keys': yaml(
    'table: t\ncolumns:\n  a: int primary key\n  b: int\nconstraints:\n  t_pkey: primary key (a, b)\n',
    ['6:3 conflict', /one key over both columns/],
  ),
  'a key over a column that is not there': yaml(
    'table: t\ncolumns:\n  a: int\nconstraints:\n  k: { unique: [a, b] }\n',
    ['5:20 no-such-column', 'columns: a'],
  ),
  'a policy with WITH CHECK on select': yaml(
    'table: t\npolicies:\n  read: >-\n    for select to anon\n    using (true)\n    with check (true)\n',
    ['6:5 policy', /judged by USING/],
  ),
  'a policy with USING on insert': yaml('table: t\npolicies:\n  add: { for: insert, using: "true" }\n', [
    '3:30 policy',
    /judged by WITH CHECK/,
  ]),
});
