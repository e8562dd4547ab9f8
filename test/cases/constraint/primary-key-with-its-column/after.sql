create table public.n6 (new char(3), constraint k2 primary key (new));
create view public.v as select new from public.n6;
create table public.child (more text) inherits (public.n6);
