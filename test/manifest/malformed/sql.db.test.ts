import { afterAll, beforeAll } from 'vitest';
import type { SecondOpinion } from '../../../src/manifest/check.js';
import { type Grammar, openGrammar } from '../../../src/manifest/second_opinion.js';
import { cases, sql, yaml } from './harness.js';

let grammar: Grammar;
beforeAll(async () => {
  grammar = await openGrammar();
});
afterAll(() => grammar.close());
const ask: SecondOpinion = (statements) => grammar.ask(statements);

const reads = /^PostgreSQL reads here: /;
const comment = /put the SQL in quotes/;

cases(
  {
    'a type that is no type': yaml('table: t\ncolumns:\n  a: int not nul\n', ['3:14 sql-syntax', reads]),
    'a column that stops in the middle': yaml('table: t\ncolumns:\n  a: int default\n  b: text\n', [
      '3:17 sql-syntax',
      reads,
    ]),
    'an expression with a hole, in a block': yaml(
      'table: t\ncolumns:\n  a:\n    type: int\n    check: |\n      a > 0\n      and and a < 10\n',
      ['7:11 sql-syntax', reads],
    ),
    'an expression with a hole, folded': yaml(
      'table: t\ncolumns:\n  a:\n    type: int\n    check: >-\n      a > 0\n      and and a < 10\n',
      ['7:11 sql-syntax', reads],
    ),
    'an expression in single quotes, with quotes in it': yaml(
      "table: t\ncolumns:\n  a: 'text default ''it''''s'' nott null'\n",
      ['3:32 sql-syntax', reads],
    ),
    'an expression in double quotes, with escapes': yaml(
      'table: t\ncolumns:\n  a: "text default \\"x\\"(\\u0031) nott null"\n',
      ['3:34 sql-syntax', reads],
    ),
    'a column that is two': yaml('table: t\ncolumns:\n  a: int, b text\n', [
      '3:9 sql-syntax',
      'give each its own key',
    ]),
    'a clause with a second statement': yaml('table: t\npolicies:\n  p: using (true); drop table t\n', [
      '3:18 sql-syntax',
      /leave it out/,
    ]),
    'an open parenthesis': yaml('table: t\ncolumns:\n  a: int check (a > (1)\n', ['3:16 sql-syntax', null]),
    'a parenthesis too many': yaml('table: t\nindexes:\n  i: (a))\n', ['3:9 sql-syntax', null]),
    'an open quote': yaml("table: t\ncolumns:\n  a: text default 'x\n", ['3:19 sql-syntax', null]),
    'an open comment': yaml('table: t\ncolumns:\n  a: int /* why\n  b: int */\n', ['3:10 sql-syntax', null]),
    'an empty clause': yaml("table: t\ncolumns:\n  a: ''\n", ['3:6 empty-clause', null]),
    'a # comment behind a column': yaml('table: t\ncolumns:\n  id: uuid primary key # never changes\n', [
      '3:24 comment-behind-sql',
      comment,
    ]),
    'an operator cut off by #': yaml("table: t\nconstraints:\n  c: check (data #> '{a}' is not null)\n", [
      '3:18 comment-behind-sql',
      comment,
    ]),
    'an index with its name': yaml('table: t\nindexes:\n  i: create index i on t (a)\n', [
      '3:6 sql-syntax',
      /leave out CREATE INDEX/,
    ]),
    'an index without parentheses': yaml('table: t\nindexes:\n  i: a\n', [
      '3:6 sql-syntax',
      /for example: unique/,
    ]),
    'an index whose condition is wrong': yaml('table: t\nindexes:\n  i: (a) where a is nott null\n', [
      '3:21 sql-syntax',
      reads,
    ]),
    'a constraint with its name': yaml('table: t\nconstraints:\n  c: constraint c check (a > 0)\n', [
      '3:6 sql-syntax',
      /its name is the key/,
    ]),
    'a constraint that only references': yaml('table: t\nconstraints:\n  c: references orgs\n', [
      '3:6 sql-syntax',
      /begin with the columns/,
    ]),
    'a foreign key that goes wrong inside a column': yaml(
      'table: t\ncolumns:\n  a: uuid references orgs on delet cascade\n',
      ['3:30 sql-syntax', reads],
    ),
    'a policy with its table': yaml('table: t\npolicies:\n  p: on t for select using (true)\n', [
      '3:6 sql-syntax',
      /leave out CREATE POLICY/,
    ]),
    'a policy for what is no command': yaml('table: t\npolicies:\n  p: for selct using (true)\n', [
      '3:10 sql-syntax',
      reads,
    ]),
    'a policy without parentheses': yaml('table: t\npolicies:\n  p: |\n    for select\n    using true\n', [
      '5:11 sql-syntax',
      reads,
    ]),
    'a trigger with its table': yaml(
      'table: t\ntriggers:\n  g: before update on t for each row execute function f()\n',
      ['3:20 sql-syntax', 'leave out on t'],
    ),
    'a trigger without an event': yaml('table: t\ntriggers:\n  g: for each row execute function f()\n', [
      '3:6 sql-syntax',
      /before insert/,
    ]),
    'a trigger without a function': yaml(
      'table: t\ntriggers:\n  g: before update for each row execute function\n',
      ['3:49 sql-syntax', reads],
    ),
    'a query that stops, in a block': yaml('view: v\nquery: |\n  select a,\n    b,\n  from t\n', [
      '5:3 sql-syntax',
      reads,
    ]),
    'a query with two statements': yaml('view: v\nquery: select 1; select 2\n', [
      '2:16 sql-syntax',
      /leave it out/,
    ]),
    'a return type that is none': yaml('function: f()\nreturns: setof\nlanguage: sql\nbody: select 1\n', [
      '2:15 sql-syntax',
      /for example: integer/,
    ]),
    'arguments that are none': yaml('function: f(a int,, b int)\nlanguage: sql\nbody: select 1\n', [
      '1:19 sql-syntax',
      reads,
    ]),
    'a word behind the arguments': yaml('function: f(a int) returns int\nlanguage: sql\nbody: select 1\n', [
      '1:20 sql-syntax',
      /for example: add/,
    ]),
    'a partition key that is none': yaml('table: t\ncolumns: { a: int }\npartition_by: rangee (a)\n', [
      '3:15 not-a-value',
      /range \(created_at\)/,
    ]),
    'wide characters before the place': {
      ...yaml("table: t\ncolumns:\n  名前: text default '値' nott null\n", ['3:24 sql-syntax', reads]),
      frame:
        'state/a/x.yaml:3:24: error: syntax error at or near "nott"\n' +
        "    名前: text default '値' nott null\n" +
        '                            ^\n' +
        `hint: PostgreSQL reads here: "名前" text default '値' nott null`,
    },
    'a CRLF file': yaml('table: t\r\ncolumns:\r\n  a: |\r\n    int\r\n    not nul\r\n', [
      '5:9 sql-syntax',
      reads,
    ]),
    'a byte order mark': yaml('\uFEFFtable: t\ncolumns: { a: int nott null }\n', ['2:19 sql-syntax', reads]),
    'wrong SQL in a file': sql('create table a (id int);\n\n-- and\ncreate tabel b (id int);\n', [
      '4:8 sql-syntax',
      reads,
    ]),
    'wrong SQL deep in a function of SQL': sql(
      'create function f() returns int\nbegin atomic\n  selct 1;\nend;\n',
      ['3:3 sql-syntax', reads],
    ),
    'syntax of PostgreSQL 18 is right': yaml(
      'table: t\ncolumns:\n  a: int\n  b: int generated always as (a + 1) virtual\nconstraints:\n  c: check (a > 0) not enforced\n',
    ),
  },
  ask,
);
