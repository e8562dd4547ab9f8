-- reconcile: renamed_from profiles
create table public.clients (id integer primary key, name text not null, constraint long_enough check (length(name) > 1));
create view public.names as select name as fullname from public.clients;
create index clients_name_idx on public.clients (name);
