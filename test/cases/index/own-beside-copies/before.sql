create table public.old (k bigint not null) partition by range (k);
create table public.oldp partition of public.old for values from (0) to (10);
