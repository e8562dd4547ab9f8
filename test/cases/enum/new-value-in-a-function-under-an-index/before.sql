create type public.st as enum ('a','n','b');
create table public.job (id int, s st not null default 'a', k text);
create function in_mask(s st) returns boolean language sql immutable as $$ select case s when 'a' then true when 'n' then true else false end $$;
create unique index job_k on job(k) where k is not null and in_mask(s);
