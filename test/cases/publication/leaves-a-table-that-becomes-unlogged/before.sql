create table public.events (id integer primary key);
create table public.jobs (id integer primary key);
create table public.kept (id integer primary key);
create publication changes for table public.events, public.kept;
create publication jobs for table public.jobs;
