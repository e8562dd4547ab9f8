create table public.orgs (id integer primary key);
create table public.people (id integer, org integer,
  constraint people_org_fkey foreign key (org) references public.orgs,
  constraint people_id_key unique (id));
