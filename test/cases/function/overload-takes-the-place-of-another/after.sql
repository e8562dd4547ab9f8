create function next_code() returns text language sql as $$ select 'C' $$;
create function ok(i bigint) returns boolean language sql immutable as $$ select true $$;
create function lt(a bigint, b text) returns boolean language sql immutable as $$ select true $$;
create operator <<< (leftarg = bigint, rightarg = text, function = lt);
create table t (id int primary key, code text default next_code());
create policy p on t to app_reader using (ok(1));
create policy q on t to app_writer using (id <<< 'x');
create view v as select ok(1), id <<< 'a' as x, 1 as more from t;
create domain d as text default next_code();
