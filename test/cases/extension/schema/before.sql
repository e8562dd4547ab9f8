create schema tools;
create extension hstore with schema public;
create table public.people (id integer, data public.hstore);
