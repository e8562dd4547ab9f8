create extension seg;
create extension cube;
create table public.places (id integer primary key, extent cube);
