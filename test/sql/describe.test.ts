import { describe, expect, it } from 'vitest';
import type { ObjectRef } from '../../src/manifest/state.js';
import {
  type Description,
  describeStatement,
  firstSchema,
  mayMean,
  parseStatement,
  splitStatements,
  withNoData,
} from '../../src/sql/index.js';

function named({ kind, schema, table, name, arguments: args }: ObjectRef): string {
  const path = [schema, table, name].filter((part) => part !== null).join('.');
  return `${kind} ${path}${args === null ? '' : `(${args})`}`;
}
function look(sql: string): Description {
  const parsed = parseStatement(sql);
  return describeStatement(sql, parsed.kind === 'parsed' ? parsed.tree : null, 'public');
}
/** One line: class, then + what it creates, then what it alters. */
function line(sql: string): string {
  const found = look(sql);
  const alters = found.alters.map(({ ref, what, owner, newName, newSchema }) =>
    [what, named(ref), owner ?? newName ?? newSchema].filter((part) => part !== undefined).join(' '),
  );
  return [found.class, ...found.creates.map((ref) => `+${named(ref)}`), ...alters].join(' | ');
}

describe('describeStatement', () => {
  it.each([
    ['create table t (a int)', 'local | +table public.t'],
    ['create table s.p partition of s.t for values in (1)', 'local | +table s.p'],
    ['create temp table t (a int)', 'local | +table pg_temp.t'],
    ['create table t as select 1', 'other | +table public.t'],
    ['create table t as select 1 with no data', 'local | +table public.t'],
    ['create table t as execute x with no data', 'other | +table public.t'],
    ['select 1 into s.t', 'other | +table s.t'],
    ['create foreign table s.f (a int) server srv', 'local | +foreign_table s.f'],
    ['create view "V" as select 1', 'local | +view public.V'],
    ['create materialized view m as select 1', 'other | +materialized_view public.m'],
    ['create unlogged sequence s.q', 'local | +sequence s.q'],
    ['create unique index i on s.t (a)', 'local | +index s.t.i | attributes relation s.t'],
    ['create index on t (a)', 'local | attributes relation t'],
    ['create policy "read own" on s.t', 'local | +policy s.t.read own'],
    ['create trigger x after insert on t execute function f()', 'local | +trigger public.t.x'],
    ['create rule r as on insert to t do nothing', 'local | +rule public.t.r'],
    ["create type e as enum ('a')", 'local | +enum public.e'],
    ['create type c as (a int)', 'local | +composite_type public.c'],
    ['create type r as range (subtype=int4)', 'local | +range_type public.r'],
    ['create type sh', 'local | +base_type public.sh'],
    ['create type b (input=f, output=g)', 'local | +base_type public.b'],
    ['create domain d as int check (value > 1)', 'local | +domain public.d'],
    ['create extension if not exists pgcrypto schema s', 'local | +extension pgcrypto'],
    ['create event trigger e on ddl_command_start execute function f()', 'local | +event_trigger e'],
    ['create publication p for table s.t', 'local | +publication p'],
    ["create subscription b connection '' publication p", 'modelled | +subscription b'],
    [
      "create subscription b connection '' publication p with (connect = false)",
      'modelled | +subscription b',
    ],
    ['create cast (s.t as int[]) with function f(s.t)', 'local | +cast s.t as integer[]'],
    [
      'create operator s.=== (leftarg=int, rightarg=text, function=f)',
      'local | +operator s.===(pg_catalog.int4, text)',
    ],
    ['create operator @# (rightarg=text, function=f)', 'local | +operator public.@#(none, text)'],
    [
      'create operator class oc for type int using btree as operator 1 <',
      'local | +operator_class public.oc(btree) | +operator_family public.oc(btree)',
    ],
    ['create operator family s.f using gin', 'local | +operator_family s.f(gin)'],
    ['create collation c from "C"', 'local | +collation public.c'],
    ["create conversion c for 'UTF8' to 'LATIN1' from f", 'local | +conversion public.c'],
    [
      'create text search parser p (start=f, gettoken=g, end=h, lextypes=i)',
      'local | +text_search_parser public.p',
    ],
    ['create text search dictionary d (template=simple)', 'local | +text_search_dictionary public.d'],
    ["copy t to program 'true'", 'modelled'],
    ["copy t from '/etc/passwd'", 'modelled'],
    ['create text search configuration c (copy=english)', 'local | +text_search_configuration public.c'],
    ['create text search template t (lexize=f)', 'local | +text_search_template public.t'],
    ['create statistics st on a, b from s.t', 'local | +statistics public.st | attributes relation s.t'],
    ['create language plx handler f', 'local | +language plx'],
    [
      'create transform for s.t language plx (from sql with function f(internal))',
      'local | +transform s.t language plx',
    ],
    ['create foreign data wrapper w', 'local | +foreign_data_wrapper w'],
    ['create server srv foreign data wrapper w', 'local | +server srv'],
    ['create user mapping for joe server srv', 'local | +user_mapping joe on srv'],
    ['create user mapping for public server srv', 'local | +user_mapping public on srv'],
    ['create access method am type index handler f', 'local | +access_method am'],
    ['create role r', 'modelled | +role r'],
    ["create tablespace t location '/x'", 'modelled | +tablespace t'],
    ['create database d', 'modelled | +database d'],
    [
      'create schema s authorization joe create table x (a int) create view y as select 1',
      'local | +schema s | +table s.x | +view s.y | owner schema s joe',
    ],
    ['create aggregate s.a(int, text) (sfunc=f, stype=int)', 'local | +aggregate s.a(pg_catalog.int4, text)'],
    ['create aggregate a(*) (sfunc=f, stype=int)', 'local | +aggregate public.a()'],
    ['create aggregate a(basetype=int, sfunc=f, stype=int)', 'local | +aggregate public.a(pg_catalog.int4)'],
    [
      "create procedure p(inout a int, out b text) language sql as ''",
      'local | +procedure public.p(pg_catalog.int4)',
    ],
    [
      `create function s.f(a uuid, out b text, inout c "My"."T"[], d numeric(10,2) = 1, variadic e "char"[]) language sql as ''`,
      'local | +function s.f(uuid, "My"."T"[], pg_catalog."numeric", "char"[])',
    ],
    [`create function f(a t.b%type) returns void language sql as ''`, 'local | +function public.f'],
    [`create function f() returns table (x int) language sql as ''`, 'local | +function public.f()'],
  ])('creating: %s', (sql, expected) => {
    expect(line(sql)).toBe(expected);
  });

  it.each([
    [
      'alter table s.t add column a int, add constraint k check (a > 1), drop column b, drop constraint c',
      'local | +column s.t.a | +constraint s.t.k | attributes relation s.t | drop column s.t.b | drop constraint s.t.c',
    ],
    ['alter table s.t owner to joe', 'modelled | owner relation s.t joe'],
    [
      'alter table t add column a int, owner to joe',
      'other | +column public.t.a | attributes relation t | owner relation t joe',
    ],
    ['alter table s.t rename to u', 'local | rename relation s.t u'],
    ['alter table s.t rename column a to b', 'local | rename column s.t.a b'],
    ['alter table s.t rename constraint a to b', 'local | rename constraint s.t.a b'],
    ['alter table s.t set schema x', 'local | rename relation s.t x'],
    ['alter index s.i rename to j', 'local | rename index s.i j'],
    ['alter view s.v owner to current_user', 'modelled | owner view s.v CURRENT_USER'],
    ['alter sequence s.q owned by t.a', 'local | attributes sequence s.q'],
    ['alter function s.f(int, out text) owner to joe', 'modelled | owner function s.f(pg_catalog.int4) joe'],
    ['alter function s.f rename to g', 'local | rename function s.f g'],
    ["alter function s.f() set search_path = ''", 'local | attributes function s.f()'],
    ["alter type e add value 'x'", 'local | attributes enum e'],
    ['alter type c add attribute x int', 'local | +column public.c.x | attributes composite_type c'],
    ['alter type e rename to f', 'local | rename type e f'],
    [
      'alter domain d add constraint x check (value > 0)',
      'local | +constraint public.d.x | attributes domain d',
    ],
    ['alter domain s.d rename constraint x to y', 'local | rename constraint s.d.x y'],
    ['alter schema s rename to t', 'local | rename schema s t'],
    ['alter schema s owner to joe', 'modelled | owner schema s joe'],
    ['alter policy p on s.t to joe', 'local | attributes policy s.t.p'],
    ['alter trigger x on s.t rename to u', 'local | rename trigger s.t.x u'],
    [
      'alter operator s.+ (int, none) owner to joe',
      'modelled | owner operator s.+(pg_catalog.int4, none) joe',
    ],
    ['alter operator class s.oc using btree owner to joe', 'modelled | owner operator_class s.oc(btree) joe'],
    ['alter role joe set search_path = x', 'modelled | attributes role joe'],
    ['alter role joe rename to jim', 'modelled | rename role joe jim'],
    ["alter system set x = 'y'", 'modelled'],
    ["alter database d set x = 'y'", 'modelled'],
    [
      'alter default privileges for role joe in schema s grant select on tables to bob',
      'local | +default_privileges s.joe on tables',
    ],
    ['drop table if exists s.t, u cascade', 'local | drop table s.t | drop table u'],
    ['drop function s.f(int), g', 'local | drop function s.f(pg_catalog.int4) | drop function g'],
    ['drop policy p on s.t', 'local | drop policy s.t.p'],
    ['drop cast (int as s.t)', 'local | drop cast integer as s.t'],
    ['drop type s.t', 'local | drop type s.t'],
    ['drop role joe', 'modelled | drop role joe'],
    ["comment on column s.t.a is 'x'", 'local | comment column s.t.a'],
    ["comment on constraint c on domain s.d is 'x'", 'local | comment constraint s.d.c'],
    ["comment on aggregate a(*) is 'x'", 'local | comment aggregate a()'],
    ["comment on operator family s.c using btree is 'x'", 'local | comment operator_family s.c(btree)'],
    ["comment on role joe is 'x'", 'modelled | comment role joe'],
    [
      'grant select, update (a, b) on s.t to bob',
      'local | grants relation s.t | grants column s.t.a | grants column s.t.b',
    ],
    ['grant select (a) on s.t to bob', 'local | grants column s.t.a'],
    ['revoke all on all tables in schema s from bob', 'local | grants relation s.*'],
    [
      'grant execute on function f(int), g to bob',
      'local | grants function f(pg_catalog.int4) | grants function g',
    ],
    ['grant usage on type s.t to bob', 'local | grants type s.t'],
    ['grant usage on schema s to bob', 'local | grants schema s'],
    ['grant connect on database d to bob', 'modelled | grants database d'],
    ['grant a to b', 'modelled | grants role b'],
    ['reassign owned by a to b', 'modelled'],
    ['set role joe', 'other'],
    ['do $$ begin end $$', 'other'],
    ['insert into t values (1)', 'other'],
    ['refresh materialized view m', 'other'],
    ['begin', 'other'],
    ["set time zone 'UTC'", 'local'],
    ["select pg_catalog.set_config('search_path', '', false)", 'local'],
    ["select set_config('x', f(), false)", 'other'],
    ["select set_config('x', 'y', false) from pg_sleep(1)", 'other'],
  ])('changing: %s', (sql, expected) => {
    expect(line(sql)).toBe(expected);
  });

  it.each([
    ['create table s.t (a int, b int generated always as (a) virtual)', 'local | +table s.t'],
    [
      'create or replace view v as select * from json_table(x, y columns (a int)) z',
      'local | +view public.v',
    ],
    [
      'create materialized view m as select json_exists(a, b) merge nonsense',
      'other | +materialized_view public.m',
    ],
    ['create table t as select 1 newer', 'other | +table public.t'],
    [
      'create function s.f(a int, b text[]) returns int newer syntax',
      'local | +function s.f(pg_catalog.int4, text[])',
    ],
    ['create unique index if not exists "i x" on only s.t newer', 'local | +index s.t.i x'],
    ['create index on t newer newer newer', 'local'],
    ['create policy p on s.t newer', 'local | +policy s.t.p'],
    ['create type e as enum newer', 'local | +enum public.e'],
    ['alter table s.t add constraint n not null a', 'local | attributes relation s.t'],
    ['alter table s.t newer owner to x', 'modelled | owner relation s.t'],
    ['alter system newer', 'modelled'],
    ['create role newer newer', 'modelled | +role newer'],
    ['merge newer', 'other'],
    ['', 'other'],
  ])('unknown to the parser: %s', (sql, expected) => {
    expect(line(sql)).toBe(expected);
  });

  it('knows what sets search_path', () => {
    expect(look('set search_path = a, "B c", "$user"').searchPath).toBe('a, "B c", "$user"');
    expect(look("set local search_path to ''").searchPath).toBe("''");
    expect(look("set schema 'x'").searchPath).toBe('x');
    expect(look('set search_path to default').searchPath).toBeNull();
    expect(look('reset all').searchPath).toBeNull();
    expect(look("select pg_catalog.set_config('search_path', '', false)").searchPath).toBe("''");
    expect(look('set x = y').searchPath).toBeUndefined();
    expect(firstSchema('"$user", "B c", public')).toBe('B c');
    expect(firstSchema("''")).toBeNull();
  });

  it('knows what sets whether bodies are checked', () => {
    const checks = (sql: string) => look(sql).checksBodies;
    for (const value of ['false', 'off', "'off'", '0', 'no', "'F'"])
      expect(checks(`set check_function_bodies = ${value}`), value).toBe(false);
    for (const value of ['true', 'on', '1', "'yes'", 'default'])
      expect(checks(`set check_function_bodies to ${value}`), value).toBe(true);
    expect(checks('reset check_function_bodies')).toBe(true);
    expect(checks('reset all')).toBe(true);
    expect(checks('discard all')).toBe(true);
    expect(checks("select pg_catalog.set_config('check_function_bodies', 'off', false)")).toBe(false);
    expect(checks('set search_path = x')).toBeUndefined();
  });

  it('matches a mention with what is declared', () => {
    const first = (sql: string) => look(sql).creates[0] ?? expect.fail();
    const mention = (sql: string) => look(sql).alters[0]?.ref ?? expect.fail();
    expect(mayMean(mention('grant select on t to x'), first('create view t as select 1'))).toBe(true);
    expect(mayMean(mention('grant select on s.t to x'), first('create view t as select 1'))).toBe(false);
    expect(
      mayMean(mention('revoke all on all tables in schema public from x'), first('create table z ()')),
    ).toBe(true);
    const sequence = first('create sequence q');
    expect(mayMean(mention('grant all on all tables in schema public to x'), sequence)).toBe(false);
    expect(mayMean(mention('grant all on all sequences in schema public to x'), sequence)).toBe(true);
    expect(mayMean(mention('alter type e owner to x'), first("create type e as enum ('a')"))).toBe(true);
    expect(mayMean(mention('drop index i'), first('create index i on t (a)'))).toBe(true);
  });

  it('keeps queries from running', () => {
    const rewritten = (sql: string) => {
      const parsed = parseStatement(sql);
      return withNoData(sql, parsed.kind === 'parsed' ? parsed.tree : null);
    };
    expect(rewritten('create materialized view m as select 1 -- end')).toBe(
      'create materialized view m as select 1\nwith no data',
    );
    expect(rewritten('create materialized view m as select 1 WITH DATA')).toBe(
      'create materialized view m as select 1\nwith no data',
    );
    expect(rewritten('create materialized view m as select 1 with no data')).toMatch(/1 with no data$/);
    expect(rewritten('create table t as execute x')).toBeNull();
    expect(rewritten('create view v as select 1')).toBeNull();
    expect(line(rewritten('create materialized view m as select 1') ?? '')).toBe(
      'local | +materialized_view public.m',
    );
    expect(splitStatements(rewritten('create table t as table u') ?? '').statements).toHaveLength(1);
  });
});
