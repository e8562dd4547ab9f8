create extension citext with schema public;
create extension pg_trgm with schema public;
create table public.people (id integer, name citext not null default 'x'::citext, mail varchar(40));
create index people_name_idx on public.people using gin (mail gin_trgm_ops);
create view public.names as select lower(name) as name, similarity(mail, 'x') as like_x from public.people where name = 'y';
