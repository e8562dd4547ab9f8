create table public.unrelated (id integer primary key);
create table public.teams (id integer primary key, lead integer);
create table public.people (id integer primary key, team integer references public.teams);
alter table public.teams add constraint teams_lead_fkey foreign key (lead) references public.people deferrable;
create publication changes for table public.unrelated, public.teams, public.people;
