create domain public.d as text constraint k0 check (value in ('a', 'b'));
create table public.t (c public.d[]);
