create table public.n6 (old char(3), constraint k1 primary key (old), unique (old));
create view public.v as select old from public.n6;
create table public.child (more integer) inherits (public.n6);
