create table public.a (b bytea default '', c text not null);
