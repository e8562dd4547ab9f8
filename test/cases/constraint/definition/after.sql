create table public.orgs (id integer primary key, code text unique);
create table public.people (
  id integer constraint people_pkey primary key,
  email text,
  name text,
  org integer constraint people_org_fkey references public.orgs on delete restrict,
  constraint people_email_key unique nulls not distinct (email, name),
  constraint people_name_check check (name in ('a', 'b', 'c'))
);
