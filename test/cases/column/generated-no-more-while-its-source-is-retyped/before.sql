create table public.a (b numeric(12,2) default 3, c integer generated always as (b * 2) stored not null);
