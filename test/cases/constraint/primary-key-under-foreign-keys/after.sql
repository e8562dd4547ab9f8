create table public.orgs (id integer not null, code text not null, constraint orgs_pkey primary key (id) include (code));
create table public.people (id integer, org integer, constraint people_org_fkey foreign key (org) references public.orgs (id));
alter table public.orgs cluster on orgs_pkey;
comment on constraint people_org_fkey on public.people is 'Where they work';
