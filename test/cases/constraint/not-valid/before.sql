create table public.orgs (id integer primary key);
create table public.people (id integer, org integer, age integer);
alter table public.people add constraint people_age_check check (age > 0) not valid;
alter table public.people add constraint people_org_fkey foreign key (org) references public.orgs not valid;
