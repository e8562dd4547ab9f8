create table public.a (id integer primary key, name text collate "en-x-icu");
