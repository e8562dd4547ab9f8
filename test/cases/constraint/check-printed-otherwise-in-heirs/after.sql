create table public.p (k int, c varchar(40) check (c in ('a','b'))) partition by range (k);
create table public.p1 partition of public.p for values from (0) to (10);
create table public.r (c varchar(40) check (c in ('a','b')));
create table public.s (d int) inherits (public.r);
