create type c as (r float8);
create function lt(c,c) returns bool language sql immutable as $$ select ($1).r < ($2).r $$;
create function eq(c,c) returns bool language sql immutable as $$ select ($1).r = ($2).r $$;
create function cmp(c,c) returns int language sql immutable as $$ select 1 $$;
create operator <<< (leftarg=c,rightarg=c,function=lt);
create operator === (leftarg=c,rightarg=c,function=eq);
create table pts (id int, z c);
create operator class c_ops for type c using btree as operator 1 <<<, operator 3 ===, function 1 cmp(c,c);
create view pv as select id from pts order by z using <<<;
