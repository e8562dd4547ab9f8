import { cases, sql, yaml } from './harness.js';

const long = 'x'.repeat(64);
const wide = 'ä'.repeat(32);

cases({
  'a table name of 64 bytes': yaml(`table: ${long}\n`, ['1:8 name-too-long', /63 bytes or less/]),
  'a name of 64 bytes in 32 letters': yaml(`table: t\ncolumns:\n  ${wide}: text\n`, [
    '3:3 name-too-long',
    /63 bytes/,
  ]),
  'a policy name of 64 bytes': yaml(`table: t\npolicies:\n  ${long}: using (true)\n`, [
    '3:3 name-too-long',
    /63 bytes/,
  ]),
  'an enum value of 64 bytes': yaml(`enum: e\nvalues: [a, ${long}]\n`, ['2:13 name-too-long', /63 bytes/]),
  'an empty name': yaml('table: ""\n', ['1:8 bad-name', /SCHEMA.NAME/]),
  'an empty schema': yaml('table: .clients\n', ['1:8 bad-name', /SCHEMA.NAME/]),
  'an empty part': yaml('table: crm.\n', ['1:12 bad-name', /SCHEMA.NAME/]),
  'an empty column name': yaml('table: t\ncolumns:\n  "": int\n', ['3:3 bad-name', /SCHEMA.NAME/]),
  'too many dots': yaml('table: a.b.c\n', [
    '1:12 bad-name',
    'a part with a dot in it is double-quoted: "b.c"',
  ]),
  'a table twice': {
    files: {
      'state/a/x.yaml': 'table: clients\ncolumns: {}\n',
      'state/a/y.yaml': '---\ntable: public.clients\ncolumns: {}\n',
    },
    found: [['state/a/y.yaml:2:1 duplicate', 'remove one of them']],
  },
  'a table in YAML and in .sql': {
    files: {
      'state/a/x.yaml': 'table: clients\ncolumns: {}\n',
      'state/a/y.sql': '-- people\ncreate table clients (id int);\n',
    },
    found: [['state/a/y.sql:2:1 duplicate', 'remove one of them']],
    frame:
      'state/a/y.sql:2:1: error: table clients is declared twice; first at state/a/x.yaml:1:1\n  create table clients (id int);\n  ^\nhint: remove one of them',
  },
  'a table and a view of one name': yaml('table: c\ncolumns: {}\n---\nview: c\nquery: select 1\n', [
    '4:1 duplicate',
    'remove one of them',
  ]),
  'a function twice, its types spelt differently': yaml(
    'function: f(a int)\nlanguage: sql\nbody: select 1\n---\nfunction: f(b integer)\nlanguage: sql\nbody: select 2\n',
    ['5:1 duplicate', 'remove one of them'],
  ),
  'policies of one table in two documents': yaml('table: t\npolicies: {}\n---\ntable: t\npolicies: {}\n', [
    '4:1 duplicate',
    /put both lists into one/,
  ]),
  'renamed from its own name': yaml('table: t\nrenamed_from: t\n', [
    '2:15 renamed-from-itself',
    /earlier names only/,
  ]),
  'a directive that does not exist': sql(
    '-- reconcile: rename_from people\ncreate table clients (id int);\n',
    ['1:15 bad-directive', 'did you mean renamed_from?'],
  ),
  'renamed_from before what has no name': sql('-- reconcile: renamed_from people\nselect 1;\n', [
    '1:15 bad-directive',
    null,
  ]),
  'renamed_from behind its statement': sql('create table b (id int); -- reconcile: renamed_from a\n', [
    '1:26 bad-directive',
    /directly before what it is about/,
  ]),
  'renamed_from behind its column': sql(
    'create table b (\n  id int, -- reconcile: renamed_from a\n  v text\n);\n',
    ['2:11 bad-directive', /a line of its own/],
  ),
  'a reserved schema name': yaml('schema: pg_mine\n', ['1:1 bad-name', null]),
});
