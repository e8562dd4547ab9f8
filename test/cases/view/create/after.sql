create table public.people (id integer, name text);
create view public.named (number, label) as select id, name from public.people where name is not null;
create view public.count_named with (security_barrier = true) as select count(*) as n from public.named;
comment on view public.named is 'Those with a name';
comment on column public.named.label is 'The name';
grant select on public.named to app_reader;
grant update (label) on public.named to app_writer;
