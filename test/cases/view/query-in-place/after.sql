create table public.people (id integer, name text, born date);
create view public.named with (security_barrier = true) as select id, name, born from public.people where id > 0;
create view public.over as select id from public.named;
comment on view public.named is 'Named';
grant select on public.named to app_reader;
