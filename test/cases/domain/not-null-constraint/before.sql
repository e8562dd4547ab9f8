create domain public.a as integer constraint filled not null;
create domain public.b as integer not null;
comment on constraint b_not_null on domain public.b is 'for good';
create domain public.c as integer;
create domain public.old as text not null;
comment on constraint old_not_null on domain public.old is 'kept';
create table public.t (a public.a, c public.c);
