create table public.a (id integer primary key, x text, y text, z text collate "C", w text);
alter table public.a alter column x set storage plain, alter column y set storage external, alter column w set storage main;
alter table public.a alter column y set compression pglz, alter column z set compression pglz;
