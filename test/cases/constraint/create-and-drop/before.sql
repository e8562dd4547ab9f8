create table public.orgs (id integer, code text);
create table public.people (id integer, email text, age integer, org integer);
