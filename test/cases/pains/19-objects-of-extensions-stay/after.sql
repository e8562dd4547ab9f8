create schema extensions;
create extension hstore with schema extensions;
create extension pg_trgm with schema extensions;
create table public.docs (id integer, tags extensions.hstore, title text);
create index docs_title_idx on public.docs using gin (title extensions.gin_trgm_ops);
