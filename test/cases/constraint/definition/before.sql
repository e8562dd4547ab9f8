create table public.orgs (id integer primary key, code text unique);
create table public.people (
  id integer constraint people_pkey primary key,
  email text,
  name text,
  org integer constraint people_org_fkey references public.orgs on delete cascade,
  constraint people_email_key unique (email),
  constraint people_name_check check (name in ('a', 'b'))
);
