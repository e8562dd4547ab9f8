create schema tools;
create extension xml2 schema tools;
create table public.pages (id integer primary key, body text, constraint titled check (tools.xpath_string(body, '/t') <> ''));
create view public.titles as select id, tools.xpath_string(body, '/t') as title from public.pages;
