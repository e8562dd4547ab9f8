import { describe, expect, it } from 'vitest';
import { bodyReferences, parseStatement, type Reference, references } from '../../src/sql/index.js';

const LETTERS = { relation: 'r', function: 'f', type: 't', sequence: 's' } as const;
/** `r s.t` …, each checked to stand where it says; `?` guessed, `!` dynamic. */
function line(text: string, found: readonly Reference[]): string {
  for (const { name, schema, offset } of found) {
    const there = text.slice(offset, offset + 40).toLowerCase();
    const first = (schema ?? name).toLowerCase();
    const at = there.indexOf(first);
    expect(at, `${name} at ${offset}: ${there}`).toBeGreaterThanOrEqual(0);
    expect(at).toBeLessThanOrEqual(12);
  }
  const mark = { parsed: '', guessed: '?', dynamic: '!' };
  return found
    .map(
      ({ kind, schema, name, how }) =>
        `${LETTERS[kind]}${mark[how]} ${schema === null ? name : `${schema}.${name}`}`,
    )
    .join(', ');
}
function refs(sql: string): string {
  const parsed = parseStatement(sql);
  if (parsed.kind === 'refused') throw new Error(parsed.message);
  return line(sql, references(parsed.tree));
}
const body = (text: string, language = 'plpgsql') => line(text, bodyReferences(language, text));

describe('references', () => {
  it.each([
    ["select '😀', s.f(a) from s.t join u using (x)", 'f s.f, r s.t, r u'],
    ['select a::s.e, cast(b as "T"[]) from x', 't s.e, t T, r x'],
    ['with c as (select * from a) select * from c, c2', 'r a, r c2'],
    ['with a as (select * from a) select * from a', 'r a'],
    ['with recursive a as (select 1 union select * from a) select * from a', ''],
    ['with a as (select 1), b as (select * from a, c) select * from b, s.a', 'r c, r s.a'],
    ['with a as (select 1) insert into a select * from a', 'r a'],
    ['with w as (delete from x returning *) select * from w where exists (select 1 from w, y)', 'r x, r y'],
    ['select * from (with a as (select 1) select * from a) z, a', 'r a'],
    [
      "select nextval('s.q'), nextval('q2'::regclass), 's.t'::regclass, 's.f(int)'::regprocedure",
      'f nextval, s s.q, f nextval, s q2, r s.t, t regclass, f s.f, t regprocedure',
    ],
    [
      'create table s.t (a e default f(), b int references o(id), like p including all) inherits (base)',
      't e, f f, r o, r p, r base',
    ],
    ['create table p1 partition of s.p for values from (f()) to (2)', 'r s.p, f f'],
    ['create trigger f after insert on s.t when (g(new.a)) execute function f()', 'r s.t, f g, f f'],
    ['create policy p on t using (exists (select 1 from m where auth.uid() = m.id))', 'r t, r m, f auth.uid'],
    ['create view v as select * from a, lateral b(a.x)', 'r a, f b'],
    ['create index i on s.t (lower(a), (g(b)))', 'r s.t, f lower, f g'],
    [
      'create function f(a s.t, b u.c%type) returns setof r language sql as $$ select * from hidden $$',
      't s.t, r u, t r',
    ],
    ['create function f() returns int language sql begin atomic select g() from t; end', 'f g, r t'],
    ['create aggregate a(int) (sfunc = s.sf, stype = st, finalfunc = ff)', 'f s.sf, t st, f ff'],
    ['create operator === (leftarg = a, rightarg = b, function = s.f)', 't a, t b, f s.f'],
    ['create sequence q owned by s.t.c', 'r s.t'],
    ['create cast (a as b) with function s.f(a)', 't a, t b, t a, f s.f'],
    ['create publication p for table s.t', 'r s.t'],
    ['create rule r as on insert to t do also insert into log select n()', 'r t, r log, f n'],
    ['alter table t add constraint k foreign key (a) references o', 'r t, r o'],
    ['create materialized view m as table x', 'r x'],
    ['create schema s create table a (x b) create view c as select * from a', 't b, r a'],
  ])('%s', (sql, expected) => {
    expect(refs(sql).split(', ').sort()).toEqual(expected.split(', ').sort());
  });

  it('reads bodies in SQL, whatever the parser refuses in them', () => {
    expect(body('select f(a) from t; insert into u select $1;', 'sql')).toBe('f f, r t, r u');
    expect(body('select f(a) from t; merge newer into u using json_new(v);', 'sql')).toBe(
      'f f, r t, r? u, f? json_new',
    );
    expect(body("select 'open", 'sql')).toBe('');
    expect(body('anything', 'plpython3u')).toBe('');
  });

  it('reads every statement of PL/pgSQL', () => {
    const text = `
<<outer>>
declare
  r public.clients%rowtype; n s.t.c%type; m n%type; k my_enum := f0(); cur cursor (x int) for select * from orders;
  arr int[]; rec record; c constant s.dom not null default nextval('q'); -- '; drop
begin
  perform f1(1) from pf;
  n := (select max(a) from s.items) + g(2);
  select a, b into strict r.x, m from t join u using (x) where exists (select 1 from v);
  for rec in select * from w loop insert into log values (rec.a) returning id into n; end loop;
  for i in reverse lo()..hi() by st() loop null; end loop;
  for rec in cur(5) loop null; end loop;
  return query select * from rq;
  open cur(o1()); fetch cur into rec;
  foreach n in array (select array_agg(x) from fa) loop null; end loop;
  if exists (select case when true then 1 end from ife) then raise notice 'x %', h(1) using hint = h2();
  elsif i2() then call proc(1); else delete from del where a; end if;
  case k when c1() then null; else null; end case;
  while w2() loop exit outer when e2(); end loop;
  get diagnostics n = row_count;
  assert a3(), 'x';
  r.name := z3(); arr[n1()] := z4();
  create temp table tt as select * from ttsrc; insert into tt select 1;
  update upd set a = 1 from upd2 where true;
  begin null; exception when sqlstate '23505' or others then perform exc(); end;
  return new;
end outer`;
    const found = body(text).split(', ');
    const expected =
      'r public.clients, r s.t, t my_enum, f f0, r orders, t record, t s.dom, f nextval, s q, f f1, r pf, r s.items, f max, f g, r t, r u, r v, r w, r log, f lo, f hi, f st, r rq, f o1, r fa, f array_agg, r ife, f h, f h2, f i2, f proc, r del, f c1, f w2, f e2, f a3, f z3, f z4, r ttsrc, r upd, r upd2, f exc';
    expect([...new Set(found)].sort()).toEqual(expected.split(', ').sort());
  });

  it('looks into dynamic SQL', () => {
    expect(body("begin execute format('update %I.dyn2 set a = %L', x, y); end")).toBe('f format, r! dyn2');
    expect(
      body("begin execute 'select * from dyn_' || n || ' join whole on f(x)' into n using g(1); end"),
    ).toBe('r! whole, f! f, f g');
    expect(body("declare q text := 'select 1 from s.later'; begin execute q; end")).toBe(
      't text, r! s.later',
    );
    expect(
      body(
        "begin for r in execute 'select ''x'' from fd' loop end loop; return query execute 'table rqe'; end",
      ),
    ).toBe('r! fd, r! rqe');
  });

  it('guesses where a piece cannot be parsed, and never throws', () => {
    expect(body('begin select a into x from t newer newer syntax f(1); perform g(); end')).toContain('r? t');
    for (const text of [
      '',
      ';',
      'begin',
      'begin if x',
      "begin 'open",
      'declare x',
      ')))',
      '(((',
      'for',
      'open',
      'a[',
    ]) {
      expect(() => bodyReferences('plpgsql', text)).not.toThrow();
    }
  });
});
