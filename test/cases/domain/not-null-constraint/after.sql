create domain public.a as integer not null;
create domain public.b as integer constraint "is there" not null;
comment on constraint "is there" on domain public.b is 'it''s there';
create domain public.c as integer constraint c_filled not null;
comment on constraint c_filled on domain public.c is 'filled';
-- reconcile: renamed_from public.old
create domain public.new as text not null;
comment on constraint new_not_null on domain public.new is 'kept';
create table public.t (a public.a, c public.c);
