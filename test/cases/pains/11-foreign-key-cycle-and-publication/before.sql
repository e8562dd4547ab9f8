create table public.unrelated (id integer primary key);
create publication changes for table public.unrelated;
