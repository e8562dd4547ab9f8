create schema tools;
create extension xml2;
create table public.pages (id integer primary key, body text, constraint titled check (xpath_string(body, '/t') <> ''));
create view public.titles as select id, xpath_string(body, '/t') as title from public.pages;
