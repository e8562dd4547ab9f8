create table public.people (id integer primary key, name text, email text);
comment on column public.people.name is 'Full name';
grant select (name, email) on public.people to app_reader;
