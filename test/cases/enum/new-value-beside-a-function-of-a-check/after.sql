create function f(text) returns text language sql immutable as $$select 'y'$$; create type en as enum ('z', 'y'); create table public.t (a text, check (f(a) = 'y'));
create function g(int) returns text language sql immutable as $$select 'y'$$; create type en2 as enum ('z','y'); create table u (a int, b en2, c en2); create index ui on u ((g(a)), a);
