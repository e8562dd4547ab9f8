create type public.st as enum ('a','b');
create table public.job (id int, s st not null default 'a', k text);
