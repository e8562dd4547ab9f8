create table public.a (id integer primary key, x numeric(12,2), y bytea, z text collate "POSIX", w integer);
alter table public.a alter column x set storage plain, alter column y set storage external;
alter table public.a alter column y set compression pglz, alter column z set compression pglz;
