create table public.a (id integer primary key, name text collate "de-x-icu", other varchar collate "sv-SE-x-icu");
create index a_name on public.a (name collate "en-x-icu", id);
create domain public.d as text collate "und-x-icu";
create view public.v as select name collate "fr-x-icu" as name from public.a;
