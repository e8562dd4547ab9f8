import { describe, expect, it } from 'vitest';
import { splitStatements } from '../../src/sql/index.js';

const texts = (sql: string) => splitStatements(sql).statements.map((statement) => statement.sql);

describe('splitStatements', () => {
  it('cuts at top-level semicolons only', () => {
    expect(
      texts(
        `select ';'; select E'\\';'; select $a$;$b$;$a$; select ";" ; select (1;2); /* ; /* ; */ ; */ x; y`,
      ),
    ).toEqual(["select ';'", "select E'\\';'", 'select $a$;$b$;$a$', 'select ";"', 'select (1;2)', 'x', 'y']);
    expect(texts(`select U&'\\', U&"\\";x`)).toEqual([`select U&'\\', U&"\\"`, 'x']);
    expect(texts('select a$b;c$d;;;e')).toEqual(['select a$b', 'c$d', 'e']);
    expect(texts('select 1+--x;\n2;3')).toEqual(['select 1+--x;\n2', '3']);
  });
  it('keeps SQL-standard bodies together', () => {
    const body = `create or replace function f(a int) returns int language sql
begin atomic
  select case when a > 1 then case a when 2 then 3 end else 4 end;
  select 5;
end`;
    expect(texts(`${body}; select 1`)).toEqual([body, 'select 1']);
    expect(texts('begin; select 1; end; create table "begin" (a int); x')).toHaveLength(5);
    const procedure = 'create procedure p() begin atomic insert into t values (1); end';
    expect(texts(`${procedure};${procedure}`)).toEqual([procedure, procedure]);
  });
  it('gives exact starts and the comments before', () => {
    const sql =
      '\ufeff-- one\n/* 😀 */ select 1; -- behind\n-- reconcile: renamed_from x\n  create table t ();\n-- end';
    const { statements, error } = splitStatements(sql);
    expect(error).toBeUndefined();
    for (const { sql: text, start } of statements) expect(sql.slice(start, start + text.length)).toBe(text);
    expect(statements.map((statement) => statement.comments.map((comment) => comment.text))).toEqual([
      ['-- one', '/* 😀 */'],
      ['-- reconcile: renamed_from x'],
    ]);
    for (const comment of statements.flatMap((statement) => statement.comments)) {
      expect(sql.slice(comment.start, comment.start + comment.text.length)).toBe(comment.text);
    }
  });
  it.each([
    ["select 1; select 'x", 17, "this string has no closing '"],
    ['select $$ x $', 7, 'this dollar-quoted text has no closing $$'],
    ['select "x', 7, 'this quoted name has no closing "'],
    ['/* /* */', 0, 'this comment has no closing */'],
    ['select \0', 7, 'this is no text: it holds a NUL character'],
  ])('says where %j goes wrong', (sql, offset, message) => {
    expect(splitStatements(sql).error).toEqual({ offset, message });
  });

  it.each([
    ['select 1;\n\\d x', 10, 'leave it out: state is SQL alone'],
    ['select 1\n\\restrict x', 9, 'leave it out: state is SQL alone'],
    ['\\restrict x y\n', 0, 'leave it out: state is SQL alone'],
    ['\\ir b.sql', 0, 'put that file under state/ as well: all files there are read, whatever their order'],
    ['\\c app', 0, 'an environment names its database: keep the statements of one database here'],
    ["\\copy t from 'x'", 0, 'rows are no state: leave it out'],
  ])('refuses the psql command in %j', (sql, offset, hint) => {
    const message = 'psql commands are not supported in state';
    expect(splitStatements(sql).error).toEqual({ offset, message, hint });
  });

  it('leaves COPY … FROM stdin out with its rows, whatever they hold', () => {
    const sql = "select 1;\ncopy t from stdin;\n1\tit's;\n\\.\n\nselect 2; copy u from stdin;\n\\.\nselect 3";
    const { statements, error } = splitStatements(sql);
    expect(error).toBeUndefined();
    expect(statements.map((statement) => statement.sql)).toEqual(['select 1', 'select 2', 'select 3']);
    expect(statements.map((statement) => sql.slice(statement.start, statement.start + 8))).toEqual([
      'select 1',
      'select 2',
      'select 3',
    ]);
  });

  it("passes over pg_dump's \\restrict and \\unrestrict", () => {
    const sql = '-- a dump\n\\restrict 0aX9\nselect 1;\nselect 2;\r\n\\unrestrict 0aX9\r\n';
    const { statements, error } = splitStatements(sql);
    expect(error).toBeUndefined();
    expect(statements.map((statement) => statement.sql)).toEqual(['select 1', 'select 2']);
  });
});
