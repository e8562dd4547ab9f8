create table public.p (a int, c text);
create table public.k (c text) inherits (public.p);
