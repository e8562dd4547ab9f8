create unlogged table public.events (id integer primary key);
create unlogged table public.jobs (id integer primary key);
create table public.kept (id integer primary key);
create publication changes for table public.kept;
