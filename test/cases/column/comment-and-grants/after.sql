create table public.people (id integer primary key, name text, email text);
comment on column public.people.email is 'Login';
grant select (name) on public.people to app_reader;
grant insert (email), update (email) on public.people to app_writer with grant option;
