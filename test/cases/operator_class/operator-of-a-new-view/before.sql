create type c as (r float8);
create function lt(c,c) returns bool language sql immutable as $$ select ($1).r < ($2).r $$;
create function eq(c,c) returns bool language sql immutable as $$ select ($1).r = ($2).r $$;
create function cmp(c,c) returns int language sql immutable as $$ select 1 $$;
create operator <<< (leftarg=c,rightarg=c,function=lt);
create operator === (leftarg=c,rightarg=c,function=eq);
create table pts (id int, z c);
