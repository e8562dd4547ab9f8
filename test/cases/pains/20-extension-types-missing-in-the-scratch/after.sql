create extension seg;
create extension cube;
create table public.places (id integer primary key, extent cube default cube(array[0::float8, 0::float8]), range seg, size double precision generated always as (cube_size(extent)) stored);
create index places_extent_idx on public.places using gist (extent);
create view public.big as select id from public.places where extent @> cube(array[1::float8, 1::float8]);
alter table public.places enable row level security;
create policy inside on public.places using (extent <@ cube(array[0::float8, 0::float8], array[9::float8, 9::float8]));
