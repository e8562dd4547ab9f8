create function f(text) returns text language sql immutable as $$select 'x'$$; create type en as enum ('z'); create table public.t (a text, check (f(a) = 'x'));
create function g(int) returns text language sql immutable as $$select 'x'$$; create type en2 as enum ('z'); create table u (a int, b en2); create index ui on u ((g(a)));
