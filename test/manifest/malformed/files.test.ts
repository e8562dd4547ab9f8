import { cases, sql } from './harness.js';

cases({
  'a binary file': {
    files: { 'state/a/x.sql': new Uint8Array([0x50, 0x47, 0x44, 0x4d, 0x50, 0, 1, 2]) },
    found: [['state/a/x.sql:1:1 binary-file', 'state holds text in UTF-8 only']],
  },
  'a file in another encoding': {
    files: { 'state/a/x.yaml': new Uint8Array([0x74, 0x61, 0x62, 0x6c, 0x65, 0x3a, 0x20, 0xe9, 0x0a]) },
    found: [['state/a/x.yaml:1:8 not-utf8', 'save it as UTF-8']],
  },
  'a byte of another encoding behind characters of UTF-8': {
    files: { 'state/a/x.sql': Buffer.concat([Buffer.from('-- \u00e9\ufffd\n-- caf'), Buffer.from([0xe9])]) },
    found: [['state/a/x.sql:2:7 not-utf8', 'save it as UTF-8']],
  },
  'a file that is too big': {
    files: { 'state/a/x.sql': new Uint8Array(17 * 1024 * 1024).fill(0x20) },
    found: [['state/a/x.sql:1:1 too-big', 'split it up']],
  },
  'a binary environment': {
    files: { 'environments/dev.yaml': new Uint8Array([0, 1, 2]) },
    found: [['environments/dev.yaml:1:1 binary-file', 'state holds text in UTF-8 only']],
  },
  'a manifest beside the bundles': {
    files: { 'state/x.yaml': 'table: t\n', 'state/README.md': 'x', 'state/a/.keep': '' },
    found: [['state/x.yaml:1:1 no-bundle', /move it into a folder/]],
  },
  'an open quote in .sql': sql("create table a (x int);\ncomment on table a is 'people;\n", [
    '2:23 sql-syntax',
    null,
  ]),
  'an open dollar quote in .sql': sql('create function f() returns int language sql as $$\n  select 1;\n', [
    '1:49 sql-syntax',
    null,
  ]),
  'a psql command in .sql': sql('\\set x 1\ncreate table a (x int);\n', [
    '1:1 sql-syntax',
    /state is SQL alone/,
  ]),
});
