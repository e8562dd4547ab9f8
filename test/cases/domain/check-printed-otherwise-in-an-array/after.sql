create domain public.d as varchar(40) constraint k0 check (value in ('a', 'b'));
create table public.t (c public.d[]);
