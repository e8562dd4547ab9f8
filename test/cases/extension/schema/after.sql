create schema tools;
create extension hstore with schema tools;
create table public.people (id integer, data tools.hstore);
