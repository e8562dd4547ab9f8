create table public.p (a int primary key, b int); create table public.c (x int) inherits (p); create table public.pp (a int) partition by list (a); create table public.pp1 partition of pp for values in (1);
create publication pub for table only p (a, b), c (a);
create publication pub2 for table only p;
