create function next_code(prefix text default 'C') returns text language sql as $$ select prefix $$;
create function ok(i int) returns boolean language sql immutable as $$ select true $$;
create function lt(a int, b text) returns boolean language sql immutable as $$ select true $$;
create operator <<< (leftarg = int, rightarg = text, function = lt);
create table t (id int primary key, code text default next_code('I'));
create policy p on t using (ok(1));
create policy q on t using (id <<< 'x');
create view v as select ok(1), id <<< 'a' as x from t;
create domain d as text default next_code('D');
