-- reconcile: renamed_from old
create schema fresh;
-- reconcile: renamed_from old.d
create domain public.e as bigint;
create table fresh.t (id integer);
create table public.u (x public.e);
