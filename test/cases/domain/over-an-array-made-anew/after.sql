create domain public.inner_one as varchar(20);
create domain public.outer_one as public.inner_one[] constraint c check (value is not null);
create table public.t (x public.outer_one);
