create type public.mine;
create function public.mine_in(cstring) returns public.mine language internal immutable strict as 'int4in';
create function public.mine_out(public.mine) returns cstring language internal immutable strict as 'int4out';
create type public.mine (input = public.mine_in, output = public.mine_out, internallength = 4, passedbyvalue, category = 'N');
comment on type public.mine is 'Numbers of our own';
revoke all on type public.mine from public;
create type public.promised;
create table public.t (id integer primary key, m public.mine);
