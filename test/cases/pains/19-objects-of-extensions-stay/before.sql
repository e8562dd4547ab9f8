create schema extensions;
create extension hstore with schema extensions;
create extension pg_trgm with schema extensions;
create table public.old (id integer);
